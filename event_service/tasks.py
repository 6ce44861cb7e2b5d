"""What the worker does by itself."""

import asyncio

from event_service.accounts import granting
from event_service.config import Settings
from event_service.invitations import service as invitations
from event_service.showing import service as showing
from event_service.ticket_types import capacity
from shared.runtime import Runtime
from shared.workers.worker import task


@task(showing.SHOW_TASK)
async def show_changes(runtime: Runtime[Settings]) -> None:
    """Events show what has changed of their venue or organizer."""
    await showing.go_on_all(runtime.database)


@task("event.ask_others")
async def ask_others(runtime: Runtime[Settings]) -> None:
    """Asks auth and ticket what is due to be asked."""
    await asyncio.gather(
        granting.grant_due(runtime),
        invitations.look_up_due(runtime),
        capacity.open_due(runtime),
    )
