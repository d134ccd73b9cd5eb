"""Text from outside, made fit to be shown: no control characters, safe directions."""

import re
import unicodedata

FIRST_STRONG_ISOLATE = "\N{FIRST STRONG ISOLATE}"
POP_ISOLATE = "\N{POP DIRECTIONAL ISOLATE}"
RIGHT_TO_LEFT = frozenset({"R", "AL"})
LEFT_TO_RIGHT = frozenset({"L"})

# Embeddings, overrides and isolates of the source may be left open and would then
# turn everything after them; the marks (LRM, RLM, ALM) are harmless and stay.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What belongs to a foreign word although it has no direction: /who, 3D, $5M, C++.
_HEAD = re.compile(r"[/@#$]?(?:[0-9][0-9._-]*)?$")
_TAIL = frozenset("+#%\N{DEGREE SIGN}")


def clean(text: str) -> str:
    """Return `text` without what no chat can carry.

    Control characters, unpaired surrogates and direction overrides go; tabs and line
    ends of any kind become spaces and "\\n".
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", _DIRECTIONS.sub("", text)))


def one_line(text: str) -> str:
    """Return `text` cleaned, with all white space as single spaces."""
    return " ".join(clean(text).split())


def isolate(text: str, *, rtl: bool) -> str:
    """Return `text` with what runs against the paragraph in bidi isolates.

    Args:
        text: a piece of a line, cleaned.
        rtl: the paragraph runs from right to left.

    Returns:
        A piece that begins foreign and mostly is so is isolated whole, marks and all;
        in another one every foreign run is. So neither turns what stands beside it,
        and no foreign letter gives the line its direction.

    Source: Unicode Standard Annex 9, rules P2 and X5c.
    """
    own, foreign = (
        (RIGHT_TO_LEFT, LEFT_TO_RIGHT) if rtl else (LEFT_TO_RIGHT, RIGHT_TO_LEFT)
    )
    classes = [unicodedata.bidirectional(letter) for letter in text]
    strong = [kind for kind in classes if kind in own or kind in foreign]
    if not foreign.intersection(strong):
        return text
    if strong[0] in foreign and 2 * sum(kind in own for kind in strong) < len(strong):
        return _isolated(text)
    return _isolate_runs(text, classes, own=own, foreign=foreign)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, the measure of chat platforms."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _isolated(text: str) -> str:
    return f"{FIRST_STRONG_ISOLATE}{text}{POP_ISOLATE}"


def _isolate_runs(
    text: str, classes: list[str], *, own: frozenset[str], foreign: frozenset[str]
) -> str:
    parts: list[str] = []
    done = index = 0
    while index < len(text):
        if classes[index] not in foreign:
            index += 1
            continue
        end = _run_end(text, classes, start=index, own=own, foreign=foreign)
        start = _run_start(text, done=done, index=index)
        parts += [text[done:start], _isolated(text[start:end])]
        done = index = end
    return "".join(parts) + text[done:]


def _run_start(text: str, *, done: int, index: int) -> int:
    """Return where the foreign word begins whose first letter is at `index`."""
    head = _HEAD.search(text, done, index)
    return head.start() if head else index


def _run_end(
    text: str,
    classes: list[str],
    *,
    start: int,
    own: frozenset[str],
    foreign: frozenset[str],
) -> int:
    """Return the end of the foreign run: its last letter, digit or unit sign."""
    end = start + 1
    for index in range(start + 1, len(text)):
        if classes[index] in own or text[index] == "\n":
            break
        joined = index == end and (text[index] in _TAIL or classes[index] == "NSM")
        if classes[index] in foreign or classes[index] == "EN" or joined:
            end = index + 1
    return end
