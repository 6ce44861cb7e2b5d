"""Several documents become one in which every name means one thing."""

import copy
from typing import Any

import pytest

from gateway.merging import merged

Document = dict[str, Any]


def document(path: str, schemas: Document, uses: str) -> Document:
    reference = {"$ref": f"#/components/schemas/{uses}"}
    content = {"application/json": {"schema": reference}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "x", "version": "1", "description": "All."},
        "paths": {path: {"get": {"operationId": path, "responses": {"200": {"content": content}}}}},
        "components": {"schemas": schemas, "securitySchemes": {"HTTPBearer": {"type": "http", "scheme": "bearer"}}},
    }


PROBLEM = {"type": "object", "title": "Problem"}
OWN = document("/own", {"Problem": PROBLEM}, "Problem")


def used_by(together: Document, path: str) -> Document:
    reference = together["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]["$ref"]
    found: Document = together["components"]["schemas"][reference.rpartition("/")[2]]
    return found


def test_what_is_the_same_is_there_once():
    together = merged(OWN, {"event": document("/events", {"Problem": PROBLEM}, "Problem")})
    assert list(together["components"]["schemas"]) == ["Problem"]
    assert list(together["paths"]) == ["/own", "/events"]
    assert together["components"]["securitySchemes"] == {"HTTPBearer": {"type": "http", "scheme": "bearer"}}


def test_what_has_one_name_and_two_meanings_gets_two_names():
    event = document("/events", {"Status": {"enum": ["draft"]}}, "Status")
    ticket = document("/orders", {"Status": {"enum": ["paid"]}}, "Status")
    together = merged(OWN, {"event": event, "ticket": ticket})
    assert used_by(together, "/events") == {"enum": ["draft"]}
    assert used_by(together, "/orders") == {"enum": ["paid"]}
    assert set(together["components"]["schemas"]) == {"Problem", "EventStatus", "TicketStatus"}


def test_what_refers_to_two_meanings_gets_two_names_as_well():
    order = {"properties": {"status": {"$ref": "#/components/schemas/Status"}}}
    basket = {"items": {"$ref": "#/components/schemas/Order"}}
    event = document("/events", {"Status": {"enum": ["draft"]}, "Order": order, "Basket": basket}, "Basket")
    ticket = document("/orders", {"Status": {"enum": ["paid"]}, "Order": order, "Basket": basket}, "Basket")
    together = merged(OWN, {"event": event, "ticket": ticket})
    schemas = together["components"]["schemas"]
    for path, service, word in (("/events", "Event", "draft"), ("/orders", "Ticket", "paid")):
        found = used_by(together, path)
        assert found["items"]["$ref"].endswith(f"/{service}Order")
        assert schemas[f"{service}Order"]["properties"]["status"]["$ref"].endswith(f"/{service}Status")
        assert schemas[f"{service}Status"] == {"enum": [word]}


def test_what_refers_to_itself_is_the_same_for_two():
    tree = {"items": {"$ref": "#/components/schemas/Tree"}}
    together = merged(OWN, {name: document(f"/{name}", {"Tree": tree}, "Tree") for name in ("event", "ticket")})
    assert set(together["components"]["schemas"]) == {"Problem", "Tree"}


def test_the_documents_stay_as_they_were():
    event = document("/events", {"Status": {"enum": ["draft"]}}, "Status")
    ticket = document("/orders", {"Status": {"enum": ["paid"]}}, "Status")
    before = copy.deepcopy((OWN, event, ticket))
    merged(OWN, {"event": event, "ticket": ticket}, missing=["auth"])
    assert (OWN, event, ticket) == before


@pytest.mark.parametrize(("missing", "words"), [((), "All."), (("auth", "user"), "missing here:** auth, user.")])
def test_who_is_missing_is_named(missing: tuple[str, ...], words: str):
    assert merged(OWN, {}, missing=missing)["info"]["description"].endswith(words)


def test_a_path_that_two_claim_stays_the_first_ones():
    first, second = document("/events", {}, "A"), document("/events", {}, "B")
    second["paths"]["/events"]["get"]["operationId"] = "second"
    together = merged(OWN, {"event": first, "ticket": second})
    assert together["paths"]["/events"]["get"]["operationId"] == "/events"
