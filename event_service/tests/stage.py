"""Short ways to an organizer, a venue, a draft, a published event, through the API."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from shared.testing.accounts import Person

V1 = "/api/v1"


def moment(*, days: float = 30, hours: float = 0) -> str:
    """So far from now, as on the wire."""
    when = datetime.now(UTC) + timedelta(days=days, hours=hours)
    return when.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def venue_facts(**changes: Any) -> dict[str, Any]:
    facts = {"name": "Old Mill", "street": "Mill Lane 1", "city": "Graz", "country": "AT", "time_zone": "Europe/Vienna"}
    return facts | changes


def event_facts(**changes: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "title": "Jazz at the Mill",
        "summary": "An evening with the Riverside Trio",
        "description": "First this.\n\nThen that.",
        "category": "music",
        "doors_at": moment(hours=-1),
        "starts_at": moment(),
        "ends_at": moment(hours=3),
        "programme": [{"starts_at": moment(hours=1), "title": "The Trio"}],
    }
    return facts | changes


def type_facts(**changes: Any) -> dict[str, Any]:
    return {"name": "Standing", "price": 2500, "currency": "EUR", "capacity": 100} | changes


def code_facts(**changes: Any) -> dict[str, Any]:
    return {"kind": "discount", "code": "EARLYBIRD", "rate": 2000} | changes


@dataclass
class Stage:
    """A person with an organizer and a venue, and what they do."""

    client: httpx.AsyncClient
    person: Person
    organizer_id: str = ""
    venue_id: str = ""

    async def set_up(self) -> "Stage":
        self.organizer_id = (await self.made("/organizers", {"name": "Riverside Concerts"}))["id"]
        self.venue_id = (await self.made("/venues", venue_facts(organizer_id=self.organizer_id)))["id"]
        return self

    async def ask(
        self, method: str, path: str, body: Any = None, *, patient: bool = True, **options: Any
    ) -> httpx.Response:
        """Asks again, as clients do, when a busy machine made the database answer too late."""
        options.setdefault("auth", self.person)
        answer = await self.client.request(method, V1 + path, json=body, **options)
        for _ in range(30 * patient):
            if answer.status_code != 503:
                break
            answer = await self.client.request(method, V1 + path, json=body, **options)
        return answer

    async def made(self, path: str, body: Any, **options: Any) -> dict[str, Any]:
        answer = await self.ask("POST", path, body, **options)
        assert answer.status_code in {200, 201}, answer.text
        made: dict[str, Any] = answer.json()
        return made

    async def seen(self, path: str, **options: Any) -> dict[str, Any]:
        answer = await self.ask("GET", path, **options)
        assert answer.status_code == 200, answer.text
        seen: dict[str, Any] = answer.json()
        return seen

    async def draft(self, **changes: Any) -> dict[str, Any]:
        facts = event_facts(organizer_id=self.organizer_id, venue_id=self.venue_id)
        return await self.made("/events", facts | changes)

    async def ticket_type(self, event: dict[str, Any], **changes: Any) -> dict[str, Any]:
        return await self.made(f"/events/{event['id']}/ticket-types", type_facts(**changes))

    async def published(self, **changes: Any) -> dict[str, Any]:
        draft = await self.draft(**changes)
        await self.ticket_type(draft)
        return await self.made(f"/events/{draft['id']}/publish", None)
