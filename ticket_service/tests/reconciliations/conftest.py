from datetime import UTC, datetime, timedelta

import pytest

from ticket_service.reconciliations import running
from ticket_service.tests.reconciliations.books import Auditor
from ticket_service.tests.shop import Offered, Shop
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till


@pytest.fixture
def auditor(stripe: Stripe, till: Till, monkeypatch: pytest.MonkeyPatch) -> Auditor:
    """Compares at once what tests make at once; no webhook sets anything right before."""
    stripe.plan(webhooks=[{"fault": "drop", "rate": 1}])
    monkeypatch.setattr(running, "GRACE", timedelta(minutes=-1))
    return Auditor(till, datetime.now(UTC) - timedelta(seconds=1))


@pytest.fixture
async def offered(shop: Shop) -> Offered:
    return await shop.publish()
