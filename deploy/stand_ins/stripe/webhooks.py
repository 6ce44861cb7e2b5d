"""Delivering events: signed as Stripe signs, at least once, in no promised order, again until they are taken."""

import asyncio
import hmac
import random
import time
from hashlib import sha256
from heapq import heappop, heappush

import aiohttp
import orjson

from deploy.stand_ins.stripe.commits import Commits
from deploy.stand_ins.stripe.settings import Settings
from deploy.stand_ins.stripe.work import Delivery

AT_ONCE = 32
ANSWER_WITHIN = aiohttp.ClientTimeout(total=10)
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0
GIVE_UP_AFTER = 3 * 86_400
USER_AGENT = "Stripe/1.0 (+https://stripe.com/docs/webhooks) stand-in"


def signature(secret: str, moment: int, payload: bytes) -> str:
    """The Stripe-Signature header: HMAC-SHA256 of `<time>.<payload>`."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + payload, sha256).hexdigest()
    return f"t={moment},v1={digest}"


def pause_after(attempts: int) -> float:
    """Seconds until the next attempt: doubling, with jitter."""
    longest = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(attempts, 20))
    return longest * random.uniform(0.5, 1)  # noqa: S311


class Webhooks:
    """The deliveries that are due wait in memory; which are open is read from the store at the start."""

    def __init__(self, settings: Settings, commits: Commits) -> None:
        self._settings = settings
        self._commits = commits
        self._store = commits.store
        self._due: list[tuple[float, int]] = []
        self._held: dict[str, set[int]] = {}
        self._in_flight: dict[int, asyncio.Task[None]] = {}
        self._wake = asyncio.Event()
        self._places = asyncio.Semaphore(AT_ONCE)

    def publish(self, deliveries: list[Delivery]) -> None:
        """Send these as soon as they are due."""
        for delivery in deliveries:
            heappush(self._due, (delivery.due, delivery.id))
            if delivery.held:
                self._held.setdefault(delivery.payment_intent, set()).add(delivery.id)
        if deliveries:
            self._wake.set()

    async def run(self) -> None:
        rows = self._store.rows("SELECT id, payment_intent, due, held FROM deliveries WHERE state = 'pending'")
        self.publish([Delivery(*row) for row in rows])
        async with aiohttp.ClientSession(timeout=ANSWER_WITHIN) as client, asyncio.TaskGroup() as tasks:
            while True:
                delivery = await self._next()
                if delivery not in self._in_flight:
                    await self._places.acquire()
                    self._in_flight[delivery] = tasks.create_task(self._deliver(client, delivery))

    async def forget(self) -> None:
        """Send nothing more of what was published; returns when what was on its way has ended."""
        self._due.clear()
        while self._in_flight:
            await asyncio.wait(list(self._in_flight.values()))
            self._due.clear()
        self._held.clear()

    async def _next(self) -> int:
        while True:
            wait = self._due[0][0] - time.time() if self._due else None
            if wait is not None and wait <= 0:
                return heappop(self._due)[1]
            self._wake.clear()
            try:
                async with asyncio.timeout(wait):
                    await self._wake.wait()
            except TimeoutError:
                continue

    async def _deliver(self, client: aiohttp.ClientSession, delivery: int) -> None:
        try:
            rows = self._store.rows(
                "SELECT o.body, d.attempts, d.created, d.payment_intent FROM deliveries d"
                " JOIN objects o ON o.id = d.event WHERE d.id = ? AND d.state = 'pending'",
                (delivery,),
            )
            if rows:
                body, attempts, created, intent = rows[0]
                answer, taken = await self.post(client, body)
                if taken:
                    await self._commits.within(lambda: self._note_delivered(delivery, intent, answer))
                else:
                    await self._commits.within(lambda: self._plan_again(delivery, attempts + 1, created, answer))
        finally:
            self._in_flight.pop(delivery, None)
            self._places.release()

    async def post(self, client: aiohttp.ClientSession, body: str) -> tuple[str, bool]:
        """Send one event once; the answer, and whether the receiver took it."""
        payload = orjson.dumps(orjson.loads(body), option=orjson.OPT_INDENT_2)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": USER_AGENT,
            "Stripe-Signature": signature(self._settings.webhook_secret, int(time.time()), payload),
        }
        try:
            async with client.post(
                self._settings.webhook_url, data=payload, headers=headers, allow_redirects=False
            ) as answer:
                await answer.read()
                return str(answer.status), 200 <= answer.status < 300
        except (aiohttp.ClientError, TimeoutError) as problem:
            return type(problem).__name__, False

    def _note_delivered(self, delivery: int, intent: str, answer: str) -> None:
        self._store.db.execute(
            "UPDATE deliveries SET state = 'delivered', attempts = attempts + 1, last_answer = ? WHERE id = ?",
            (answer, delivery),
        )
        held = self._held.get(intent)
        if held is not None:
            overtaken = {other for other in held if other < delivery}
            held -= overtaken | {delivery}
            if not held:
                del self._held[intent]
            for other in overtaken:
                heappush(self._due, (0.0, other))
            self._wake.set()

    def _plan_again(self, delivery: int, attempts: int, created: float, answer: str) -> None:
        due = time.time() + pause_after(attempts)
        state = "failed" if due - created > GIVE_UP_AFTER else "pending"
        self._store.db.execute(
            "UPDATE deliveries SET state = ?, attempts = ?, due = ?, last_answer = ? WHERE id = ?",
            (state, attempts, due, answer, delivery),
        )
        if state == "pending":
            heappush(self._due, (due, delivery))
            self._wake.set()
