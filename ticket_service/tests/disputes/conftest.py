import pytest

from ticket_service.tests.disputes.bank import Bank
from ticket_service.tests.stripe import Stripe
from ticket_service.tests.till import Till


@pytest.fixture
def bank(stripe: Stripe, till: Till) -> Bank:
    return Bank(stripe, till)
