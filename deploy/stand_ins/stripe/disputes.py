"""Disputes: a buyer takes money back through the bank. They are opened by test cards or by the control API."""

from deploy.stand_ins.stripe import charges
from deploy.stand_ins.stripe.errors import no_such
from deploy.stand_ins.stripe.ledger import Movement, move
from deploy.stand_ins.stripe.parameters import LISTING, Accepts, text
from deploy.stand_ins.stripe.wire import Json
from deploy.stand_ins.stripe.work import Work, new_id

LIST: Accepts = {**LISTING, "payment_intent": text, "charge": text}
ANSWER_WITHIN = 14 * 86_400


def open_for(work: Work, charge: Json, reason: str, amount: int | None = None) -> Json:
    """Take the money of a captured charge back, until the dispute is closed."""
    disputed = amount or charge["amount_captured"]
    dispute: Json = {
        "id": new_id("du"),
        "object": "dispute",
        "amount": disputed,
        "balance_transactions": [],
        "charge": charge["id"],
        "created": work.now,
        "currency": charge["currency"],
        "enhanced_eligibility_types": [],
        "evidence": {},
        "evidence_details": {
            "due_by": work.now + ANSWER_WITHIN,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "payment_intent": charge["payment_intent"],
        "reason": reason,
        "status": "needs_response",
    }
    charge["disputed"] = True
    work.store.save(charge)
    work.store.insert(dispute, parent=charge["payment_intent"])
    move(work, Movement.DISPUTED, charge, disputed, dispute["id"])
    charges.record(work, "dispute.created", dispute)
    charges.record(work, "dispute.funds_withdrawn", dispute)
    return dispute


def answer(work: Work, dispute: Json) -> Json:
    """Evidence has been sent; the bank looks at it."""
    dispute["evidence_details"] |= {"has_evidence": True, "submission_count": 1}
    return become(work, dispute, "under_review")


def become(work: Work, dispute: Json, status: str) -> Json:
    """It goes on in a way that is not played here, such as an appeal; no money moves."""
    dispute["status"] = status
    work.store.save(dispute)
    charges.record(work, "dispute.updated", dispute)
    return dispute


def close(work: Work, dispute: Json, won: bool) -> Json:
    """The bank decides: won, and the money comes back, or lost."""
    dispute["status"] = "won" if won else "lost"
    work.store.save(dispute)
    if won:
        charge = work.store.get("charge", dispute["charge"])
        move(work, Movement.DISPUTE_WON, charge, dispute["amount"], dispute["id"])
        charges.record(work, "dispute.funds_reinstated", dispute)
    charges.record(work, "dispute.closed", dispute)
    return dispute


def retrieve(work: Work, dispute_id: str) -> Json:
    found = work.store.find("dispute", dispute_id)
    if found is None:
        raise no_such("dispute", dispute_id, "dispute")
    return found
