from shared.errors import Conflict


class SoldOut(Conflict):
    detail = "There are not enough tickets left."


class TooManyPerAccount(Conflict):
    detail = "That is more tickets of this type than one account may have."


class TooManyUnpaid(Conflict):
    detail = "You have too many unpaid tickets of this type: pay for some of them or give them up first."


class CapacityBelowSold(Conflict):
    detail = "The capacity cannot be lower than what is sold and held."
