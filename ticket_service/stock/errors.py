from shared.errors import Conflict


class SoldOut(Conflict):
    detail = "There are not enough tickets left."


class TooManyPerAccount(Conflict):
    detail = "That is more tickets of this type than one account may have."


class CapacityBelowSold(Conflict):
    detail = "The capacity cannot be lower than what is sold and held."
