"""Events: what happened to an object, kept for the list and handed to the webhooks."""

from fnmatch import fnmatchcase
from functools import lru_cache

from deploy.stand_ins.stripe.faults import WebhookRule
from deploy.stand_ins.stripe.parameters import LISTING, Accepts, boolean, text, texts
from deploy.stand_ins.stripe.store import Store, Value
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Delivery, Work, new_id

LIST: Accepts = {**LISTING, "type": text, "types": texts, "delivery_success": boolean}
PENDING, DROPPED = "pending", "dropped"
API_VERSION = "2026-10-28.endive"


def record(work: Work, event_type: str, subject: Json, previous: Json | None = None) -> None:
    """Keep an event about an object as it is now, and plan its delivery."""
    intent_id = subject["id"] if subject["object"] == "payment_intent" else subject["payment_intent"]
    data: Json = {"object": subject}
    if previous is not None:
        data["previous_attributes"] = previous
    event: Json = {
        "id": new_id("evt"),
        "object": "event",
        "api_version": API_VERSION,
        "created": work.now,
        "data": data,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": work.request_id, "idempotency_key": work.idempotency_key},
        "type": event_type,
    }
    work.store.insert(event, label=event_type, parent=intent_id)
    if work.settings.webhook_url and _is_wanted(event_type, work.settings.webhook_events):
        _plan_delivery(work, event, intent_id)


@lru_cache
def _is_wanted(event_type: str, patterns: str) -> bool:
    return any(fnmatchcase(event_type, pattern.strip()) for pattern in patterns.split(","))


def _plan_delivery(work: Work, event: Json, intent_id: str) -> None:
    struck: dict[str, WebhookRule] = {rule.fault: rule for rule in work.faults.for_webhook(event["type"], event["id"])}
    state = DROPPED if "drop" in struck else PENDING
    late = struck.get("delay") or struck.get("reorder")
    due = work.moment + (late.seconds if late else 0)
    held = "reorder" in struck
    _add_delivery(work, event["id"], intent_id, state, held, due)
    if "duplicate" in struck:
        _add_delivery(work, event["id"], intent_id, state, False, due + struck["duplicate"].seconds)


def _add_delivery(work: Work, event_id: str, intent_id: str, state: str, held: bool, due: float) -> None:
    cursor = work.store.db.execute(
        "INSERT INTO deliveries (event, payment_intent, state, held, attempts, created, due)"
        " VALUES (?, ?, ?, ?, 0, ?, ?)",
        (event_id, intent_id, state, held, work.moment, due),
    )
    if state == PENDING and cursor.lastrowid is not None:
        work.published.append(Delivery(cursor.lastrowid, intent_id, due, held))


UNDELIVERED = "EXISTS (SELECT 1 FROM deliveries d WHERE d.event = objects.id AND d.state <> 'delivered')"


def filters(params: Json) -> list[tuple[str, tuple[Value, ...]]]:
    """The conditions of GET /v1/events."""
    where: list[tuple[str, tuple[Value, ...]]] = []
    types = params.get("types") or ([params["type"]] if "type" in params else [])
    if types:
        where.append((" OR ".join(["label GLOB ?"] * len(types)).join("()"), tuple(types)))
    if "delivery_success" in params:
        where.append((f"{'NOT ' if params['delivery_success'] else ''}{UNDELIVERED}", ()))
    return where


def shown(store: Store, event: Json) -> Json:
    """The event with the number of webhooks still to be delivered."""
    sql = "SELECT count(*) FROM deliveries WHERE event = ? AND state <> 'delivered'"
    event["pending_webhooks"] = store.rows(sql, (event["id"],))[0][0]
    return event
