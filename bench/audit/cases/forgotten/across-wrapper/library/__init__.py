from .service import find_member
