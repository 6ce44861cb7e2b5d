"""Minor units are shown in the currency's own digits."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared import money


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        (1234, "EUR", "en", "€12.34"),
        (1234, "EUR", "de", "12,34\xa0€"),
        (1234, "JPY", "en", "¥1,234"),
        (1234, "KWD", "en", "KWD1.234"),
        (5, "USD", "en", "$0.05"),
        (0, "EUR", "en", "€0.00"),
        (2**53 + 1, "EUR", "en", "€90,071,992,547,409.93"),
        (100, "EUR", "qq-QQ", "€1.00"),
    ],
)
def test_an_amount_is_shown_as_people_write_it(amount: int, currency: str, locale: str, shown: str):
    assert money.display(amount, currency, locale).replace("\xa0", " ") == shown.replace("\xa0", " ")


@pytest.mark.parametrize("code", ["eur", "EURO", "DEM", "XXX", "", "€", "US"])
def test_what_is_not_a_current_currency_is_refused(code: str):
    with pytest.raises(ValidationError):
        TypeAdapter(money.Currency).validate_python(code)


@pytest.mark.parametrize("code", ["EUR", "USD", "JPY", "KWD", "CLP", "ISK"])
def test_control_current_currencies_are_accepted(code: str):
    assert TypeAdapter(money.Currency).validate_python(code) == code
