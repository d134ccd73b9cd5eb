"""Objects as Discord sends them: users, servers, channels, messages, interactions."""

from typing import Any, Final

Body = dict[str, Any]

CHANNEL, GUILD, BOT, ALICE = "1001", "1002", "1003", "1004"
#: A forum, a thread of the channel, one where the bot may not write, another person.
FORUM, THREAD, LOCKED, BASEM = "1005", "1006", "1007", "1008"
#: A channel that not everybody in the server may see, and a thread of it.
HIDDEN, HIDDEN_THREAD = "1009", "1010"
EVERYTHING: Final = str((1 << 53) - 1)
#: All but what lets somebody see channels that are not for them.
ALL_BUT_ADMINISTRATOR: Final = str((1 << 53) - 1 - (1 << 3))
MANAGE_GUILD: Final = str(1 << 5)
VIEW_CHANNEL: Final = str(1 << 10)
TEXT_TYPE, THREAD_TYPE, FORUM_TYPE = 0, 11, 15
TIME: Final = "2024-08-17T12:00:00.000000+00:00"


def user(number: str, name: str, *, bot: bool = False) -> Body:
    return {
        "id": number,
        "username": name,
        "discriminator": "0",
        "global_name": None,
        "avatar": None,
        "bot": bot,
        "public_flags": 0,
        "flags": 0,
        "mfa_enabled": False,
        "verified": True,
        "email": None,
        "locale": "en-US",
    }


ME: Final = user(BOT, "mujaz", bot=True)
PEOPLE: Final = {ALICE: user(ALICE, "alice"), BASEM: user(BASEM, "basem")}


def person(number: str) -> Body:
    """Return somebody; those without a name are readers."""
    return PEOPLE.get(number) or user(number, f"reader{number}")


def member(of: Body, *, permissions: str = "0") -> Body:
    return {
        "user": of,
        "roles": [],
        "joined_at": TIME,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "permissions": permissions,
        "pending": False,
    }


def channel(number: str, kind: int = TEXT_TYPE, *, name: str = "news") -> Body:
    return {
        "id": number,
        "type": kind,
        "name": name,
        "position": 0,
        "permission_overwrites": [],
        "permissions": "0",
        "guild_id": GUILD,
        "flags": 0,
    }


def hidden_channel() -> Body:
    """Return a channel that a role may see and nobody else."""
    denied = {"id": GUILD, "type": 0, "allow": "0", "deny": VIEW_CHANNEL}
    made = channel(HIDDEN, name="managers-only")
    return {**made, "permission_overwrites": [denied]}


def thread(number: str, *, parent: str = CHANNEL, name: str = "thread") -> Body:
    return {
        **channel(number, THREAD_TYPE, name=name),
        "parent_id": parent,
        "owner_id": BOT,
        "message_count": 0,
        "member_count": 1,
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": TIME,
            "locked": False,
            "create_timestamp": TIME,
        },
    }


def direct_messages(number: str, person: Body) -> Body:
    return {"id": number, "type": 1, "recipients": [person], "flags": 0}


def guild() -> Body:
    everyone = {
        "id": GUILD,
        "name": "@everyone",
        "permissions": ALL_BUT_ADMINISTRATOR,
        "position": 0,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }
    return {
        "id": GUILD,
        "name": "أخبار",
        "owner_id": ALICE,
        "roles": [everyone],
        "channels": [
            channel(CHANNEL),
            channel(FORUM, FORUM_TYPE, name="digests"),
            channel(LOCKED, name="locked"),
            hidden_channel(),
        ],
        "threads": [
            thread(THREAD),
            thread(HIDDEN_THREAD, parent=HIDDEN, name="salaries"),
        ],
        "members": [member(ME)],
        "member_count": 2,
        "emojis": [],
        "stickers": [],
        "features": [],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "system_channel_id": CHANNEL,
        "system_channel_flags": 0,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "premium_tier": 0,
        "nsfw_level": 0,
        "preferred_locale": "en-US",
        "joined_at": TIME,
        "large": False,
        "unavailable": False,
        "afk_timeout": 300,
    }


def application() -> Body:
    return {
        "id": BOT,
        "name": "mujaz",
        "icon": None,
        "description": "",
        "flags": 0,
        "verify_key": "0" * 64,
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": PEOPLE[ALICE],
    }


def attachment(number: str, *, url: str, size: int) -> Body:
    """Return what Discord tells of a file that somebody sent."""
    return {
        "id": number,
        "filename": "feeds.opml",
        "size": size,
        "url": url,
        "proxy_url": url,
        "content_type": "text/x-opml",
    }


def message(number: str, body: Body, *, place: str = CHANNEL, asker: str = "") -> Body:
    """Return a message of the bot; `asker` gave the command that it answers."""
    made: Body = {
        "id": number,
        "channel_id": place,
        "author": ME,
        "content": body.get("content") or "",
        "timestamp": TIME,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [{"type": "rich", **one} for one in body.get("embeds") or []],
        "components": body.get("components") or [],
        "pinned": False,
        "type": 0,
        "flags": body.get("flags") or 0,
    }
    if asker:
        made["interaction_metadata"] = {
            "id": number,
            "type": 2,
            "user": person(asker),
            "authorizing_integration_owners": {"0": GUILD},
        }
    return made


def interaction(number: str, kind: int, data: Body, *, by: str, may: str) -> Body:
    """Return what somebody did in the channel of the server.

    Args:
        by: the person's number.
        may: the person's permissions there.
    """
    return {
        "id": number,
        "application_id": BOT,
        "type": kind,
        "token": f"token-{number}",
        "version": 1,
        "data": data,
        "guild_id": GUILD,
        "channel_id": CHANNEL,
        "channel": channel(CHANNEL),
        "guild": {"id": GUILD, "locale": "en-US", "features": []},
        "app_permissions": EVERYTHING,
        "member": member(person(by), permissions=may),
        "entitlements": [],
        "authorizing_integration_owners": {"0": GUILD},
        "context": 0,
        "attachment_size_limit": 10_000_000,
    }


def brought_along(made: Body) -> Body:
    """Return an interaction as it comes from a server that has not the bot."""
    by = made["member"]["user"]["id"]
    return {**made, "authorizing_integration_owners": {"1": by}}


def in_direct_messages(made: Body) -> Body:
    """Return an interaction as it comes from the direct messages with the bot."""
    by = made["member"]["user"]
    left = {
        key: value
        for key, value in made.items()
        if key not in ("guild_id", "guild", "guild_locale", "member")
    }
    number = f"9{by['id']}"
    return {
        **left,
        "user": by,
        "channel_id": number,
        "channel": direct_messages(number, by),
        "authorizing_integration_owners": {"1": by["id"]},
        "context": 1,
    }
