from shared.errors import Conflict, Gone, NotFound


class WaitlistEntryNotFound(NotFound):
    detail = "There is no such waitlist entry, or it is not yours."


class NotSoldOut(Conflict):
    detail = "There are tickets of this type to buy; nobody has to wait for them."


class AlreadyWaiting(Conflict):
    detail = "You are waiting for tickets of this type already."


class MoreThanThereAre(Conflict):
    detail = "So many tickets of this type do not exist, however many come back."


class NothingOffered(Conflict):
    detail = "Nothing is offered to you on this entry: it is waiting, was accepted, or has ended."


class OfferIsOver(Gone):
    detail = "The time to accept this offer is over; its tickets go to the next in line."


class WaitlistEntryEnded(Conflict):
    detail = "The entry has been accepted or has ended."
