"""How often codes are used: told to whoever organizes the event, and to nobody else."""

from collections.abc import Callable

from ticket_service.tests.shop import Buyer, Offered, OrganizerOf, Shop, discount

BuyerOf = Callable[[], Buyer]


async def _uses(member: Buyer, offered: Offered) -> dict[str, int]:
    answer = await member.get(f"/events/{offered.event_id}/code-uses")
    assert answer.status_code == 200, answer.text
    return {row["code_id"]: row["used"] for row in answer.json()["data"]}


async def test_each_order_that_stands_is_a_use(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered = await shop.publish()
    used, unused = discount(), discount("LATECOMER")
    await shop.rule(offered, used, unused)
    member, somebody = await organizer(offered), buyer()
    orders = [await somebody.order(offered, 2, discount_code="EARLYBIRD") for _ in range(2)]
    assert await _uses(member, offered) == {used.code_id: 2, unused.code_id: 0}
    await somebody.post(f"/orders/{orders[0]['id']}/cancel")
    assert await _uses(member, offered) == {used.code_id: 1, unused.code_id: 0}


async def test_codes_of_other_events_are_not_told(shop: Shop, organizer: OrganizerOf):
    offered, other = await shop.publish(), await shop.publish()
    await shop.rule(other, discount())
    assert await _uses(await organizer(offered), offered) == {}


async def test_nobody_else_is_told(shop: Shop, buyer: BuyerOf, organizer: OrganizerOf):
    offered, other = await shop.publish(), await shop.publish()
    path = f"/events/{offered.event_id}/code-uses"
    for somebody in (buyer(), await organizer(other)):
        answer = await somebody.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "event_not_found")
    anonymous = await buyer().client.get(f"/api/v1{path}")
    assert anonymous.status_code == 401
