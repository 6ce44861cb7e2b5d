from shared.errors import Unavailable


class NoSigningKey(Unavailable):
    detail = "Nobody can sign in right now; try again."
