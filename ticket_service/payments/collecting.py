"""Starting a payment in three steps: the rows committed, the provider asked outside any transaction, its answer committed
(`together`). This is the one in the middle.

Whoever repeats a request whose answer was lost goes on where it stopped.
"""

from shared.persistence.database import Database
from shared.persistence.leases import LeaseLost, get_leased
from ticket_service.orders import service as orders
from ticket_service.payments import operations
from ticket_service.payments import service as payments
from ticket_service.payments.errors import (
    PaymentInProgress,
    PaymentProviderUnavailable,
    PaymentRefused,
    ProviderRefused,
    ProviderUncertain,
)
from ticket_service.payments.models import Payment, PaymentOperation
from ticket_service.payments.seen import Intent
from ticket_service.payments.service import Start
from ticket_service.payments.stripe_client import Provider


async def intent_of(database: Database, provider: Provider, start: Start) -> Intent:
    """The payment's intent, created now if it is not there yet. Call it with no transaction open.

    Raises PaymentRefused or PaymentProviderUnavailable, recorded, or PaymentInProgress when another has taken it over.
    """
    try:
        if start.creation is not None:
            return await _created(database, provider, start.creation, start.payment)
        assert start.payment.intent_id is not None, "a payment without an intent has a creation"
        return await provider.retrieve_intent(start.payment.intent_id)
    except LeaseLost as error:
        raise PaymentInProgress(retry_after=1) from error
    except ProviderUncertain as error:
        raise PaymentProviderUnavailable(retry_after=2) from error
    except ProviderRefused as error:
        raise PaymentRefused(reason=error.code) from error


async def _created(database: Database, provider: Provider, creation: PaymentOperation, payment: Payment) -> Intent:
    """Makes the intent; what stands in the way is recorded before it is raised."""
    try:
        made = await operations.perform(database, provider, creation, payment)
    except ProviderUncertain as error:
        async with database.transaction() as session:
            await operations.put_off(session, await get_leased(session, creation, creation.id), error)
        raise
    except ProviderRefused as error:
        await record_refusal(database, creation, error)
        raise
    assert isinstance(made, Intent), "creating makes an intent"
    return made


async def record_refusal(database: Database, creation: PaymentOperation, error: ProviderRefused) -> None:
    """The provider makes no such intent: this payment is over, and whoever waits for it is told."""
    async with database.transaction() as session:
        order = await orders.get_for_update(session, creation.order_id)
        payment = await session.get_one(Payment, creation.payment_id, with_for_update=True)
        (await get_leased(session, creation, creation.id)).give_up(error.code)
        await payments.refused(session, order, payment, error.code)
