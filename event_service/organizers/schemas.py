from typing import Annotated, Literal

from pydantic import Field

from event_service.organizers.models import Member, Organizer
from shared.addresses import Email
from shared.ids import id_field
from shared.web.wire import Moment, Name, Request, Response

OrganizerId = Annotated[str, id_field("org"), Field(examples=["org_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]
MemberId = Annotated[str, id_field("mem"), Field(examples=["mem_0197b2f0c1d27e0f8a5b3c4d5e6f7a8b"])]


class OrganizerCreate(Request):
    name: Name = Field(examples=["Riverside Concerts"])


class OrganizerChange(Request):
    """What is not named stays as it is."""

    name: Name = Field(default_factory=str, examples=["Riverside Concerts"])


class OrganizerRead(Response):
    id: OrganizerId
    name: str = Field(examples=["Riverside Concerts"])
    created_at: Moment


class OwnOrganizer(OrganizerRead):
    is_invited: bool = Field(description="Whether you were invited to manage it and have not joined yet.")

    @classmethod
    def of(cls, organizer: Organizer, is_invited: bool) -> "OwnOrganizer":
        return cls(id=organizer.id, name=organizer.name, created_at=organizer.created_at, is_invited=is_invited)


class MemberInvite(Request):
    email: Email


class MemberRead(Response):
    id: MemberId
    email: str | None = Field(description="The address that was invited; null for who created the organizer.")
    name: str | None = Field(description="What they are called, once they have joined.", examples=["Ada Lovelace"])
    status: Literal["active", "invited"] = Field(
        description="`invited` until the person joins: whether an account has the address is not told."
    )
    created_at: Moment

    @classmethod
    def of(cls, member: Member, name: str | None = None) -> "MemberRead":
        return cls(id=member.id, email=member.email, name=name, status=member.status, created_at=member.created_at)


class MemberList(Response):
    data: list[MemberRead]
