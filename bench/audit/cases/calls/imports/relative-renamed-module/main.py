#: <module> -> harbour.api:arrive
#: harbour.api:arrive -> harbour._tugs:call_tug
from harbour import arrive

arrive()
