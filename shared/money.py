"""Money is an `int` of minor units plus an ISO 4217 currency. No float ever touches it."""

from copy import copy
from decimal import Decimal
from typing import Annotated

from babel import Locale
from babel.core import UnknownLocaleError, get_global
from pydantic import AfterValidator, StringConstraints

# As the payment provider counts them (docs.stripe.com/currencies), which is what a buyer is charged.
_WITHOUT_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_WITH_THREE_DECIMALS = frozenset(["BHD", "JOD", "KWD", "OMR", "TND"])
# The last digits that must be zero (the same page).
_STEPS = {"ISK": 100, "BHD": 10, "JOD": 10, "KWD": 10, "OMR": 10, "TND": 10}
_CURRENT = frozenset(
    code
    for currencies in get_global("territory_currencies").values()
    for code, _since, until, is_tender in currencies
    if until is None and is_tender
)


def _known(code: str) -> str:
    if code not in _CURRENT:
        raise ValueError("not a current ISO 4217 currency")
    return code


Currency = Annotated[str, StringConstraints(strict=True, pattern="^[A-Z]{3}$"), AfterValidator(_known)]


def step(currency: str) -> int:
    """The least that can be charged, in minor units: more than 1 where cards do not pay the last digits."""
    return _STEPS.get(currency, 1)


def digits(currency: str) -> int:
    """How many decimal digits the currency has: 2 for EUR, 0 for JPY, 3 for KWD."""
    if currency in _WITHOUT_DECIMALS:
        return 0
    return 3 if currency in _WITH_THREE_DECIMALS else 2


def display(amount: int, currency: str, locale: str = "en") -> str:
    """The amount (minor units) as people write it in `locale`; an unknown locale is written as in English."""
    try:
        spoken = Locale.parse(locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        spoken = Locale("en")
    places = digits(currency)
    pattern = copy(spoken.currency_formats["standard"])
    pattern.frac_prec = (places, places)
    text: str = pattern.apply(Decimal(amount).scaleb(-places), spoken, currency=currency, currency_digits=False)
    return text
