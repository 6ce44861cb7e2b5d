from shared.deciding import idempotency
from shared.message_log import outbox
from shared.messages.user import PreferencesChanged, ProfileChanged
from shared.web.identity import Caller
from shared.web.transactions import Transaction
from user_service.profiles import service as profiles
from user_service.profiles.models import Profile
from user_service.profiles.schemas import ProfileChange, ProfileRead, SettingsChange, SettingsRead

router = idempotency.router(tags=["profiles"])


@router.get("/users/me", response_model=ProfileRead)
async def read_profile(caller: Caller, session: Transaction) -> Profile:
    """Your name and telephone number."""
    return await profiles.get_or_blank(session, caller.account_id)


@router.patch("/users/me", response_model=ProfileRead, dependencies=[idempotency.accepted])
async def change_profile(change: ProfileChange, caller: Caller, session: Transaction) -> Profile:
    """Changes your name or telephone number."""
    profile = await profiles.get_or_make_for_update(session, caller.account_id)
    if profile.change(change.model_dump(exclude_unset=True)):
        told = ProfileChanged(
            account_id=profile.account_id, version=profile.version, name=profile.name, phone=profile.phone
        )
        await outbox.add(session, told)
    return profile


@router.get("/users/me/settings", response_model=SettingsRead)
async def read_settings(caller: Caller, session: Transaction) -> Profile:
    """Your language, time zone and what you want to be told."""
    return await profiles.get_or_blank(session, caller.account_id)


@router.patch("/users/me/settings", response_model=SettingsRead, dependencies=[idempotency.accepted])
async def change_settings(change: SettingsChange, caller: Caller, session: Transaction) -> Profile:
    """Changes your language, time zone or what you want to be told."""
    profile = await profiles.get_or_make_for_update(session, caller.account_id)
    if profile.change(change.model_dump(exclude_unset=True)):
        told = PreferencesChanged(
            account_id=profile.account_id,
            version=profile.version,
            locale=profile.locale,
            time_zone=profile.time_zone,
            email_event_updates=profile.email_event_updates,
            sms_event_updates=profile.sms_event_updates,
        )
        await outbox.add(session, told)
    return profile
