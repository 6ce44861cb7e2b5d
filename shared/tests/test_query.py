"""A query parameter that no one reads is a mistake, and told."""

from typing import Annotated

import httpx
import pytest_asyncio
from fastapi import FastAPI, Query

from shared.deciding import idempotency
from shared.web import application, identity, problems
from shared.web.edge import Edge
from shared.web.paging import PagingQuery

router = idempotency.router(dependencies=[identity.public])


@router.get("/things")
async def list_things(
    paging: PagingQuery, since: Annotated[str | None, Query(alias="from")] = None
) -> dict[str, object]:
    return {"limit": paging.limit, "from": since}


@pytest_asyncio.fixture
async def client():
    app = FastAPI()
    application.serve(app, router)
    problems.install(app)
    app.add_middleware(Edge)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost/api/v1") as client:
        yield client


async def test_parameters_of_the_route_and_of_what_it_depends_on_are_known(client):
    answer = await client.get("/things?limit=5&from=today")
    assert (answer.status_code, answer.json()) == (200, {"limit": 5, "from": "today"})


async def test_an_unknown_parameter_is_refused_by_name(client):
    answer = await client.get("/things", params={"form": "today"})
    assert (answer.status_code, answer.json()["code"], answer.json()["param"]) == (422, "unknown_parameter", "form")


async def test_a_parameter_that_stands_twice_is_refused_by_name(client):
    answer = await client.get("/things?limit=5&from=today&limit=6")
    assert (answer.status_code, answer.json()["code"], answer.json()["param"]) == (422, "repeated_parameter", "limit")


async def test_bytes_that_are_no_text_are_refused(client):
    for query in ("from=%ff%fe", "from=%C3", "%ff=1"):
        answer = await client.get(f"/things?{query}")
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed_query"), query


async def test_hostile_names_are_refused_like_others(client):
    for name in ("", "\u202e", "a" * 2000, "limit[]", "<script>"):
        answer = await client.get("/things", params={name: "1"})
        assert answer.status_code == 422, name
