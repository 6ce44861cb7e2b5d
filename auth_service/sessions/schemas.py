from typing import Annotated, Literal

from pydantic import Field

from auth_service.accounts.schemas import AccountRead
from auth_service.sessions.models import AccountSession
from shared.ids import id_field
from shared.web.wire import Moment, Response

SessionId = Annotated[str, id_field("ses")]


class AccessGrant(Response):
    """An access token for the `Authorization` header. The refresh token comes as a cookie that scripts cannot read."""

    access_token: str = Field(examples=["eyJhbGciOiJFUzI1NiIs…"])
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  the scheme of RFC 6750
    expires_in: int = Field(description="Seconds.", examples=[300])
    account: AccountRead


class SessionRead(Response):
    id: str = Field(examples=["ses_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])
    address: str = Field(description="Where it was opened from.", examples=["203.0.113.7"])
    user_agent: str = Field(examples=["Mozilla/5.0 (X11; Linux x86_64)"])
    created_at: Moment
    last_used_at: Moment
    expires_at: Moment
    is_current: bool = Field(description="Whether this is the session that asks.", examples=[True])

    @classmethod
    def of(cls, row: AccountSession, *, current_id: str) -> "SessionRead":
        return cls(
            id=row.id,
            address=row.address,
            user_agent=row.user_agent,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
            expires_at=row.expires_at,
            is_current=row.id == current_id,
        )
