"""The controls: what the checks of pages must find, planted."""

from tests.browser.conftest import Browse
from tests.browser.looking import NARROW, barriers, errors, sideways
from tests.browser.visitor import SCHEMES


def test_axe_finds_what_is_planted_in_either_scheme(browse: Browse):
    visitor = browse()
    visitor.open("/login")
    assert barriers(visitor.page) == []
    visitor.page.evaluate("""() => {
        const planted = document.createElement('p');
        planted.innerHTML = '<img src="/favicon.svg"><span style="color: #888; background: #999">pale</span>';
        document.querySelector('main').append(planted);
    }""")
    for scheme in SCHEMES:
        visitor.use_scheme(scheme)
        assert {found.split(":")[0] for found in barriers(visitor.page)} == {"image-alt", "color-contrast"}


def test_what_is_too_wide_is_found(browse: Browse):
    visitor = browse(viewport=NARROW)
    visitor.open("/login")
    assert sideways(visitor.page) == []
    visitor.page.evaluate("""() => {
        const planted = document.createElement('p');
        planted.textContent = 'wide';
        planted.style.width = '400px';
        document.querySelector('main').append(planted);
    }""")
    assert any("wide" in found for found in sideways(visitor.page))


def test_what_the_page_says_has_gone_wrong_is_found(browse: Browse):
    visitor = browse()
    visitor.open("/login")
    assert errors(visitor.page) == []
    visitor.page.evaluate("""() => {
        const planted = document.createElement('div');
        planted.innerHTML = '<p role="alert" data-tone="bad">broken</p><p>Request <code>req_1</code></p>';
        document.querySelector('main').append(planted);
    }""")
    assert errors(visitor.page) == ["broken", "req_1"]


def test_an_error_of_a_script_is_noticed(browse: Browse):
    visitor = browse()
    visitor.open("/login")
    visitor.page.evaluate(
        "() => new Promise((done) => { setTimeout(done); setTimeout(() => { throw Error('planted'); }); })"
    )
    visitor.page.evaluate("() => console.error('said')")
    assert visitor.problems == ["planted", "said"]
    visitor.problems.clear()
