from collections import Counter
from pathlib import Path

import pytest
import stripe

from deploy.stand_ins.stripe.tests.conftest import Stripe, settings
from deploy.stand_ins.stripe.tests.receiver import SECRET, Received, Receiver
from deploy.stand_ins.testing import StandIn

PURCHASE = (
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.amount_capturable_updated",
    "charge.captured",
    "payment_intent.succeeded",
)


def test_a_purchase_is_told_by_events_that_the_real_client_accepts(standin: Stripe, receiver: Receiver):
    intent = standin.pay(metadata={"order_id": "ord_1"})
    receiver.wait_for(intent.id, *PURCHASE)
    succeeded = next(one.event for one in receiver.received if one.event.type == "payment_intent.succeeded")
    assert succeeded.data.object["metadata"]["order_id"] == "ord_1"
    assert (succeeded.livemode, succeeded.object) == (False, "event")
    assert succeeded.request is not None
    assert str(succeeded.request.id).startswith("req_")


def test_a_changed_body_or_another_secret_is_not_accepted(standin: Stripe, receiver: Receiver):
    intent = standin.pay()
    receiver.wait_for(intent.id, "payment_intent.succeeded")
    got = receiver.received[0]
    for body, secret in ((got.body.replace(b"1000", b"9000"), SECRET), (got.body, "whsec_another")):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body, got.signature, secret)


STORIES = {
    "canceled": ("payment_intent.canceled", "charge.refunded"),
    "refunded": ("refund.created", "charge.refunded"),
    "refund fails": ("refund.created", "charge.refunded", "refund.updated", "refund.failed"),
    "declined": ("charge.failed", "payment_intent.payment_failed"),
    "authentication": ("payment_intent.requires_action",),
    "debit": ("payment_intent.processing", "payment_intent.succeeded"),
    "disputed": ("charge.dispute.created", "charge.dispute.closed"),
}


@pytest.mark.parametrize("story", STORIES)
def test_every_turn_of_a_payment_has_its_event(standin: Stripe, receiver: Receiver, story: str):
    intent_id = tell(standin, story)
    receiver.wait_for(intent_id, *STORIES[story])


def tell(standin: Stripe, story: str) -> str:
    if story == "canceled":
        return standin.intents.cancel(standin.authorize().id).id
    if story == "authentication":
        return standin.authorize(method="pm_card_authenticationRequired").id
    if story == "declined":
        with pytest.raises(stripe.CardError):
            standin.authorize(method="pm_card_chargeDeclined")
        return standin.intents.list().data[0].id
    if story == "debit":
        return standin.intents.create(
            {"amount": 900, "currency": "eur", "payment_method": "pm_success_de", "confirm": True,
             "return_url": "https://shop.test/"}
        ).id  # fmt: skip
    intent = standin.pay(method="pm_card_refundFail" if story == "refund fails" else "pm_card_visa")
    if story == "disputed":
        dispute = standin.control("POST", "/disputes", {"payment_intent": intent.id})
        standin.control("POST", f"/disputes/{dispute['id']}/close", {"status": "lost"})
    else:
        standin.refunds.create({"payment_intent": intent.id})
    return intent.id


def test_a_refused_webhook_is_sent_again_with_a_fresh_signature(standin: Stripe, receiver: Receiver):
    attempts: Counter[bytes] = Counter()

    def refuse_twice(received: Received) -> int:
        attempts[received.body] += 1
        return 500 if attempts[received.body] <= 2 else 204

    receiver.answers = refuse_twice
    intent = standin.intents.create({"amount": 1000, "currency": "eur"})
    receiver.wait_for(intent.id, *["payment_intent.created"] * 3)
    sent = [one for one in receiver.received if intent.id.encode() in one.body]
    assert len({one.body for one in sent}) == 1
    assert len({one.signature for one in sent}) > 1
    told = standin.client.v1.events.list({"type": "payment_intent.created"}).data[0]
    assert told.type == "payment_intent.created"


