"""Who manages an event sees each change as it comes, for as long as they may, and no process waits for them."""

import contextlib
import time
from datetime import UTC, datetime

import pytest

from event_service.live import watching
from shared.ids import new_id
from shared.messages.auth import SessionRevoked
from shared.messages.ticket import OrderLineState, OrderPaid, OrderState
from shared.testing.accounts import Person
from shared.testing.conditions import until


def paid(event, quantity):
    kind = event["ticket_types"][0]
    line = OrderLineState(
        ticket_type_id=kind["id"], ticket_type_name=kind["name"], quantity=quantity, unit_price=kind["price"]
    )
    order = OrderState(
        order_id=new_id("ord"),
        number="A-1",
        account_id=new_id("usr"),
        event_id=event["id"],
        event_title="Jazz",
        organizer_id=new_id("org"),
        lines=[line],
        total=line.cost,
        currency="EUR",
        created_at=datetime.now(UTC),
    )
    return OrderPaid(order_id=order.order_id, order=order, tickets=[], paid_at=datetime.now(UTC))


def revoked(person):
    return SessionRevoked(account_id=person.account_id, session_id=person.session_id, until="2099-01-01T00:00:00Z")


class Expiring(Person):
    """Somebody whose token ends soon."""

    def __init__(self, signer, seconds):
        super().__init__(signer, "Admin")
        self.until = int(time.time()) + seconds
        self._token = signer.access_token(self.account_id, "Admin", lifetime_seconds=seconds)


async def test_the_present_figures_come_at_once_and_each_change_as_it_comes(stage, watch, tell):
    event = await stage.published()
    async with watch(event, stage.person) as stream:
        assert stream.answer.headers["content-type"].startswith("text/event-stream")
        assert stream.answer.headers["x-accel-buffering"] == "no"
        assert (await stream.figures())["totals"]["sold"] == 0
        await tell(paid(event, 2))
        told = await stream.figures()
    assert (told["totals"]["sold"], told["totals"]["revenue"], told["currency"]) == (2, 5000, "EUR")
    assert [kind["sold"] for kind in told["ticket_types"]] == [2]


async def test_what_is_told_is_what_analytics_say(stage, watch, tell):
    event = await stage.published()
    await tell(paid(event, 3))
    async with watch(event, stage.person) as stream:
        told = await stream.figures()
    seen = await stage.seen(f"/events/{event['id']}/analytics")
    assert told == {name: seen[name] for name in told}


async def test_what_happens_to_another_event_is_not_told(set_stage, watch, tell, impatient):
    mine, other = await set_stage(), await set_stage()
    event, others = await mine.published(), await other.published()
    async with watch(event, mine.person) as stream, watch(others, other.person) as control:
        for each in (stream, control):
            await each.figures()
        await tell(paid(others, 4))
        assert (await control.figures())["totals"]["sold"] == 4
        assert await stream.line() == ": still here"


async def test_while_nothing_happens_a_beat_shows_that_it_lives(stage, watch, impatient):
    async with watch(await stage.published(), stage.person) as stream:
        await stream.figures()
        assert [await stream.line() for _ in range(2)] == [": still here"] * 2


async def test_it_ends_with_the_token(stage, watch, signer, impatient):
    event, admin = await stage.published(), Expiring(signer, 2)
    async with watch(event, admin) as stream:
        lines = await stream.until_it_ends()
    assert lines[0].startswith("data: ")
    assert admin.until <= time.time() < admin.until + 5


async def test_it_ends_with_the_session(stage, watch, person, tell, impatient):
    event, admin = await stage.published(), person("Admin")
    async with watch(event, admin) as stream:
        await stream.figures()
        await tell(revoked(admin))
        assert set(await stream.until_it_ends()) <= {": still here"}


async def test_it_ends_when_the_event_is_not_ones_to_manage_any_more(stage, watch, impatient):
    draft = await stage.draft()
    async with watch(draft, stage.person) as stream:
        await stream.figures()
        assert (await stage.ask("DELETE", f"/events/{draft['id']}")).status_code == 204
        assert set(await stream.until_it_ends()) <= {": still here"}


async def test_it_ends_when_the_process_leaves(stage, watch, app):
    try:
        async with watch(await stage.published(), stage.person) as stream:
            await stream.figures()
            app.state.leaving.set()
            assert await stream.until_it_ends() == []
    finally:
        app.state.leaving.clear()


async def test_an_account_watches_in_a_bounded_number_of_places(stage, watch):
    event = await stage.published()
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(watching.MOST_OF_AN_ACCOUNT):
            await stack.enter_async_context(watch(event, stage.person))
        async with watch(event, stage.person) as stream:
            await stream.answer.aread()
        assert (stream.answer.status_code, stream.answer.json()["code"]) == (429, "too_many_of_yours")
        assert stream.answer.headers["retry-after"] == "30"


async def test_a_process_has_a_bounded_number_of_streams_and_a_place_comes_back(stage, watch, app, person, monkeypatch):
    event = await stage.published()
    async with watch(event, stage.person) as stream:
        await stream.figures()
        monkeypatch.setattr(app.state.watching, "_most", 1)
        async with watch(event, person("Admin")) as refused:
            await refused.answer.aread()
        assert (refused.answer.status_code, refused.answer.json()["code"]) == (503, "too_many_streams")

    async def is_free():
        async with watch(event, person("Admin")) as stream:
            return stream.answer.status_code == 200

    await until(is_free)


@pytest.mark.parametrize("watchers", [1, 5])
async def test_however_many_watch_each_second_has_one_look(stage, watch, app, monkeypatch, watchers):
    looks = 0
    seen = watching.Watching._seen

    async def counted(self):
        nonlocal looks
        looks += 1
        return await seen(self)

    async def nobody_watches():
        return not getattr(app.state, "watching", None) or not app.state.watching._events

    await until(nobody_watches)
    monkeypatch.setattr(watching.Watching, "_seen", counted)
    monkeypatch.setattr(watching, "LOOK_SECONDS", 60)
    event = await stage.published()
    async with contextlib.AsyncExitStack() as stack:
        streams = [await stack.enter_async_context(watch(event, stage.person)) for _ in range(watchers)]
        for stream in streams:
            await stream.figures()
    assert looks == 1
