"""What the inbox does wrong on purpose, with mails and with SMS."""

from collections import Counter
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from deploy.stand_ins.rules import Rule, Rules

Struck = TypeVar("Struck", bound=Rule)


class MailRule(Rule):
    """`on`: patterns of recipients, of the sender at stage `mail`. `code`: the reply of a refusal.

    `drop_before_data` closes instead of asking for the message, `drop_after_data` when it has come and is not kept,
    `drop_after_store` when it is kept and no reply was sent.
    """

    fault: Literal["refuse", "drop_before_data", "drop_after_data", "drop_after_store", "stall"]
    stage: Literal["mail", "rcpt", "data"] = "data"
    code: Annotated[int, Field(ge=400, le=599)] = 451


class SmsRule(Rule):
    """`on`: patterns of numbers. `code`: the HTTP status of a refusal."""

    fault: Literal["refuse", "lost_request", "lost_response", "stall"]
    code: Annotated[int, Field(ge=400, le=599)] = 503


class Plan(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    seed: int = 0
    mail: list[MailRule] = Field(default_factory=list)
    sms: list[SmsRule] = Field(default_factory=list)


class Faults:
    """The plan of this process; a new process begins without one."""

    def __init__(self) -> None:
        self.set(Plan())

    def set(self, plan: Plan) -> None:
        self.plan = plan
        self.struck: Counter[str] = Counter()
        self._counts: Counter[str] = Counter()
        self._stages = {
            stage: Rules(stage, plan.seed, [r for r in plan.mail if _stage(r) == stage], self._count)
            for stage in ("mail", "rcpt", "before_data", "data")
        }
        self._sms = Rules("sms", plan.seed, plan.sms, self._count)

    def for_mail(self, stage: str, address: str) -> MailRule | None:
        """The first rule that strikes at a stage of the dialogue: mail, rcpt, before_data or data."""
        return self._noted(self._stages[stage].striking(address))

    def for_sms(self, number: str) -> SmsRule | None:
        return self._noted(self._sms.striking(number))

    def _noted(self, striking: list[Struck]) -> Struck | None:
        if not striking:
            return None
        self.struck[striking[0].fault] += 1
        return striking[0]

    def _count(self, rule: str) -> int:
        self._counts[rule] += 1
        return self._counts[rule]


def _stage(rule: MailRule) -> str:
    return "before_data" if rule.fault == "drop_before_data" else rule.stage
