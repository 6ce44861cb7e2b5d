"""A subscriber of the user service's log that some messages end: `python -m shared.tests.mortal follow` (or `replay`).

Like a worker it starts a child again that has died, `LIVES` times at most, and prints how many did. With `--forgetful`
nothing that a child has noted about its end is there for the next.
"""

import argparse
import asyncio
import os

from pydantic_settings import SettingsConfigDict
from sqlalchemy import Identity, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from shared.message_log import inbox, parking
from shared.message_log.inbox import Listeners
from shared.message_log.parking import ParkedMessage
from shared.message_log.unfinished import ENOUGH, UnfinishedPage
from shared.messages import Envelope
from shared.messages.user import ProfileChanged
from shared.persistence.database import Base, Database
from shared.runtime import running
from shared.settings import ServiceSettings

SERVICE = "auth"
DEADLY = "deadly"
# More than a deadly message may cost.
LIVES = ENOUGH + 3
DIED = 70

listeners = Listeners()


class Settings(ServiceSettings):
    model_config = SettingsConfigDict(env_prefix="AUTH_", extra="ignore", frozen=True)


class Effect(Base):
    """What a message has done here."""

    __tablename__ = "effects"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    account_id: Mapped[str]
    name: Mapped[str]


@listeners.on(ProfileChanged)
async def note(session: AsyncSession, message: ProfileChanged, _envelope: Envelope) -> None:
    session.add(Effect(account_id=message.account_id, name=message.name))
    await session.flush()  # it has been done when the process ends
    if message.name == DEADLY:
        os._exit(DIED)


async def live(deed: str, *, is_forgetful: bool) -> None:
    async with running(SERVICE, Settings()) as runtime:
        if is_forgetful:
            await forget(runtime.database)
        if deed == "follow":
            await inbox.follow(runtime.database, runtime.calls, listeners, "user")
        else:
            await parking.replay(runtime.database, listeners.apply)


async def forget(database: Database) -> None:
    async with database.transaction() as session:
        await session.execute(delete(UnfinishedPage))
        tried = update(ParkedMessage).where(ParkedMessage.error == parking.DID_NOT_COME_BACK)
        await session.execute(tried.values(due_at=ParkedMessage.created_at))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("deed")
    parser.add_argument("--forgetful", action="store_true")
    arguments = parser.parse_args()
    deaths = 0
    while deaths < LIVES:
        child = os.fork()
        if child == 0:
            asyncio.run(live(arguments.deed, is_forgetful=arguments.forgetful))
            return
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if status == 0:
            break
        assert status == DIED, status
        deaths += 1
    print(deaths)  # noqa: T201  the test reads it


if __name__ == "__main__":
    main()
