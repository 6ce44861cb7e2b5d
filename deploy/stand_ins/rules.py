"""Seeded rules for misbehaving on purpose: the same seed and the same order of calls give the same faults."""

from collections.abc import Callable, Sequence
from fnmatch import fnmatchcase
from hashlib import sha256
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Position = Annotated[int, Field(ge=1)]


class Rule(BaseModel):
    """One fault, and when it strikes: at the n-th matching call, or at a rate, or both.

    `on` are patterns of what it applies to (`payment_intents.*`). Each rule counts its own matches from 1.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    fault: str
    on: tuple[str, ...] = ("*",)
    rate: Annotated[float, Field(ge=0, le=1)] = 0
    nth: frozenset[Position] = frozenset()
    seconds: Annotated[float, Field(ge=0, le=600)] = 0

    def matches(self, subject: str) -> bool:
        return any(fnmatchcase(subject, pattern) for pattern in self.on)

    def strikes(self, seed: int, name: str, n: int) -> bool:
        return n in self.nth or draw(seed, name, n) < self.rate


def draw(seed: int, name: str, n: int) -> float:
    """A number in [0, 1) that depends on nothing else."""
    digest = sha256(f"{seed}/{name}/{n}".encode()).digest()
    return int.from_bytes(digest[:8]) / 2**64


AnyRule = TypeVar("AnyRule", bound=Rule)


class Rules(Generic[AnyRule]):
    """A list of rules under one seed, with their counts kept by the caller."""

    def __init__(self, name: str, seed: int, rules: Sequence[AnyRule], count: Callable[[str], int]) -> None:
        self._named = [(f"{name}[{index}]", rule) for index, rule in enumerate(rules)]
        self._seed = seed
        self._count = count

    def striking(self, subject: str) -> list[AnyRule]:
        """Every rule that strikes this time; counts the call for each that matches."""
        return [
            rule
            for name, rule in self._named
            if rule.matches(subject) and rule.strikes(self._seed, name, self._count(name))
        ]
