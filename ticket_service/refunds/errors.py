from shared.errors import Conflict, Forbidden, NotFound


class RefundNotFound(NotFound):
    detail = "There is no such refund, or it is not yours."


class OrganizersOnly(Forbidden):
    detail = "Only the event's organizer may do this; ask for a refund without it."


class AlreadyRequested(Conflict):
    detail = "A refund of one of these tickets has been asked for already."


class RefundsNotAllowed(Conflict):
    detail = "Tickets for this event are not taken back."


class RefundPeriodOver(Conflict):
    detail = "The time to give tickets back is over."


class TicketIsTransferred(Conflict):
    detail = (
        "One of the tickets belongs to somebody else now. Only the event's organizer may refund it, by saying `force`."
    )


class RefundNotOpen(Conflict):
    detail = "The refund has been decided already."


class RefundNotFailed(Conflict):
    detail = "The refund has not failed; there is no money to send again or by hand."


class NoCancellation(NotFound):
    detail = "There is no such event of yours, or it has not been canceled."
