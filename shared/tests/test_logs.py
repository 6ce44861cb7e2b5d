"""What a line must not contain is not in it, and looking for it costs little whatever a stranger sends."""

import json
import logging
import time

import pytest
import structlog

from shared.telemetry import logs
from shared.testing.conditions import until

SECRETS = [
    "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ1c3JfMSJ9.c2lnbmF0dXJl",
    "sk_test_0123456789abcdef",
    "4242 4242 4242 4242",
    "john.doe+tickets@mail.example.org",
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_inside_text_is_redacted(secret: str):
    assert logs.redact(f"before {secret} after") == "before [redacted] after"


def test_credentials_in_an_address_are_redacted():
    assert "pass" not in logs.redact("redis://user:pass@localhost/0")


def test_what_is_kept_under_a_secret_name_is_redacted():
    given = {"password": "x", "nested": {"Authorization": "y", "ticket": "z"}, "token": None}
    assert logs.redact(given) == {
        "password": "[redacted]",
        "nested": {"Authorization": "[redacted]", "ticket": "z"},
        "token": None,
    }


@pytest.mark.parametrize(
    "name",
    [
        *("password", "new_password", "passwordHash", "refreshToken", "X-Token", "SMTP_PASSWORD", "api_secret"),
        *("Set-Cookie", "card_number", "cardNumber", "CVC", "buyer_email", "Authorization", "passwords", "tokens"),
        *("userpassword", "PASSWORD"),
    ],
)
def test_a_name_with_a_secret_word_in_it_is_a_secrets(name: str):
    assert logs.redact({name: "x"}) == {name: "[redacted]"}


@pytest.mark.parametrize("name", ["discarded", "postcard", "tokens_used", "emailed_at", "cardinality", "secretary"])
def test_a_name_in_which_such_a_word_only_occurs_is_no_secrets(name: str):
    assert logs.redact({name: "x"}) == {name: "x"}


@pytest.mark.parametrize("repeated", ["a", "a.", "a@", "a@a.", "eyJabcdefgh", "://a:", "1-", "1", "sk_"])
def test_the_time_to_redact_is_linear_in_the_length(repeated: str):
    def seconds(length: int) -> float:
        text = (repeated * length)[:length]
        started = time.thread_time()
        logs.redact(text)
        return time.thread_time() - started

    logs.redact(repeated)
    short, long = min(seconds(4_000) for _ in range(5)), min(seconds(32_000) for _ in range(5))
    assert long < 24 * short + 0.005


@pytest.fixture
def _restored(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(logs, "_requests_of", None)
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    yield
    logging.getLogger().handlers[:] = handlers
    logging.getLogger().setLevel(level)
    structlog.reset_defaults()


@pytest.mark.usefixtures("_restored")
async def test_the_line_about_a_request_looks_like_the_others(capsys: pytest.CaptureFixture[str]):
    logs.configure("test")
    with structlog.contextvars.bound_contextvars(request_id="req_1", traceparent="00-1"):
        logs.request(method="GET", route="/x", path="/x/a@b.example", status=200, ms=1.5)
        structlog.get_logger("access").info(
            "request", method="GET", route="/x", path="/x/a@b.example", status=200, ms=1.5
        )
    logs.write_gathered()
    usual, quick = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert quick.pop("timestamp")[:16] == usual.pop("timestamp")[:16]
    assert quick == usual
    assert quick["path"] == "/x/[redacted]"


@pytest.mark.usefixtures("_restored")
async def test_lines_about_requests_are_written_soon_and_together(capsys: pytest.CaptureFixture[str]):
    async def written() -> str:
        return capsys.readouterr().out

    logs.configure("test")
    for path in ("/a", "/b"):
        logs.request(method="GET", route=path, path=path, status=200, ms=1.5)
    assert await written() == ""
    lines = await until(written, seconds=logs.GATHERED_SECONDS * 20)
    assert [json.loads(line)["path"] for line in lines.splitlines()] == ["/a", "/b"]
