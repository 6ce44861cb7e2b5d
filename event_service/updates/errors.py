from shared.errors import Conflict


class TooManyUpdates(Conflict):
    detail = "Enough has been written to the owners of tickets for one day; write again tomorrow."
