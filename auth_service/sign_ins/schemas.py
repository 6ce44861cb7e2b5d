from auth_service.accounts.schemas import Email
from auth_service.passwords.schemas import GivenPassword
from shared.wire import Request


class Credentials(Request):
    email: Email
    password: GivenPassword
