"""While the provider is given a rest nothing is even begun."""

import gc

import pytest

from ticket_service.payments.errors import ProviderUncertain
from ticket_service.payments.stripe_client import FAILURES_THAT_OPEN, Provider


async def test_a_call_that_is_not_made_leaves_nothing_unawaited(recwarn: pytest.WarningsRecorder):
    provider = Provider("sk_test_0000000000", "http://127.0.0.1:1")
    for _ in range(FAILURES_THAT_OPEN):
        provider._breaker.failed()
    with pytest.raises(ProviderUncertain, match="not asked"):
        await provider.retrieve_intent("pi_1")
    await provider.close()
    gc.collect()
    assert [str(warning.message) for warning in recwarn if "never awaited" in str(warning.message)] == []
