from shared.errors import Conflict, Gone, NotFound, TooManyRequests


class TransferNotFound(NotFound):
    detail = "There is no such transfer, or it is neither yours nor meant for your verified e-mail address."


class AlreadyOffered(Conflict):
    detail = "The ticket is offered to somebody already; withdraw that offer first."


class OfferedToYourself(Conflict):
    detail = "This is your own e-mail address."


class TransfersNotAllowed(Conflict):
    detail = "Tickets for this event cannot be transferred."


class TransferPeriodOver(Conflict):
    detail = "The time to transfer tickets for this event is over."


class TicketIsAdmitted(Conflict):
    detail = "The ticket has been admitted; it cannot change hands any more."


class TransferNotOpen(Conflict):
    detail = "The offer has been accepted, declined or withdrawn, or it has expired."


class OfferHasExpired(Gone):
    detail = "The time to accept this offer is over."


class TooManyOffers(TooManyRequests):
    detail = "The ticket has been offered too often in one day."
