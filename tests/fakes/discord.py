"""A Discord on loopback: REST and gateway, against which the real client runs.

It answers as the real one does where a bot can tell the difference, judges every call
by Discord's own description and limits, fails when it is told to, and keeps what it
was sent.
"""

import asyncio
import itertools
import json
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from aiohttp import web

from tests.fakes.discord_gateway import Gateway
from tests.fakes.discord_objects import (
    ALICE,
    BOT,
    CHANNEL,
    FORUM,
    FORUM_TYPE,
    LOCKED,
    ME,
    PEOPLE,
    THREAD,
    Body,
    application,
    attachment,
    brought_along,
    channel,
    direct_messages,
    in_direct_messages,
    interaction,
    message,
    thread,
)
from tests.fakes.discord_responses import Failure, failed, json_response, not_found
from tests.fakes.discord_spec import discord_api, over_limits

TOKEN = "test-token-of-discord"  # noqa: S105
#: Seconds; a bot that says nothing for longer never will, on a busy machine too.
PATIENCE = 50

_COMMAND, _COMPONENT, _TYPING = 2, 3, 4
_SAID, _EDITED = 4, 7
_BUTTON, _MENU = 2, 3
_STRING = 3
#: Kinds of the options that are no text.
_KINDS = {"channel": 7, "file": 11}


