#: <module> -> retried, retried.around, retried.around.again
#: retried.around.again -> dial
def retried(times):
    def around(function):
        def again():
            for _ in range(times):
                function()

        return again

    return around


@retried(2)
def dial():
    return "ring"


dial()
