"""Organizers and who manages them."""

from fastapi import Response

from event_service import etags
from event_service.organizers import members, service
from event_service.organizers.access import Manager
from event_service.organizers.errors import AlreadyMember, LastMember, TooManyMembers
from event_service.organizers.models import Organizer
from event_service.organizers.schemas import (
    MemberId,
    MemberInvite,
    MemberList,
    MemberRead,
    OrganizerChange,
    OrganizerCreate,
    OrganizerId,
    OrganizerRead,
    OwnOrganizer,
)
from event_service.showing import service as showing
from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller
from shared.web.pagination import InvalidCursor, Page, paginate
from shared.web.paging import PagingQuery
from shared.web.transactions import Transaction

router = idempotency.router(tags=["organizers"])


@router.post("/organizers", status_code=201, response_model=OrganizerRead, dependencies=[idempotency.accepted])
async def create_organizer(
    body: OrganizerCreate, caller: LiveCaller, session: Transaction, response: Response
) -> Organizer:
    """Makes an organizer with you as its first member. You get the role EventCreator with one of your next tokens."""
    organizer = await service.create(session, caller.account_id, body.name)
    response.headers["ETag"] = etags.of(organizer.version)
    return organizer


@router.get("/organizers", responses=problems.responses(InvalidCursor))
async def list_organizers(caller: LiveCaller, session: Transaction, paging: PagingQuery) -> Page[OwnOrganizer]:
    """The organizers that you manage; for an Admin all."""
    page = await paginate(session, service.managed(caller), paging, order_by=[Organizer.id])
    invitations = await members.find_invitations(session, caller.account_id)
    shown = [OwnOrganizer.of(organizer, organizer.id in invitations) for organizer in page.data]
    return Page(data=shown, has_more=page.has_more, next_cursor=page.next_cursor)


@router.get("/organizers/{organizer_id}", response_model=OrganizerRead)
async def read_organizer(
    organizer_id: OrganizerId, caller: LiveCaller, session: Transaction, response: Response
) -> Organizer:
    """An organizer that you manage."""
    organizer = await service.get_managed(session, organizer_id, caller)
    response.headers["ETag"] = etags.of(organizer.version)
    return organizer


@router.post("/organizers/{organizer_id}/join", status_code=204, dependencies=[idempotency.accepted])
async def join_organizer(organizer_id: OrganizerId, caller: LiveCaller, session: Transaction) -> None:
    """You have come to manage the organizer that you were invited to: the others see you by name from now on."""
    await service.get_managed(session, organizer_id, caller)
    await members.join(session, organizer_id, caller.account_id)


@router.patch(
    "/organizers/{organizer_id}",
    response_model=OrganizerRead,
    dependencies=[idempotency.accepted],
    responses=problems.responses(etags.ChangedMeanwhile),
)
async def change_organizer(
    organizer_id: OrganizerId,
    body: OrganizerChange,
    caller: Manager,
    session: Transaction,
    response: Response,
    if_match: etags.IfMatch = None,
) -> Organizer:
    """Renames an organizer; its events show the new name."""
    organizer = await service.get_managed_for_update(session, organizer_id, caller)
    etags.check(if_match, organizer.version)
    if body.name and body.name != organizer.name:
        organizer.rename(body.name)
        await showing.organizer_renamed(session, organizer)
    response.headers["ETag"] = etags.of(organizer.version)
    return organizer


@router.get("/organizers/{organizer_id}/members")
async def list_members(organizer_id: OrganizerId, caller: Manager, session: Transaction) -> MemberList:
    """Who manages the organizer, and who has been invited to."""
    organizer = await service.get_managed(session, organizer_id, caller)
    people = await members.list_all(session, organizer.id)
    return MemberList(data=[MemberRead.of(member, name) for member, name in people])


@router.post(
    "/organizers/{organizer_id}/members",
    status_code=201,
    dependencies=[idempotency.accepted],
    responses=problems.responses(AlreadyMember, TooManyMembers),
)
async def invite_member(
    organizer_id: OrganizerId, body: MemberInvite, caller: Manager, session: Transaction
) -> MemberRead:
    """Lets whoever has the e-mail address manage the organizer, at once or as soon as they have verified it."""
    organizer = await service.get_managed_for_update(session, organizer_id, caller)
    return MemberRead.of(await members.invite(session, organizer, body.email))


@router.delete(
    "/organizers/{organizer_id}/members/{member_id}",
    status_code=204,
    dependencies=[idempotency.accepted],
    responses=problems.responses(LastMember),
)
async def remove_member(organizer_id: OrganizerId, member_id: MemberId, caller: Manager, session: Transaction) -> None:
    """Ends a membership or an invitation. The last member with an account stays."""
    organizer = await service.get_managed_for_update(session, organizer_id, caller)
    await members.remove(session, organizer, member_id)
