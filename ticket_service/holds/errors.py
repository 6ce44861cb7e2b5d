from shared.errors import Conflict, Gone, NotFound


class HoldNotFound(NotFound):
    detail = "There is no such hold, or it is not yours."


class HoldExpired(Gone):
    detail = "The hold has expired; its tickets are on sale again."


class HoldEnded(Conflict):
    detail = "The hold is not active any more: it was released or ordered."


class HoldExtendedTooOften(Conflict):
    detail = "The hold cannot be extended again."
