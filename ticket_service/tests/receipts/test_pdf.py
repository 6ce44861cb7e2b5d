"""What is printed depends on the facts alone, and is read by screen readers."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ticket_service.printing import typesetting
from ticket_service.receipts import pdf
from ticket_service.receipts.facts import Facts, LineFacts, RefundFacts

MOMENT = datetime(2027, 5, 1, 18, tzinfo=UTC)
HOSTILE = ["#panic()", "$x$ _y_ *z*", '"]; #read("/etc/passwd")', "<script>", "月 😀", "x" * 200, "@ref <label>"]


def _facts(**differences: Any) -> Facts:
    line = LineFacts(name="Standing", quantity=2, unit_price=2500, discount=500, fee=200, tax=750, total=4700)
    usual = Facts(
        number=17,
        issued_at=MOMENT,
        seller="Kulturverein",
        order_number="7KQ3M-X9WTP",
        names=["Anna Łukasz"],
        event="A Night",
        venue="Hall",
        starts_at=MOMENT,
        time_zone="Europe/Berlin",
        currency="EUR",
        lines=[line],
        subtotal=5000,
        discount=500,
        fees=200,
        fees_included=False,
        tax=750,
        tax_included=True,
        tax_rate=1900,
        total=4700,
        paid_at=MOMENT,
    )
    return usual.model_copy(update=differences)


def _note() -> Facts:
    return _facts(number=18, refund=RefundFacts(amount=2350, tax=375, tickets=1, sent_at=MOMENT, corrects=17))


def test_the_same_facts_are_the_same_bytes_in_every_process():
    documents = [_facts(), _note()]
    first = pdf.render(documents).content
    typesetting._warm_compiler.cache_clear()
    kept = [Facts.model_validate_json(facts.model_dump_json()) for facts in documents]
    assert pdf.render(kept).content == first


def test_the_document_is_tagged_for_screen_readers():
    document = pdf.render([_facts(), _note()])
    assert document.flaw is None
    assert b"/MarkInfo" in document.content
    assert b"pdfuaid" in document.content


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_titles_are_text_and_never_instructions(text: str):
    document = pdf.render([_facts(seller=text, event=text, names=[text], venue=text)]).content
    assert document.startswith(b"%PDF-1.7")
    assert Path("/etc/passwd").read_bytes()[:20] not in document
