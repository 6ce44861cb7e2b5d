"""Message type -> what the auth service does about it."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth_service.accounts import service as accounts
from shared.message_log.inbox import Listeners
from shared.messages import Envelope
from shared.messages.user import ProfileChanged

listeners = Listeners()


@listeners.on(ProfileChanged)
async def follow_profile(session: AsyncSession, message: ProfileChanged, _envelope: Envelope) -> None:
    await accounts.rename(session, message.account_id, message.name, message.version)
