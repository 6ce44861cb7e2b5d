from shared.errors import TooManyRequests, Unavailable


class TooManyStreams(Unavailable):
    detail = "As many as can already watch live; ask for the figures now and then instead."


class TooManyOfYours(TooManyRequests):
    detail = "Your account already watches live in as many places as it may; close one of them."
