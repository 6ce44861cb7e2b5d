from shared.errors import Forbidden, Unauthenticated


class WrongCredentials(Unauthenticated):
    detail = "This e-mail address and password do not go together."


class EmailNotVerified(Forbidden):
    detail = "Confirm your e-mail address first; the link is in the mail that we sent you."
