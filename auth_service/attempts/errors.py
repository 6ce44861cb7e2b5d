from shared.errors import TooManyRequests


class TooManyAttempts(TooManyRequests):
    detail = "Too many attempts; wait for as long as `Retry-After` says."
