"""Which services' workers take tasks: each is sent one that makes it sign. It goes the way that every task goes."""

import math
import time
import uuid

import structlog
from celery import Celery
from kombu.exceptions import OperationalError
from redis import Redis, RedisError
from redis.asyncio import Redis as AsyncRedis

log = structlog.get_logger()

SIGN_TASK = "roll_call.sign"
KEPT_SECONDS = 600
# The question or the answer may have been lost.
ASK_AGAIN_SECONDS = 3.0


async def sign(redis: AsyncRedis, sheet: str, service: str) -> None:
    try:
        async with redis.pipeline() as pipeline:
            pipeline.sadd(sheet, service)
            pipeline.expire(sheet, KEPT_SECONDS)
            await pipeline.execute()
    except RedisError as error:  # who wants to know asks again
        log.warning("roll_call_not_signed", error=type(error).__name__)


class RollCall:
    def __init__(self, broker_url: str, redis_url: str) -> None:
        self._broker_url, self._redis_url = broker_url, redis_url
        self._sheet = f"roll-call:{uuid.uuid4()}"
        self._asked_at: dict[str, float] = {}

    def has_signed(self, service: str) -> bool:
        """False also while the broker is away. The first question sends the task, and later ones do now and then."""
        try:
            with Redis.from_url(self._redis_url, socket_timeout=2, socket_connect_timeout=1) as redis:
                if redis.sismember(self._sheet, service):
                    return True
            if time.monotonic() - self._asked_at.get(service, -math.inf) >= ASK_AGAIN_SECONDS:
                self._ask(service)
        except (RedisError, OperationalError, OSError):
            pass
        return False

    def _ask(self, service: str) -> None:
        with Celery(broker=self._broker_url, set_as_current=False) as app:
            app.conf.broker_transport_options = {"socket_timeout": 2, "socket_connect_timeout": 1}
            with app.connection_for_write() as connection:
                signing = {"args": [self._sheet], "queue": service, "expires": KEPT_SECONDS}
                app.send_task(SIGN_TASK, connection=connection, retry=False, **signing)
        self._asked_at[service] = time.monotonic()
