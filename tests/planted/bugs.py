"""Bugs that the tests must catch: what stands in the code, what would stand there, and the test that fails then."""

from dataclasses import dataclass

CONCURRENCY = "ticket_service/tests/concurrency"
FLOWS = "ticket_service/tests/flows"


@dataclass(frozen=True)
class Bug:
    """`text` stands exactly once in `file`, a path from the project's folder."""

    name: str
    file: str
    text: str
    instead: str
    test: str
    # A constraint that would stand behind what is missing, and is missing too.
    without: str | None = None

    def __str__(self) -> str:
        return self.name


STOCK_HISTORY = "ticket_service/migrations/versions/2026-11-22-1615_stock_and_holds.py"
NOT_OVERSOLD = 'sa.CheckConstraint("held + sold <= capacity", name="not_oversold"),'


BUGS = (
    Bug(
        "a key that was used is claimed again",
        "shared/deciding/idempotency.py",
        "if inserted.first() is None:",
        'if key == "":',
        "shared/tests/test_idempotency.py::test_twenty_parallel_requests_with_one_key_have_one_effect_and_one_answer",
    ),
    Bug(
        "a group does not lock the stock",
        "ticket_service/stock/locked.py",
        ".with_for_update(skip_locked=skip_locked)",
        "",
        f"{CONCURRENCY}/test_together.py::test_instances_that_sell_in_groups_never_sell_a_ticket_twice",
        without=NOT_OVERSOLD,
    ),
    Bug(
        "a lost acknowledgement keeps its place",
        "shared/workers/worker_watches.py",
        "if self._suspicious >= LOOKS:",
        "if self._suspicious < 0:",
        "shared/tests/test_worker_watches.py::"
        "test_a_worker_takes_tasks_again_whose_broker_was_away_when_its_only_place_became_free",
    ),
    Bug(
        "a lease has no fence",
        "shared/persistence/leases.py",
        " or row.leased_by != claimed.leased_by",
        "",
        "shared/tests/test_leases.py::test_a_lease_that_ran_out_is_claimed_again_and_the_first_holder_may_not_record",
    ),
    Bug(
        "tickets go back before the intent is canceled",
        "ticket_service/sales/ending.py",
        "if payment is None:\n        return True",
        "if payment is None or payment.intent_id:\n        return True",
        f"{FLOWS}/test_ending.py::test_an_unpaid_intent_is_canceled_before_the_tickets_go_back",
    ),
    Bug(
        "somebody else's order is found",
        "ticket_service/orders/service.py",
        "return query if account_id is None else query.where(Order.account_id == account_id)",
        "return query",
        "ticket_service/tests/orders/test_router.py::test_somebody_elses_order_is_not_there",
    ),
    Bug(
        "somebody else's hold is extended, released and ordered",
        "ticket_service/holds/service.py",
        "query = _with_lines(Hold.id == hold_id, Hold.account_id == account_id)",
        "query = _with_lines(Hold.id == hold_id)",
        "ticket_service/tests/holds/test_router.py::test_somebody_elses_hold_is_not_there",
    ),
    Bug(
        "more is refunded than was captured",
        "ticket_service/payments/service.py",
        "Payment.id == payment.id, Payment.refundable >= amount",
        "Payment.id == payment.id",
        f"{CONCURRENCY}/test_refunds.py::test_no_more_is_set_aside_than_was_captured",
    ),
    Bug(
        "who is inside is admitted again",
        "ticket_service/check_ins/together.py",
        "if standing is not None and (reason is None",
        "if standing is not None and standing.undone_at and (reason is None",
        f"{CONCURRENCY}/test_doors.py::test_instances_that_scan_in_groups_admit_each_ticket_once",
    ),
    Bug(
        "the inbox forgets what it received",
        "shared/message_log/inbox.py",
        "return set((await session.execute(entered.returning(InboxMessage.message_id))).scalars())",
        "await session.execute(entered)\n    return {envelope.message_id for envelope in envelopes}",
        "shared/tests/test_inbox.py::test_a_page_applied_twice_takes_effect_once",
    ),
    Bug(
        "a cursor passes over whoever commits late",
        "shared/message_log/outbox.py",
        'bindparam("last_position", type_=BigInteger) + _FRESH.c.rank',
        'bindparam("last_position", type_=BigInteger) * 0 + _FRESH.c.n',
        "shared/tests/test_outbox.py::test_who_writes_first_and_commits_last_is_read_last",
    ),
    Bug(
        "an order of a hold claims its key before the hold that its twin's group has locked",
        "ticket_service/sales/router.py",
        "        await holds.get_for_update(session, wish.hold_id, account_id=caller.account_id)\n",
        "        pass\n",
        f"{CONCURRENCY}/test_purchases_together.py::test_a_request_that_several_instances_get_at_once_has_one_answer",
    ),
    Bug(
        "any amount at the provider is taken for the order's",
        "ticket_service/sales/decisions.py",
        "intent.amount == amount\n",
        "intent.amount > 0\n",
        f"{FLOWS}/test_paying.py::test_an_intent_that_does_not_fit_the_order_is_never_captured",
    ),
    Bug(
        "a hold is good after its end",
        "ticket_service/holds/models.py",
        "self.expires_at <= moment",
        "self.expires_at <= self.created_at",
        "ticket_service/tests/holds/test_router.py::test_a_hold_is_over_at_its_moment_before_any_sweeper_comes",
    ),
    Bug(
        "what an account has is not counted",
        "ticket_service/stock/locked.py",
        "self._used[key] + self._taken[key] + offer.quantity > most",
        "offer.quantity > most",
        f"{CONCURRENCY}/test_allowances.py::test_the_limit_per_account_holds_under_parallel_requests",
    ),
    Bug(
        "what people wait for is sold to others",
        "ticket_service/stock/locked.py",
        " and not self.allocation.is_awaited",
        "",
        "ticket_service/tests/waitlist/test_offering.py::"
        "test_neither_a_hold_nor_an_order_in_one_request_gets_what_others_wait_for",
    ),
    Bug(
        "another request under a key that was used gets the old answer",
        "shared/deciding/kept_answers.py",
        "if row.fingerprint != fingerprint:",
        'if row.fingerprint == b"":',
        "shared/tests/test_idempotency.py::test_another_request_with_the_same_key_is_refused",
    ),
    Bug(
        "a webhook is believed whoever signed it",
        "ticket_service/payments/webhooks.py",
        "stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_SECONDS)",
        "str(secret)",
        "ticket_service/tests/payments/test_webhooks.py::test_a_webhook_signed_with_another_secret_is_refused",
    ),
    Bug(
        "a refund of which nobody knows whether it was made is made again",
        "ticket_service/payments/operations.py",
        "effect = await _find_effect(provider, operation, payment)\n        if effect is not None:",
        "effect = None\n        if effect is not None:",
        f"{FLOWS}/test_faults.py::test_a_refund_that_fails_on_its_way_is_made_once[error_after_effect]",
    ),
    Bug(
        "the code of a ticket that was passed on still admits",
        "ticket_service/tickets/models.py",
        "self.account_id, self.holder_name = account_id, holder_name\n        self._take_next_code()",
        "self.account_id, self.holder_name = account_id, holder_name",
        "ticket_service/tests/transfers/test_router.py::"
        "test_an_accepted_ticket_has_another_owner_another_name_and_another_code",
    ),
)
