from auth_service.passwords.schemas import GivenPassword, NewPassword
from shared.web.wire import Request


class PasswordChange(Request):
    current_password: GivenPassword
    password: NewPassword
