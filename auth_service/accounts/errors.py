from shared.errors import NotFound


class AccountNotFound(NotFound):
    detail = "There is no such account."
