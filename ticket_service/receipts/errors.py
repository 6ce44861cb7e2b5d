from shared.errors import Conflict


class NothingWasPaid(Conflict):
    detail = "Nothing was paid for this order, so there is no receipt."
