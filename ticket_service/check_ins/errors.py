"""What can go wrong at the door. A refused ticket is a result, not an error."""

from shared.errors import Conflict, NotFound


class EventNotStaffed(NotFound):
    detail = "There is no such event, or you are not among its staff."


class CheckInNotFound(NotFound):
    detail = "There is no such check-in at this event."


class AlreadyUndone(Conflict):
    detail = "This check-in has been undone already."


class ScanIdReused(Conflict):
    detail = "This scan_id was used for another scan; make a new one for each."


class TicketIsInside(Conflict):
    detail = "One of the tickets has been admitted. Say `force` to end it all the same."
