"""The fault plan: what goes wrong on purpose, with calls, with webhooks and with refunds."""

import time
from enum import StrEnum
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from deploy.stand_ins.rules import Rule, Rules
from deploy.stand_ins.stripe.store import Store


class CallFault(StrEnum):
    LOST_REQUEST = "lost_request"
    LOST_RESPONSE = "lost_response"
    CUT_RESPONSE = "cut_response"
    ERROR_BEFORE_EFFECT = "error_before_effect"
    ERROR_INSTEAD_OF_EFFECT = "error_instead_of_effect"
    ERROR_AFTER_EFFECT = "error_after_effect"
    CONFLICT = "conflict"
    RATE_LIMIT = "rate_limit"
    STALL_BEFORE_EFFECT = "stall_before_effect"
    STALL_AFTER_EFFECT = "stall_after_effect"


class CallRule(Rule):
    """`on`: kinds of calls, such as `payment_intents.capture` or `refunds.*`. `seconds`: how long a stall lasts."""

    fault: CallFault


class WebhookRule(Rule):
    """`on`: event types. `seconds`: the delay, or how long at most a reordered webhook waits to be overtaken."""

    fault: Literal["drop", "duplicate", "delay", "reorder"]


class RefundRule(Rule):
    """`on`: currencies. `seconds`: when the outcome follows."""

    fault: Literal["fails_at_once", "fails_later", "pending", "pending_then_fails"]


class Plan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = 0
    calls: list[CallRule] = Field(default_factory=list)
    webhooks: list[WebhookRule] = Field(default_factory=list)
    refunds: list[RefundRule] = Field(default_factory=list)


class Faults:
    """The current plan; it and its counts outlive the process."""

    def __init__(self, store: Store) -> None:
        self._store = store
        kept = store.rows("SELECT body FROM fault_plan")
        self._use(Plan.model_validate_json(kept[0][0]) if kept else Plan())

    def _use(self, plan: Plan) -> None:
        self.plan = plan
        self._calls = Rules("calls", plan.seed, plan.calls, self._count)
        self._webhooks = Rules("webhooks", plan.seed, plan.webhooks, self._count)
        self._refunds = Rules("refunds", plan.seed, plan.refunds, self._count)

    def set(self, plan: Plan) -> None:
        """Begin a new plan with fresh counts and an empty log."""
        with self._store.transaction():
            for table in ("fault_plan", "fault_counts", "fault_log"):
                self._store.db.execute(f"DELETE FROM {table}")  # noqa: S608  the three names above
            self._store.db.execute("INSERT INTO fault_plan VALUES (1, ?)", (plan.model_dump_json(),))
        self._use(plan)

    def for_call(self, kind: str, request_id: str) -> CallRule | None:
        """The fault for this call, if any; the first rule that strikes wins."""
        striking = self._calls.striking(kind)
        if not striking:
            return None
        self._log(striking[0].fault, kind, request_id)
        return striking[0]

    def for_webhook(self, event_type: str, event_id: str) -> list[WebhookRule]:
        striking = self._webhooks.striking(event_type)
        for rule in striking:
            self._log(rule.fault, event_type, event_id)
        return striking

    def for_refund(self, currency: str, refund_id: str) -> RefundRule | None:
        striking = self._refunds.striking(currency)
        if not striking:
            return None
        self._log(striking[0].fault, "refund", refund_id)
        return striking[0]

    def report(self) -> dict[str, object]:
        """The plan, how often each rule was looked at, and every fault that struck."""
        counts = self._store.rows("SELECT rule, n FROM fault_counts ORDER BY rule")
        log = self._store.rows("SELECT at, fault, subject, request FROM fault_log ORDER BY seq")
        struck: dict[str, int] = {}
        for _, fault, _, _ in log:
            struck[fault] = struck.get(fault, 0) + 1
        return {
            "plan": orjson.loads(self.plan.model_dump_json()),
            "looked_at": dict(counts),
            "struck": struck,
            "log": [dict(zip(("at", "fault", "subject", "request"), row, strict=True)) for row in log],
        }

    def _count(self, rule: str) -> int:
        sql = "INSERT INTO fault_counts VALUES (?, 1) ON CONFLICT (rule) DO UPDATE SET n = n + 1 RETURNING n"
        return int(self._store.db.execute(sql, (rule,)).fetchone()[0])

    def _log(self, fault: str, subject: str, request: str) -> None:
        sql = "INSERT INTO fault_log (at, fault, subject, request) VALUES (?, ?, ?, ?)"
        self._store.db.execute(sql, (time.time(), fault, subject, request))
