"""Goes through the provider's lists and ours, page by page. May be killed at any point and done again.

What looks like a difference is asked for once more and compared under the order's lock before it is called one: the
provider's lists lag behind, and so do we.
"""

import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from shared.errors import DomainError
from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import LeaseLost, claim, get_leased
from shared.runtime import Runtime
from ticket_service import invariants
from ticket_service.config import Settings
from ticket_service.payments import webhooks
from ticket_service.payments.errors import ProviderRefused, ProviderUncertain
from ticket_service.payments.models import Payment
from ticket_service.payments.seen import Intent, ProviderDispute, ProviderRefund
from ticket_service.payments.stripe_client import Provider
from ticket_service.reconciliations import comparing, queries, repairing
from ticket_service.reconciliations import service as reconciliations
from ticket_service.reconciliations.comparing import Finding
from ticket_service.reconciliations.models import Code, Reconciliation, Repair, Stage
from ticket_service.reconciliations.queries import Named, Ours

log = structlog.get_logger()

LEASE = timedelta(minutes=2)
LONGEST_RUN_SECONDS = 5.0
# What has moved since is a purchase that is running, or a list that lags behind.
GRACE = timedelta(minutes=5)
PAGE = 100
FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS = timedelta(seconds=1), timedelta(minutes=1), 100


async def compare_due(runtime: Runtime[Settings], provider: Provider) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        async with runtime.database.transaction() as session:
            due = await claim(session, Reconciliation, limit=1, lease=LEASE)
        if not due:
            return
        try:
            await _STAGES[due[0].stage](runtime.database, provider, due[0])
        except (ProviderUncertain, ProviderRefused) as error:
            await _put_off(runtime.database, due[0], error)
        except LeaseLost:
            log.info("lease_lost", subject=due[0].id)


async def _compare_intents(database: Database, provider: Provider, leased: Reconciliation) -> None:
    page = await provider.list_intents(leased.since, leased.reached)
    await _examine(database, provider, leased, page.data)
    await _go_on(database, leased, page.reached, intents=len(page.data))


async def _examine(database: Database, provider: Provider, leased: Reconciliation, intents: Sequence[Intent]) -> None:
    before = _before(leased)
    async with database.transaction() as session:
        found = await queries.list_ours(session, [_named(intent) for intent in intents])
        await queries.mark_compared(session, found.values())
    for intent in intents:
        ours = found[intent.id]
        if comparing.of_intent(intent, ours, before) or comparing.lacks_refunds(intent, ours, before):
            await _examine_again(database, provider, leased, await provider.examine_intent(intent.id), ours)


async def _examine_again(
    database: Database, provider: Provider, leased: Reconciliation, intent: Intent, seen: Ours
) -> None:
    before = _before(leased)
    shown = await provider.refunds_of(intent.id)
    async with database.transaction() as session:
        await queries.lock(session, seen)
        ours = (await queries.list_ours(session, [_named(intent)]))[intent.id]
        if comparing.lacks_refunds(intent, ours, before):
            for missing in comparing.missing_refunds(ours, shown):
                await reconciliations.record(session, leased, missing, ours)
        finding = comparing.of_intent(intent, ours, before)
        if finding is None:
            return
        difference = await reconciliations.record(session, leased, finding, ours)
        if leased.is_repairing and await repairing.begin_for_intent(session, finding, ours, intent):
            difference.repaired_at = await clock.now(session)
    if leased.is_repairing and finding.code == Code.INTENT_UNWANTED:
        await _cancel_unwanted(database, provider, leased, finding)


async def _cancel_unwanted(database: Database, provider: Provider, leased: Reconciliation, finding: Finding) -> None:
    """No row of ours would do it. Canceling what is canceled is refused and changes nothing."""
    intent_id = finding.subject
    await provider.cancel_intent(intent_id, {"cancellation_reason": "abandoned"}, f"can:{intent_id}")
    async with database.transaction() as session:
        difference = await reconciliations.record(session, leased, finding, Ours())
        difference.repaired_at = await clock.now(session)


async def _compare_refunds(database: Database, provider: Provider, leased: Reconciliation) -> None:
    page = await provider.list_refunds(leased.since, leased.reached)
    named: list[Named] = [(refund.intent_id, None, None) for refund in page.data if refund.intent_id is not None]
    async with database.transaction() as session:
        found = await queries.list_ours(session, named)
    for refund in page.data:
        ours = found.get(refund.intent_id or "", Ours())
        if comparing.of_refund(refund, ours, _before(leased)) is not None:
            await _compare_refund_again(database, provider, leased, refund, ours)
    await _go_on(database, leased, page.reached, refunds=len(page.data))


