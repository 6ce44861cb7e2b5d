"""Routes that leave something behind, to be asked with and without idempotency keys."""

import uuid

from fastapi import Request, Response
from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from shared.deciding import idempotency
from shared.errors import Conflict, Unavailable
from shared.persistence.database import Base
from shared.web import wire
from shared.web.transactions import Transaction


class Effect(Base):
    __tablename__ = "test_effects"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    size: Mapped[int]


class EffectCreate(wire.Request):
    size: wire.Count


class TooBig(Conflict):
    detail = "Too big."


router = idempotency.router()
TAKES_A_PICTURE: dict[str, object] = {"requestBody": {"content": {"image/png": {}}}}


@router.post("/effects", status_code=201, dependencies=[idempotency.required])
async def make_effect(body: EffectCreate, session: Transaction, response: Response) -> dict[str, str]:
    effect = Effect(size=body.size)
    session.add(effect)
    await session.flush()
    if body.size > 100:
        raise TooBig(size=body.size)
    if body.size == 99:
        raise Unavailable(retry_after=1)
    if body.size == 98:
        raise TooBig(retry_after=1)
    response.headers["Location"] = f"/effects/{effect.id}"
    return {"b": str(effect.id), "a": "order is kept"}


@router.post("/uncounted", status_code=201, dependencies=[idempotency.accepted])
async def make_uncounted(body: EffectCreate, session: Transaction) -> dict[str, str]:
    effect = Effect(size=body.size)
    session.add(effect)
    await session.flush()
    return {"id": str(effect.id)}


asked_outside: list[int] = []


@router.put("/outside")
async def act_outside_first(
    body: EffectCreate, key: idempotency.LateKey, request: Request, session: Transaction
) -> dict[str, str]:
    async with key.keeping_refusals(session):
        async with request.app.state.runtime.database.transaction() as before:
            await key.replay(before)
        asked_outside.append(body.size)
        if body.size > 1000:
            raise TooBig(size=body.size)
    await key.claim(session)
    if body.size > 100:
        raise TooBig(size=body.size)
    effect = Effect(size=body.size)
    session.add(effect)
    await session.flush()
    return {"id": str(effect.id)}


@router.put("/image", dependencies=[idempotency.accepted], openapi_extra=TAKES_A_PICTURE)
async def put_image(request: Request, session: Transaction) -> dict[str, int]:
    session.add(Effect(size=1))
    return {"bytes": len(await request.body())}


@router.put("/lock-timeout", dependencies=[idempotency.accepted])
async def read_lock_timeout(session: Transaction) -> dict[str, str]:
    return {"lock_timeout": (await session.execute(text("SHOW lock_timeout"))).scalar_one()}
