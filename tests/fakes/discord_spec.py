"""Discord's own description of its API as a judge of calls, where it is at hand.

`discord-openapi.json` is discord/discord-api-spec (MIT). It lets pass content of 2001
to 4000 characters, embeds over 6000 together and unknown keys; those are judged here.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft202012Validator

PATH: Final = Path(__file__).parents[3] / "shared" / "peers" / "discord-openapi.json"
MISSING: Final = f"the machine-readable API of Discord is not there: {PATH}"

#: What the library adds to edits; Discord passes it over.
_OF_THE_LIBRARY: Final = frozenset({"tts", "flags"})

Json = Any


class DiscordApi:
    """What Discord's API takes, as its description says."""

    def __init__(self, description: Json) -> None:
        self._components = description["components"]
        self._calls = sorted(
            (
                (_pattern(path), method.upper(), call)
                for path, calls in description["paths"].items()
                for method, call in calls.items()
                if method in ("get", "post", "put", "patch", "delete")
            ),
            # A fixed path before one with parameters.
            key=lambda one: one[0].pattern.count("[^/]+"),
        )
        self._validators: dict[str, Draft202012Validator] = {}

    def problems(self, method: str, path: str, body: Json) -> Iterator[str]:
        """Yield what is wrong with a call of the bot."""
        call = self._call(method, f"/{path}")
        if call is None:
            yield f"{method} {path}: there is no such call"
            return
        wanted = call.get("requestBody")
        if body is None or not wanted:
            if body or (wanted and wanted.get("required")):
                yield f"{method} {path}: a body is missing, or one too many"
            return
        schema = wanted["content"]["application/json"]["schema"]
        for error in self._validator(schema).iter_errors(_numbers_as_text(body)):
            where = "/".join(map(str, error.absolute_path))
            yield f"{method} {path}: {where}: {error.message[:200]}"
        yield from (f"{method} {path}: {one}" for one in self._unknown(schema, body))

    def _unknown(self, schema: Json, value: Json) -> Iterator[str]:
        """Yield the keys that the description does not know, as far as it is plain."""
        while "$ref" in schema:
            schema = self._components["schemas"][schema["$ref"].rpartition("/")[2]]
        if isinstance(value, list):
            for one in value:
                yield from self._unknown(schema.get("items", {}), one)
        elif isinstance(value, dict) and (known := schema.get("properties")):
            yield from (
                f"unknown {key}"
                for key in value
                if key not in known and key not in _OF_THE_LIBRARY
            )
            for key in value.keys() & known.keys():
                yield from self._unknown(known[key], value[key])

    def _call(self, method: str, path: str) -> Json | None:
        for pattern, verb, call in self._calls:
            if verb == method and pattern.fullmatch(path):
                return call
        return None

    def _validator(self, schema: Json) -> Draft202012Validator:
        key = json.dumps(schema, sort_keys=True)
        if key not in self._validators:
            self._validators[key] = Draft202012Validator(
                {**schema, "components": self._components},
                format_checker=Draft202012Validator.FORMAT_CHECKER,
            )
        return self._validators[key]


@lru_cache(maxsize=1)
def discord_api() -> DiscordApi | None:
    """Return the judge; None where the description is not at hand."""
    if not PATH.is_file():
        return None
    return DiscordApi(json.loads(PATH.read_text("utf-8")))


def over_limits(body: Json) -> str:
    """Return which limit of a message is passed; "" if none is, or it is no message."""
    if not isinstance(body, dict):
        return ""
    body = body.get("data") or body.get("message") or body
    embeds = body.get("embeds") or []
    rows = body.get("components") or []
    limits = {
        "content": len(body.get("content") or "") <= 2000,
        "embeds": len(embeds) <= 10 and sum(map(_length, embeds)) <= 6000,
        "title": all(len(one.get("title") or "") <= 256 for one in embeds),
        "description": all(len(one.get("description") or "") <= 4096 for one in embeds),
        "components": len(rows) <= 5
        and all(len(row["components"]) <= 5 for row in rows),
        "mentions": body.get("allowed_mentions", {}).get("parse", []) == [],
    }
    return ", ".join(name for name, kept in limits.items() if not kept)


def _numbers_as_text(body: Json) -> Json:
    """Return a call with its ids as text: the library writes some as numbers, which
    Discord takes though its description does not say so."""
    if isinstance(body, list):
        return [_numbers_as_text(one) for one in body]
    if not isinstance(body, dict):
        return body
    return {
        key: str(value)
        if isinstance(value, int) and (key == "id" or key.endswith("_id"))
        else _numbers_as_text(value)
        for key, value in body.items()
    }


def _length(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text")]
    for field in embed.get("fields") or []:
        texts += [field["name"], field["value"]]
    return sum(len(text or "") for text in texts)


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
