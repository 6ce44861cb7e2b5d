from shared.errors import Conflict


class EventNotDraft(Conflict):
    detail = "Only a draft can be deleted; a published event is canceled instead."


class EventAlreadyPublished(Conflict):
    detail = "The event is published already."


class EventNotPublished(Conflict):
    detail = "The event has not been published yet."


class EventIsCanceled(Conflict):
    detail = "The event is canceled and stays as it is."


class EventNotReady(Conflict):
    detail = "The event cannot be published like this; `errors` lists everything that is wrong or missing."


class TicketTypeWithdrawn(Conflict):
    detail = "The ticket type has been withdrawn from sale and stays as it is."
