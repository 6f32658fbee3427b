#: <module> -> reef, furl
def reef():
    return 1


def furl():
    return 2


for name, task in {"r": reef}.items():
    task()
for task in {"f": furl}.values():
    task()
