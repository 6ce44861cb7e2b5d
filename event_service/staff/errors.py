from shared.errors import Conflict


class AlreadyStaff(Conflict):
    detail = "This address is on the event's staff already."


class TooManyStaff(Conflict):
    detail = "An event may have at most 500 people on its staff."
