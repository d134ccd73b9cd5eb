"""The parts of `/settings`, each with what is set and the choices as buttons."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.clock_times import OFFERED, written
from handlers.conversation import Button, Heading, Reply, Text
from handlers.following import alert_settings, alerts_in_words
from handlers.language import Language
from handlers.schedule import EVERY_DAY
from handlers.settings_changes import LENGTHS, LIMITS, OFF, ON
from handlers.subscribing import zone_buttons
from handlers.zones import city, offered_zones, zone_or_none
from storage.chat_records import Chat, Follow, Subscription

#: Sets of weekdays offered at once: every day, Sunday to Thursday, Monday to Friday.
WEEKS: Final = (EVERY_DAY, 0b1001111, 0b0011111)
#: The week as Arabic calendars have it, from Saturday on; Monday is 0.
WEEK: Final = (5, 6, 0, 1, 2, 3, 4)
#: Quiet hours to choose from: 22 to 7, 23 to 7, midnight to 8, 21 to 9.
QUIETS: Final = ((1320, 420), (1380, 420), (0, 480), (1260, 540))

_TICK: Final = "\N{CHECK MARK} "


@dataclass(frozen=True, slots=True)
class State:
    """What a chat has set."""

    chat: Chat
    subscriptions: Sequence[Subscription]
    follows: Sequence[Follow]
    language: Language


def overview(state: State) -> Reply:
    """Show all that is set, a line each, and open the parts."""
    language, chat = state.language, state.chat
    lines = [_digests(state)]
    for one in state.subscriptions[:1]:
        lines += [_length_in_words(one, language), _empty_in_words(one, language)]
    lines += [_sound_in_words(chat, language), _previews_in_words(chat, language)]
    if state.follows:
        lines.append(alerts_in_words(state.follows, chat, language))
    parts = (
        (language.gettext("Times"), "times"),
        (language.gettext("Days"), "days"),
        (language.gettext("Length"), "length"),
        (language.gettext("Days without news"), "empty"),
        (language.gettext("Time zone"), "zone"),
        (language.gettext("Alerts"), "alerts"),
        (language.gettext("Sound"), "sound"),
        (language.gettext("Link previews"), "previews"),
        (language.gettext("Language"), "language"),
        (language.gettext("Digits"), "digits"),
    )
    buttons = [Button(label, f"/settings {word}") for label, word in parts]
    return _page(language.gettext("Settings"), lines, buttons)


def _times(state: State) -> Reply:
    language = state.language
    own = [one.minute for one in state.subscriptions]
    buttons = [
        Button(
            language.gettext("Remove {time}", time=language.time(minute)),
            f"/settings remove {written(minute)}",
        )
        for minute in own
    ]
    buttons += [
        Button(
            language.gettext("Add {time}", time=language.time(minute)),
            f"/settings add {written(minute)}",
        )
        for minute in OFFERED
        if minute not in own
    ]
    hint = language.gettext("Any other time: /settings add 07:30")
    return _page(language.gettext("Times"), (_digests(state), hint), buttons)


def _days(state: State) -> Reply:
    language = state.language
    if not state.subscriptions:
        return _unsubscribed(state)
    mask = state.subscriptions[0].weekdays
    sets = [(weekdays_in_words(one, language), str(one)) for one in WEEKS]
    each = [
        # The last day stays: a digest on no day is none, and /unsubscribe says so.
        Button(
            (_TICK if mask >> day & 1 else "") + language.weekday(day),
            f"/settings days {mask ^ 1 << day or mask}",
        )
        for day in WEEK
    ]
    buttons = [*_choices("days", sets, str(mask)), *each]
    lines = [weekdays_in_words(mask, language)]
    if len(state.subscriptions) > 1:
        lines.append(language.gettext("These days hold for all times of the digest."))
    return _page(language.gettext("Days"), lines, buttons)


def _length(state: State) -> Reply:
    language = state.language
    if not state.subscriptions:
        return _unsubscribed(state)
    first = state.subscriptions[0]
    offered = [(_stories(number, language), str(number)) for number in LENGTHS]
    buttons = _choices("length", offered, str(first.length))
    text = _length_in_words(first, language)
    return _page(language.gettext("Length"), (text,), buttons)


def _empty(state: State) -> Reply:
    language = state.language
    if not state.subscriptions:
        return _unsubscribed(state)
    first = state.subscriptions[0]
    offered = (
        (language.gettext("Send nothing"), "skip"),
        (language.gettext("Say so"), "tell"),
    )
    buttons = _choices("empty", offered, "skip" if first.skips_empty else "tell")
    title = language.gettext("Days without news")
    return _page(title, (_empty_in_words(first, language),), buttons)


def _zone(state: State) -> Reply:
    language = state.language
    known = zone_or_none(state.chat.timezone)
    text = language.gettext("No time zone is set.")
    if known:
        text = language.gettext("{city} time", city=city(known.key, language))
    hint = language.gettext("Any other place: /settings zone Cairo")
    buttons = zone_buttons("/settings zone {zone}", offered_zones(), language)
    return _page(language.gettext("Time zone"), (text, hint), buttons[:MAX_ZONES])


def _alerts(state: State) -> Reply:
    language = state.language
    title = language.gettext("Alerts")
    if not state.follows:
        text = language.gettext(
            "Alerts come of those you follow. To begin: /follow Gallant"
        )
        return _page(title, (text,), ())
    limit, quiet = alert_settings(state.follows)
    limits = [
        (language.ngettext("{count} a day", "{count} a day", number), str(number))
        for number in LIMITS
    ]
    quiets = [(language.gettext("No quiet hours"), OFF)]
    quiets += [
        (
            language.gettext(
                "Quiet {start} to {end}",
                start=language.time(start),
                end=language.time(end),
            ),
            _quiet_value((start, end)),
        )
        for start, end in QUIETS
    ]
    buttons = [
        *_choices("limit", limits, str(limit)),
        *_choices("quiet", quiets, _quiet_value(quiet)),
    ]
    text = alerts_in_words(state.follows, state.chat, language)
    return _page(title, (text,), buttons)


def _sound(state: State) -> Reply:
    language = state.language
    offered = (
        (language.gettext("With a sound"), ON),
        (language.gettext("Silent"), OFF),
    )
    buttons = _choices("sound", offered, OFF if state.chat.silent else ON)
    text = _sound_in_words(state.chat, language)
    return _page(language.gettext("Sound"), (text,), buttons)


def _previews(state: State) -> Reply:
    language = state.language
    offered = ((language.gettext("Shown"), ON), (language.gettext("Not shown"), OFF))
    buttons = _choices("previews", offered, ON if state.chat.previews else OFF)
    text = _previews_in_words(state.chat, language)
    return _page(language.gettext("Link previews"), (text,), buttons)


def _language(state: State) -> Reply:
    language = state.language
    offered = (
        (language.gettext("Arabic"), "ar"),
        (language.gettext("English"), "en"),
    )
    buttons = _choices("language", offered, state.chat.locale)
    text = language.gettext("Mujaz answers here in English.")
    return _page(language.gettext("Language"), (text,), buttons)


def _digits(state: State) -> Reply:
    language = state.language
    offered = (
        (language.gettext("Arabic digits"), "arabic"),
        (language.gettext("Latin digits"), "latin"),
    )
    current = "latin" if state.chat.latin_digits else "arabic"
    text = language.gettext("In Arabic, numbers look like this: {number}", number=123)
    buttons = _choices("digits", offered, current)
    return _page(language.gettext("Digits"), (text,), buttons)


def weekdays_in_words(mask: int, language: Language) -> str:
    """Return the days of a week: "every day", "Sunday to Thursday", or each."""
    if mask == EVERY_DAY:
        return language.gettext("every day")
    places = [place for place, day in enumerate(WEEK) if mask >> day & 1]
    names = [language.weekday(WEEK[place]) for place in places]
    if len(places) > 2 and places[-1] - places[0] == len(places) - 1:
        return language.gettext(
            "from {first} to {last}", first=names[0], last=names[-1]
        )
    return language.joined(names)


def _digests(state: State) -> str:
    language = state.language
    if not state.subscriptions:
        return language.gettext("No digest is subscribed here: /subscribe")
    first = state.subscriptions[0]
    times = [language.time(one.minute) for one in state.subscriptions]
    return language.gettext(
        "A digest comes {days} at {times}, {city} time.",
        days=weekdays_in_words(first.weekdays, language),
        times=language.gettext(" and ").join(times),
        city=city(first.timezone, language),
    )


def _length_in_words(one: Subscription, language: Language) -> str:
    stories = _stories(one.length, language)
    return language.gettext("It holds at most {stories}.", stories=stories)


def _stories(number: int, language: Language) -> str:
    return language.ngettext("{count} story", "{count} stories", number)


def _empty_in_words(one: Subscription, language: Language) -> str:
    if one.skips_empty:
        return language.gettext("When there is no news, nothing is sent.")
    return language.gettext("When there is no news, that is said.")


def _sound_in_words(chat: Chat, language: Language) -> str:
    if chat.silent:
        return language.gettext("What comes by itself makes no sound.")
    return language.gettext("What comes by itself makes a sound.")


def _previews_in_words(chat: Chat, language: Language) -> str:
    if chat.previews:
        return language.gettext("Alerts show a preview of their link.")
    return language.gettext("Links show no preview.")


def _unsubscribed(state: State) -> Reply:
    language = state.language
    text = language.gettext("No digest is subscribed here: /subscribe")
    button = Button(language.gettext("Subscribe"), "/subscribe")
    return _page(language.gettext("Settings"), (text,), (button,))


def _choices(
    word: str, offered: Iterable[tuple[str, str]], current: str
) -> list[Button]:
    """Return a button for each (label, value), the current one ticked."""
    return [
        Button((_TICK if value == current else "") + label, f"/settings {word} {value}")
        for label, value in offered
    ]


def _quiet_value(quiet: tuple[int, int] | None) -> str:
    return f"{written(quiet[0])}-{written(quiet[1])}" if quiet else OFF


def _page(title: str, lines: Iterable[str], buttons: Iterable[Button]) -> Reply:
    text = "\n".join(lines)
    return Reply((Heading(title), Text(text)), tuple(buttons))


#: As many as a message has room for beside the one that leads back.
MAX_ZONES: Final = 22

PAGES: Final[Mapping[str, Callable[[State], Reply]]] = {
    "times": _times,
    "days": _days,
    "length": _length,
    "empty": _empty,
    "zone": _zone,
    "alerts": _alerts,
    "sound": _sound,
    "previews": _previews,
    "language": _language,
    "digits": _digits,
}
