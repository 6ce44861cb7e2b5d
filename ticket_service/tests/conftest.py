import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI

from deploy.stand_ins.testing import StandIn
from shared.messages.event import OrganizerMembersChanged
from shared.persistence.database import Database
from shared.runtime import Runtime
from shared.testing.accounts import Person
from shared.testing.messages import tell
from ticket_service.config import Settings
from ticket_service.listeners import listeners
from ticket_service.payments.stripe_client import provider
from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop
from ticket_service.tests.stripe import API_KEY, PUBLISHABLE_KEY, WEBHOOK_SECRET, Stripe, stand_in_settings
from ticket_service.tests.till import Till

pytest_plugins = ["shared.testing.plugin"]


@pytest.fixture(scope="session")
def service() -> str:
    return "ticket"


@pytest.fixture(scope="session")
def listener() -> Iterator[socket.socket]:
    """Where this service takes webhooks while the tests run."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener


@pytest_asyncio.fixture(scope="session")
async def stripe_process(tmp_path_factory: pytest.TempPathFactory, listener: socket.socket) -> AsyncIterator[Stripe]:
    host, port = listener.getsockname()
    webhook_url = f"http://{host}:{port}/api/v1/payments/stripe/webhook"
    settings = stand_in_settings(tmp_path_factory.mktemp("stripe"), webhook_url)
    with StandIn("deploy.stand_ins.stripe", settings) as process:
        stripe = Stripe(process.addresses["api"])
        yield stripe
        await stripe.close()


@pytest.fixture(scope="session")
def environment(environment: dict[str, str], stripe_process: Stripe) -> Iterator[dict[str, str]]:
    own = {
        "TICKET_STRIPE_API_KEY": API_KEY,
        "TICKET_STRIPE_PUBLISHABLE_KEY": PUBLISHABLE_KEY,
        "TICKET_STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "TICKET_STRIPE_API_BASE": stripe_process.url,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in own.items():
            patch.setenv(name, value)
        yield {**environment, **own}


@pytest_asyncio.fixture(scope="session")
async def listening(app: FastAPI, listener: socket.socket) -> AsyncIterator[None]:
    """The application also on a real port, so that webhooks arrive."""
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    yield
    server.should_exit = True
    await serving


@pytest.fixture
def stripe(stripe_process: Stripe, listening: None) -> Stripe:
    """The payment provider with no faults planned."""
    stripe_process.plan()
    return stripe_process


@pytest.fixture
def shop(database: Database) -> Shop:
    """Publishes events and looks at what became of them."""
    return Shop(database)


@pytest.fixture
def buyer(client: httpx.AsyncClient, person: Callable[..., Person]) -> Callable[[], Buyer]:
    """`buyer()` is somebody new."""
    return lambda: Buyer(client, person())


@pytest.fixture
def organizer(database: Database, client: httpx.AsyncClient, person: Callable[..., Person]) -> OrganizerOf:
    """`await organizer(offered)` is somebody who organizes that event; another role can be named."""

    async def of(offered: Offered, role: str = "EventCreator") -> Buyer:
        member = person(role)
        members = OrganizerMembersChanged(
            organizer_id=offered.event.organizer_id, account_ids=[member.account_id], version=2
        )
        await tell(database, listeners, members)
        return Buyer(client, member)

    return of


@pytest.fixture
def till(runtime: Runtime[Settings], stripe: Stripe) -> Till:
    """Does what the worker does."""
    return Till(runtime, provider(runtime))
