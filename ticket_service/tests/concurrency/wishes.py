"""What strangers want of an event, as it comes to the desk where orders are placed."""

import hashlib

from shared.deciding.kept_answers import Keyed
from shared.deciding.keyed_groups import Request
from shared.ids import new_id
from ticket_service.orders.models import Holder
from ticket_service.pricing.codes import Entered
from ticket_service.sales.drafting import Wish
from ticket_service.tests.shop import Offered


def one_ticket(offered: Offered, kind: int = 0, **codes: str) -> Request[Wish]:
    """Somebody new wants one ticket of the kind, by its place in the event."""
    account_id, kind_id = new_id("usr"), offered.kinds[kind].ticket_type_id
    wish = Wish(account_id, offered.event_id, {kind_id: 1}, [Holder(kind_id, "Guest")], Entered(**codes))
    keyed = Keyed(account_id, "once", hashlib.sha256(account_id.encode()).digest())
    return Request(wish, new_id("ses"), keyed)
