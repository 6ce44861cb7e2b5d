"""Whatever people, the provider and the worker do in whatever order, alone or two at once: the sale is as the model says.

A failure names its seed: `MODEL_SEED=7 MODEL_SEEDS=1` does the same again. It goes on for `MODEL_STEPS`, or `MODEL_SECONDS`
on a machine that is slow.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Coroutine, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, note, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import text

from ticket_service.invariants import VIOLATIONS
from ticket_service.tests.model.buying import Command, SetCapacity
from ticket_service.tests.model.choosing import Choices
from ticket_service.tests.model.conftest import PEOPLE, MakeWorld
from ticket_service.tests.model.paying import Chore, Confirm, Settle, TimePasses
from ticket_service.tests.model.sale import LAWN, SEAT, WHOLE, Sale

FIRST_SEED = int(os.environ.get("MODEL_SEED", "1"))
SEEDS = range(FIRST_SEED, FIRST_SEED + int(os.environ.get("MODEL_SEEDS", "1000")))
# No seed is begun when so many steps are done, or so much time has passed.
ENOUGH_STEPS = int(os.environ.get("MODEL_STEPS", "10000"))
MOST_SECONDS = float(os.environ.get("MODEL_SECONDS", "110"))
EXAMPLES, STEPS = 5, 50
CAPACITY, OF_ALL = 4, 6
# Shrinking a failure takes minutes: the whole life is printed, and `MODEL_SHRINK=1` asks for a shorter one.
PHASES = (Phase.generate, Phase.shrink) if os.environ.get("MODEL_SHRINK") else (Phase.generate,)
SIZE = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    phases=PHASES,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
NUMBERS = st.integers(0, 2**32 - 1)
# How a request is sent: hands at once, and repetitions afterwards.
HABITS = ((1, 0), (1, 0), (1, 1), (2, 0))


class Purchases(RuleBasedStateMachine):
    """`run`, `world` and `rules` come from the test."""

    run: Any
    make_world: MakeWorld
    model: type[Sale] = Sale
    done: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.world = self.run(self.make_world(CAPACITY))
        self.sale = self.model(datetime.now(UTC), PEOPLE, {SEAT: CAPACITY, LAWN: CAPACITY})
        self.choices, self.step = Choices(self.sale, random.Random()), 0
        self.agrees = True

    @initialize(is_bounded=st.booleans())
    def bound_the_whole_event(self, is_bounded: bool) -> None:
        if is_bounded:
            self.run(self.world.open_whole())
            self.sale.capacity[WHOLE] = 0
            self._do(SetCapacity(WHOLE, OF_ALL))

    @rule(number=NUMBERS, habit=st.sampled_from(HABITS))
    def one(self, number: int, habit: tuple[int, int]) -> None:
        """Something happens by itself; the request may be sent twice."""
        self.world.hands, self.world.repeats = habit
        self._do(self._choices(number).command())

    @rule(number=NUMBERS)
    def two_at_once(self, number: int) -> None:
        """Two things happen at once: what comes of them is what comes of one after the other."""
        self.world.hands, self.world.repeats = 1, 0
        choices = self._choices(number)
        first, second = choices.command(), choices.command()
        if {TimePasses} & {type(first), type(second)} or {type(first), type(second)} == {Settle, Confirm}:
            self._do(first)
            return
        self._do_at_once(first, second)

    def _choices(self, number: int) -> Choices:
        """Hypothesis gives one number for each step, whatever came of the steps before: of two at once either may win."""
        self.step += 1
        self.choices.sale, self.choices.dice = self.sale, random.Random(f"{self.step} {number}")
        return self.choices

    def _do(self, command: Command) -> None:
        self.agrees = False
        answer = self.run(command.ask(self.world))
        note(f"{command} -> {answer}")
        against = command.against(self.sale)
        assert answer in (against or {"ok"}), f"{command} was answered {answer}, the model says {against or 'ok'}"
        if not against:
            command.happen(self.sale)
        assert self.run(self.world.seen()) == self.sale.seen()
        self._count(command, answer)

    def _do_at_once(self, first: Command, second: Command) -> None:
        self.agrees = False
        answers = self.run(_both(first.ask(self.world), second.ask(self.world)))
        note(f"at once {first} -> {answers[0]}, {second} -> {answers[1]}")
        # Each passes over what the other has locked, and what it does next may wait for the other: twice in turns.
        chores = [command for command in (first, second) if isinstance(command, Chore)] * 2
        for chore in chores:
            self.run(chore.ask(self.world))
        seen = self.run(self.world.seen())
        orders = [((first, answers[0]), (second, answers[1])), ((second, answers[1]), (first, answers[0]))]
        explanations = [after for order in orders if (after := _after(self.sale, order, chores)) is not None]
        assert explanations, f"{first} -> {answers[0]} and {second} -> {answers[1]}: no order explains both answers"
        fitting = [after for after in explanations if after.seen() == seen]
        if not fitting:
            assert seen == explanations[0].seen()
        self.sale = fitting[0]
        self._count(first, answers[0])
        self._count(second, answers[1])

    def _count(self, command: Command, answer: str) -> None:
        self.agrees = True
        self.done[f"{type(command).__name__} {'done' if answer == 'ok' else 'refused'}"] += 1

    def teardown(self) -> None:
        """The invariants, and the provider's own books, at the end of a life that went as the model says."""
        if not self.agrees:
            return
        assert self.run(self._broken()) == []
        for name, order in self.sale.orders.items():
            if order.intent:
                money = self.world.stripe.money(self.world.id(name))
                captured = order.total if order.intent == "captured" else 0
                assert (money["captured"], money["refunded"]) == (captured, order.sent_back), name
                assert money["times"]["captured"] == bool(captured), name

    async def _broken(self) -> list[str]:
        async with self.world.till.database.transaction() as session:
            return [
                name
                for name, query in VIOLATIONS.items()
                if "long after its end" not in name and (await session.execute(text(query))).first()
            ]


