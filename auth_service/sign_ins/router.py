from fastapi import Request, Response

from auth_service.attempts.errors import TooManyAttempts
from auth_service.config import settings
from auth_service.connections import CurrentDatabase
from auth_service.current_client import CurrentClient
from auth_service.passwords.errors import TooManySignIns
from auth_service.sessions import cookies, grants
from auth_service.sessions.schemas import AccessGrant
from auth_service.sign_ins import devices
from auth_service.sign_ins import service as sign_ins
from auth_service.sign_ins.errors import EmailNotVerified, WrongCredentials
from auth_service.sign_ins.schemas import Credentials
from shared.deciding import idempotency
from shared.web import identity, problems

router = idempotency.router(tags=["sign-in"])

DEVICE = "device"


@router.post(
    "/auth/login",
    response_model=AccessGrant,
    dependencies=[identity.public],
    responses=problems.responses(WrongCredentials, EmailNotVerified, TooManyAttempts, TooManySignIns),
)
async def log_in(
    body: Credentials, request: Request, response: Response, client: CurrentClient, database: CurrentDatabase
) -> AccessGrant:
    """Signs you in. The answer is the same for a wrong password and an address that nobody has.

    After a few wrong passwords each further attempt waits longer; a browser in which you have signed in before counts
    its own attempts, so that nobody can lock you out by guessing.
    """
    attempt = sign_ins.Attempt(
        email=body.email,
        password=body.password,
        client=client,
        device_token=cookies.read(request, settings(), DEVICE),
        refresh_token=cookies.read(request, settings()),
    )
    signed_in = await sign_ins.log_in(database, attempt, attempts_per_address=settings().attempts_per_address)
    cookies.write(response, settings(), signed_in.refresh_token)
    cookies.write(response, settings(), signed_in.device_token, DEVICE, max_age=int(devices.KEPT.total_seconds()))
    return grants.grant(settings(), signed_in.account, signed_in.session_id, signed_in.at)
