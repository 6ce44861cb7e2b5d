"""Currencies, their digits, and the least that Stripe charges."""

from deploy.stand_ins.stripe.errors import Refusal

CODES = """
aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bif bmd bnd bob brl bsd bwp byn bzd cad cdf chf clp
cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf idr ils
inr isk jmd jpy kes kgs khr kmf krw kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop mur mvr mwk mxn
myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd scr sek sgd shp sle
sos srd std szl thb tjs top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd xof xpf yer zar zmw
"""
WITHOUT_DIGITS = "bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf"
SUPPORTED = frozenset(CODES.split())
ZERO_DECIMAL = frozenset(WITHOUT_DIGITS.split())
SYMBOLS = {"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥"}
LEAST = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
    "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300,
    "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
MOST = 99_999_999


def normalized(currency: str) -> str:
    """The lower-case code; refuses what Stripe does not know."""
    code = currency.lower()
    if code not in SUPPORTED:
        message = f"Invalid currency: {currency}. Stripe currently supports these currencies: "
        raise Refusal(message + ", ".join(sorted(SUPPORTED)), param="currency")
    return code


def shown(amount: int, currency: str) -> str:
    number = str(amount) if currency in ZERO_DECIMAL else f"{amount // 100}.{amount % 100:02}"
    return SYMBOLS[currency] + number if currency in SYMBOLS else f"{number} {currency.upper()}"


def refuse_amount(amount: int, currency: str) -> None:
    """Refuse what is too little or too much to charge."""
    if amount < 1:
        raise Refusal("Invalid positive integer", code="parameter_invalid_integer", param="amount")
    least = LEAST.get(currency, 1)
    if amount < least:
        message = f"Amount must be at least {shown(least, currency)} {currency}"
        raise Refusal(message, code="amount_too_small", param="amount")
    if amount > MOST:
        message = f"Amount must be no more than {shown(MOST, currency)} {currency}"
        raise Refusal(message, code="amount_too_large", param="amount")
