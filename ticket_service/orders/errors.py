from shared.errors import Conflict, Gone, NotFound


class OrderNotFound(NotFound):
    detail = "There is no such order, or it is not yours."


class OrderNotPending(Conflict):
    detail = "The order is not waiting for a payment any more."


class OrderNotRefundable(Conflict):
    detail = "The order is not paid, or everything of it has been refunded."


class OrderNotUnderReview(Conflict):
    detail = "The order does not wait for somebody to decide about it."


class OrderIsExpired(Gone):
    detail = "The time to pay for this order is over; its tickets are on sale again."
