"""What the payment provider shows, as far as this service looks at it: amounts as Stripe counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A page of one of the provider's lists, and the id behind which the next one begins; None at the list's end."""

    data: Sequence[T]
    reached: str | None


@dataclass(frozen=True)
class Intent:
    id: str
    status: str
    amount: int
    amount_received: int
    currency: str
    is_live: bool
    metadata: Mapping[str, str]
    client_secret: str
    # The last decline, and what tells it from another one.
    failure_code: str | None
    failure_mark: str | None
    created_at: datetime
    # What went back of it; None where it was not asked for.
    amount_refunded: int | None

    @classmethod
    def of(cls, intent: Mapping[str, Any]) -> "Intent":
        """Stripe leaves out what does not apply."""
        failure = intent.get("last_payment_error") or {}
        code = failure.get("decline_code") or failure.get("code") or failure.get("type")
        return cls(
            id=intent["id"],
            status=intent["status"],
            amount=intent["amount"],
            amount_received=intent.get("amount_received") or 0,
            currency=intent["currency"].upper(),
            is_live=intent["livemode"],
            metadata=intent.get("metadata") or {},
            client_secret=intent.get("client_secret") or "",
            failure_code=code,
            failure_mark=failure.get("charge") or code,
            created_at=_moment(intent["created"]),
            amount_refunded=_expanded(intent.get("latest_charge")).get("amount_refunded"),
        )


@dataclass(frozen=True)
class ProviderRefund:
    id: str
    status: str
    amount: int
    currency: str
    intent_id: str | None
    metadata: Mapping[str, str]
    failure_reason: str | None
    created_at: datetime
    # False for money that was authorized and never taken; None where it was not asked for.
    is_of_captured: bool | None

    @classmethod
    def of(cls, refund: Mapping[str, Any]) -> "ProviderRefund":
        return cls(
            id=refund["id"],
            status=refund.get("status") or "pending",
            amount=refund["amount"],
            currency=refund["currency"].upper(),
            intent_id=refund.get("payment_intent"),
            metadata=refund.get("metadata") or {},
            failure_reason=refund.get("failure_reason"),
            created_at=_moment(refund["created"]),
            is_of_captured=_expanded(refund.get("charge")).get("captured"),
        )


@dataclass(frozen=True)
class ProviderDispute:
    id: str
    status: str
    reason: str
    amount: int
    currency: str
    intent_id: str | None
    evidence_until: datetime | None
    created_at: datetime

    @classmethod
    def of(cls, dispute: Mapping[str, Any]) -> "ProviderDispute":
        due_by = (dispute.get("evidence_details") or {}).get("due_by")
        return cls(
            id=dispute["id"],
            status=dispute["status"],
            reason=dispute.get("reason") or "general",
            amount=dispute["amount"],
            currency=dispute["currency"].upper(),
            intent_id=dispute.get("payment_intent"),
            evidence_until=_moment(due_by) if due_by else None,
            created_at=_moment(dispute["created"]),
        )


def _expanded(found: Any) -> Mapping[str, Any]:
    """An object that was asked for; an id or nothing otherwise."""
    return found if isinstance(found, dict) else {}


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
