"""How many requests a caller may make: GCRA, counted in Redis by Redis' clock; in this process while Redis is away.

A limit is a burst and a rate: of the requests made in t seconds, `burst + ⌊rate · t⌋` are allowed, over all gateways.
"""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from gateway import metrics

log = structlog.get_logger()

# How long Redis is left alone after it did not answer in time.
AWAY_SECONDS = 1.0
MOST_AT_ONCE = 500
REMEMBERED = 50_000

# Source of the algorithm: the generic cell rate algorithm (ITU-T I.371), with the "theoretical arrival time" as the only
# state. Each pair of arguments (microseconds between requests, burst) belongs to the key of the same number.
_GCRA = """
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local answers = {}
for i, key in ipairs(KEYS) do
  local interval, burst = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local arrival = tonumber(redis.call('GET', key) or now)
  if arrival < now then arrival = now end
  local next_arrival = arrival + interval
  local allowed_at = next_arrival - burst * interval
  if allowed_at > now then
    answers[i] = {0, 0, math.ceil((allowed_at - now) / 1000), math.ceil((arrival - now) / 1000)}
  else
    redis.call('SET', key, string.format('%.3f', next_arrival), 'PX', math.ceil((next_arrival - now) / 1000) + 1)
    local remaining = math.floor((now - allowed_at) / interval + 0.000001)
    answers[i] = {1, remaining, 0, math.ceil((next_arrival - now) / 1000)}
  end
end
return answers
"""


@dataclass(frozen=True, slots=True)
class Limit:
    name: str
    burst: int
    per_second: float

    @property
    def interval(self) -> float:
        """Microseconds between requests."""
        return 1e6 / self.per_second

    def shared_by(self, processes: int) -> "Limit":
        """This process's part of it."""
        return Limit(self.name, max(1, self.burst // processes), self.per_second / processes)


@dataclass(frozen=True, slots=True)
class Verdict:
    limit: Limit
    is_allowed: bool
    remaining: int
    retry_after_ms: int
    reset_after_ms: int

    @property
    def retry_after(self) -> int:
        return max(1, math.ceil(self.retry_after_ms / 1000))

    def headers(self) -> list[tuple[bytes, bytes]]:
        """`RateLimit` and `RateLimit-Policy` as draft-ietf-httpapi-ratelimit-headers-10 writes them."""
        limit, reset = self.limit, math.ceil(self.reset_after_ms / 1000)
        window = max(1, math.ceil(limit.burst / limit.per_second))
        return [
            (b"ratelimit", f'"{limit.name}";r={self.remaining};t={reset}'.encode()),
            (b"ratelimit-policy", f'"{limit.name}";q={limit.burst};w={window}'.encode()),
        ]


class Local:
    """The same algorithm in this process's memory."""

    def __init__(self) -> None:
        self._arrivals: dict[tuple[str, str], float] = {}

    def check(self, limit: Limit, subject: str) -> Verdict:
        now = time.monotonic() * 1e6
        key = (limit.name, subject)
        arrival = max(now, self._arrivals.get(key, now))
        next_arrival = arrival + limit.interval
        allowed_at = next_arrival - limit.burst * limit.interval
        if allowed_at > now:
            return Verdict(limit, False, 0, math.ceil((allowed_at - now) / 1e3), math.ceil((arrival - now) / 1e3))
        self._arrivals[key] = next_arrival
        if len(self._arrivals) > REMEMBERED:
            self._forget(now)
        remaining = int((now - allowed_at) / limit.interval + 1e-6)
        return Verdict(limit, True, remaining, 0, math.ceil((next_arrival - now) / 1e3))

    def _forget(self, now: float) -> None:
        """Those whose time is over; everybody, when that leaves too many to look through them again soon."""
        counted = {key: at for key, at in self._arrivals.items() if at > now}
        self._arrivals = counted if len(counted) < REMEMBERED / 2 else {}


_Question = tuple[Limit, str, asyncio.Future[Verdict | None]]


def _leave_unanswered(questions: list[_Question]) -> None:
    for _, _, answer in questions:
        if not answer.done():
            answer.set_result(None)


class Limiter:
    """`check` asks Redis, for all requests that wait at that moment in one call; `gateways` is how many processes share."""

    def __init__(self, redis: Redis, *, budget_seconds: float, gateways: Callable[[], int]) -> None:
        self._script = redis.register_script(_GCRA)
        self._budget = budget_seconds
        self._gateways = gateways
        self._local = Local()
        self._waiting: list[_Question] = []
        self._asking: asyncio.Task[None] | None = None
        self._away_until = -math.inf

    @property
    def is_local(self) -> bool:
        """Whether Redis did not answer lately."""
        return time.monotonic() < self._away_until

    async def check(self, limit: Limit, subject: str) -> Verdict:
        """Counts one request of `subject`."""
        if not self.is_local:
            answer: asyncio.Future[Verdict | None] = asyncio.get_running_loop().create_future()
            self._waiting.append((limit, subject, answer))
            if self._asking is None:
                self._asking = asyncio.create_task(self._ask())
            if (verdict := await answer) is not None:
                return verdict
        metrics.LIMITED_LOCALLY.inc()
        return self._local.check(limit.shared_by(max(1, self._gateways())), subject)

    async def _ask(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
                await self._ask_for(batch)
        except (RedisError, OSError, TimeoutError) as error:
            self._give_up(type(error).__name__)
        finally:
            self._asking = None
            waiting, self._waiting = self._waiting, []
            _leave_unanswered(waiting)

    async def _ask_for(self, batch: list[_Question]) -> None:
        keys = [f"limit:{limit.name}:{subject}" for limit, subject, _ in batch]
        arguments: list[Any] = [value for limit, _, _ in batch for value in (limit.interval, limit.burst)]
        try:
            async with asyncio.timeout(self._budget):
                answers = await self._script(keys=keys, args=arguments)
            for (limit, _, answer), (allowed, remaining, retry_ms, reset_ms) in zip(batch, answers, strict=True):
                if not answer.done():
                    answer.set_result(Verdict(limit, bool(allowed), remaining, retry_ms, reset_ms))
        finally:
            _leave_unanswered(batch)

    def _give_up(self, reason: str) -> None:
        if not self.is_local:
            log.warning("limits_are_local", reason=reason)
        self._away_until = time.monotonic() + AWAY_SECONDS
