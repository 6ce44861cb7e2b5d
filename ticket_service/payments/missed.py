"""Reads Stripe's list of events: what no webhook has told is received as if one had.

May be killed at any point and done again.
"""

import time
from datetime import timedelta

import structlog

from shared.persistence import clock
from shared.persistence.database import Database
from shared.persistence.leases import LeaseLost, claim, get_leased
from shared.runtime import Runtime
from ticket_service.config import Settings
from ticket_service.payments import webhooks
from ticket_service.payments.errors import ProviderRefused, ProviderUncertain
from ticket_service.payments.models import EventReading
from ticket_service.payments.operations import CLOCKS_APART, FIRST_PAUSE, LEASE, MOST_ATTEMPTS
from ticket_service.payments.stripe_client import Provider
from ticket_service.payments.webhooks import KnownAmongNew

log = structlog.get_logger()

EVERY = timedelta(minutes=15)
LONGEST_RUN_SECONDS = 5.0
# For so long a webhook may be on its way.
GRACE = timedelta(minutes=2)
# For so long an event may be missing in the list.
LATE = timedelta(minutes=5)


async def read_due(runtime: Runtime[Settings], provider: Provider) -> None:
    """Works until nothing is due, or for so long that the worker's other tasks get their turn."""
    started = time.monotonic()
    while time.monotonic() - started < LONGEST_RUN_SECONDS:
        leased = await _begin(runtime.database)
        if leased is None:
            return
        try:
            await _read_page(runtime.database, provider, leased)
        except (LeaseLost, KnownAmongNew) as error:
            # The page is read again when the lease has run out.
            log.info("event_reading_postponed", error=repr(error))


async def _begin(database: Database) -> EventReading | None:
    async with database.transaction() as session:
        due = await claim(session, EventReading, limit=1, lease=LEASE)
        for reading in due:
            reading.begun_at = reading.begun_at or await clock.now(session)
        return next(iter(due), None)


async def _read_page(database: Database, provider: Provider, leased: EventReading) -> None:
    assert leased.begun_at is not None, "a claimed reading has begun"
    since = leased.read_until - GRACE - CLOCKS_APART - LATE
    try:
        page = await provider.list_events(since, leased.begun_at - GRACE, leased.reached)
    except (ProviderUncertain, ProviderRefused) as error:
        await _put_off(database, leased, error)
        return
    async with database.transaction() as session:
        reading = await get_leased(session, leased, leased.only)
        missed = await webhooks.receive_missed(session, page.data)
        moment = await clock.now(session)
        reading.go_on(moment, page.reached, moment + EVERY)
    if missed:
        log.warning("webhooks_missed", number=missed)


async def _put_off(database: Database, leased: EventReading, error: ProviderUncertain | ProviderRefused) -> None:
    log.warning("event_reading_put_off", error=str(error))
    async with database.transaction() as session:
        reading = await get_leased(session, leased, leased.only)
        if isinstance(error, ProviderRefused):
            # Most likely the provider has forgotten the event that was reached.
            reading.reached = None
        reading.put_off(await clock.now(session), str(error), base=FIRST_PAUSE, cap=EVERY, most=MOST_ATTEMPTS)
