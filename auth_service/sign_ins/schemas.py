from auth_service.passwords.schemas import GivenPassword
from shared.addresses import Email
from shared.web.wire import Request


class Credentials(Request):
    email: Email
    password: GivenPassword
