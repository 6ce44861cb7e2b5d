"""Two admins who take the role from each other at the same moment: one of them stays."""

import asyncio

from sqlalchemy import func, select, update

from auth_service.accounts import service as accounts
from auth_service.accounts.models import Account
from auth_service.roles import service as roles
from auth_service.roles.errors import LastAdmin
from auth_service.tests.people import People, Somebody
from shared.access.principals import Role
from shared.persistence.database import Database


async def two_admins(people: People, database: Database) -> tuple[Somebody, Somebody]:
    """The only two there are."""
    async with database.transaction() as session:
        await session.execute(update(Account).values(granted_roles=[]))
    return await people.registered(role=Role.ADMIN), await people.registered(role=Role.ADMIN)


async def count_admins(database: Database) -> int:
    query = select(func.count(Account.id)).where(Account.granted_roles.contains([Role.ADMIN]))
    async with database.transaction() as session:
        return (await session.execute(query)).scalar_one()


async def test_two_admins_cannot_depose_each_other(people: People, database: Database):
    admins = await two_admins(people, database)

    async def depose(victim: Somebody) -> bool:
        try:
            async with database.transaction() as session:
                await roles.withdraw(session, victim.account_id, Role.ADMIN, by="tests")
        except LastAdmin:
            return False
        return True

    assert sorted(await asyncio.gather(*(depose(admin) for admin in admins))) == [False, True]
    assert await count_admins(database) == 1


async def test_control_without_the_lock_on_all_admins_nobody_would_be_left(people: People, database: Database):
    admins = await two_admins(people, database)
    both_have_looked = asyncio.Barrier(2)

    async def depose_carelessly(victim: Somebody) -> None:
        async with database.transaction() as session:
            others = select(Account.id).where(
                Account.granted_roles.contains([Role.ADMIN]), Account.id != victim.account_id
            )
            assert (await session.execute(others)).first() is not None
            await both_have_looked.wait()
            account = await accounts.get_for_update(session, victim.account_id)
            account.withdraw(Role.ADMIN)

    await asyncio.gather(*(depose_carelessly(admin) for admin in admins))
    assert await count_admins(database) == 0
