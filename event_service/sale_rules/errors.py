from shared.errors import Conflict


class CodeNotWhole(Conflict):
    detail = (
        "A discount has either a `rate` or an `amount`, an access code neither but ticket types that it opens; "
        "it is valid from a moment before it is valid until."
    )


class CodeTaken(Conflict):
    detail = "The event has another code of this name."


class TooManyCodes(Conflict):
    detail = "An event may have at most 200 codes."
