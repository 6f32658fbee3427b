#: <module> -> port_watch, starboard_watch
def port_watch():
    return "red"


def starboard_watch():
    return "green"


for number, watch in enumerate([port_watch]):
    watch()
for name, watch in zip(["s"], [starboard_watch]):
    watch()
