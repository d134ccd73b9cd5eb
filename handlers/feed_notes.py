"""What a chat is told of a feed that it added: that it broke, ended or works again."""

from datetime import UTC, datetime, tzinfo
from typing import Final

from handlers.conversation import Button, Reply, Text
from handlers.language import Language, language
from handlers.sources import plain_reason
from handlers.stored_reply import stored
from handlers.zones import zone_or_none
from storage.chats import chat_at
from storage.database import Database
from storage.deliveries import owe_notice
from storage.feed_notes import owed_notes, settle_note
from storage.feed_records import FeedNote

#: Notes that are put into the outbox at once.
BATCH: Final = 100


async def owe_notes(db: Database, *, now: datetime) -> int:
    """Owe chats what became of feeds that they added; return to how many."""
    count = 0
    for note in await owed_notes(db, limit=BATCH):
        chat = await chat_at(db, note.chat)
        if chat is None:
            continue
        reply = stored(note_reply(note, zone_or_none(chat.timezone) or UTC))
        async with db.transaction() as connection:
            # Another process may have taken it meanwhile.
            if not await settle_note(connection, note_id=note.id, now=now):
                continue
            subject = f"feed note {note.id}"
            count += await owe_notice(
                connection, chat_id=chat.id, reply=reply, subject=subject, now=now
            )
    return count


def note_reply(note: FeedNote, timezone: tzinfo) -> Reply:
    """Return a note as a message, in the language of its chat."""
    spoken = language(note.locale, timezone)
    name = note.feed_title or note.feed_url
    return Reply(
        (Text(_text(note, name, spoken)),), _buttons(note, spoken), locale=note.locale
    )


def _text(note: FeedNote, name: str, spoken: Language) -> str:
    reason = plain_reason(note.reason, spoken)
    if note.kind == "recovered":
        return spoken.gettext("The source “{name}” works again.", name=name)
    if note.kind == "ended":
        return spoken.gettext(
            "The publisher has ended the source “{name}”, so I do not fetch it any"
            " more. Its articles stay.",
            name=name,
        )
    if note.kind == "missing":
        return spoken.gettext(
            "The source “{name}” has not been at its address for a week. Perhaps it"
            " has moved; I keep trying.",
            name=name,
        )
    return spoken.gettext(
        "The source “{name}” has not worked for hours: {reason}. I keep trying and"
        " will tell you when it works again.",
        name=name,
        reason=reason,
    )


def _buttons(note: FeedNote, spoken: Language) -> tuple[Button, ...]:
    if note.kind in ("missing", "ended") and note.feed_site:
        label = spoken.gettext("Look for its new address")
        return (Button(label, f"/addfeed {note.feed_site}"),)
    return ()
