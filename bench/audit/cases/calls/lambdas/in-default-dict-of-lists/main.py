#: <module> -> subscribe, publish
#: publish -> <lambda>
#: <lambda> -> note
LISTENERS = {}


def note(event):
    return event


def subscribe(event, listener):
    LISTENERS.setdefault(event, []).append(listener)


def publish(event):
    for listener in LISTENERS[event]:
        listener(event)


subscribe("fog", lambda event: note(event))
publish("fog")
