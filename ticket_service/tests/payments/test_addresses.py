"""Which Stripe is asked: real keys are a matter of settings alone."""

import pytest

from ticket_service.payments.stripe_client import Provider

STAND_IN = "http://127.0.0.1:12111"


@pytest.mark.parametrize(("api_base", "asked"), [("", "https://api.stripe.com"), (STAND_IN, STAND_IN)])
async def test_without_an_address_of_its_own_it_is_stripe_itself(api_base: str, asked: str):
    provider = Provider("sk_test_0", api_base)
    assert provider._client._requestor._options.base_addresses["api"] == asked
    await provider.close()
