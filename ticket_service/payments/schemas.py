from pydantic import ConfigDict, Field

from shared.money import Currency
from shared.web.wire import Response
from ticket_service.payments.models import PaymentStatus


class PaymentRead(Response):
    """A payment to be confirmed with Stripe in the browser: `client_secret` and `publishable_key` are what it needs."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "payment_id": "pay_01980000000070008000000000000005",
                    "status": "created",
                    "client_secret": "pi_3Q0000000000000000000000_secret_00000000000000000000000000",
                    "publishable_key": "pk_test_0000000000000000",
                    "amount": 5000,
                    "currency": "EUR",
                }
            ]
        }
    )

    payment_id: str
    status: PaymentStatus
    client_secret: str
    publishable_key: str
    amount: int
    currency: Currency


class WebhookReceived(Response):
    received: bool = Field(True, examples=[True])
