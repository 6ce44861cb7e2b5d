"""The API's documentation: OpenAPI 3.1 at `/api/openapi.json`, Swagger UI at `/api/documentation`, no other host needed."""

from pathlib import Path
from typing import Any

import fastapi_swagger
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import FileResponse, HTMLResponse, Response

from shared.errors import Forbidden, NotFound, TooManyRequests, Unauthenticated, Unavailable
from shared.web import identity, problems

_ASSETS = Path(fastapi_swagger.__file__).parent / "resources"
_FILES = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon-32x32.png": "image/png",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/api/documentation/favicon-32x32.png">
<link rel="stylesheet" href="/api/documentation/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/api/documentation/swagger-ui-bundle.js"></script>
<script src="/api/documentation/start.js"></script>
</body>
</html>
"""
_START = """window.addEventListener("load", () => {
  window.ui = SwaggerUIBundle({
    url: "/api/openapi.json", dom_id: "#swagger-ui", deepLinking: true, displayRequestDuration: true,
  });
});
"""
_SCHEME = "HTTPBearer"
_SCHEMES = {
    _SCHEME: {"type": "http", "scheme": "bearer", "description": "An access token from `POST /auth/login`."},
}
# What an operation has that needs an access token. A dependency of FastAPI's would say it too, in each request's time.
WITH_TOKEN: dict[str, Any] = {"security": [{_SCHEME: []}]}
_EVERYWHERE = problems.responses(
    Unauthenticated, Forbidden, NotFound, problems.InvalidInput, TooManyRequests, Unavailable
)


def router(title: str) -> APIRouter:
    """The page and its files. Its script is a served file, so that no inline script has to be allowed."""
    routes = APIRouter(include_in_schema=False, dependencies=[identity.public])

    @routes.get("/api/documentation")
    async def page() -> HTMLResponse:
        return HTMLResponse(_PAGE.format(title=title), headers={"Content-Security-Policy": _POLICY})

    @routes.get("/api/documentation/start.js")
    async def start() -> Response:
        return Response(_START, media_type="text/javascript")

    @routes.get("/api/documentation/{name}")
    async def asset(name: str) -> Response:
        if name not in _FILES:
            raise NotFound
        return FileResponse(_ASSETS / name, media_type=_FILES[name], headers={"Cache-Control": "public, max-age=86400"})

    return routes


def describe(app: FastAPI, title: str, description: str) -> None:
    """Makes `app.openapi()` complete: every operation lists the errors that any request can meet."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=title, version="1", description=description, routes=app.routes)
            for path in schema["paths"].values():
                for operation in path.values():
                    _add_common_errors(operation)
            components = schema.setdefault("components", {})
            components.setdefault("schemas", {}).update(_problem_schemas())
            components["securitySchemes"] = _SCHEMES
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way to extend the document


def _add_common_errors(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status, entry in _EVERYWHERE.items():
        is_default_validation = status == 422 and "HTTPValidationError" in str(responses.get("422"))
        if str(status) not in responses or is_default_validation:
            responses[str(status)] = {"description": entry["description"]}
    for status, response in responses.items():
        if int(status) >= 400:
            response["content"] = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


def _problem_schemas() -> dict[str, Any]:
    schema = problems.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    return {**schema.pop("$defs"), "Problem": schema}
