"""A reply as text for the outbox, and back."""

import json
from dataclasses import asdict
from typing import Any, Final

from handlers.conversation import (
    Block,
    Button,
    Heading,
    Item,
    Link,
    Quotation,
    Reply,
    Text,
)

_KINDS: Final[dict[str, type[Heading | Text | Item | Quotation]]] = {
    "heading": Heading,
    "text": Text,
    "item": Item,
    "quotation": Quotation,
}
_NAMES: Final = {kind: name for name, kind in _KINDS.items()}


def stored(reply: Reply) -> str:
    """Return a reply as JSON.

    Raises:
        ValueError: it has a picture or a file, as nothing has that is sent by itself.
    """
    content = {
        "blocks": [[_name(block), asdict(block)] for block in reply.blocks],
        "buttons": [[one.label, one.command] for one in reply.buttons],
        "preview": reply.preview,
        "locale": reply.locale,
    }
    return json.dumps(content, ensure_ascii=False)


def restored(text: str) -> Reply:
    """Return the reply that `stored` made this text of."""
    content: dict[str, Any] = json.loads(text)
    return Reply(
        tuple(_block(name, values) for name, values in content["blocks"]),
        tuple(Button(label, command) for label, command in content["buttons"]),
        content["preview"],
        content["locale"],
    )


def _block(name: str, values: dict[str, Any]) -> Block:
    # Those stored by an earlier version have no such line.
    if pieces := values.pop("also", None):
        values["also"] = tuple(Link(**one) for one in pieces)
    fields: dict[str, Any] = {
        field: tuple(value) if isinstance(value, list) else value
        for field, value in values.items()
    }
    return _KINDS[name](**fields)


def _name(block: Block) -> str:
    name = _NAMES.get(type(block))  # type: ignore[arg-type]
    if name is None:
        raise ValueError(f"a {type(block).__name__} cannot be stored")
    return name
