"""The movements of money, and the sums an oracle compares with."""

from enum import StrEnum

from deploy.stand_ins.stripe.store import Store
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work


class Movement(StrEnum):
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    RELEASED = "released"
    REFUNDED = "refunded"
    REFUND_RETURNED = "refund_returned"
    DISPUTED = "disputed"
    DISPUTE_WON = "dispute_won"


def move(work: Work, what: Movement, charge: Json, amount: int, made_by: str | None = None) -> None:
    """Append one movement of a charge's money; `made_by` is the refund or dispute that moves it."""
    work.store.db.execute(
        "INSERT INTO movements (at, what, payment_intent, object, amount, currency, request, idempotency_key)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            work.moment,
            what,
            charge["payment_intent"],
            made_by or charge["id"],
            amount,
            charge["currency"],
            work.request_id,
            work.idempotency_key,
        ),
    )


SUMS = ", ".join(
    f"coalesce(sum(amount) FILTER (WHERE what = '{what}'), 0), count(*) FILTER (WHERE what = '{what}')"
    for what in Movement
)


def report(store: Store, by: str, value: str | None = None) -> Json:
    """Sums per value of a metadata key of the payment intents, and per currency.

    `captured`, `refunded`… are minor units; `refunded` is already without refunds that failed; `times` counts the
    movements. Intents without that key are listed under `without`.
    """
    path = f"$.metadata.{_quoted(by)}"
    rows = store.rows(
        "SELECT json_extract(o.body, ?) AS value, o.id, json_extract(o.body, '$.status'),"  # noqa: S608  SUMS is made of the enum
        f" json_extract(o.body, '$.currency'), {SUMS}"
        " FROM objects o LEFT JOIN movements m ON m.payment_intent = o.id"
        " WHERE o.kind = 'payment_intent' AND (? IS NULL OR json_extract(o.body, ?) = ?)"
        " GROUP BY o.id ORDER BY o.seq",
        (path, value, path, value),
    )
    groups: Json = {}
    totals: Json = {}
    without: list[object] = []
    for found, intent, status, currency, *numbers in rows:
        sums, times = numbers[0::2], numbers[1::2]
        _add(totals.setdefault(currency, _nothing()), sums, times)
        if found is None:
            without.append(intent)
            continue
        one = groups.setdefault(found, _nothing() | {"currency": currency, "payment_intents": {}})
        one["payment_intents"][intent] = status
        _add(one, sums, times)
    return {"by": by, "groups": groups, "totals": totals, "without": without}


def _quoted(name: str) -> str:
    """A metadata key as a quoted JSON path step."""
    return '"' + name.replace('"', "") + '"'


def _nothing() -> Json:
    return {what: 0 for what in Movement if what != Movement.REFUND_RETURNED} | {
        "times": {str(what): 0 for what in Movement}
    }


def _add(into: Json, sums: list[int], times: list[int]) -> None:
    for what, amount, count in zip(Movement, sums, times, strict=True):
        into["times"][str(what)] += count
        if what == Movement.REFUND_RETURNED:
            into[Movement.REFUNDED] -= amount
        else:
            into[what] += amount


def movements(store: Store, payment_intent: str | None = None) -> list[Json]:
    """Every movement in order, or those of one payment intent."""
    columns = ("seq", "at", "what", "payment_intent", "object", "amount", "currency", "request", "idempotency_key")
    rows = store.rows(
        f"SELECT {', '.join(columns)} FROM movements WHERE ? IS NULL OR payment_intent = ? ORDER BY seq",  # noqa: S608
        (payment_intent, payment_intent),
    )
    return [dict(zip(columns, row, strict=True)) for row in rows]
