#: <module> -> run
#: run -> task_paint
#: run ?> ?
def task_paint():
    return "wet"


def run(name):
    return globals()["task_" + name]()


run("paint")
