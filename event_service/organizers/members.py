"""Who manages an organizer. Others are told after each change, with all accounts."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from event_service.accounts import service as accounts
from event_service.organizers.errors import AlreadyMember, LastMember, TooManyMembers
from event_service.organizers.models import Member, Organizer
from shared.access.principals import Role
from shared.errors import NotFound
from shared.message_log import outbox
from shared.messages.event import OrganizerMembersChanged
from shared.persistence import clock

MOST_MEMBERS = 50


async def add(session: AsyncSession, organizer: Organizer, account_id: str) -> None:
    now = await clock.now(session)
    session.add(Member(organizer_id=organizer.id, account_id=account_id, created_at=now, joined_at=now))
    await accounts.grant(session, account_id, Role.EVENT_CREATOR)
    await _tell(session, organizer)


async def invite(session: AsyncSession, organizer: Organizer, email: str) -> Member:
    """Whoever has the address as verified becomes a member soon, others when they verify it. Hold the organizer's lock.

    Raises AlreadyMember, TooManyMembers.
    """
    rows = select(func.count(), func.count().filter(Member.email == email)).where(Member.organizer_id == organizer.id)
    members, same = (await session.execute(rows)).one()
    if same:
        raise AlreadyMember(param="email")
    if members >= MOST_MEMBERS:
        raise TooManyMembers
    member = Member(organizer_id=organizer.id, account_id=None, email=email, created_at=await clock.now(session))
    session.add(member)
    await accounts.look_up(session, email)
    await session.flush()  # its id is shown to the caller
    return member


async def remove(session: AsyncSession, organizer: Organizer, member_id: str) -> None:
    """Hold the organizer's lock. Raises NotFound, LastMember."""
    member = await session.get(Member, member_id)
    if member is None or member.organizer_id != organizer.id:
        raise NotFound
    if member.account_id is not None and len(await _accounts(session, organizer.id)) == 1:
        raise LastMember
    await session.delete(member)
    if member.account_id is not None:
        await _tell(session, organizer)


async def join(session: AsyncSession, organizer_id: str, account_id: str) -> None:
    """The person says that they have come; who had joined already stays so.

    An act of their own, so that whoever invites an address does not learn by that whether an account has it.
    """
    mine = Member.organizer_id == organizer_id, Member.account_id == account_id, Member.joined_at.is_(None)
    await session.execute(update(Member).where(*mine).values(joined_at=await clock.now(session)))


async def find_invitations(session: AsyncSession, account_id: str) -> frozenset[str]:
    """The organizers that the account was invited to manage and has not joined yet."""
    mine = Member.account_id == account_id, Member.joined_at.is_(None)
    return frozenset((await session.execute(select(Member.organizer_id).where(*mine))).scalars())


async def list_all(session: AsyncSession, organizer_id: str) -> Sequence[tuple[Member, str | None]]:
    """With the names of those who have joined."""
    rows = select(Member).where(Member.organizer_id == organizer_id).order_by(Member.id)
    found = (await session.execute(rows)).scalars().all()
    joined = {member.id: member.account_id for member in found if member.account_id and member.joined_at}
    names = await accounts.names_of(session, joined.values())
    return [(member, names.get(joined.get(member.id, ""))) for member in found]


async def accept(session: AsyncSession, email: str, account_id: str) -> None:
    """The account has the address as verified: its invitations become memberships."""
    invited = select(Member.organizer_id).where(Member.email == email, Member.account_id.is_(None))
    for organizer in await _lock_all(session, (await session.execute(invited)).scalars().all()):
        row = select(Member).where(Member.organizer_id == organizer.id, Member.email == email)
        member = (await session.execute(row)).scalar_one_or_none()
        if member is None or member.account_id is not None:
            continue
        if account_id in await _accounts(session, organizer.id):
            await session.delete(member)
            continue
        member.account_id = account_id
        await accounts.grant(session, account_id, Role.EVENT_CREATOR)
        await _tell(session, organizer)


async def forget(session: AsyncSession, account_id: str) -> None:
    """The account is closed: it manages nothing any more."""
    managed = select(Member.organizer_id).where(Member.account_id == account_id)
    for organizer in await _lock_all(session, (await session.execute(managed)).scalars().all()):
        row = select(Member).where(Member.organizer_id == organizer.id, Member.account_id == account_id)
        member = (await session.execute(row)).scalar_one_or_none()
        if member is not None:
            await session.delete(member)
            await _tell(session, organizer)


async def _lock_all(session: AsyncSession, organizer_ids: Sequence[str]) -> Sequence[Organizer]:
    rows = select(Organizer).where(Organizer.id.in_(organizer_ids)).order_by(Organizer.id).with_for_update()
    return (await session.execute(rows)).scalars().all()


async def _accounts(session: AsyncSession, organizer_id: str) -> list[str]:
    rows = select(Member.account_id).where(Member.organizer_id == organizer_id).order_by(Member.id)
    return [account_id for account_id in (await session.execute(rows)).scalars() if account_id is not None]


async def _tell(session: AsyncSession, organizer: Organizer) -> None:
    organizer.members_version += 1
    account_ids = await _accounts(session, organizer.id)
    version = organizer.members_version
    await outbox.add(
        session, OrganizerMembersChanged(organizer_id=organizer.id, account_ids=account_ids, version=version)
    )
