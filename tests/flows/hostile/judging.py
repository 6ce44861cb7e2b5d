"""What an answer to a hostile request must be like."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from tests.flows.hostile.wire import Answer

# For a refusal: what is accepted may have work to do.
MOST_SECONDS = 5.0
# What only the inside of a service would say.
INNER_WORDS = (b"Traceback", b"asyncpg", b"sqlalchemy", b"pydantic", b'File "', b"SELECT ", b"<html")


@dataclass(frozen=True, slots=True)
class Case:
    """`data` is the whole request. Some requests may turn out to be good ones; some deserve no answer at all."""

    what: str
    data: bytes
    may_succeed: bool = False
    may_be_cut_off: bool = False


def objections(case: Case, answer: Answer) -> list[str]:
    """Everything that is wrong with the answer; none is right."""
    if answer.status == 0 and case.may_be_cut_off:
        return []
    return list(_objections(case, answer))


def _objections(case: Case, answer: Answer) -> Iterator[str]:
    if answer.seconds > MOST_SECONDS and answer.status >= 400:
        yield f"took {answer.seconds:.1f} s"
    if answer.status == 0:
        yield "no answer"
    elif answer.status < 400:
        if not case.may_succeed:
            yield f"accepted with {answer.status}"
    else:
        yield from _wrong_in_problem(answer)
    if answer.status >= 500:
        yield f"status {answer.status}"
    if "x-injected" in answer.headers:
        yield "a header of the caller's making"
    if answer.status and answer.headers.get("x-content-type-options") != "nosniff":
        yield "no security headers"
    if answer.status >= 400:
        yield from (f"says {word.decode()!r}" for word in INNER_WORDS if word in answer.body)


def _wrong_in_problem(answer: Answer) -> Iterator[str]:
    kind = answer.headers.get("content-type")
    if kind != "application/problem+json":
        yield f"content type {kind}"
        return
    problem = json.loads(answer.body)
    if problem.get("status") != answer.status:
        yield f"status {answer.status}, in the document {problem.get('status')}"
    if not problem.get("code"):
        yield "no code"
    if not problem.get("request_id") or problem["request_id"] != answer.headers.get("x-request-id"):
        yield "no request id, or another one than in the header"
