"""The stand-in must not know more than Stripe does: names are compared with the real client's own."""

import typing
from typing import Any

import stripe
from stripe import params

from deploy.stand_ins.stripe.operations import OPERATIONS
from deploy.stand_ins.stripe.tests.conftest import Stripe

CLIENT_PARAMS: dict[str, Any] = {
    "payment_intents.create": params.PaymentIntentCreateParams,
    "payment_intents.update": params.PaymentIntentUpdateParams,
    "payment_intents.retrieve": params.PaymentIntentRetrieveParams,
    "payment_intents.confirm": params.PaymentIntentConfirmParams,
    "payment_intents.capture": params.PaymentIntentCaptureParams,
    "payment_intents.cancel": params.PaymentIntentCancelParams,
    "payment_intents.list": params.PaymentIntentListParams,
    "payment_methods.create": params.PaymentMethodCreateParams,
    "charges.list": params.ChargeListParams,
    "refunds.create": params.RefundCreateParams,
    "refunds.update": params.RefundUpdateParams,
    "refunds.list": params.RefundListParams,
    "events.list": params.EventListParams,
    "disputes.list": params.DisputeListParams,
}
ONLY_STRIPE_JS = {"key", "client_secret", "guid", "client_attribution_metadata"}


def test_no_parameter_is_accepted_that_the_real_client_does_not_know():
    by_kind = {operation.kind: operation for operation in OPERATIONS.values()}
    for kind, known in CLIENT_PARAMS.items():
        invented = set(by_kind[kind].accepts) - known.__required_keys__ - known.__optional_keys__ - ONLY_STRIPE_JS
        assert invented == set(), kind


def test_objects_have_every_property_that_the_real_client_promises(standin: Stripe):
    intent = standin.pay(method="pm_card_createDispute")
    standin.refunds.create({"payment_intent": standin.pay().id})
    found: dict[type[stripe.StripeObject], stripe.StripeObject] = {
        stripe.PaymentIntent: intent,
        stripe.Charge: standin.client.v1.charges.retrieve(str(intent.latest_charge)),
        stripe.PaymentMethod: standin.client.v1.payment_methods.retrieve(str(intent.payment_method)),
        stripe.Refund: standin.refunds.list().data[0],
        stripe.Dispute: standin.client.v1.disputes.list().data[0],
        stripe.Event: standin.client.v1.events.list().data[0],
    }
    for kind, one in found.items():
        promised: dict[str, Any] = kind.__annotations__
        always = {
            name
            for name, hint in promised.items()
            if name.islower() and not name.startswith("_") and type(None) not in typing.get_args(hint)
        }
        missing = always - set(one.to_dict())
        assert missing == set(), kind.__name__
