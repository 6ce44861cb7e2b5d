import asyncio
import gc
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import text

from shared.messages.event import OrganizerMembersChanged
from shared.persistence.database import Base, Database
from shared.testing.accounts import Person
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.tests import handing
from ticket_service.tests.model.buying import CODE
from ticket_service.tests.model.sale import DISCOUNTED, LAWN, LIMITS, MOST_PER_ORDER, MOST_USES, PRICES, SEAT
from ticket_service.tests.model.world import ADMIN, ORGANIZER, Ahead, World
from ticket_service.tests.shop import Buyer, Shop, discount
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till
from ticket_service.tickets.codes import code_keys

PEOPLE = ("ada", "ben", "cem")
# The log's own row, how far the logs of others were read, and how far the provider's list of events.
KEPT = {"outbox_log", "message_cursors", "event_readings"}
MakeWorld = Callable[[int], Awaitable[World]]


@pytest.fixture(scope="session")
def environment(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """Thousands of requests are not logged each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LOG_LEVEL", "WARNING")
        yield environment


@pytest.fixture(scope="session", autouse=True)
def _imports_are_no_garbage() -> Iterator[None]:
    """Else the collector goes through all that was imported, again and again: a tenth of the time."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest_asyncio.fixture
async def loop() -> asyncio.AbstractEventLoop:
    """The one in which the application lives; a test that is not asynchronous itself runs things there."""
    return asyncio.get_running_loop()


@pytest.fixture
def ahead() -> Iterator[Ahead]:
    ahead = Ahead()
    with ahead.travelling():
        yield ahead


@pytest.fixture
def world(
    client: httpx.AsyncClient,
    person: Callable[..., Person],
    shop: Shop,
    till: Till,
    stripe: Stripe,
    ahead: Ahead,
    secrets_dir: Path,
) -> MakeWorld:
    """`await world(capacity)`: an event on sale with a paid and a free type, and people with proven addresses."""
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])

    async def made(capacity: int) -> World:
        await _forget_everything(shop.database)
        ahead.by = timedelta()
        people = {who: Buyer(client, person()) for who in PEOPLE}
        people |= {ORGANIZER: Buyer(client, person("EventCreator")), ADMIN: Buyer(client, person("Admin"))}
        now = datetime.now(UTC)
        far = now + timedelta(days=3650)
        usual = {"max_per_order": MOST_PER_ORDER, "valid_from": now - timedelta(hours=1)}
        kinds = [{**usual, "price": PRICES[kind], "max_per_account": LIMITS[kind]} for kind in (SEAT, LAWN)]
        offered = await shop.publish(
            *kinds, capacity=capacity, doors_at=far, starts_at=far + timedelta(hours=1), ends_at=far + timedelta(days=1)
        )
        await shop.rule(offered, discount(CODE, rate=DISCOUNTED, max_uses=MOST_USES))
        members = [people[ORGANIZER].person.account_id]
        organizers = OrganizerMembersChanged(organizer_id=offered.event.organizer_id, account_ids=members, version=2)
        await tell(shop.database, listeners, organizers)
        addresses = {who: await handing.verify(shop.database, people[who]) for who in PEOPLE}
        ids = dict(zip((SEAT, LAWN), (kind.ticket_type_id for kind in offered.kinds), strict=True))
        return World(till, stripe, ahead, code_keys(secrets_dir), offered, ids, people, addresses)

    return made


async def _forget_everything(database: Database) -> None:
    """What earlier lives left would be swept, settled and offered in each later one: the thousandth would take for ever."""
    tables = [table.name for table in Base.metadata.sorted_tables if table.name not in KEPT]
    # One statement: foreign keys are asked at its end.
    deleted = ", ".join(f"{name}_gone AS (DELETE FROM {name})" for name in tables)
    async with database.transaction() as session:
        await session.execute(text(f"WITH {deleted} SELECT"))
