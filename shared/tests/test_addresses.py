"""One mailbox is one text, in every service."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.addresses import Email

EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada@Example.COM", "ada@example.com"),
        ("ada@münchen.de", "ada@xn--mnchen-3ya.de"),
        ("ada@xn--mnchen-3ya.de", "ada@xn--mnchen-3ya.de"),
        ("x@shop.test", "x@shop.test"),
    ],
)
def test_what_is_typed_in_any_form_is_kept_in_one(typed: str, kept: str):
    assert EMAIL.validate_python(typed) == kept
    assert EMAIL.validate_python(kept) == kept


@pytest.mark.parametrize("typed", ["", "ada", "ada@localhost", "ädä@example.com", "a@b.c\r\nBcc: x@y.z", 1, None])
def test_what_is_no_address_is_refused(typed: object):
    with pytest.raises(ValidationError):
        EMAIL.validate_python(typed)
