"""Updates read one by one, so that one nobody can read keeps no other back."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from telegram import Bot, Update
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

MAX_SHAPE: Final = 500


class UpdatesRequest(HTTPXRequest):
    """Fetches updates, those that cannot be read emptied of all but their number.

    The library would give up a whole batch for one of them, write all of its texts
    into the log, and fetch it again for ever.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return what the server answered.

        Raises:
            TelegramError: it is no JSON; the library would log the whole of it.
        """
        try:
            answer: dict[str, Any] = json.loads(payload)
        except ValueError as error:
            raise TelegramError("Invalid server response") from error
        if isinstance(batch := answer.get("result"), list):
            answer["result"] = [one for data in batch for one in _readable(data)]
        return answer


def read_update(data: Mapping[str, Any], bot: Bot | None) -> Update | None:
    """Return an update as the library reads it; None, and a line in the log, if not."""
    try:
        return Update.de_json(dict(data), bot)
    except Exception as error:
        # Not even the error's own text: it quotes what it stumbled over.
        log.error(
            "telegram update not understood update=%s reason=%s shape=%s",
            data.get("update_id"),
            type(error).__name__,
            _shape(data)[:MAX_SHAPE],
        )
        return None


def _readable(data: Any) -> list[Mapping[str, Any]]:
    """Return an update to go on with; its number alone, to get past it."""
    if not isinstance(data, dict) or not isinstance(data.get("update_id"), int):
        log.error("telegram update without a number shape=%s", _shape(data)[:MAX_SHAPE])
        return []
    return [data if read_update(data, None) else {"update_id": data["update_id"]}]


def _shape(value: Any) -> str:
    """Return what an update is made of, without what anybody wrote."""
    if isinstance(value, Mapping):
        fields = (f"{name}:{_shape(part)}" for name, part in value.items())
        return "{" + " ".join(fields) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{len(value)}]"
    return type(value).__name__
