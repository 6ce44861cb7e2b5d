from shared.errors import Conflict


class MoneyWasCollected(Conflict):
    detail = "The buyer's money is here. Send it back, then close the order as `refunded`."


class NoMoneyWasCollected(Conflict):
    detail = "By our books none of the buyer's money is here that could have gone back. Close the order as `canceled`."


class MoneyIsDisputed(Conflict):
    detail = "The buyer's bank disputes the payment. The order can be closed when the dispute has ended."
