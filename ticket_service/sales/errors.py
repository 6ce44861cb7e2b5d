from shared.errors import BadRequest, Conflict, Unauthenticated


class HoldersDoNotMatch(BadRequest):
    detail = "Name one holder for each ticket: as many of each ticket type as are ordered."


class MoneyWasCollected(Conflict):
    detail = "The buyer's money is here. Send it back, then close the order as `refunded`."


class NoMoneyWasCollected(Conflict):
    detail = "None of the buyer's money is here that could have gone back. Close the order as `canceled`."


class CodesNeedAccount(Unauthenticated):
    detail = "Sign in to use a code."