def test_dropped_webhooks_never_come_and_are_found_in_the_list(standin: Stripe, receiver: Receiver):
    standin.plan(webhooks=[{"fault": "drop", "on": ["payment_intent.succeeded"], "rate": 1}])
    intent = standin.pay()
    others = [kind for kind in PURCHASE if kind != "payment_intent.succeeded"]
    receiver.wait_for(intent.id, *others)
    assert "payment_intent.succeeded" not in receiver.types(intent.id)
    lost = standin.client.v1.events.list({"delivery_success": False}).data
    assert [event.type for event in lost] == ["payment_intent.succeeded"]
    assert lost[0].pending_webhooks == 1


def test_a_duplicated_webhook_comes_twice_with_one_id(standin: Stripe, receiver: Receiver):
    standin.plan(webhooks=[{"fault": "duplicate", "on": ["payment_intent.succeeded"], "rate": 1}])
    intent = standin.pay()
    seen = receiver.wait_for(intent.id, *PURCHASE, "payment_intent.succeeded")
    assert seen.count("payment_intent.created") == 1
    ids = [one.event.id for one in receiver.received if one.event.type == "payment_intent.succeeded"]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_reordered_webhook_is_overtaken_by_a_later_one_of_its_payment(standin: Stripe, receiver: Receiver):
    standin.plan(webhooks=[{"fault": "reorder", "on": ["payment_intent.created"], "rate": 1, "seconds": 60}])
    intent = standin.pay()
    seen = receiver.wait_for(intent.id, *PURCHASE)
    assert seen.index("payment_intent.created") > 0
    assert standin.struck() == {"reorder": 1}


def test_a_delayed_webhook_waits_its_time(standin: Stripe, receiver: Receiver):
    standin.plan(webhooks=[{"fault": "delay", "on": ["charge.captured"], "rate": 1, "seconds": 1.5}])
    intent = standin.pay()
    others = [kind for kind in PURCHASE if kind != "charge.captured"]
    assert "charge.captured" not in receiver.wait_for(intent.id, *others)
    receiver.wait_for(intent.id, "charge.captured")


def test_any_event_can_be_sent_again_at_will(standin: Stripe, receiver: Receiver):
    standin.plan(webhooks=[{"fault": "drop", "rate": 1}])
    intent = standin.pay()
    told = standin.client.v1.events.list({"types": ["payment_intent.*"]}).data
    assert receiver.received == []
    for event in told:
        assert standin.control("POST", f"/events/{event.id}/deliver") == {"answer": "200", "taken": True}
    assert receiver.types(intent.id) == [event.type for event in told]


def test_the_list_of_events_pages_from_a_checkpoint(standin: Stripe):
    first = standin.pay()
    events = standin.client.v1.events
    checkpoint = events.list({"limit": 1}).data[0]
    second = standin.pay()
    newer = events.list({"ending_before": checkpoint.id, "limit": 100})
    assert {event.data.object["object"] for event in newer.data} == {"payment_intent", "charge"}
    assert all(second.id in str(event.data.object) for event in newer.data)
    assert len(newer.data) == len(PURCHASE)
    assert events.retrieve(checkpoint.id).data.object["id"] == first.id


def test_what_was_not_delivered_is_delivered_after_a_kill(tmp_path: Path, receiver: Receiver):
    receiver.forget()
    receiver.answers = lambda _: 503
    with StandIn("deploy.stand_ins.stripe", settings(tmp_path, receiver.url)) as process:
        standin = Stripe(process)
        intent = standin.pay()
        receiver.wait_for(intent.id, "payment_intent.created")
        standin.close()
        process.kill()
        receiver.forget()
        process.start_again()
        receiver.wait_for(intent.id, *PURCHASE)


def test_nothing_is_sent_without_an_address(tmp_path: Path):
    with StandIn("deploy.stand_ins.stripe", settings(tmp_path)) as process:
        standin = Stripe(process)
        standin.pay()
        assert standin.control("GET", "/deliveries")["states"] == {}
        standin.close()
