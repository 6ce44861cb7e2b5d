from shared.errors import Conflict, NotFound


class EventNotFound(NotFound):
    detail = "There is no such event on sale."


class TicketTypeNotFound(NotFound):
    detail = "The event has no such ticket type."


class EventIsCanceled(Conflict):
    detail = "The event is canceled."


class EventIsPostponed(Conflict):
    detail = "The event is postponed; it is not on sale until its new date is known."


class SalesNotStarted(Conflict):
    detail = "The sale of this ticket type has not started yet."


class SalesEnded(Conflict):
    detail = "The sale of this ticket type has ended."


class TooManyPerOrder(Conflict):
    detail = "That is more tickets of this type than one order may have."


class CurrenciesDiffer(Conflict):
    detail = "These ticket types have different currencies; order them separately."
