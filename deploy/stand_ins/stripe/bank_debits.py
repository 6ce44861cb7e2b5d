"""Stripe's documented test accounts for debits, which settle some time after they were confirmed."""

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["succeeds", "fails", "stays"]
CURRENCY = {"sepa_debit": "eur", "us_bank_account": "usd"}


@dataclass(frozen=True, slots=True)
class Debit:
    name: str
    kind: Literal["sepa_debit", "us_bank_account"]
    last4: str
    outcome: Outcome
    iban: str = ""
    dispute: str | None = None
    delay: float = 0


DEBITS = (
    Debit("pm_success_de", "sepa_debit", "3000", "succeeds", "DE89370400440532013000"),
    Debit("pm_successDelayed_de", "sepa_debit", "3003", "succeeds", "DE08370400440532013003", delay=180),
    Debit("pm_failed_de", "sepa_debit", "3001", "fails", "DE62370400440532013001"),
    Debit("pm_failedDelayed_de", "sepa_debit", "3004", "fails", "DE78370400440532013004", delay=180),
    Debit("pm_disputed_de", "sepa_debit", "3002", "succeeds", "DE35370400440532013002", "debit_not_authorized"),
    Debit("pm_usBankAccount_success", "us_bank_account", "6789", "succeeds"),
    Debit("pm_usBankAccount_insufficientFunds", "us_bank_account", "2227", "fails"),
    Debit("pm_usBankAccount_accountClosed", "us_bank_account", "1113", "fails"),
    Debit("pm_usBankAccount_processing", "us_bank_account", "5678", "stays"),
)
BY_NAME = {debit.name: debit for debit in DEBITS}
BY_IBAN = {debit.iban: debit for debit in DEBITS if debit.iban}
