from shared.errors import BadRequest


class HoldersDoNotMatch(BadRequest):
    detail = "Name one holder for each ticket: as many of each ticket type as are ordered."