async def _compare_refund_again(
    database: Database, provider: Provider, leased: Reconciliation, listed: ProviderRefund, seen: Ours
) -> None:
    assert listed.intent_id is not None, "a refund that differs from ours is of an intent"
    shown = await provider.refunds_of(listed.intent_id)
    refund = next((shown for shown in shown if shown.id == listed.id), listed)
    refund = replace(refund, is_of_captured=listed.is_of_captured)
    async with database.transaction() as session:
        await queries.lock(session, seen)
        ours = (await queries.list_ours(session, [(listed.intent_id, None, None)]))[listed.intent_id]
        finding = comparing.of_refund(refund, ours, _before(leased))
        if finding is None:
            return
        difference = await reconciliations.record(session, leased, finding, ours)
        if not leased.is_repairing:
            return
        try:
            async with session.begin_nested():
                if await repairing.begin_for_refund(session, finding, ours, refund):
                    difference.repaired_at = await clock.now(session)
        except DomainError as error:
            log.warning("difference_not_repaired", subject=finding.subject, error=repr(error))
            difference.repair = Repair.REVIEW


async def _compare_disputes(database: Database, provider: Provider, leased: Reconciliation) -> None:
    page = await provider.list_disputes(leased.since, leased.reached)
    for shown in page.data:
        if shown.intent_id is not None:
            await _compare_dispute(database, leased, shown, shown.intent_id)
    await _go_on(database, leased, page.reached)


async def _compare_dispute(database: Database, leased: Reconciliation, shown: ProviderDispute, intent_id: str) -> None:
    """Asking for a look decides nothing, so the list is believed."""
    async with database.transaction() as session:
        ours = (await queries.list_ours(session, [(intent_id, None, None)]))[intent_id]
        known = await queries.find_dispute(session, shown.id)
        finding = comparing.of_dispute(shown, known, ours, _before(leased))
        if finding is None:
            return
        difference = await reconciliations.record(session, leased, finding, ours)
        if leased.is_repairing:
            await webhooks.ask_for_disputes(session, intent_id)
            difference.repaired_at = await clock.now(session)


async def _compare_payments(database: Database, provider: Provider, leased: Reconciliation) -> None:
    """Payments whose intent was on no page of the provider's list."""
    async with database.transaction() as session:
        unseen = await queries.list_unseen(session, leased, _before(leased), PAGE)
    for payment in unseen:
        await _look_for(database, provider, leased, payment)
    await _go_on(database, leased, unseen[-1].id if len(unseen) == PAGE else None)


async def _look_for(database: Database, provider: Provider, leased: Reconciliation, payment: Payment) -> None:
    assert payment.intent_id is not None, "only intents are looked for"
    try:
        intent = await provider.examine_intent(payment.intent_id)
    except ProviderRefused as error:
        named: Named = (payment.intent_id, payment.id, payment.order_id)
        async with database.transaction() as session:
            ours = (await queries.list_ours(session, [named]))[payment.intent_id]
            if not ours.moves_since(_before(leased)):
                await reconciliations.record(session, leased, comparing.missing(payment, ours, error.code), ours)
        return
    await _examine(database, provider, leased, [intent])


async def _compare_books(database: Database, _provider: Provider, leased: Reconciliation) -> None:
    """One promise at a time: with millions of orders each of them takes a good part of the time that a task has."""
    promises = list(invariants.VIOLATIONS)
    promise = leased.reached if leased.reached in promises else promises[0]
    rows = await invariants.check_one(promise)
    if rows:
        shown = {"rows": [" ".join(map(str, row)) for row in rows[: invariants.MOST_SHOWN]], "number": len(rows)}
        finding = Finding(Code.BOOKS_DISAGREE, Repair.REVIEW, promise, shown, {})
        async with database.transaction() as session:
            await reconciliations.record(session, leased, finding, Ours())
    following = promises[promises.index(promise) + 1 :]
    await _go_on(database, leased, following[0] if following else None)


_STAGES: dict[Stage, Callable[[Database, Provider, Reconciliation], Awaitable[None]]] = {
    Stage.INTENTS: _compare_intents,
    Stage.REFUNDS: _compare_refunds,
    Stage.DISPUTES: _compare_disputes,
    Stage.PAYMENTS: _compare_payments,
    Stage.BOOKS: _compare_books,
}


async def _go_on(
    database: Database, leased: Reconciliation, reached: str | None, *, intents: int = 0, refunds: int = 0
) -> None:
    async with database.transaction() as session:
        reconciliation = await get_leased(session, leased, leased.id)
        reconciliation.intents += intents
        reconciliation.refunds += refunds
        reconciliation.go_on(await clock.now(session), reached)


async def _put_off(database: Database, leased: Reconciliation, error: Exception) -> None:
    async with database.transaction() as session:
        reconciliation = await get_leased(session, leased, leased.id)
        moment = await clock.now(session)
        reconciliation.put_off(moment, str(error), base=FIRST_PAUSE, cap=LONGEST_PAUSE, most=MOST_ATTEMPTS)


def _named(intent: Intent) -> Named:
    return intent.id, intent.metadata.get("payment_id"), intent.metadata.get("order_id")


def _before(leased: Reconciliation) -> datetime:
    return leased.created_at - GRACE
