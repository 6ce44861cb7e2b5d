from auth_service.attempts.errors import TooManyAttempts
from auth_service.connections import CurrentDatabase
from auth_service.password_changes import service as password_changes
from auth_service.password_changes.errors import WrongPassword
from auth_service.password_changes.schemas import PasswordChange
from auth_service.passwords.errors import PasswordTooCommon, TooManySignIns
from shared.deciding import idempotency
from shared.web import problems
from shared.web.identity import LiveCaller

router = idempotency.router(tags=["accounts"])


@router.post(
    "/auth/change-password",
    status_code=204,
    responses=problems.responses(WrongPassword, PasswordTooCommon, TooManyAttempts, TooManySignIns),
)
async def change_password(body: PasswordChange, caller: LiveCaller, database: CurrentDatabase) -> None:
    """Sets a new password for whoever knows the present one, and signs the account out everywhere else."""
    await password_changes.change(database, caller, current=body.current_password, password=body.password)