def _after(sale: Sale, order: Any, chores: Sequence[Command]) -> Sale | None:
    """The sale after one thing and then the other; None when the answers were not those."""
    after = deepcopy(sale)
    for command, answer in order:
        against = command.against(after)
        if answer not in (against or {"ok"}):
            return None
        if not against:
            command.happen(after)
    for chore in chores:
        chore.happen(after)
    return after


async def _both(first: Coroutine[Any, Any, str], second: Coroutine[Any, Any, str]) -> list[str]:
    return list(await asyncio.gather(first, second))


def _machine(
    loop: asyncio.AbstractEventLoop, world: MakeWorld, done: Counter[str], model: type[Sale] = Sale
) -> type[Purchases]:
    attributes = {"run": staticmethod(loop.run_until_complete), "make_world": staticmethod(world)}
    return type("Purchases", (Purchases,), {**attributes, "done": done, "model": model})


@pytest.mark.timeout(0)
def test_the_sale_is_as_the_model_says(loop: asyncio.AbstractEventLoop, world: MakeWorld):
    started, done, number = time.monotonic(), Counter[str](), FIRST_SEED
    for number in SEEDS:
        sys.stdout.write(f"seed {number}\n")
        run_state_machine_as_test(seed(number)(_machine(loop, world, done)), settings=SIZE)
        if done.total() >= ENOUGH_STEPS or time.monotonic() - started > MOST_SECONDS:
            break
    passed = time.monotonic() - started
    sys.stdout.write(f"{dict(sorted(done.items()))}\n")
    sys.stdout.write(f"{done.total()} steps, seeds {FIRST_SEED} to {number}, {passed:.0f} s\n")
    assert done.total() >= EXAMPLES * STEPS // 4


class Careless(Sale):
    """The control: a model in which what an account has is not counted."""

    def exceeds(self, _who: str, _kind: str, _number: int) -> bool:
        return False


@pytest.mark.timeout(0)
def test_control_another_model_is_contradicted(loop: asyncio.AbstractEventLoop, world: MakeWorld):
    machine = _machine(loop, world, Counter(), Careless)
    with pytest.raises(AssertionError, match="too_many_per_account"):
        run_state_machine_as_test(seed(FIRST_SEED)(machine), settings=SIZE)
