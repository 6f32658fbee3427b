import threading
from concurrent.futures import ThreadPoolExecutor


def work(number):
    return load(number) * 2


def load(number):
    return number + 1


class Job(threading.Thread):
    def run(self):
        self.result = load(10)


RESULTS = []


def store(number):
    RESULTS.append(load(number))


def run():
    with ThreadPoolExecutor(1) as pool:
        print(list(pool.map(work, [1, 2])))
        print(pool.submit(work, 5).result())
        print(pool.submit(lambda: load(7)).result())
    thread = threading.Thread(target=store, args=(3,))
    thread.start()
    thread.join()
    timer = threading.Timer(0.01, store, [4])
    timer.start()
    timer.join()
    job = Job()
    job.start()
    job.join()
    print(RESULTS, job.result)


run()
