"""The machine-readable Bot API as a judge of calls and objects, where it is at hand.

`telegram-bot-api.json` is a description of every method and type of the Bot API, made
from Telegram's documentation by PaulSonOfLars/telegram-bot-api-spec.
"""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from aiohttp.web import FileField

PATH: Final = Path(__file__).parents[3] / "shared" / "peers" / "telegram-bot-api.json"
MISSING: Final = f"the machine-readable Bot API is not there: {PATH}"

_BASIC: Final[Mapping[str, type | tuple[type, ...]]] = {
    "Integer": int,
    "String": str,
    "Boolean": bool,
    "Float": (int, float),
    "InputFile": FileField,
}
_LIST: Final = "Array of "
_LENGTH: Final = re.compile(r"\b(\d+)-(\d+) (characters|bytes)")


class BotApi:
    """What the Bot API takes and gives, as its description says."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.methods, self.types = description["methods"], description["types"]

    def call_problems(self, method: str, parameters: Mapping[str, Any]) -> list[str]:
        """Return what is wrong with a call of the bot; nothing if it is right."""
        if method not in self.methods:
            return [f"{method}: there is no such method"]
        fields = self.methods[method].get("fields", [])
        return list(self._fields(method, fields, parameters))

    def answer_problems(self, method: str, answer: object) -> list[str]:
        """Return what is wrong with the answer to a call."""
        kinds = self.methods[method]["returns"]
        return list(self._any_of(kinds, answer, f"answer to {method}"))

    def problems(self, kind: str, value: object, where: str = "") -> Iterator[str]:
        """Yield what keeps a value from being of a kind: "Update", "Integer"."""
        where = where or kind
        if kind.startswith(_LIST):
            if not isinstance(value, list):
                yield f"{where}: no array"
                return
            for one in value:
                yield from self.problems(kind.removeprefix(_LIST), one, where)
        elif kind in _BASIC:
            is_yes_or_no = isinstance(value, bool) and kind != "Boolean"
            if is_yes_or_no or not isinstance(value, _BASIC[kind]):
                yield f"{where}: no {kind}"
        elif subtypes := self.types[kind].get("subtypes"):
            yield from self._any_of(subtypes, value, where)
        elif not isinstance(value, dict):
            yield f"{where}: no {kind}"
        else:
            yield from self._fields(where, self.types[kind].get("fields", []), value)

    def _fields(
        self, where: str, fields: list[dict[str, Any]], given: Mapping[str, Any]
    ) -> Iterator[str]:
        known = {field["name"] for field in fields}
        yield from (f"{where}: unknown {name}" for name in given if name not in known)
        for field in fields:
            name = field["name"]
            if name not in given:
                if field["required"]:
                    yield f"{where}: {name} is missing"
                continue
            yield from self._any_of(field["types"], given[name], f"{where}.{name}")
            yield from _length_problems(field, given[name], f"{where}.{name}")

    def _any_of(self, kinds: list[str], value: object, where: str) -> Iterator[str]:
        tried = [list(self.problems(kind, value, where)) for kind in kinds]
        yield from min(tried, key=len)


@lru_cache(maxsize=1)
def bot_api() -> BotApi | None:
    """Return the judge; None where the description is not at hand."""
    if not PATH.is_file():
        return None
    return BotApi(json.loads(PATH.read_text("utf-8")))


def _length_problems(field: Mapping[str, Any], value: object, where: str) -> list[str]:
    limit = _LENGTH.search(field["description"])
    if not isinstance(value, str) or not limit:
        return []
    if "after entities parsing" in field["description"]:
        # The parser of HTML judges those.
        return []
    length = len(value.encode()) if limit[3] == "bytes" else len(value)
    if int(limit[1]) <= length <= int(limit[2]):
        return []
    return [f"{where}: {length} {limit[3]}, allowed {limit[0]}"]
