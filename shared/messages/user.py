"""Facts that user owns."""

from shared.messages.message import Message


class ProfileChanged(Message):
    aggregate = "account_id"
    account_id: str
    name: str
    phone: str | None


class PreferencesChanged(Message):
    aggregate = "account_id"
    account_id: str
    locale: str
    time_zone: str
    email_event_updates: bool
    sms_event_updates: bool
