from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sqlalchemy import select, update

from event_service.accounts.models import AddressLookup, RoleGrant
from event_service.listeners import listeners
from event_service.tests import neighbours as servers
from event_service.tests.neighbours import Neighbours
from event_service.tests.stage import Stage
from event_service.ticket_types.models import PendingCapacity
from shared.message_log.outbox import OutboxMessage
from shared.persistence.database import Database
from shared.testing import messages
from shared.testing.accounts import Person, Signer

pytest_plugins = ["shared.testing.plugin"]

Tell = Callable[..., Awaitable[None]]
Told = Callable[..., Awaitable[Sequence[OutboxMessage]]]


@pytest.fixture(scope="session")
def service() -> str:
    return "event"


@pytest_asyncio.fixture(scope="session")
async def _neighbours(signer: Signer) -> AsyncIterator[Neighbours]:
    async with servers.serving(signer.secrets_dir) as neighbours:
        yield neighbours


@pytest.fixture(scope="session")
def environment(environment: dict[str, str], _neighbours: Neighbours) -> Iterator[dict[str, str]]:
    addresses = f"auth={_neighbours.address},ticket={_neighbours.address}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SERVICE_ADDRESSES", addresses)
        yield {**environment, "SERVICE_ADDRESSES": addresses}


@pytest.fixture
def neighbours(_neighbours: Neighbours) -> Neighbours:
    """Auth and ticket, in order again."""
    _neighbours.reset()
    return _neighbours


@pytest.fixture
def set_stage(client: httpx.AsyncClient, signer: Signer) -> Callable[..., Awaitable[Stage]]:
    """`await set_stage()`: somebody with an organizer and a venue; each call is somebody else."""

    async def set_up(*roles: str) -> Stage:
        return await Stage(client, Person(signer, *(roles or ("EventCreator",)))).set_up()

    return set_up


@pytest_asyncio.fixture
async def stage(set_stage: Callable[..., Awaitable[Stage]]) -> Stage:
    return await set_stage()


@pytest.fixture(scope="session")
def tell(database: Database) -> Tell:
    """`await tell(OrderPaid(…), …)`: the event service hears it."""
    return partial(messages.tell, database, listeners)


@pytest.fixture(scope="session")
def told(database: Database) -> Told:
    """`await told(event_id)`: what the event service has told of one thing, in order."""

    async def read(aggregate_id: str, *types: str) -> Sequence[Any]:
        query = select(OutboxMessage).where(OutboxMessage.aggregate_id == aggregate_id).order_by(OutboxMessage.n)
        async with database.transaction() as session:
            rows = (await session.execute(query)).scalars().all()
        return [row for row in rows if not types or row.type in types]

    return read


@pytest.fixture(scope="session")
def due_now(database: Database) -> Callable[[], Awaitable[None]]:
    """Whatever waits for its next attempt has waited long enough."""

    async def hurry() -> None:
        async with database.transaction() as session:
            for work in (RoleGrant, AddressLookup, PendingCapacity):
                await session.execute(update(work).values(due_at=datetime(2020, 1, 1, tzinfo=UTC)))

    return hurry
