"""What the API refuses, in Stripe's words and shape."""

from typing import Any

DOCUMENTATION = "https://docs.stripe.com/error-codes/"


class Refusal(Exception):
    """An answer other than 2xx.

    `executed` says that the endpoint had begun its work, so that an idempotency key keeps this answer.
    """

    executed = False
    keeps_effects = False

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"type": kind, "message": message, **more}
        if code is not None:
            self.error |= {"code": code, "doc_url": DOCUMENTATION + code.replace("_", "-")}
        if param is not None:
            self.error["param"] = param

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.error}


class Refused(Refusal):
    """The request was well formed; what it asks for cannot be done."""

    executed = True


class Declined(Refused):
    """The attempt was made and failed; what it left behind stays."""

    keeps_effects = True


def unexpected_state(message: str, intent: dict[str, Any]) -> Refused:
    return Refused(message, code="payment_intent_unexpected_state", payment_intent=intent)


def no_such(kind: str, object_id: str, param: str, status: int = 404) -> Refused:
    message = f"No such {kind}: '{object_id}'"
    return Refused(message, status=status, code="resource_missing", param=param)


def internal_error(request_id: str) -> dict[str, Any]:
    message = f"An unknown error occurred. If the problem persists, mention this request: {request_id}"
    return {"error": {"type": "api_error", "message": message}}
