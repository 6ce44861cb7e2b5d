from shared.errors import NotFound


class DisputeNotFound(NotFound):
    detail = "There is no such dispute, or it is not of one of your events."
