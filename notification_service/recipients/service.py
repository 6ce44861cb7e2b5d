from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, delete, or_, select, union, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from notification_service.recipients.models import Buyer, Owner, Recipient
from shared.messages.auth import AccountRegistered
from shared.messages.ticket import OrderPaid, TicketTransferred
from shared.messages.user import PreferencesChanged, ProfileChanged
from shared.persistence import bulk
from shared.persistence.database import among

# Two services' clocks may differ by this much; who comes or goes within it is told rather than not.
GRACE = timedelta(minutes=5)


async def register(session: AsyncSession, message: AccountRegistered) -> None:
    """What auth knows; name and locale only until the person has changed them at user."""
    row = insert(Recipient).values(
        account_id=message.account_id, email=message.email, name=message.name, locale=message.locale
    )
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[Recipient.account_id],
            set_={
                Recipient.email: row.excluded.email,
                Recipient.name: case((Recipient.profile_version == 0, row.excluded.name), else_=Recipient.name),
                Recipient.locale: case(
                    (Recipient.preferences_version == 0, row.excluded.locale), else_=Recipient.locale
                ),
            },
        )
    )


async def change_address(session: AsyncSession, account_id: str, email: str) -> None:
    row = insert(Recipient).values(account_id=account_id, email=email)
    await session.execute(row.on_conflict_do_update(index_elements=[Recipient.account_id], set_={"email": email}))


async def change_profile(session: AsyncSession, message: ProfileChanged) -> None:
    values = {"name": message.name, "phone": message.phone, "profile_version": message.version}
    await _change(session, message.account_id, values, Recipient.profile_version < message.version)


async def change_preferences(session: AsyncSession, message: PreferencesChanged) -> None:
    values = {
        "locale": message.locale,
        "email_event_updates": message.email_event_updates,
        "sms_event_updates": message.sms_event_updates,
        "preferences_version": message.version,
    }
    await _change(session, message.account_id, values, Recipient.preferences_version < message.version)


async def forget(session: AsyncSession, account_id: str) -> None:
    await session.execute(delete(Buyer).where(Buyer.account_id == account_id))
    await session.execute(delete(Owner).where(Owner.account_id == account_id))
    await session.execute(delete(Recipient).where(Recipient.account_id == account_id))


async def with_sms(session: AsyncSession, account_ids: Collection[str]) -> Collection[str]:
    """Those of the accounts that want event news by SMS and have a number."""
    if not account_ids:
        return ()
    wanted = select(Recipient.account_id).where(
        among(Recipient.account_id, account_ids), Recipient.sms_event_updates, Recipient.phone.is_not(None)
    )
    return set((await session.execute(wanted)).scalars())


async def without_updates(session: AsyncSession, account_ids: Collection[str]) -> Collection[str]:
    """Those of the accounts that want no mails which one can do without."""
    if not account_ids:
        return ()
    unwanted = select(Recipient.account_id).where(
        among(Recipient.account_id, account_ids), ~Recipient.email_event_updates
    )
    return set((await session.execute(unwanted)).scalars())


async def add_buyers(session: AsyncSession, messages: Sequence[OrderPaid]) -> None:
    buyers = [
        bulk.row(
            Buyer,
            order_id=message.order_id,
            event_id=message.order.event_id,
            account_id=message.order.account_id,
            paid_at=message.paid_at,
        )
        for message in messages
    ]
    await bulk.insert(session, buyers, on_conflict="ON CONFLICT DO NOTHING")


async def remove_buyer(session: AsyncSession, order_id: str, at: datetime) -> None:
    await session.execute(update(Buyer).where(Buyer.order_id == order_id, Buyer.left_at.is_(None)).values(left_at=at))


async def add_owner(session: AsyncSession, message: TicketTransferred) -> None:
    values = {
        "ticket_id": message.ticket_id,
        "event_id": message.event_id,
        "account_id": message.to_account_id,
        "since": message.transferred_at,
        "left_at": None,
    }
    row = insert(Owner).values(values)
    await session.execute(row.on_conflict_do_update(index_elements=[Owner.ticket_id], set_=values))


async def remove_owners(session: AsyncSession, ticket_ids: Sequence[str], at: datetime) -> Sequence[Owner]:
    """The tickets have ended; those of them that had been transferred, with their last owners."""
    ended = update(Owner).where(Owner.ticket_id.in_(ticket_ids), Owner.left_at.is_(None)).values(left_at=at)
    return (await session.execute(ended.returning(Owner))).scalars().all()


async def list_audience(
    session: AsyncSession, event_id: str, at: datetime, *, after: str | None, limit: int
) -> list[str]:
    """The accounts, in the order of their ids, that had tickets for the event at about that moment."""
    buyers = select(Buyer.account_id).where(
        Buyer.event_id == event_id,
        Buyer.paid_at <= at + GRACE,
        or_(Buyer.left_at.is_(None), Buyer.left_at >= at - GRACE),
    )
    owners = select(Owner.account_id).where(
        Owner.event_id == event_id,
        Owner.since <= at + GRACE,
        or_(Owner.left_at.is_(None), Owner.left_at >= at - GRACE),
    )
    everybody = union(buyers, owners).subquery()
    query = select(everybody.c.account_id).order_by(everybody.c.account_id).limit(limit)
    if after is not None:
        query = query.where(everybody.c.account_id > after)
    return list((await session.execute(query)).scalars())


async def _change(
    session: AsyncSession, account_id: str, values: Mapping[str, object], is_older: ColumnElement[bool]
) -> None:
    row = insert(Recipient).values(account_id=account_id, **values)
    await session.execute(
        row.on_conflict_do_update(index_elements=[Recipient.account_id], set_=dict(values), where=is_older)
    )
