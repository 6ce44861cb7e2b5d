from shared.errors import Conflict


class CodeUnknown(Conflict):
    detail = "The event has no such code."


class CodeNotYetValid(Conflict):
    detail = "The code is not valid yet; `valid_from` says when it is."


class CodeExpired(Conflict):
    detail = "The code is not valid any more."


class CodeDoesNotApply(Conflict):
    detail = "The code is for other tickets."


class CodeExhausted(Conflict):
    detail = "The code has been used as often as it may be."


class CodeUsedByAccount(Conflict):
    detail = "Your account has used the code as often as it may."


REFUSED = (CodeUnknown, CodeNotYetValid, CodeExpired, CodeDoesNotApply, CodeExhausted, CodeUsedByAccount)
