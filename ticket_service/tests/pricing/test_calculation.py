"""Properties of the one calculation, whatever the prices, rates and currencies are; and the cases people ask about."""

from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from shared import money
from ticket_service.pricing.calculation import Discount, Line, Price, Terms, calculate, split

# No deadline: a busy machine is no defect. No database of examples: tests leave no files.
settings.register_profile("pricing", deadline=None, database=None)
settings.load_profile("pricing")

RATES = st.integers(0, 10_000)
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "ISK", "USD", "UGX"])
# With prices that the currency cannot pay, too.
PRICES = st.integers(0, 9_999) | st.integers(0, 99_999).map(lambda price: price * 100)
TERMS = st.builds(
    Terms,
    tax_rate=RATES,
    tax_included=st.booleans(),
    fee_per_ticket=st.integers(0, 5_000),
    fee_rate=RATES,
    fees_included=st.booleans(),
)
KINDS = ["a", "b", "c", "d"]
LINES = st.lists(st.tuples(PRICES, st.integers(1, 40)), min_size=1, max_size=4).map(
    lambda pairs: [Line(kind, price, quantity) for kind, (price, quantity) in zip(KINDS, pairs, strict=False)]
)
TYPES = st.none() | st.sets(st.sampled_from(KINDS), min_size=1)
DISCOUNTS = (
    st.none()
    | st.builds(Discount, rate=st.integers(1, 10_000), amount=st.none(), ticket_type_ids=TYPES)
    | st.builds(Discount, rate=st.none(), amount=st.integers(1, 2_000_000), ticket_type_ids=TYPES)
)


def _parts(price: Price) -> int:
    added = 0 if price.terms.tax_included else price.tax
    added += 0 if price.terms.fees_included else price.fees
    return price.subtotal - price.discount + added


@given(LINES, TERMS, CURRENCIES, DISCOUNTS)
def test_the_parts_add_up_to_the_total_and_the_lines_to_both(lines, terms, currency, discount):
    price = calculate(lines, terms, currency, discount)
    assert price.total == _parts(price)
    for priced in price.lines:
        assert priced.total == _parts(Price([priced], terms, currency))


@given(LINES, TERMS, CURRENCIES, DISCOUNTS)
def test_nothing_is_ever_negative_or_more_than_what_it_is_a_part_of(lines, terms, currency, discount):
    for priced in calculate(lines, terms, currency, discount).lines:
        assert 0 <= priced.discount <= priced.line.subtotal
        assert min(priced.fee, priced.tax, priced.total) >= 0
        if terms.fees_included:
            assert priced.fee <= priced.total
        if terms.tax_included:
            assert priced.tax <= priced.total


@given(LINES, TERMS, CURRENCIES, DISCOUNTS)
def test_the_tickets_of_a_line_cost_what_the_line_costs(lines, terms, currency, discount):
    for priced in calculate(lines, terms, currency, discount).lines:
        shares = split(priced.total, priced.line.quantity, currency)
        assert (sum(shares), len(shares)) == (priced.total, priced.line.quantity)
        assert min(shares) >= 0
        assert max(shares) - min(shares) <= money.step(currency)


@given(LINES, TERMS, CURRENCIES, DISCOUNTS)
def test_what_can_be_charged_before_can_be_charged_after(lines, terms, currency, discount):
    step = money.step(currency)
    lines = [line._replace(unit_price=line.unit_price // step * step) for line in lines]
    for priced in calculate(lines, terms, currency, discount).lines:
        parts = [priced.discount, priced.fee, priced.tax, priced.total]
        parts += split(priced.total, priced.line.quantity, currency)
        assert not any(part % step for part in parts)


@given(LINES, RATES, CURRENCIES)
def test_a_tax_that_is_added_is_the_tax_that_the_sum_contains(lines, rate, currency):
    step = money.step(currency)
    for line in lines:
        whole = Line(line.ticket_type_id, line.subtotal // step * step, 1)
        [added] = calculate([whole], Terms(tax_rate=rate, tax_included=False), currency).lines
        [contained] = calculate([Line("a", added.total, 1)], Terms(tax_rate=rate), currency).lines
        assert (contained.tax, contained.total) == (added.tax, added.total)


@given(LINES, TERMS, CURRENCIES)
def test_whole_discounts_make_every_order_free_of_fees_and_tax_too(lines, terms, currency):
    for discount in (Discount(10_000, None, None), Discount(None, 10**12, None)):
        price = calculate(lines, terms, currency, discount)
        assert (price.discount, price.fees, price.tax, price.total) == (price.subtotal, 0, 0, 0)


@given(LINES, TERMS, CURRENCIES, st.integers(1, 2_000_000))
def test_an_amount_is_taken_off_whole(lines, terms, currency, amount):
    assume(all(line.unit_price % money.step(currency) == 0 for line in lines))
    price = calculate(lines, terms, currency, Discount(None, amount, None))
    assert abs(price.discount - min(amount, price.subtotal)) * 2 <= money.step(currency)


@given(LINES, TERMS, CURRENCIES, DISCOUNTS)
def test_a_discount_never_makes_anything_dearer(lines, terms, currency, discount):
    assert calculate(lines, terms, currency, discount).total <= calculate(lines, terms, currency).total


def _one(price: int, quantity: int, terms: Terms, currency: str = "EUR", discount: Discount | None = None):
    [priced] = calculate([Line("a", price, quantity)], terms, currency, discount).lines
    return priced.discount, priced.fee, priced.tax, priced.total


def test_rounding_is_half_up_once_per_line():
    assert _one(5, 1, Terms(tax_rate=1000, tax_included=False)) == (0, 0, 1, 6)
    assert _one(5, 3, Terms(tax_rate=1000, tax_included=False)) == (0, 0, 2, 17)
    assert _one(4, 1, Terms(tax_rate=1000, tax_included=False)) == (0, 0, 0, 4)


def test_a_tax_of_nineteen_percent_that_is_included_and_one_that_is_added():
    assert _one(11900, 1, Terms(tax_rate=1900)) == (0, 0, 1900, 11900)
    assert _one(10000, 1, Terms(tax_rate=1900, tax_included=False)) == (0, 0, 1900, 11900)


def test_fees_are_taxed_like_the_tickets_and_borne_by_whom_the_terms_say():
    terms = Terms(tax_rate=1000, tax_included=False, fee_per_ticket=100, fee_rate=500)
    assert _one(2000, 2, terms) == (0, 400, 440, 4840)
    assert _one(2000, 2, replace(terms, fees_included=True)) == (0, 400, 400, 4400)


def test_currencies_are_rounded_to_what_can_be_charged():
    tax = Terms(tax_rate=1500, tax_included=False)
    assert _one(1001, 1, tax, "JPY") == (0, 0, 150, 1151)
    assert _one(1010, 1, tax, "KWD") == (0, 0, 150, 1160)
    assert _one(150_100, 1, tax, "ISK") == (0, 0, 22_500, 172_600)


def test_an_amount_is_shared_out_among_the_lines_it_is_for():
    lines = [Line("a", 1000, 1), Line("b", 1000, 1), Line("c", 1000, 1)]
    of_all = calculate(lines, Terms(), "EUR", Discount(None, 1000, None))
    assert [priced.discount for priced in of_all.lines] == [333, 333, 334]
    of_one = calculate(lines, Terms(), "EUR", Discount(None, 1500, {"b"}))
    assert [priced.discount for priced in of_one.lines] == [0, 1000, 0]


def test_control_a_total_that_is_split_by_division_does_not_add_up():
    assert split(1000, 3, "EUR") == [333, 333, 334]
    assert 1000 // 3 * 3 != 1000
