from auth_service.accounts import router as accounts
from auth_service.config import settings
from auth_service.password_changes import router as password_changes
from auth_service.password_resets import router as password_resets
from auth_service.roles import router as roles
from auth_service.sessions import router as sessions
from auth_service.sign_ins import router as sign_ins
from auth_service.signing_keys import router as signing_keys
from auth_service.verification import router as verification
from shared.web import application

app = application.create(
    "auth",
    settings(),
    routers=[
        accounts.router,
        accounts.admin,
        verification.router,
        sign_ins.router,
        sessions.router,
        password_resets.router,
        password_changes.router,
        roles.router,
        signing_keys.router,
    ],
    internal_routers=[accounts.internal, roles.internal, verification.internal],
    description="Accounts, signing in and out, roles, and the keys with which access tokens are checked.",
)
