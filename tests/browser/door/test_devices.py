"""What a device has beside its screen: a sound, a light, a camera that can go, and a battery."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Browse
from tests.browser.door.hands import by_hand, verdict
from tests.browser.looking import barriers, nothing

# Instead of a loudspeaker: the pitch of each tone.
_HEAR = """() => {
    window.heard = [];
    const Tone = window.OscillatorNode;
    window.OscillatorNode = function (context, options) {
        window.heard.push(options.frequency);
        return new Tone(context, options);
    };
}"""
# A telephone's lamp, which the camera of these tests has not.
_LAMP = """() => {
    const track = MediaStreamTrack.prototype;
    track.getCapabilities = () => ({ torch: true });
    track.applyConstraints = async ({ advanced: [{ torch }] }) => { document.title = `lamp ${torch}`; };
}"""


def heard(page: Page) -> list[int]:
    tones: list[int] = page.evaluate("() => window.heard.splice(0)")
    return tones


def test_each_verdict_has_a_sound_of_its_own_unless_it_is_turned_off(gate: Browse, ticket: dict[str, Any]):
    visitor = gate("North")
    page = visitor.page
    page.evaluate(_HEAR)
    by_hand(page, ticket["code"])
    verdict(page, "Admitted")
    admitted = heard(page)
    by_hand(page, ticket["code"])
    verdict(page, "Already used")
    refused = heard(page)
    visitor.context.set_offline(True)
    by_hand(page, "TKT-UNKNOWN")
    verdict(page, "Not checked yet")
    unsure = heard(page)
    assert admitted == sorted(admitted) != refused, "a good one rises"
    assert refused == sorted(refused, reverse=True), "a bad one falls"
    assert len(unsure) == 1
    visitor.context.set_offline(False)
    verdict(page, "Not one of our tickets")
    assert heard(page) == refused, "who was let in on it is not far yet"
    page.get_by_role("button", name="Sound is on").click()
    by_hand(page, ticket["code"])
    verdict(page, "Already used")
    assert heard(page) == []


def test_a_page_that_nobody_has_touched_says_that_it_cannot_be_heard(gate: Browse):
    visitor = gate("North")
    page = visitor.page
    # What drives this browser counts as a hand already.
    visitor.context.add_init_script("""(() => {
        let hasBeenActive = false;
        addEventListener('click', () => { hasBeenActive = true; }, { capture: true });
        Object.defineProperty(navigator, 'userActivation', { get: () => ({ hasBeenActive }) });
    })()""")
    page.reload()
    page.get_by_role("button", name="Tap to hear").click()
    expect(page.get_by_role("button", name="Sound is on")).to_be_visible()
    page.get_by_role("button", name="Sound is on").click()
    expect(page.get_by_role("button", name="Sound is off")).to_be_visible()


def test_the_light_is_turned_on_where_the_camera_has_one(gate: Browse):
    visitor = gate("North")
    page = visitor.page
    expect(page.get_by_text("Hold the code into the frame")).to_be_visible()
    expect(page.get_by_role("button", name="Turn the light on")).to_have_count(0)
    visitor.context.add_init_script(f"({_LAMP})()")
    page.reload()
    page.get_by_role("button", name="Turn the light on").click()
    expect(page.get_by_role("button", name="Turn the light off")).to_be_visible()
    expect(page).to_have_title("lamp true")
    page.get_by_role("button", name="Turn the light off").click()
    expect(page).to_have_title("lamp false")


def test_the_screen_stays_on_for_as_long_as_one_scans(gate: Browse):
    visitor = gate("North")
    page = visitor.page
    visitor.context.add_init_script("""(() => {
        window.locks = 0;
        const release = async () => { window.locks -= 1; };
        Object.defineProperty(navigator, 'wakeLock', {
            value: { request: async () => { window.locks += 1; return { release }; } },
        });
    })()""")
    page.reload()
    page.wait_for_function("() => window.locks === 1")
    page.get_by_role("link", name="Events", exact=True).click()
    page.wait_for_function("() => window.locks === 0")


def test_a_camera_that_goes_is_told_and_comes_back(gate: Browse):
    page = gate("North").page
    expect(page.get_by_text("Hold the code into the frame")).to_be_visible()
    page.evaluate("() => document.querySelector('video').srcObject.getTracks()[0].dispatchEvent(new Event('ended'))")
    expect(page.get_by_text("There is no picture from the camera")).to_be_visible()
    nothing(barriers(page))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Hold the code into the frame")).to_be_visible()
