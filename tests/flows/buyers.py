"""People who buy as people do: some twice at once, some change their mind, some cards are declined, some come too late."""

import random
import secrets
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from deploy.people import Person, Refused, wait_until

# Of a hundred lives.
FREE, REPEATS, CLICKS_TWICE, ABANDONS, DECLINED, LATE = 30, 20, 10, 10, 5, 5
PATIENCE_SECONDS = 90.0
# What may be the answer to somebody who wanted what is scarce or came too late.
HONEST = frozenset(
    {
        *("sold_out", "hold_expired", "order_is_expired", "order_not_pending", "hold_ended", "too_many_unpaid"),
        *("payment_not_possible", "payment_in_progress", "card_declined", "payment_intent_unexpected_state"),
    }
)


@dataclass
class Accounts:
    """What the buyers were told: how each life ended, and the orders whose placing was acknowledged."""

    ends: Counter[str] = field(default_factory=Counter)
    orders: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


class Buyer:
    """One account, one life after the other."""

    def __init__(self, person: Person, event_id: str, paid: str, free: str) -> None:
        self.person, self._event_id = person, event_id
        self._paid, self._free = paid, free
        self._dice = random.Random()
        self.told = Accounts()

    def live(self, dice: random.Random) -> None:
        """The same dice make the same plans."""
        self._dice = dice
        try:
            end = self._buy()
        except Refused as refused:
            end = refused.code
            if refused.code not in HONEST:
                self.told.wrong.append(str(refused))
        except TimeoutError:
            end = "given up"
        self.told.ends[end] += 1

    def _chance(self, of_hundred: int) -> bool:
        return self._dice.randrange(100) < of_hundred

    def _buy(self) -> str:
        if self._chance(FREE):
            return self._order_at_once()
        hold = self._write("/holds", {"event_id": self._event_id, "items": self._items(self._paid)})
        order = self._write("/orders", {"hold_id": hold["id"], "holders": self._holders(self._paid)})
        self.told.orders[order["id"]] = order["status"]
        if self._chance(ABANDONS):
            return "abandoned"
        if self._chance(LATE):
            return self._come_late(order["id"])
        if self._chance(DECLINED):
            self._be_declined(order["id"])
        return self._note(self.person.pay(order["id"]))

    def _order_at_once(self) -> str:
        kind = self._free
        wish = {"event_id": self._event_id, "items": self._items(kind), "holders": self._holders(kind)}
        return self._note(self._write("/orders", wish))

    def _note(self, order: dict[str, Any]) -> str:
        self.told.orders[order["id"]] = order["status"]
        return str(order["status"])

    def _come_late(self, order_id: str) -> str:
        """The payment is begun, and the card comes when the order's time is over."""
        payment = self.person.post(f"/orders/{order_id}/payment")

        def ended() -> bool | None:
            return self.person.get(f"/orders/{order_id}")["status"] == "expired" or None

        wait_until(f"order {order_id} to expire", ended, PATIENCE_SECONDS)
        answer = self.person.confirm(payment)
        return "late" if answer.status_code >= 400 else self._note(self.person.settled(order_id))

    def _be_declined(self, order_id: str) -> None:
        """The same order can be paid with another card."""
        try:
            self.person.pay(order_id, "pm_card_chargeDeclined")
        except Refused as refused:
            if refused.status != 402:
                raise
        else:
            self.told.wrong.append(f"{order_id} was paid with a card that is declined")

    def _write(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """With one key; sometimes twice at once, sometimes again afterwards: the answers are the same to the byte."""
        key = secrets.token_hex(16)
        twins = 2 if self._chance(CLICKS_TWICE) else 1
        with ThreadPoolExecutor(twins) as hands:
            answers = list(hands.map(lambda _: self.person.ask("POST", path, body, key=key), range(twins)))
        if self._chance(REPEATS):
            answers.append(self.person.ask("POST", path, body, key=key))
        if len({answer.content for answer in answers}) > 1:
            self.told.wrong.append(f"{path} answered one key with {[answer.text for answer in answers]}")
        if answers[0].status_code >= 400:
            raise Refused(answers[0])
        decided: dict[str, Any] = answers[0].json()
        return decided

    def _items(self, kind: str) -> list[dict[str, Any]]:
        return [{"ticket_type_id": kind, "quantity": 1}]

    def _holders(self, kind: str) -> list[dict[str, Any]]:
        return [{"ticket_type_id": kind, "name": self.person.name}]
