"""Telegram's own parser of HTML messages, from TDLib: the judge of what we send.

The official Bot API server makes the same call for `parse_mode`; it works offline.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import tdjson


class HtmlRefusedError(ValueError):
    """Telegram refuses the text; the message is its own."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What people see: the text, and the kinds of its entities ("Bold", "TextUrl")."""

    text: str
    kinds: tuple[str, ...]


def parse_html(html: str) -> Parsed:
    """Read a message as Telegram does.

    Raises:
        HtmlRefusedError: it is no HTML that Telegram takes.
    """
    answer = _execute(
        {
            "@type": "parseTextEntities",
            "text": html,
            "parse_mode": {"@type": "textParseModeHTML"},
        }
    )
    if answer["@type"] == "error":
        raise HtmlRefusedError(answer["message"])
    kinds = (one["type"]["@type"] for one in answer["entities"])
    return Parsed(
        answer["text"], tuple(kind.removeprefix("textEntityType") for kind in kinds)
    )


@lru_cache(maxsize=1)
def _silence() -> None:
    """Keep TDLib from writing every call to the error output."""
    _answer({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    _silence()
    return _answer(request)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer is not None
    read: dict[str, Any] = json.loads(answer)
    return read
