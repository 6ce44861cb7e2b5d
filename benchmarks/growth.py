"""What an order costs when there are many already: python -m benchmarks.growth

Starts a system of its own, fills the tables of the ticket service up to so many orders, sells more through nginx and the
gateway, and goes on to the next number.
"""

import argparse

from benchmarks import system
from benchmarks.measuring import measure, report
from benchmarks.sale import ACCOUNTS, orders
from deploy.native.stack import Stack

# Each like an order that was sold, with its line, two tickets, message and kept answer; ten of each account. Their ids are
# older than all that are made now, and readers of the log are past their messages.
_FILL = """
CREATE TEMP TABLE more AS SELECT orders AS one, {first} + n AS n, to_char({first} + n, 'FM0000000000') AS number,
    format('01800000-0000-7000-8000-%s', lpad(to_hex({first} + n), 12, '0')) AS id,
    format('01800000-0000-7000-9000-%s', lpad(to_hex(({first} + n) / 10), 12, '0')) AS account_id
FROM (SELECT orders FROM orders WHERE status = 'paid' LIMIT 1) AS sold, generate_series(1, {orders}) AS n;
INSERT INTO orders SELECT made.* FROM more, LATERAL jsonb_populate_record(one, jsonb_build_object(
    'id', id, 'account_id', account_id, 'number', number)) AS made;
INSERT INTO order_lines SELECT made.* FROM more, order_lines AS line, LATERAL jsonb_populate_record(line, jsonb_build_object(
    'order_id', more.id)) AS made WHERE line.order_id = (more.one).id;
INSERT INTO tickets SELECT made.* FROM more, tickets AS ticket, LATERAL jsonb_populate_record(ticket, jsonb_build_object(
    'id', left(more.id, 20) || right(ticket.id::text, 3) || right(more.id, 13),
    'order_id', more.id, 'account_id', more.account_id)) AS made WHERE ticket.order_id = (more.one).id;
INSERT INTO idempotency_keys SELECT made.* FROM more, (SELECT idempotency_keys AS key FROM idempotency_keys LIMIT 1) AS kept,
    LATERAL jsonb_populate_record(key, jsonb_build_object('account_id', account_id, 'key', id)) AS made;
INSERT INTO outbox OVERRIDING SYSTEM VALUE SELECT made.* FROM more,
    (SELECT outbox AS message FROM outbox WHERE type = 'OrderPaid' LIMIT 1) AS told,
    LATERAL jsonb_populate_record(message, jsonb_build_object('n', -more.n, 'position', -more.n, 'message_id', id)) AS made;
"""
# What is filled in well below the minute that a statement has.
_SLICE = 5_000


def fill(stack: Stack, upto: int) -> None:
    psql = stack.servers.cluster.psql
    there = int(psql("ticket_db", "-c", "SELECT count(*) FROM orders"))
    for first in range(there, upto, _SLICE):
        psql("ticket_db", "-c", _FILL.format(first=first, orders=min(_SLICE, upto - first)))
    for settle in ("VACUUM ANALYZE", "CHECKPOINT"):  # what filling left to do is not the sale's
        psql("ticket_db", "-c", settle)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--orders", type=int, nargs="+", default=[1_000, 10_000, 100_000, 1_000_000])
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--connections", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    hot = {"name": "Hot", "price": 0, "capacity": 1_000_000}
    with system.running() as stack, system.open_shop(stack, hot) as shop:
        tokens = system.access_tokens(stack, ACCOUNTS)
        measure(stack, orders(tokens, shop), 1, given.connections)
        for upto in given.orders:
            fill(stack, upto)
            for number in range(given.rounds):
                found = measure(stack, orders(tokens, shop), given.seconds, given.connections)
                report(f"{upto} orders, round {number + 1}", found)


if __name__ == "__main__":
    main()
