from datetime import datetime

from auth_service.accounts.models import Account
from auth_service.accounts.schemas import AccountRead
from auth_service.config import Settings
from auth_service.sessions.schemas import AccessGrant
from auth_service.signing_keys import service as signing_keys


def grant(settings: Settings, account: Account, session_id: str, moment: datetime) -> AccessGrant:
    """What somebody who signs in, or stays signed in, gets in the body of the answer."""
    return AccessGrant(
        access_token=signing_keys.access_token(settings.secrets_dir, account.id, session_id, account.roles, moment),
        expires_in=int(signing_keys.ACCESS_LIFE.total_seconds()),
        account=AccountRead.model_validate(account),
    )
