from .api import arrive
