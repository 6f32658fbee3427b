#: <module> -> coast.lights:flash
from coast import lights

lights.flash()
