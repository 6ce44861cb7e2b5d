"""Capacity has one owner at a time: a draft's is decided here, a published event's by ticket, which is asked first."""

import contextlib
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from event_service import asking
from event_service.asking import Hopeless
from event_service.events import queries
from event_service.events.models import Event
from event_service.events.ticket_type import TicketType
from event_service.ticket_types import service, telling
from event_service.ticket_types.errors import (
    CapacityBelowSold,
    CapacityOpening,
    CapacityRefused,
    OverallCapacityFixed,
    SaleNotReady,
)
from event_service.ticket_types.models import PendingCapacity
from shared.errors import Conflict, NotFound, Unavailable
from shared.messages.ticket import AllocationChanged
from shared.peers.calls import CallRefused, ServiceCalls
from shared.persistence.leases import WorkState
from shared.runtime import Runtime


async def check_settable(session: AsyncSession, event: Event, ticket_type: TicketType) -> None:
    """Raises EventIsCanceled, TicketTypeWithdrawn, CapacityOpening."""
    event.check_changeable()
    ticket_type.check_offered()
    pending = await session.get(PendingCapacity, ticket_type.id)
    if pending is not None and pending.state == WorkState.WAITING:
        raise CapacityOpening(retry_after=1)


def check_overall_settable(event: Event, capacity: int | None) -> None:
    """Raises EventIsCanceled, OverallCapacityFixed."""
    event.check_changeable()
    if event.is_public and (capacity is None or event.overall_capacity is None):
        raise OverallCapacityFixed(param="capacity")


async def pass_on(calls: ServiceCalls, event_id: str, ticket_type_id: str | None, capacity: int) -> Conflict | None:
    """Asks ticket to sell this many, and returns why it will not. May be asked twice.

    Raises Unavailable, SaleNotReady.
    """
    of_type = "" if ticket_type_id is None else f"/ticket-types/{ticket_type_id}"
    path = f"/internal/events/{event_id}{of_type}/capacity"
    try:
        await calls.send("PUT", "ticket", path, json={"capacity": capacity})
    except CallRefused as refusal:
        if refusal.status == 404:
            raise SaleNotReady(retry_after=1) from refusal
        if refusal.status != 409:
            raise Unavailable(retry_after=1) from refusal
        if refusal.problem.get("code") != CapacityBelowSold.code():
            return CapacityRefused(reason=refusal.problem.get("code"))
        members = {name: refusal.problem[name] for name in ("sold", "held") if name in refusal.problem}
        return CapacityBelowSold(param="capacity", **members)
    return None


async def set_of_draft(session: AsyncSession, event: Event, ticket_type: TicketType, capacity: int) -> None:
    """Hold the event's lock."""
    if ticket_type.change({"capacity": capacity}):
        await telling.tell_changed(session, event, ticket_type)


def copy_set(ticket_type: TicketType, capacity: int, heard_before: int) -> None:
    """Shows at once what ticket has accepted, unless ticket has told more of this type since it was asked.

    Hold the event's lock. What ticket tells comes later and in its order, so that the copy ends right either way.
    """
    if ticket_type.capacity_heard == heard_before:
        ticket_type.capacity = capacity


def set_overall(event: Event, capacity: int | None, heard_before: int) -> None:
    """A draft's, or the copy of what ticket has accepted, as `copy_set` does. Hold the event's lock."""
    if event.overall_capacity_heard == heard_before:
        event.overall_capacity = capacity


async def allocation_changed(session: AsyncSession, message: AllocationChanged) -> None:
    event = await queries.find_for_update(session, message.event_id)
    if event is None:
        return
    if message.ticket_type_id is None:
        event.hear_overall_capacity(message.capacity, message.version)
        return
    with contextlib.suppress(NotFound):
        ticket_type = service.get(event, message.ticket_type_id)
        ticket_type.hear_capacity(message.capacity, message.version)


async def open_due(runtime: Runtime[Any]) -> None:
    """Passes on what types that were added after the publication begin with."""

    async def ask(pending: PendingCapacity) -> None:
        refusal = await pass_on(runtime.calls, pending.event_id, pending.ticket_type_id, pending.capacity)
        if refusal is not None:
            raise Hopeless(refusal.detail)

    await asking.work_off(runtime.database, PendingCapacity, ask)
