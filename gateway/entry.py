"""Between the edge and the application: other origins, limits, and whose path it is. What is a service's is passed on."""

from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from gateway import metrics
from gateway.callers import Client, account_of
from gateway.limits import Limit
from gateway.routes import Route
from gateway.runtime import Gateway
from shared.web.edge import ANSWER_HEADERS, QUIET
from shared.web.problems import Refused


class Entry:
    """What is nobody's path goes to the application: its own routes, or "not found"."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close"})
            return
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self._app(scope, receive, send)
            return
        gateway: Gateway = scope["app"].state.runtime
        given: dict[bytes, bytes] = dict(scope["headers"])
        preflight = gateway.origins.preflight(scope["method"], given)
        scope[ANSWER_HEADERS] += gateway.origins.headers(scope["path"], given)
        if preflight is not None:
            scope[ANSWER_HEADERS] += preflight
            await Response(status_code=204)(scope, receive, send)
            return
        client = gateway.proxies.client(scope, given)
        route = gateway.table.match(scope["path"])
        if gateway.settings.limits:
            await self._count(gateway, scope, given, client, route)
        if route is None:
            await self._app(scope, receive, send)
        else:
            scope["route"] = route
            await gateway.proxy(scope, receive, send, given=given, route=route, client=client)

    async def _count(
        self, gateway: Gateway, scope: Scope, given: Mapping[bytes, bytes], client: Client, route: Route | None
    ) -> None:
        """Raises Refused when the caller is over its limit: its account's, or its address's where no account counts."""
        limit, subject = await _limit(gateway, given, client, route)
        verdict = await gateway.limiter.check(limit, subject)
        scope[ANSWER_HEADERS] += verdict.headers()
        if not verdict.is_allowed:
            metrics.LIMITED.labels(limit.name).inc()
            scope["route"] = route
            raise Refused(
                429, "too_many_requests", "Too many requests; try again later.", retry_after=verdict.retry_after
            )


async def _limit(
    gateway: Gateway, given: Mapping[bytes, bytes], client: Client, route: Route | None
) -> tuple[Limit, str]:
    if route is not None and route.limit != "caller":
        return gateway.limits.sign_in if route.limit == "sign-in" else gateway.limits.webhook, client.group
    account = await account_of(given, gateway.keys)
    return (gateway.limits.account, account) if account else (gateway.limits.address, client.group)
