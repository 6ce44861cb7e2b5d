"""Which Celery workers answer."""

from typing import Any


def alive(broker_url: str, expected: int | None = None, within: float = 1) -> set[str]:
    """The services whose workers answered in time, or sooner when that many did; none when the broker is away."""
    from celery import Celery  # noqa: PLC0415  half a second that `--help` and `--stop` need not pay
    from kombu.exceptions import OperationalError  # noqa: PLC0415  as above

    with Celery(broker=broker_url, set_as_current=False) as app:
        app.conf.broker_transport_options = {"socket_timeout": 2, "socket_connect_timeout": 1, "max_retries": 1}
        with app.connection_for_write() as connection:
            try:
                answers: list[dict[str, Any]] = app.control.ping(timeout=within, connection=connection, limit=expected)
            except (OperationalError, *connection.connection_errors, *connection.channel_errors):
                return set()
    return {name.partition("@")[0] for answer in answers for name in answer}
