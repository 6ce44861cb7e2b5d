from shared.errors import Conflict, Forbidden


class LastAdmin(Conflict):
    detail = "Somebody must remain who is an admin; grant the role to somebody else first."


class RoleNotYours(Forbidden):
    detail = "This service may not grant this role."
