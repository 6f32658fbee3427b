#: <module> -> run
#: run -> run.<lambda>
#: run.<lambda> -> pump
def pump():
    return 1


def run():
    task = lambda job=pump: job()
    return task()


run()
