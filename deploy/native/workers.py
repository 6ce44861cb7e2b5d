"""Which Celery workers answer."""

from typing import Any


def alive(broker_url: str) -> set[str]:
    """The services whose workers answered within a second."""
    from celery import Celery  # noqa: PLC0415  half a second that `--help` and `--stop` need not pay

    with Celery(broker=broker_url, set_as_current=False) as app:
        app.conf.broker_transport_options = {"socket_timeout": 2, "socket_connect_timeout": 1, "max_retries": 1}
        try:
            answers: list[dict[str, Any]] = app.control.ping(timeout=1)
        except OSError:
            return set()
    return {name.partition("@")[0] for answer in answers for name in answer}
