"""What a chat is told of a feed that it added: that it broke, ended or works again."""

from datetime import tzinfo

from handlers.conversation import Button, Reply, Text
from handlers.language import Language, language
from handlers.sources import plain_reason
from storage.feed_records import FeedNote


def note_reply(note: FeedNote, timezone: tzinfo) -> Reply:
    """Return a note as a message, in the language of its chat."""
    spoken = language(note.locale, timezone)
    name = note.feed_title or note.feed_url
    return Reply((Text(_text(note, name, spoken)),), _buttons(note, spoken))


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
