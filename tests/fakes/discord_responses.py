"""How the fake Discord answers calls: with JSON, or going wrong as a test asks."""

import json
from dataclasses import dataclass, field

from aiohttp import web

from tests.fakes.discord_objects import Body


@dataclass(frozen=True, slots=True)
class Failure:
    """How the next call of some route goes wrong.

    Attributes:
        status: of the answer; 0 for a line that breaks before any.
        route: what method and path match.
        is_done: the call takes effect all the same, and only its answer is lost.
        after: so many calls of the route go well before it.
    """

    status: int
    body: Body = field(default_factory=dict)
    route: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    is_done: bool = False
    after: int = 0


def json_response(
    body: object, *, status: int = 200, headers: dict[str, str] | None = None
) -> web.Response:
    """Return an answer of exactly the content type that the client reads as JSON."""
    all_headers = {"Content-Type": "application/json", **(headers or {})}
    text = json.dumps(body).encode()
    return web.Response(body=text, status=status, headers=all_headers)


def failed(request: web.Request, failure: Failure) -> web.Response:
    if not failure.status and request.transport:
        request.transport.abort()
    return json_response(
        failure.body, status=failure.status or 500, headers=failure.headers
    )


def not_found(code: int, text: str = "404: Not Found") -> web.Response:
    return json_response({"code": code, "message": text}, status=404)
