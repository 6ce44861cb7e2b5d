"""Prices are shown with what the rules add to them."""

ADDED = {"tax_rate": 1000, "tax_included": False, "fee_per_ticket": 100, "fee_rate": 500}


async def test_prices_are_shown_with_what_is_added_to_them(stage):
    """By the ticket service's own example: a quote of 20.00 with these rules is 24.20 (ticket_service/tests/pricing)."""
    draft = await stage.draft()
    await stage.ticket_type(draft, price=2000)
    await stage.ticket_type(draft, name="Dearer", price=9000)
    event = await stage.made(f"/events/{draft['id']}/publish", None)
    before = await stage.ask("GET", f"/events/{event['id']}", auth=None)
    assert [kind["all_in_price"] for kind in before.json()["ticket_types"]] == [2000, 9000]
    await stage.ask("PATCH", f"/events/{event['id']}/sale-rules", ADDED)

    after = await stage.ask("GET", f"/events/{event['id']}", auth=None)
    shown = [(kind["price"], kind["all_in_price"]) for kind in after.json()["ticket_types"]]
    assert shown == [(2000, 2420), (9000, 10505)]
    listed = (await stage.seen(f"/events?organizer_id={stage.organizer_id}", auth=None))["data"]
    assert [row["lowest_price"] for row in listed] == [2420]
    assert after.headers["etag"] != before.headers["etag"], "whoever kept the page asks for the new prices"


async def test_a_copy_shows_the_prices_of_its_own_rules(stage):
    event = await stage.published()
    await stage.ask("PATCH", f"/events/{event['id']}/sale-rules", {"fee_per_ticket": 150})
    copy = await stage.made(f"/events/{event['id']}/duplicate", {})
    assert [kind["all_in_price"] for kind in copy["ticket_types"]] == [2650]
