"""Somebody with a ticket, somebody with a proven address, and what happens between them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from shared.messages.auth import EmailVerified
from shared.persistence.database import Database
from shared.testing.messages import tell
from ticket_service.listeners import listeners
from ticket_service.tests.shop import Buyer, Shop


def soon() -> dict[str, Any]:
    """When an event takes place whose doors open in an hour and at which a ticket admits from now on."""
    now = datetime.now(UTC)
    return {
        "doors_at": now + timedelta(hours=1),
        "starts_at": now + timedelta(hours=2),
        "ends_at": now + timedelta(hours=6),
    }


async def one_ticket(shop: Shop, owner: Buyer, **of_event: Any) -> dict[str, Any]:
    """A free ticket for an event that admits already; `order` and `event_id` are there as well."""
    kind = {"price": 0, "valid_from": datetime.now(UTC) - timedelta(hours=1)}
    offered = await shop.publish(kind, **{**soon(), **of_event})
    order = await owner.order(offered)
    ticket: dict[str, Any] = (await owner.get(f"/tickets?order_id={order['id']}")).json()["data"][0]
    return {**ticket, "order": order, "offered": offered}


async def verify(database: Database, somebody: Buyer) -> str:
    """The address that they have proven from now on."""
    email = f"{somebody.person.account_id}@example.com"
    await tell(database, listeners, EmailVerified(account_id=somebody.person.account_id, email=email))
    return email


async def offer(owner: Buyer, ticket: dict[str, Any], email: str, **more: Any) -> dict[str, Any]:
    answer = await owner.post("/transfers", {"ticket_id": ticket["id"], "email": email, **more})
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def accept(somebody: Buyer, transfer: dict[str, Any], name: str = "Carla New") -> httpx.Response:
    return await somebody.post(f"/transfers/{transfer['id']}/accept", {"holder_name": name})


async def hand_over(database: Database, owner: Buyer, ticket: dict[str, Any], to: Buyer) -> dict[str, Any]:
    transfer = await offer(owner, ticket, await verify(database, to))
    answer = await accept(to, transfer)
    assert answer.status_code == 200, answer.text
    accepted: dict[str, Any] = answer.json()
    return accepted


async def scan(admin: Buyer, event_id: str, code: str, number: str = "0001") -> tuple[str, str | None]:
    """The result at the door, and the reason."""
    body = {"scan_id": f"scan-{number}-{code[-8:]}".replace("=", ""), "event_id": event_id, "code": code}
    answer = (await admin.post("/check-ins", body)).json()
    return answer["result"], answer["reason"]


def seen(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
