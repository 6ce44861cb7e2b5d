"""The endpoints: which call does what, which parameters it accepts, who may make it."""

from collections.abc import Callable
from dataclasses import dataclass

from deploy.stand_ins.stripe import (
    captures,
    charges,
    confirmations,
    disputes,
    events,
    payment_intents,
    payment_methods,
    refunds,
)
from deploy.stand_ins.stripe.errors import no_such
from deploy.stand_ins.stripe.parameters import Accepts, anything, text, texts
from deploy.stand_ins.stripe.store import Value
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work

Run = Callable[[Work, str, Json], Json]
SHOW: Accepts = {"expand": texts}


@dataclass(frozen=True, slots=True)
class Operation:
    """`kind` is its name in the fault plan; `by_browser` says that a publishable key is enough."""

    kind: str
    accepts: Accepts
    run: Run
    by_browser: bool = False


def _listing(kind: str, url: str, accepts: Accepts) -> Operation:
    def run(work: Work, _: str, params: Json) -> Json:
        where: list[tuple[str, tuple[Value, ...]]] = []
        if "payment_intent" in params:
            where.append(("parent = ?", (params["payment_intent"],)))
        if "charge" in params:
            where.append(("json_extract(body, '$.charge') = ?", (params["charge"],)))
        if kind == "event":
            where += events.filters(params)
        cursors = {name: params.get(name) for name in ("starting_after", "ending_before", "created")}
        try:
            data, has_more = work.store.page(kind, where=where, limit=params.get("limit", 10), **cursors)
        except LookupError as unknown:
            param = "starting_after" if params.get("starting_after") else "ending_before"
            raise no_such(kind, str(unknown.args[0]), param, 400) from unknown
        if kind == "event":
            data = [events.shown(work.store, event) for event in data]
        return {"object": "list", "url": url, "has_more": has_more, "data": data}

    return Operation(f"{url.removeprefix('/v1/')}.list", accepts, run)


def _event(work: Work, event_id: str, _: Json) -> Json:
    event = work.store.find("event", event_id)
    if event is None:
        raise no_such("event", event_id, "id")
    return events.shown(work.store, event)


INTENTS, METHODS, REFUNDS = "payment_intents", "payment_methods", "refunds"
OPERATIONS: dict[tuple[str, str, bool, str], Operation] = {
    ("POST", INTENTS, False, ""): Operation(
        "payment_intents.create",
        payment_intents.CREATE,
        lambda work, _, params: payment_intents.create(work, params),
    ),
    ("GET", INTENTS, False, ""): _listing("payment_intent", "/v1/payment_intents", payment_intents.LIST),
    ("GET", INTENTS, True, ""): Operation(
        "payment_intents.retrieve",
        payment_intents.RETRIEVE,
        lambda work, found, _: payment_intents.retrieve(work, found),
        by_browser=True,
    ),
    ("POST", INTENTS, True, ""): Operation(
        "payment_intents.update",
        payment_intents.UPDATE,
        lambda work, found, params: payment_intents.update(work, payment_intents.find(work, found), params),
    ),
    ("POST", INTENTS, True, "confirm"): Operation(
        "payment_intents.confirm",
        confirmations.CONFIRM,
        lambda work, found, params: confirmations.attempt(work, payment_intents.find(work, found), params),
        by_browser=True,
    ),
    ("POST", INTENTS, True, "capture"): Operation(
        "payment_intents.capture",
        captures.CAPTURE,
        lambda work, found, params: captures.capture(work, payment_intents.find(work, found), params),
    ),
    ("POST", INTENTS, True, "cancel"): Operation(
        "payment_intents.cancel",
        captures.CANCEL,
        lambda work, found, params: captures.cancel(work, payment_intents.find(work, found), params),
    ),
    ("POST", METHODS, False, ""): Operation(
        "payment_methods.create",
        {**payment_methods.CREATE, "key": anything},
        lambda work, _, params: payment_methods.create(work, params),
        by_browser=True,
    ),
    ("GET", METHODS, True, ""): Operation(
        "payment_methods.retrieve", SHOW, lambda work, found, _: payment_methods.retrieve(work, found)
    ),
    ("GET", "charges", False, ""): _listing("charge", "/v1/charges", charges.LIST),
    ("GET", "charges", True, ""): Operation(
        "charges.retrieve", SHOW, lambda work, found, _: charges.retrieve(work, found)
    ),
    ("POST", REFUNDS, False, ""): Operation(
        "refunds.create", refunds.CREATE, lambda work, _, params: refunds.create(work, params)
    ),
    ("GET", REFUNDS, False, ""): _listing("refund", "/v1/refunds", refunds.LIST),
    ("GET", REFUNDS, True, ""): Operation(
        "refunds.retrieve", SHOW, lambda work, found, _: refunds.retrieve(work, found)
    ),
    ("POST", REFUNDS, True, ""): Operation("refunds.update", refunds.UPDATE, refunds.update),
    ("GET", "events", False, ""): _listing("event", "/v1/events", events.LIST),
    ("GET", "events", True, ""): Operation("events.retrieve", {**SHOW, "id": text}, _event),
    ("GET", "disputes", False, ""): _listing("dispute", "/v1/disputes", disputes.LIST),
    ("GET", "disputes", True, ""): Operation(
        "disputes.retrieve", SHOW, lambda work, found, _: disputes.retrieve(work, found)
    ),
}


def find(method: str, path: str) -> tuple[Operation, str] | None:
    """The operation of a path below /v1 and the id in it."""
    collection, _, rest = path.removeprefix("/v1/").partition("/")
    object_id, _, action = rest.partition("/")
    operation = OPERATIONS.get((method, collection, bool(object_id), action))
    return (operation, object_id) if operation else None
