"""What the others are told of an event's sale rules: all of them, with a version that rises."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from event_service.events.models import Event
from event_service.events.sale_rules import SaleRules
from event_service.sale_rules.models import Code
from shared.message_log import outbox
from shared.messages.event import CodeState, SaleRulesChanged, SaleRulesState


def state_of(rules: SaleRules, codes: Sequence[Code]) -> SaleRulesState:
    return SaleRulesState(
        tax_name=rules.tax_name,
        tax_rate=rules.tax_rate,
        tax_included=rules.tax_included,
        fee_per_ticket=rules.fee_per_ticket,
        fee_rate=rules.fee_rate,
        fees_included=rules.fees_included,
        refunds=rules.refunds,
        refund_until=rules.refund_until,
        transfers_allowed=rules.transfers_allowed,
        transfer_until=rules.transfer_until,
        codes=[_state_of_code(code) for code in codes],
    )


def _state_of_code(code: Code) -> CodeState:
    return CodeState(
        code_id=code.id,
        kind=code.kind,
        code=code.code,
        rate=code.rate,
        amount=code.amount,
        ticket_type_ids=code.ticket_type_ids,
        max_uses=code.max_uses,
        max_per_account=code.max_per_account,
        valid_from=code.valid_from,
        valid_until=code.valid_until,
    )


async def tell_changed(session: AsyncSession, event: Event, rules: SaleRules, codes: Sequence[Code]) -> None:
    """A draft's rules are told with its publication. Hold the event's lock."""
    if event.is_public:
        state = state_of(rules, codes)
        await outbox.add(session, SaleRulesChanged(event_id=event.id, rules=state, version=rules.version))