class FakeDiscord:
    """The server; `api` and `gateway.address` are where the bot finds it."""

    def __init__(self) -> None:
        self.api = ""
        self.gateway = Gateway()
        self.commands: dict[str, Body] = {}
        #: Messages that a person sees, in order; a deferred answer once it is there.
        self.sent: list[Body] = []
        #: Number of each interaction, and how it was acknowledged.
        self.acknowledged: dict[str, Body] = {}
        self.requests: list[str] = []
        self.problems: list[str] = []
        self.failures: list[Failure] = []
        #: Interactions that are older than Discord lets them be answered.
        self.expired: set[str] = set()
        #: What was suggested last, with its labels.
        self.suggested: list[Body] = []
        #: What the person's app speaks, and the server.
        self.locale, self.guild_locale = "ar", "en-US"
        #: Files that people sent, and those that the bot did: name and content.
        self.files: dict[str, bytes] = {}
        self.documents: list[tuple[str, bytes]] = []
        self._askers: dict[str, str] = {}
        self._numbers = itertools.count(5_000)

    async def ready(self) -> None:
        """Wait until the bot has registered its commands and stands at the gateway."""
        await self.wait(lambda: bool(self.commands and self.gateway.connections))

    async def slash(
        self, name: str, /, *, by: str = ALICE, may: str = "0", **options: str
    ) -> str:
        """A person gives a slash command in the channel; return its number."""
        data = self._command(name, options)
        return await self._interact(_COMMAND, data, by=by, may=may)

    async def slash_with_file(
        self,
        name: str,
        data: bytes,
        *,
        by: str = ALICE,
        may: str = "0",
        is_lost: bool = False,
    ) -> str:
        """A person gives a slash command in the channel with a file.

        Args:
            is_lost: Discord tells of the file, but has it no more.
        """
        number = self._number()
        if not is_lost:
            self.files[number] = data
        url = f"{self.api.removesuffix('/api/v10')}/attachments/{number}"
        told = attachment(number, url=url, size=len(data))
        made = self._command(name, {"file": number})
        made["resolved"] = {"attachments": {number: told}}
        return await self._interact(_COMMAND, made, by=by, may=may)

    async def slash_privately(
        self, name: str, /, *, by: str = ALICE, **options: str
    ) -> str:
        """A person gives a slash command in direct messages with the bot."""
        data = self._command(name, options)
        return await self._interact(_COMMAND, data, by=by, place=in_direct_messages)

    async def slash_abroad(
        self, name: str, /, *, by: str = ALICE, **options: str
    ) -> str:
        """A person gives it in a server without the bot, having brought it along."""
        data = self._command(name, options)
        return await self._interact(_COMMAND, data, by=by, place=brought_along)

    async def press(
        self, on: Body, custom_id: str, *, by: str = ALICE, may: str = "0"
    ) -> str:
        """A person presses a button under a message of the bot."""
        data = {"custom_id": custom_id, "component_type": _BUTTON}
        return await self._interact(_COMPONENT, data, by=by, may=may, on=on)

    async def choose(self, on: Body, value: str, *, by: str = ALICE) -> str:
        """A person chooses from the menu under a message of the bot."""
        data = {
            "custom_id": on["components"][0]["components"][0]["custom_id"],
            "component_type": _MENU,
            "values": [value],
        }
        return await self._interact(_COMPONENT, data, by=by, on=on)

    async def suggestions(
        self, name: str, option: str, typed: str, **given: str
    ) -> list[str]:
        """A person types into an option; return what is suggested."""
        data = self._command(name, {option: typed, **given})
        data["options"][0]["focused"] = True
        number = await self._interact(_TYPING, data)
        await self.wait(lambda: number in self.acknowledged)
        self.suggested = self.acknowledged[number]["data"]["choices"]
        return [choice["value"] for choice in self.suggested]

    async def messages(self, count: int) -> list[Body]:
        """Wait until the bot has sent so many messages; return them."""
        await self.wait(lambda: len(self.sent) >= count)
        return self.sent

    async def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until something is true of what has happened here."""
        async with asyncio.timeout(PATIENCE), self.gateway.changed:
            await self.gateway.changed.wait_for(condition)

    def fail(self, status: int, code: int = 0, route: str = "", **more: Any) -> None:
        """Let a call of a route go wrong, the next one if nothing else is said."""
        body = {"code": code, "message": f"error {code}", **more.pop("body", {})}
        self.failures.append(Failure(status, body, route, **more))

    async def rest(self, request: web.Request) -> web.StreamResponse:
        """Answer a call of the REST API."""
        path = request.match_info["path"]
        body = await self._body(request)
        async with self.gateway.changed:
            self.requests.append(f"{request.method} {path}")
            self.gateway.changed.notify_all()
        if request.headers.get("Authorization") not in (None, f"Bot {TOKEN}"):
            return json_response(
                {"message": "401: Unauthorized", "code": 0}, status=401
            )
        if judge := discord_api():
            self.problems += judge.problems(request.method, path, body)
        if wrong := over_limits(body):
            self.problems.append(f"{request.method} {path}: over the limits: {wrong}")
            return json_response({"code": 50035, "message": wrong}, status=400)
        failure = self._failure(f"{request.method} {path}")
        if failure and not failure.is_done:
            return failed(request, failure)
        async with self.gateway.changed:
            answer = self._answer(request.method, path.split("/"), body or {})
            self.gateway.changed.notify_all()
        return failed(request, failure) if failure else answer

    async def attachment(self, request: web.Request) -> web.Response:
        """Answer with a file that somebody sent."""
        async with self.gateway.changed:
            self.requests.append(f"GET {request.path}")
        found = self.files.get(request.match_info["number"])
        return web.Response(status=404) if found is None else web.Response(body=found)

    async def _body(self, request: web.Request) -> Any:
        """Return what a call says; the files that come with it are kept."""
        if not request.can_read_body:
            return None
        if request.content_type == "multipart/form-data":
            form = await request.post()
            for one in form.values():
                if isinstance(one, web.FileField):
                    self.documents.append((one.filename, one.file.read()))
            return json.loads(str(form["payload_json"]))
        return await request.json()

    def _failure(self, call: str) -> Failure | None:
        for failure in self.failures:
            if re.search(failure.route, call):
                self.failures.remove(failure)
                if failure.after:
                    self.failures.append(replace(failure, after=failure.after - 1))
                    return None
                return failure
        return None

    def _command(self, name: str, options: dict[str, str]) -> Body:
        return {
            "id": self.commands[name]["id"],
            "name": name,
            "type": 1,
            "options": [_option(*one) for one in options.items()],
        }

    async def _interact(
        self,
        kind: int,
        data: Body,
        *,
        by: str = ALICE,
        may: str = "0",
        on: Body | None = None,
        place: Callable[[Body], Body] | None = None,
    ) -> str:
        number = self._number()
        made = interaction(number, kind, data, by=by, may=may)
        made |= {"locale": self.locale, "guild_locale": self.guild_locale}
        if place:
            made = place(made)
        if on:
            made["message"] = on
        self._askers[number] = by
        await self.gateway.dispatch("INTERACTION_CREATE", made)
        return number

    def _answer(self, method: str, path: list[str], body: Any) -> web.Response:
        match method, path:
            case "GET", ["users", "@me"]:
                return json_response(ME)
            case "GET", ["oauth2" | "applications", *_]:
                return json_response(application())
            case "PUT", ["applications", _, "commands"]:
                self.commands = {one["name"]: self._registered(one) for one in body}
                return json_response(list(self.commands.values()))
            case "POST", ["interactions", number, _, "callback"]:
                return self._acknowledge(number, body)
            case "PATCH" | "POST", ["webhooks", _, token, *_]:
                return self._follow_up(token.removeprefix("token-"), body)
            case "POST", ["users", "@me", "channels"]:
                person = PEOPLE[str(body["recipient_id"])]
                return json_response(direct_messages(f"9{person['id']}", person))
            case _, ["channels", number, *rest]:
                return self._in_channel(method, number, rest, body)
        return not_found(0)

    def _acknowledge(self, number: str, body: Body) -> web.Response:
        if number in self.expired:
            return not_found(10062, "Unknown interaction")
        if number in self.acknowledged:
            text = "Interaction has already been acknowledged."
            return json_response({"code": 40060, "message": text}, status=400)
        self.acknowledged[number] = body
        data = body.get("data") or {}
        if body["type"] in (_SAID, _EDITED):
            self._keep(data, asker=self._askers[number])
        return json_response(
            {
                "interaction": {
                    "id": number,
                    "type": _COMMAND,
                    "response_message_id": "1",
                    "response_message_loading": body["type"] == 5,
                    "response_message_ephemeral": bool(data.get("flags", 0) & 64),
                },
                "resource": {"type": body["type"]},
            }
        )

    def _follow_up(self, number: str, body: Body) -> web.Response:
        if number in self.expired:
            return json_response(
                {"code": 50027, "message": "Invalid Webhook Token"}, status=401
            )
        deferred = self.acknowledged[number].get("data") or {}
        flags = body.get("flags") or deferred.get("flags", 0)
        return json_response(
            self._keep({**body, "flags": flags}, asker=self._askers[number])
        )

    def _in_channel(
        self, method: str, number: str, rest: list[str], body: Body
    ) -> web.Response:
        if number == LOCKED:
            return json_response(
                {"code": 50013, "message": "Missing Permissions"}, status=403
            )
        known = {
            CHANNEL: channel(CHANNEL),
            THREAD: thread(THREAD),
            FORUM: channel(FORUM, FORUM_TYPE),
        }
        if number in self.gateway.deleted:
            return not_found(10003, "Unknown Channel")
        match method, rest:
            case "POST", ["messages"]:
                return json_response(self._keep(body, place=number))
            case "POST", ["threads"] if number == FORUM:
                post = thread(self._number(), parent=FORUM, name=body["name"])
                opening = self._keep(body["message"], place=post["id"])
                return json_response({**post, "message": opening}, status=201)
            case "GET", [] if number in known:
                return json_response(known[number])
        return not_found(10003, "Unknown Channel")

    def _keep(self, body: Body, *, place: str = CHANNEL, asker: str = "") -> Body:
        made = message(self._number(), body, place=place, asker=asker)
        self.sent.append({**made, "nonce": body.get("nonce")})
        return made

    def _registered(self, command: Body) -> Body:
        return {
            **command,
            "id": self._number(),
            "application_id": BOT,
            "version": self._number(),
        }

    def _number(self) -> str:
        return str(next(self._numbers))


@asynccontextmanager
async def fake_discord() -> AsyncIterator[FakeDiscord]:
    """Run a server on a free port until the block ends; no call may have been wrong."""
    fake = FakeDiscord()
    app = web.Application()
    app.router.add_get("/gateway", fake.gateway.connect)
    app.router.add_get("/attachments/{number}", fake.attachment)
    app.router.add_route("*", "/api/v10/{path:.*}", fake.rest)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        fake.api = f"http://{host}:{port}/api/v10"
        fake.gateway.address = f"ws://{host}:{port}/gateway"
        yield fake
        assert not fake.problems, fake.problems
    finally:
        await runner.cleanup()


def _option(name: str, value: str) -> Body:
    kind = _KINDS.get(name, _STRING)
    return {"name": name, "type": kind, "value": value}
