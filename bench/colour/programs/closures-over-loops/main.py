def say(x):
    print("say", x)
    return x


def makers():
    made = []
    for n in range(2):
        def make(n=n):
            return say(n)
        made.append(make)
    made.append(lambda: say("lambda"))
    return made


def cached(function):
    cache = {}

    def wrapper(key):
        if key not in cache:
            cache[key] = function(key)
        return cache[key]

    wrapper.clear = cache.clear
    wrapper.original = function
    return wrapper


@cached
def lookup(key):
    return say(key)


def run():
    for make in makers():
        print(make())
    print(lookup(1), lookup(1), lookup.original(2))
    lookup.clear()
    print(lookup(1))
    setattr(run, "hook", say)
    print(run.hook("hook"))


run()
