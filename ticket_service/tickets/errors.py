"""What can go wrong with tickets."""

from shared.errors import Conflict, NotFound


class TicketNotFound(NotFound):
    detail = "There is no such ticket, or it is not yours."


class TicketNotValid(Conflict):
    detail = "The ticket is not valid any more."


class HolderIsFixed(Conflict):
    detail = "It is too late to change who enters with this ticket."


class CodesUsedUp(Conflict):
    detail = "The ticket has had too many codes; the organizer has to void it and issue another."
