"""What happens by itself some time after a call. The plan is kept, so that it outlives the process."""

from deploy.stand_ins.stripe.work import Work

SETTLE_DEBIT, SETTLE_REFUND = "settle_debit", "settle_refund"


def plan(work: Work, what: str, object_id: str, seconds: float) -> None:
    work.store.db.execute(
        "INSERT INTO later (due, what, object) VALUES (?, ?, ?)", (work.moment + seconds, what, object_id)
    )


def take_due(work: Work, object_id: str | None = None) -> list[tuple[str, str]]:
    """Remove and return what is due now, or whatever is planned for one object."""
    rows = work.store.rows(
        "DELETE FROM later WHERE CASE WHEN ? IS NULL THEN due <= ? ELSE object = ? END RETURNING what, object",
        (object_id, work.moment, object_id),
    )
    return [(what, found) for what, found in rows]
