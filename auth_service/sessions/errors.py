from shared.errors import Forbidden, NotFound, Unauthenticated


class SessionEnded(Unauthenticated):
    detail = "This session has ended; sign in again."


class SessionNotFound(NotFound):
    detail = "There is no such session, or it is not yours."


class ForeignOrigin(Forbidden):
    detail = "Only our own pages may use the refresh cookie; send `X-Requested-With: XMLHttpRequest`."
