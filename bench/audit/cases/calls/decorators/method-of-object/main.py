#: <module> -> Router.__init__, Router.route, Router.route.keep, Router.dispatch
#: Router.dispatch -> timetable
class Router:
    def __init__(self):
        self.routes = {}

    def route(self, path):
        def keep(function):
            self.routes[path] = function
            return function

        return keep

    def dispatch(self, path):
        return self.routes[path]()


router = Router()


@router.route("/timetable")
def timetable():
    return ["09:00"]


router.dispatch("/timetable")
