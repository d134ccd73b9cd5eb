"""The fake Discord notices what the real one would refuse."""

from typing import Any

import pytest

from tests.fakes.discord_objects import CHANNEL
from tests.fakes.discord_spec import MISSING, discord_api, over_limits

SAID = f"channels/{CHANNEL}/messages"
EMBED = {"title": "ع" * 256, "description": "و" * 4096}
BUTTON = {"type": 2, "style": 2, "label": "أ", "custom_id": "/help"}


def row(button: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": [button]}


OVER: dict[str, tuple[dict[str, Any], str]] = {
    "too many letters": ({"content": "ك" * 2001}, "content"),
    "a long title": ({"embeds": [{"title": "ع" * 257}]}, "title"),
    "a long description": ({"embeds": [{"description": "و" * 4097}]}, "description"),
    "embeds too long together": ({"embeds": [EMBED, EMBED]}, "embeds"),
    "too many embeds": ({"embeds": [{"title": "ع"}] * 11}, "embeds"),
    "too many rows": ({"components": [{"components": []}] * 6}, "components"),
    "too many buttons": ({"components": [{"components": [BUTTON] * 6}]}, "components"),
    "a mention": ({"allowed_mentions": {"parse": ["everyone"]}}, "mentions"),
    "an answer": ({"type": 4, "data": {"content": "ك" * 2001}}, "content"),
    "a post": ({"name": "x", "message": {"content": "ك" * 2001}}, "content"),
    "nothing": ({"content": "ك" * 2000, "embeds": [EMBED]}, ""),
}


@pytest.mark.parametrize(("body", "limit"), OVER.values(), ids=OVER)
def test_each_limit_of_a_message_is_known(body: dict[str, Any], limit: str) -> None:
    assert over_limits(body) == limit


WRONG: dict[str, tuple[str, str, dict[str, Any] | None]] = {
    "no such call": ("POST", "channels/1/massages", {"content": "x"}),
    "no body": ("PUT", "applications/1/commands", None),
    "an unknown key": ("POST", SAID, {"content": "x", "contents": "y"}),
    "a wrong type": ("POST", SAID, {"content": ["x"]}),
    "a long label": (
        "POST",
        SAID,
        {"components": [row({**BUTTON, "label": "أ" * 81})]},
    ),
    "a long custom_id": (
        "POST",
        SAID,
        {"components": [row({**BUTTON, "custom_id": "x" * 101})]},
    ),
}


@pytest.mark.skipif(discord_api() is None, reason=MISSING)
@pytest.mark.parametrize(("method", "path", "body"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_told(
    method: str, path: str, body: dict[str, Any] | None
) -> None:
    judge = discord_api()
    assert judge is not None

    assert list(judge.problems(method, path, body))


@pytest.mark.skipif(discord_api() is None, reason=MISSING)
def test_a_right_call_passes() -> None:
    judge = discord_api()
    assert judge is not None

    body = {"embeds": [EMBED], "components": [row(BUTTON)]}
    assert list(judge.problems("POST", SAID, body)) == []
