"""At the door: by camera, at two gates, and without a network."""

from typing import Any

from playwright.sync_api import expect

from tests.browser.camera import Camera
from tests.browser.conftest import Browse
from tests.browser.door.hands import by_hand, verdict
from tests.browser.looking import barriers, nothing


def test_the_camera_reads_a_ticket_which_another_gate_then_refuses(
    gate: Browse, camera: Camera, ticket: dict[str, Any]
):
    north = gate("North").page
    expect(north.get_by_text("Hold the code into the frame")).to_be_visible()
    expect(north.get_by_text("Waiting for the first ticket")).to_be_visible()

    camera.show(ticket["code"])
    north.reload()
    verdict(north, "Admitted")
    expect(north.get_by_text("Greta Guest").first).to_be_visible()
    nothing(barriers(north))
    south = gate("South").page
    verdict(south, "Already used")
    expect(south.get_by_text("at North")).to_be_visible()
    nothing(barriers(south))


def test_what_is_scanned_without_a_network_is_kept_and_sent_later(gate: Browse, ticket: dict[str, Any]):
    visitor = gate("North")
    page = visitor.page
    page.get_by_text("Hardware scanner").click()
    visitor.context.set_offline(True)
    by_hand(page, ticket["code"])
    verdict(page, "Not checked yet")
    expect(page.get_by_text("1 scan waits on this device to be checked.")).to_be_visible()
    page.get_by_role("searchbox", name="Find a ticket").fill("greta")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    nothing(barriers(page))
    visitor.context.set_offline(False)
    verdict(page, "Admitted")


def test_an_earlier_scan_that_comes_late_reports_that_somebody_else_was_let_in(gate: Browse, ticket: dict[str, Any]):
    visitor = gate("North")
    page = visitor.page
    page.get_by_text("Hardware scanner").click()
    visitor.context.set_offline(True)
    by_hand(page, ticket["code"])
    verdict(page, "Not checked yet")
    south = gate("South").page
    by_hand(south, ticket["code"])
    verdict(south, "Admitted")
    visitor.context.set_offline(False)
    verdict(page, "Admitted")
    expect(page.get_by_text("at South. Two people may have come in with this ticket.")).to_be_visible()
    nothing(barriers(page))
    by_hand(page, "TKT-UNKNOWN")
    verdict(page, "Not one of our tickets")
    late = page.get_by_role("alert").filter(has_text="Not in order when it could be checked")
    expect(late).to_contain_text("at South. Two people may have come in with this ticket.")
    nothing(barriers(page))
    late.get_by_role("button", name="I have looked").click()
    expect(late).to_have_count(0)


def test_what_waits_survives_that_the_page_is_closed(gate: Browse, ticket: dict[str, Any]):
    visitor = gate("North")
    page = visitor.page
    page.get_by_text("Hardware scanner").click()
    page.route("**/api/v1/check-ins", lambda route: route.abort())
    by_hand(page, ticket["code"])
    verdict(page, "Not checked yet")
    page.unroute("**/api/v1/check-ins")
    page.reload()
    verdict(page, "Admitted")
