from sqlalchemy import case, delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from user_service.profiles.models import Profile


async def get_or_blank(session: AsyncSession, account_id: str) -> Profile:
    """The profile; one with nothing in it while auth's message about the account has not arrived yet."""
    return await session.get(Profile, account_id) or blank(account_id)


async def get_or_make_for_update(session: AsyncSession, account_id: str) -> Profile:
    """The profile, locked; made now when auth's message about the account has not arrived yet."""
    await session.execute(insert(Profile).values(account_id=account_id).on_conflict_do_nothing())
    return await session.get_one(Profile, account_id, with_for_update=True)


async def register(session: AsyncSession, account_id: str, *, name: str, locale: str) -> None:
    """What the person said at registration; it does not replace what they have changed since."""
    row = insert(Profile).values(account_id=account_id, name=name, locale=locale)
    await session.execute(
        row.on_conflict_do_update(
            index_elements=[Profile.account_id],
            set_={
                Profile.name: func.coalesce(func.nullif(Profile.name, ""), row.excluded.name),
                Profile.locale: case((Profile.version == 0, row.excluded.locale), else_=Profile.locale),
            },
        )
    )


async def forget(session: AsyncSession, account_id: str) -> None:
    await session.execute(delete(Profile).where(Profile.account_id == account_id))


def blank(account_id: str) -> Profile:
    return Profile(
        account_id=account_id,
        name="",
        phone=None,
        locale="en",
        time_zone="UTC",
        email_event_updates=True,
        sms_event_updates=False,
    )
