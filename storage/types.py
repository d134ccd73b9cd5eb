"""How values that SQL has no type for are kept in a column."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Dialect, Text
from sqlalchemy.types import TypeDecorator

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
#: NUL and lone surrogates: no database keeps them, and hostile JSON can hold both.
_UNSTORABLE: Final = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Return `text` as a column keeps it: what cannot be stored becomes U+FFFD."""
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)


class Moment(TypeDecorator[datetime]):
    """An aware time, kept as whole microseconds since 1970 in UTC: exact, sortable."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, _dialect: Dialect
    ) -> int | None:
        """Return the column's number; a naive time is a bug and a ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return (value - _EPOCH) // _MICROSECOND

    def process_result_value(
        self, value: Any | None, _dialect: Dialect
    ) -> datetime | None:
        """Return the aware time in UTC."""
        return None if value is None else _EPOCH + value * _MICROSECOND


class PlainText(TypeDecorator[str]):
    """Text of any origin, as `storable` leaves it."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """Return the text as it can be kept."""
        return None if value is None else storable(value)


class Strings(TypeDecorator[tuple[str, ...]]):
    """A few texts in one column, read and written together."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[str, ...] | None, _dialect: Dialect
    ) -> str | None:
        """Return a JSON array."""
        if value is None:
            return None
        return json.dumps([storable(text) for text in value], ensure_ascii=False)

    def process_result_value(
        self, value: Any | None, _dialect: Dialect
    ) -> tuple[str, ...] | None:
        """Return the texts in their order."""
        return None if value is None else tuple(json.loads(value))


class Spans(TypeDecorator[tuple[tuple[int, int], ...]]):
    """Half-open positions in a text."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self, value: tuple[tuple[int, int], ...] | None, _dialect: Dialect
    ) -> str | None:
        """Return a JSON array of pairs."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(
        self, value: Any | None, _dialect: Dialect
    ) -> tuple[tuple[int, int], ...] | None:
        """Return the positions in their order."""
        if value is None:
            return None
        return tuple((start, end) for start, end in json.loads(value))
