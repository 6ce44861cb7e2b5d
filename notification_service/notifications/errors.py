from shared.errors import Conflict, NotFound


class NotificationNotFound(NotFound):
    detail = "There is no such notification."


class NotificationNotDead(Conflict):
    detail = "Only a notification that was given up can be retried or discarded."
