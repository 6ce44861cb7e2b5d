"""An application refuses to start with a route that would harm it."""

from collections.abc import AsyncIterator
from typing import Annotated

import pytest
from fastapi import APIRouter, Depends, FastAPI

from shared.deciding import idempotency
from shared.web import application, identity

APP = FastAPI()


class Bearer:
    async def __call__(self) -> str:
        return "given"


async def asked() -> int:
    return 1


async def opened(number: Annotated[int, Depends(asked)]) -> AsyncIterator[int]:
    yield number


async def asked_far_away(_number: Annotated[int, Depends(opened)], _caller: identity.Caller) -> None:
    pass


def in_a_thread() -> int:
    return 1


async def depends_on_a_thread(number: Annotated[int, Depends(in_a_thread)]) -> int:
    return number


def routes(*dependencies: object, router: APIRouter | None = None) -> APIRouter:
    router = router or idempotency.router()

    @router.get("/things", dependencies=[Depends(dependency) for dependency in dependencies])  # type: ignore[arg-type]
    async def list_things() -> None:
        pass

    return router


@pytest.mark.parametrize("dependencies", [[], [asked], [Bearer(), opened]])
def test_a_route_that_does_not_say_who_may_call_it_is_refused(dependencies: list[object]):
    with pytest.raises(ValueError, match="does not say who may call it"):
        application.serve(APP, routes(*dependencies))


def test_a_router_within_a_router_is_refused():
    outer = idempotency.router()
    outer.include_router(routes(asked_far_away))
    with pytest.raises(ValueError, match="does not say who may call it"):
        application.serve(APP, outer)


@pytest.mark.parametrize("dependency", [in_a_thread, depends_on_a_thread])
def test_a_route_that_depends_on_what_runs_in_a_thread_is_refused(dependency: object):
    with pytest.raises(ValueError, match="would run in a thread"):
        application.serve(APP, routes(asked_far_away, dependency))


def test_control_a_route_with_a_policy_somewhere_is_served():
    app = FastAPI()
    application.serve(app, routes(asked_far_away, Bearer()))
    application.serve(app, routes(asked_far_away, router=idempotency.internal_router()))
    assert [route.path for route in app.routes[-2:]] == ["/api/v1/things", "/things"]  # type: ignore[attr-defined]
