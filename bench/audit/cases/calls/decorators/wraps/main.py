#: <module> -> traced, traced.wrapper
#: traced.wrapper -> chart
import functools


def traced(function):
    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        return function(*args, **kwargs)

    return wrapper


@traced
def chart(course):
    return course


chart("north")
