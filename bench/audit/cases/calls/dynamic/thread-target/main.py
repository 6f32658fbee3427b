#: <module> -> launch
#: launch => pump_out
import threading


def pump_out():
    return "dry"


def launch():
    worker = threading.Thread(target=pump_out)
    worker.start()
    worker.join()


launch()
