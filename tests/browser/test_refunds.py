"""Money goes back: because the buyer asks, or because the event is canceled."""

from playwright.sync_api import expect

from deploy.people import Person, System, wait_until
from tests.browser import sales
from tests.browser.conftest import Browse
from tests.browser.looking import barriers, looks_well, nothing


def test_a_buyer_asks_for_their_money_and_the_organizer_agrees(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    organizer.patch(f"/events/{event['id']}/sale-rules", {"refunds": "on_request"})
    buyer = Person.new(system, "Rita Returner").join()
    order, _ = sales.buy(buyer, event)

    here = browse(buyer)
    here.open(f"/orders/{order['id']}")
    here.page.get_by_role("button", name="Give tickets back").click()
    here.page.get_by_label("Why?").fill("I am ill.")
    nothing(barriers(here.page))
    here.page.get_by_role("button", name="Ask for the money").click()
    expect(here.page.get_by_text("You have asked for your money back")).to_be_visible()

    desk = browse(organizer)
    desk.open(f"/organize/events/{event['id']}/orders")
    expect(desk.page.get_by_text("I am ill.")).to_be_visible()
    desk.page.get_by_role("button", name="Approve").click()
    expect(desk.page.get_by_text("1 refund waits for you")).to_have_count(0)

    system.mail(buyer.email, "refund")
    here.open(f"/orders/{order['id']}")
    expect(here.page.get_by_role("heading", name="refunded")).to_be_visible()
    nothing(barriers(here.page))


def test_an_organizer_gives_an_amount_back_and_the_ticket_stays_valid(
    browse: Browse, system: System, organizer: Person
):
    event = sales.put_on(organizer)
    buyer = Person.new(system, "Anton Amount").join()
    order, [ticket] = sales.buy(buyer, event)

    desk = browse(organizer)
    page = desk.page
    desk.open(f"/organize/events/{event['id']}/orders/{order['id']}")
    page.get_by_role("button", name="Refund").click()
    page.get_by_role("radio", name="An amount").check()
    amount = page.get_by_label("Amount in EUR")
    amount.fill("a little")
    expect(page.get_by_text("Enter an amount such as 5.00.")).to_be_visible()
    expect(page.get_by_role("button", name="Refund €")).to_be_disabled()
    amount.fill("7.50")
    nothing(barriers(page))
    page.get_by_role("button", name="Refund €7.50").click()
    expect(page.get_by_text("The refund is on its way")).to_be_visible()

    system.mail(buyer.email, "refund")
    buyer.becomes(order["id"], "partially_refunded")
    assert buyer.get(f"/tickets/{ticket['id']}")["status"] == "valid"
    here = browse(buyer)
    here.open(f"/orders/{order['id']}")
    expect(here.page.get_by_text("€7.50").first).to_be_visible()
    nothing(barriers(here.page))


def test_money_that_did_not_arrive_is_paid_another_way(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    buyer = Person.new(system, "Berta Bankless").join()
    order = buyer.pay(sales.order(buyer, event)["id"], "pm_card_refundFail")
    refund = organizer.post("/refunds", {"order_id": order["id"], "reason": "The hall is too small."})
    wait_until("the bank to send it back", lambda: buyer.get(f"/refunds/{refund['id']}")["status"] == "failed" or None)

    desk = browse(organizer)
    page = desk.page
    desk.open(f"/organize/events/{event['id']}/orders")
    expect(page.get_by_text("The money could not be sent")).to_be_visible()
    page.get_by_role("button", name="Paid another way").click()
    done = page.get_by_role("button", name="Yes, it has been sent")
    expect(done).to_be_disabled()
    page.get_by_label("How it was sent").fill("Bank transfer of 3 May")
    looks_well(desk)
    done.click()
    expect(page.get_by_text("The money could not be sent")).to_have_count(0)
    desk.open(f"/organize/events/{event['id']}/orders/{order['id']}")
    expect(page.get_by_text("Bank transfer of 3 May")).to_be_visible()

    here = browse(buyer)
    here.open(f"/orders/{order['id']}")
    expect(here.page.get_by_text("the organizer has sent you another way")).to_be_visible()


def test_an_event_is_canceled_and_its_buyers_are_told_and_refunded(browse: Browse, system: System, organizer: Person):
    event = sales.put_on(organizer)
    buyer = Person.new(system, "Carl Canceled").join()
    order, [ticket] = sales.buy(buyer, event)

    desk = browse(organizer)
    desk.open(f"/organize/events/{event['id']}")
    desk.page.get_by_role("button", name="Cancel the event").click()
    desk.page.get_by_label("Reason, as ticket holders read it").fill("The band is ill.")
    certain = desk.page.get_by_role("button", name="Cancel and refund everybody")
    expect(certain).to_be_disabled()
    desk.page.get_by_label("Type CANCEL to confirm").fill("cancel")
    nothing(barriers(desk.page))
    certain.click()
    expect(desk.page.get_by_text("Canceled").first).to_be_visible()

    assert "The band is ill." in system.mail(buyer.email, "canceled")["text"]
    buyer.settled(order["id"])
    here = browse(buyer)
    here.open(f"/tickets/{ticket['id']}")
    expect(here.page.get_by_text("This ticket is not valid any more")).to_be_visible()
    here.open(f"/orders/{order['id']}")
    expect(here.page.get_by_role("heading", name="The event was canceled")).to_be_visible()
    expect(here.page.get_by_text("€25.00 was sent back")).to_be_visible()
    here.open(f"/e/{event['slug']}")
    expect(here.page.get_by_text("This event is canceled").first).to_be_visible()
    expect(here.page.get_by_role("button", name="One more")).to_have_count(0)
    nothing(barriers(here.page))
