from shared.errors import Conflict, Unavailable


class CurrencyDiffers(Conflict):
    detail = "All ticket types of an event have one currency; `currency` says which."


class CurrencyFixed(Conflict):
    detail = "The currency cannot change any more: the event is published or has several ticket types."


class TooManyTicketTypes(Conflict):
    detail = "An event may have at most 50 ticket types."


class CapacityBelowSold(Conflict):
    detail = "More tickets are sold or held than the new capacity; `sold` and `held` say how many."


class OverallCapacityFixed(Conflict):
    detail = "Whether an event has an overall capacity is decided before it is published."


class CapacityRefused(Conflict):
    detail = "The sale does not take this capacity; `reason` has its code."


class CapacityOpening(Conflict):
    detail = "The capacity that the ticket type began with is still being set; try again in a moment."


class SaleNotReady(Unavailable):
    detail = "The sale of this ticket type is still being prepared; try again in a moment."
