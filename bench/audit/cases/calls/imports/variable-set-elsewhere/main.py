#: <module> -> wiring:connect, hooks:fire
#: hooks:fire -> wiring:ring
import hooks
import wiring

wiring.connect()
hooks.fire()
