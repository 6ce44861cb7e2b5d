from shared.errors import Forbidden


class WrongPassword(Forbidden):
    detail = "This is not your password."
