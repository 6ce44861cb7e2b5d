from shared.errors import Unavailable, Unprocessable


class PasswordTooCommon(Unprocessable):
    detail = "This password is among the first that somebody would guess; choose another one."


class TooManySignIns(Unavailable):
    detail = "Too many people are signing in at this moment; try again."
