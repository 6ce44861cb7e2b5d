"""By which rules an event is sold: everybody sees taxes, fees and policies, its managers its codes."""

from fastapi import Response

from event_service import etags
from event_service.events import queries
from event_service.events.errors import EventIsCanceled
from event_service.events.sale_rules import SaleRules
from event_service.events.schemas import EventId
from event_service.organizers.access import Manager
from event_service.sale_rules import service
from event_service.sale_rules.errors import CodeNotWhole, CodeTaken, TooManyCodes
from event_service.sale_rules.models import Code
from event_service.sale_rules.schemas import (
    CodeChange,
    CodeCreate,
    CodeId,
    CodeList,
    CodeRead,
    SaleRulesChange,
    SaleRulesRead,
)
from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import OptionalCaller
from shared.web.transactions import Transaction

router = idempotency.router(tags=["sale rules"])


@router.get("/events/{event_id}/sale-rules", response_model=SaleRulesRead)
async def read_sale_rules(
    event_id: EventId, caller: OptionalCaller, session: Transaction, response: Response
) -> SaleRules:
    """Taxes, fees, and what may be given back or passed on. The `ETag` is for changing them."""
    event = await queries.get_visible(session, event_id, caller)
    rules = await service.get(session, event.id)
    response.headers["ETag"] = etags.of(rules.version)
    return rules


@router.patch(
    "/events/{event_id}/sale-rules",
    response_model=SaleRulesRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventIsCanceled, etags.ChangedMeanwhile),
)
async def change_sale_rules(
    event_id: EventId,
    body: SaleRulesChange,
    caller: Manager,
    session: Transaction,
    response: Response,
    if_match: etags.IfMatch = None,
) -> SaleRules:
    """Changes what the body names. Who holds tickets already pays by the rules of that moment."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    rules = await service.get(session, event.id)
    etags.check(if_match, rules.version)
    await service.change(session, event, rules, body.model_dump(exclude_unset=True))
    response.headers["ETag"] = etags.of(rules.version)
    return rules


@router.get("/events/{event_id}/sale-rules/codes", response_model=CodeList)
async def list_codes(event_id: EventId, caller: Manager, session: Transaction) -> dict[str, object]:
    """The discount and access codes of an event that you manage."""
    event = await queries.get_managed(session, event_id, caller)
    return {"data": await service.list_codes(session, event.id)}


@router.post(
    "/events/{event_id}/sale-rules/codes",
    status_code=201,
    response_model=CodeRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(CodeNotWhole, CodeTaken, TooManyCodes, EventIsCanceled),
)
async def create_code(
    event_id: EventId, body: CodeCreate, caller: Manager, session: Transaction, response: Response
) -> Code:
    """Adds a discount or an access code."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    code = await service.add_code(session, event, body.model_dump())
    response.headers["ETag"] = etags.of(code.version)
    return code


@router.patch(
    "/events/{event_id}/sale-rules/codes/{code_id}",
    response_model=CodeRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(CodeNotWhole, EventIsCanceled, etags.ChangedMeanwhile),
)
async def change_code(
    event_id: EventId,
    code_id: CodeId,
    body: CodeChange,
    caller: Manager,
    session: Transaction,
    response: Response,
    if_match: etags.IfMatch = None,
) -> Code:
    """Changes what the body names. Orders that were placed with the code keep their price."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    code = await service.get_code(session, event, code_id)
    etags.check(if_match, code.version)
    await service.change_code(session, event, code, body.model_dump(exclude_unset=True))
    response.headers["ETag"] = etags.of(code.version)
    return code


@router.delete(
    "/events/{event_id}/sale-rules/codes/{code_id}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(EventIsCanceled),
)
async def delete_code(event_id: EventId, code_id: CodeId, caller: Manager, session: Transaction) -> None:
    """Nobody can use the code any more. Orders that were placed with it keep their price."""
    event = await queries.get_managed_for_update(session, event_id, caller)
    await service.remove_code(session, event, await service.get_code(session, event, code_id))
