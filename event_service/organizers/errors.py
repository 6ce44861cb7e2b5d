from shared.errors import Conflict


class AlreadyMember(Conflict):
    detail = "This address has been invited to the organizer already."


class LastMember(Conflict):
    detail = "The last member with an account cannot be removed; nobody could manage the organizer."


class TooManyMembers(Conflict):
    detail = "An organizer may have at most 50 members and invitations."
