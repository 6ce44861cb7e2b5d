"""What two parties must agree on: each function names every difference, and is without a database or a network."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

MOST_COPIES_OF_ONE = 3
# One of so many confirmations may come twice, however much was killed; of a few mails as many as a single kill explains.
ONE_COPY_IN, COPIES_OF_A_KILL = 200, 3


def wrong_money(owed: Mapping[str, int], at_provider: Mapping[str, int]) -> list[str]:
    """By order: what the books say was kept, and what the provider kept. One that only the provider knows owes nothing."""
    return [
        f"{order}: {at_provider.get(order, 0)} at the provider, {owed.get(order, 0)} in the books"
        for order in sorted(owed.keys() | at_provider.keys())
        if at_provider.get(order, 0) != owed.get(order, 0)
    ]


def doubled_money(ledger: Mapping[str, Any], refunds: Mapping[str, int]) -> list[str]:
    """Money that the provider moved twice: `refunds` is how many of each order went back, by the books.

    Sums alone would not show it: what was captured twice may have been refunded twice as well.
    """
    found = [f"{intent} belongs to no order" for intent in ledger["without"]]
    for order, group in ledger["groups"].items():
        times = group["times"]
        if times["captured"] > 1:
            found.append(f"{order} was captured {times['captured']} times")
        sent_back = times["refunded"] - times["refund_returned"]
        if sent_back > refunds.get(order, 0):
            found.append(f"{order} was refunded {sent_back} times, {refunds.get(order, 0)} in the books")
    return found


def wrong_mails(
    once_paid: Mapping[str, bool], mails: Sequence[tuple[str, str]], copies: Mapping[str, int], most_copies: int
) -> list[str]:
    """`once_paid` are the orders that were ever paid, and whether they are still.

    `mails` are the confirmations as orders and Message-IDs, `copies` how often each arrived, `most_copies` how many are
    explained by what was killed while it sent.
    """
    of_order = dict(mails)
    paid = [order for order, is_still in once_paid.items() if is_still]
    found = [f"{order} is paid and nobody was told" for order in paid if not copies.get(of_order.get(order, ""))]
    found += [f"{order} was never paid and was confirmed" for order in of_order.keys() - once_paid.keys()]
    found += [f"{order} has a second confirmation" for order, message in mails if of_order[order] != message]
    doubled = sum(copies.get(message, 0) - 1 for _, message in mails if copies.get(message, 0) > 1)
    most = min(most_copies, max(COPIES_OF_A_KILL, len(mails) // ONE_COPY_IN))
    if doubled > most:
        found.append(f"{doubled} copies of {len(mails)} confirmations, at most {most} are explained")
    too_often = [message for _, message in mails if copies.get(message, 0) > MOST_COPIES_OF_ONE]
    return [*found, *(f"{message} came {copies[message]} times" for message in too_often)]


def lagging(ends: Mapping[str, int], cursors: Mapping[tuple[str, str], int]) -> list[str]:
    """Who has not read a log to its end: `cursors` are positions by reader and log."""
    return [
        f"{reader} has read {source} to {position} of {ends[source]}"
        for (reader, source), position in cursors.items()
        if position < ends[source]
    ]


def missing(acknowledged: Collection[str], kept: Collection[str]) -> list[str]:
    """Ids that somebody was told, and that are not there."""
    return sorted(set(acknowledged) - set(kept))
