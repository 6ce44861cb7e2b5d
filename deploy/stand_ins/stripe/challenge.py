"""The bank's page in a challenge: a person completes or fails the authentication."""

from collections.abc import Callable
from secrets import compare_digest
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from deploy.stand_ins.stripe import confirmations, currencies
from deploy.stand_ins.stripe.errors import Declined
from deploy.stand_ins.stripe.pages import Pages
from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.webhooks import Webhooks
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work


class Challenge:
    def __init__(self, store: Store, pages: Pages, webhooks: Webhooks, begin: Callable[[], Work]) -> None:
        self._store = store
        self._pages = pages
        self._webhooks = webhooks
        self._begin = begin

    def routes(self) -> list[Route]:
        return [
            Route("/challenge/{id}", self.show, methods=["GET"]),
            Route("/challenge/{id}", self.answer, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        intent = self._intent(request.path_params["id"], request.query_params.get("secret", ""))
        if intent is None:
            return self._pages.show("not_found.html", status=404, up="../")
        return_url = _return_url(intent)
        origin = _origin(return_url)
        return self._pages.show(
            "challenge.html",
            up="../",
            form_action=origin,
            intent=intent,
            amount=currencies.shown(intent["amount"], intent["currency"]),
            waiting=intent["status"] == "requires_action",
            return_url=_with_result(return_url, intent) if return_url else "",
        )

    async def answer(self, request: Request) -> Response:
        """The form's answer; `Accept: application/json` is answered with the status instead of a redirect."""
        fields = dict(parse_qsl((await request.body()).decode(errors="replace")))
        intent = self._intent(request.path_params["id"], fields.get("secret", ""))
        if intent is None:
            return self._pages.show("not_found.html", status=404, up="../")
        return_url = _return_url(intent)
        if intent["status"] == "requires_action":
            self._authenticate(intent, fields.get("answer") == "complete")
        if request.headers.get("accept") == "application/json":
            return JSONResponse({"status": intent["status"]})
        if not return_url:
            return self._pages.show("challenge.html", up="../", intent=intent, waiting=False, amount="", return_url="")
        return RedirectResponse(_with_result(return_url, intent), 303)

    def _authenticate(self, intent: Json, passed: bool) -> None:
        work = self._begin()
        with self._store.transaction():
            try:
                confirmations.authenticate(work, intent, passed)
            except Declined as declined:
                intent |= declined.error["payment_intent"]
        self._webhooks.publish(work.published)

    def _intent(self, intent_id: str, secret: str) -> Json | None:
        found = self._store.find("payment_intent", intent_id)
        known = found is not None and compare_digest(found["client_secret"].encode(), secret.encode())
        return found if known else None


def _return_url(intent: Json) -> str:
    action = (intent["next_action"] or {}).get("redirect_to_url") or {}
    return str(action.get("return_url", ""))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else ""


def _with_result(url: str, intent: Json) -> str:
    """The return address with what Stripe adds to it."""
    parts = urlsplit(url)
    failed = intent["status"] in {"requires_payment_method", "canceled"}
    query = [
        *parse_qsl(parts.query, keep_blank_values=True),
        ("payment_intent", intent["id"]),
        ("payment_intent_client_secret", intent["client_secret"]),
        ("redirect_status", "failed" if failed else "succeeded"),
    ]
    return urlunsplit(parts._replace(query=urlencode(query)))
