from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import stripe

from deploy.stand_ins.stripe.tests.conftest import Stripe, settings
from deploy.stand_ins.testing import StandIn

WISH: stripe.params.PaymentIntentCreateParams = {"amount": 1000, "currency": "eur"}


def test_whatever_was_answered_is_there_after_a_kill(tmp_path: Path):
    """Buyers pay until the process is killed among them; each answer they got must hold afterwards."""
    with StandIn("deploy.stand_ins.stripe", settings(tmp_path)) as process:
        standin = Stripe(process)
        answered: list[str] = []

        def buy(buyer: int) -> None:
            try:
                for n in range(200):
                    answered.append(standin.pay(500, metadata={"order_id": f"{buyer}-{n}"}).id)
                    if len(answered) == 40:
                        process.process.kill()
            except stripe.APIConnectionError:
                return

        with ThreadPoolExecutor(4) as pool:
            list(pool.map(buy, range(4)))
        standin.close()
        process.kill()
        process.start_again()
        again = Stripe(process)
        captured = {
            movement["payment_intent"]
            for movement in again.control("GET", "/movements")
            if movement["what"] == "captured"
        }
        assert len(answered) >= 40
        assert set(answered) <= captured
        assert len(captured - set(answered)) <= 4, "at most one unanswered capture per buyer"
        report = again.control("GET", "/ledger")
        assert report["totals"]["eur"]["captured"] == 500 * len(captured)
        again.close()


def test_a_key_and_a_fault_plan_outlive_the_process(tmp_path: Path):
    with StandIn("deploy.stand_ins.stripe", settings(tmp_path)) as process:
        standin = Stripe(process)
        standin.plan(seed=3, calls=[{"fault": "rate_limit", "on": ["refunds.create"], "nth": [2]}])
        intent = standin.intents.create(WISH, {"idempotency_key": "key-1"})
        assert standin.http.post("/v1/refunds", data={"payment_intent": intent.id}).status_code == 400
        standin.close()
        process.kill()
        process.start_again()
        again = Stripe(process)
        assert again.intents.create(WISH, {"idempotency_key": "key-1"}).id == intent.id
        assert again.http.post("/v1/refunds", data={"payment_intent": intent.id}).status_code == 429
        again.close()


def test_the_ledger_agrees_with_the_objects(standin: Stripe):
    whole = standin.pay(1000, metadata={"order_id": "ord_1"})
    standin.refunds.create({"payment_intent": whole.id, "amount": 250})
    part = standin.authorize(800, metadata={"order_id": "ord_2"})
    standin.intents.capture(part.id, {"amount_to_capture": 500})
    standin.intents.cancel(standin.authorize(300, metadata={"order_id": "ord_2"}).id)
    standin.pay(70, currency="jpy", metadata={"order_id": "ord_3"})
    standin.authorize(60)

    report = standin.control("GET", "/ledger")
    sums = {
        order: (one["authorized"], one["captured"], one["released"], one["refunded"], one["times"]["captured"])
        for order, one in report["groups"].items()
    }
    assert sums == {"ord_1": (1000, 1000, 0, 250, 1), "ord_2": (1100, 500, 600, 0, 1), "ord_3": (70, 70, 0, 0, 1)}
    assert report["totals"]["eur"]["captured"] == 1500
    assert report["totals"]["jpy"]["captured"] == 70
    assert len(report["without"]) == 1
    received = sum(intent.amount_received for intent in standin.intents.list({"limit": 100}).data)
    assert received == sum(total["captured"] for total in report["totals"].values())

    one: Any = standin.control("GET", "/ledger?by=order_id&value=ord_2")
    assert list(one["groups"]) == ["ord_2"]
    assert len(one["groups"]["ord_2"]["payment_intents"]) == 2


def test_reset_forgets_everything(standin: Stripe):
    standin.pay()
    standin.plan(calls=[{"fault": "rate_limit", "rate": 1}])
    standin.control("POST", "/reset")
    assert standin.intents.list().data == []
    assert standin.control("GET", "/movements") == []
