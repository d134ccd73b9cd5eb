"""`mujaz analyze`: articles in, JSON out, without a database or a network."""

import json
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from analysis.model import Analysis
from analysis.output import as_json
from bot.article_analysis import analyse_article
from bot.feeds.article_text import ArticleTextError, split_article

STDIN: Final = "-"

Read = Callable[[str, str], Analysis]

log = logging.getLogger(__name__)


class LineError(Exception):
    """A line holds no article; the text says why."""


def analyse_text(source: str) -> int:
    """Print the analysis of a plain text, the first line of which is the headline."""
    try:
        with opened(source) as stream:
            title, body = split_article(stream.read())
    except (OSError, ArticleTextError) as error:
        return fail(source, error)
    write(as_json(analyse_article(title, body), id=Path(source).stem))
    return 0


def analyse_lines(source: str) -> int:
    """Print the analysis of each line of JSON, in order; 1 if one was malformed."""
    try:
        with opened(source) as stream:
            return _analyse_stream(stream)
    except BrokenPipeError:
        # Nobody reads on: not the source's fault, and dealt with by the command line.
        raise
    except OSError as error:
        return fail(source, error)


def analysed(lines: Iterable[bytes], *, read: Read) -> Iterator[dict[str, object]]:
    """Yield an object for each line that is not blank, in order.

    A line that is no article gives an object with its number, counted from 1, and
    what is wrong: {"line": 3, "error": "..."}; the rest go on.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            name, title, body = parsed_article(line)
            yield as_json(read(title, body), id=name)
        except LineError as error:
            yield {"line": number, "error": str(error)}
        except Exception:
            log.exception("analysis failed line=%d", number)
            yield {"line": number, "error": "an error in Mujaz; its log has it"}


def _analyse_stream(stream: BinaryIO) -> int:
    failed = False
    for found in analysed(stream, read=analyse_article):
        write(found)
        failed = failed or "error" in found
    return int(failed)


def opened(source: str) -> BinaryIO:
    """Open a file, or the standard input for `STDIN`."""
    return sys.stdin.buffer if source == STDIN else Path(source).open("rb")


def parsed_article(line: bytes) -> tuple[str, str, str]:
    """Return id, title and body of a line; only the body must be there.

    Raises:
        LineError: it is no such object.
    """
    try:
        found: Any = json.loads(line)
    except RecursionError as error:
        raise LineError("the JSON is nested too deep") from error
    except UnicodeDecodeError as error:
        raise LineError("the line is not UTF-8") from error
    except ValueError as error:
        raise LineError(f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise LineError("not an object")
    if "body" not in found:
        raise LineError("no body")
    name, title, body = (found.get(key, "") for key in ("id", "title", "body"))
    for key, value in (("id", name), ("title", title), ("body", body)):
        if not isinstance(value, str):
            raise LineError(f"{key} is not a string")
    return name, title, body


def write(found: dict[str, object]) -> None:
    """Write a line of JSON, at once; escaped only where UTF-8 cannot hold it."""
    try:
        line = json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        line = json.dumps(found).encode()
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def fail(source: str, error: Exception) -> int:
    """Say in a line why a source could not be read; return the exit status."""
    reason = error.strerror if isinstance(error, OSError) else str(error)
    sys.stderr.write(f"mujaz: {source}: {reason}\n")
    return 1
