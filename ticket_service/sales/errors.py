from shared.errors import BadRequest, Unauthenticated


class HoldersDoNotMatch(BadRequest):
    detail = "Name one holder for each ticket: as many of each ticket type as are ordered."


class CodesNeedAccount(Unauthenticated):
    detail = "Sign in to use a code."
