"""The application commands: made from the one table, registered when they changed."""

import hashlib
import json
import logging
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import discord

from bot.chats.discord_languages import DISCORD_LOCALES
from handlers.arguments import MAX_ARGUMENT
from handlers.commands import COMMANDS, Command, description, usage
from handlers.language import LOCALES
from handlers.notices import channel_option, file_option
from handlers.usage import Slot, filled, slots
from storage.database import Database
from storage.state import set_value, value

log = logging.getLogger(__name__)

DESCRIPTION_LENGTH: Final = 100
OPTION_LENGTH: Final = 32
STATE_KEY: Final = "discord_commands"
#: The option that names another channel than the one a command is given in.
CHANNEL: Final = "channel"

#: The option that takes a file.
FILE: Final = "file"
_CHAT_INPUT, _STRING, _CHANNEL_OPTION, _FILE_OPTION = 1, 3, 7, 11
#: Text, announcements, their threads, public and private ones, and forums.
_CHANNEL_TYPES: Final = (0, 5, 10, 11, 12, 15)
_IN_SERVERS, _BY_PEOPLE = 0, 1
_SERVER, _BOT_DM, _OTHER_DM = 0, 1, 2
_MANAGE_SERVER: Final = discord.Permissions(manage_guild=True).value

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Given:
    """A slash command as somebody gave it.

    Attributes:
        text: as it would be typed: "/latest 3".
        channel: the number of the channel that is meant; None for where it was given.
        file: what Discord tells of a file that came along; None for none.
    """

    text: str
    channel: str | None = None
    file: Mapping[str, Any] | None = None


def command_tree(locale: str) -> list[Payload]:
    """Return all commands as Discord registers them.

    Args:
        locale: the language of those whose app speaks none of ours.
    """
    return [_command(command, locale) for command in COMMANDS]


async def register(client: discord.Client, db: Database, tree: list[Payload]) -> None:
    """Register the commands, if they are not those that were registered last.

    Should Discord refuse them, those of before stay and are served.

    Raises:
        StorageError: what was registered last cannot be looked up.
    """
    if client.application_id is None:
        raise discord.MissingApplicationID
    mark = f"{client.application_id} {_digest(tree)}"
    if await value(db, key=STATE_KEY) == mark:
        log.info("discord commands unchanged count=%d", len(tree))
        return
    try:
        await client.http.bulk_upsert_global_commands(
            client.application_id,
            payload=tree,
        )
    except discord.HTTPException as error:
        log.error("discord refused the commands reason=%s", error)
        return
    async with db.transaction() as connection:
        await set_value(connection, key=STATE_KEY, value=mark)
    log.info("discord commands registered count=%d", len(tree))


def given(data: Mapping[str, Any]) -> Given:
    """Return the command that an interaction gives.

    One that is not in the table any more is given as it came.
    """
    name = str(data.get("name", ""))
    options = data.get("options") or ()
    values = {str(one["name"]): str(one.get("value", "")) for one in options}
    channel = values.pop(CHANNEL, None)
    files = (data.get("resolved") or {}).get("attachments") or {}
    file = files.get(values.pop(FILE, ""))
    known = {slot.name: slot for slot in slots_of(name)}
    taken = [(slot, values.pop(key)) for key, slot in known.items() if key in values]
    taken += [(Slot(key, key), rest) for key, rest in values.items()]
    return Given(f"/{name} {filled(taken)}".strip(), channel, file)


def typed(data: Mapping[str, Any]) -> tuple[str, str]:
    """Return what is suggested for what somebody is typing into, and what is there."""
    name = str(data.get("name", ""))
    suggests = next((one.suggests for one in COMMANDS if one.name == name), "")
    for option in data.get("options") or ():
        if option.get("focused"):
            for slot in slots_of(name):
                if slot.name == option["name"]:
                    takes = slot.takes and (suggests or slot.takes)
                    return takes, str(option.get("value", ""))
    return "", ""


def slots_of(name: str, locale: str = LOCALES[0]) -> Sequence[Slot]:
    """Return what a command takes; nothing for one that is not in the table."""
    for command in COMMANDS:
        if command.name == name:
            return slots(command.usage, usage(command, locale))
    return ()


def _command(command: Command, locale: str) -> Payload:
    options = [
        _text_option(slot, command.name, place, locale=locale)
        for place, slot in enumerate(slots_of(command.name, locale))
    ]
    if command.takes_file:
        options = [{**one, "required": False} for one in options]
        options.append(_own_option(_FILE_OPTION, FILE, file_option, locale=locale))
    if command.for_administrators:
        channel = _own_option(_CHANNEL_OPTION, CHANNEL, channel_option, locale=locale)
        options.append({**channel, "channel_types": list(_CHANNEL_TYPES)})
    in_servers = command.for_administrators or not command.is_private
    return {
        "name": command.name,
        "type": _CHAT_INPUT,
        **_described(
            {one: description(command, one) for one in LOCALES}, locale=locale
        ),
        "options": options,
        "default_member_permissions": (
            _MANAGE_SERVER if command.for_administrators else None
        ),
        "integration_types": [_IN_SERVERS, _BY_PEOPLE],
        "contexts": [_SERVER] * in_servers + [_BOT_DM, _OTHER_DM],
    }


def _text_option(slot: Slot, command: str, place: int, *, locale: str) -> Payload:
    labels = {one: slots_of(command, one)[place].label.lower() for one in LOCALES}
    names = {one: option_name(label) for one, label in labels.items()}
    return {
        "type": _STRING,
        "name": slot.name,
        "name_localizations": {
            theirs: name
            for one, name in names.items()
            for theirs in DISCORD_LOCALES[one]
            if name and one != "en"
        },
        **_described(labels, locale=locale),
        "required": slot.is_required,
        "max_length": MAX_ARGUMENT,
        "autocomplete": bool(slot.takes),
    }


def _own_option(
    kind: int, name: str, label: Callable[[str], str], *, locale: str
) -> Payload:
    """Return an option that other platforms have no words for."""
    labels = {one: label(one) for one in LOCALES}
    return {
        "type": kind,
        "name": name,
        **_described(labels, locale=locale),
        "required": False,
    }


def _described(texts: Mapping[str, str], *, locale: str) -> Payload:
    """Return a description with its translations."""
    return {
        "description": texts[locale][:DESCRIPTION_LENGTH],
        "description_localizations": {
            theirs: text[:DESCRIPTION_LENGTH]
            for one, text in texts.items()
            for theirs in DISCORD_LOCALES[one]
        },
    }


def option_name(label: str) -> str:
    """Return a label as the name of an option: letters and digits; "" if none."""
    letters = (
        letter if letter.isalnum() else "_"
        for letter in unicodedata.normalize("NFC", label.lower())
        if unicodedata.category(letter)[0] != "M"
    )
    name = re.sub("_+", "_", "".join(letters)).strip("_")
    return name[:OPTION_LENGTH].strip("_")


def _digest(tree: list[Payload]) -> str:
    text = json.dumps(tree, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
