"""What can go wrong with tickets."""

from shared.errors import Conflict, NotFound


class TicketNotFound(NotFound):
    detail = "There is no such ticket, or it is not yours."


class TicketNotValid(Conflict):
    detail = "The ticket is not valid any more."
