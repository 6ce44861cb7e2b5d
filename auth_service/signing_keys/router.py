from fastapi import Response

from auth_service.config import settings
from auth_service.signing_keys import service as signing_keys
from auth_service.signing_keys.schemas import PublicKeySet
from shared.deciding import idempotency
from shared.web import identity

router = idempotency.router(tags=["sign-in"])


@router.get("/auth/jwks", response_model=PublicKeySet, dependencies=[identity.public])
async def list_public_keys(response: Response) -> dict[str, list[dict[str, str]]]:
    """The public keys with which access tokens can be checked; ask again when a token names a key you do not know."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return {"keys": [key.public_jwk for key in signing_keys.published(settings().secrets_dir)]}
