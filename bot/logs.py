"""Log lines for the person who runs Mujaz, never with a token in them."""

import logging
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from pydantic import SecretStr

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_HIDDEN: Final = "[token]"


class RedactingFormatter(logging.Formatter):
    """Formats log records; tokens are hidden in messages and tracebacks alike.

    Libraries log the addresses that they call, and Telegram's hold the token.
    """

    def __init__(self, secrets: Iterable[SecretStr | None]) -> None:
        """Hide every one of `secrets`, plain or percent-encoded."""
        super().__init__(_FORMAT)
        values = {secret.get_secret_value() for secret in secrets if secret} - {""}
        forms = values | {quote(value, safe="") for value in values}
        self._hidden = sorted(forms, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line, and its traceback below it."""
        text = super().format(record)
        for secret in self._hidden:
            text = text.replace(secret, _HIDDEN)
        return text


def start_logging(*, level: str, secrets: Iterable[SecretStr | None]) -> None:
    """Log to the standard error, from `level` on, whatever was set up before.

    Args:
        level: "DEBUG", "INFO", "WARNING" or "ERROR".
        secrets: what no line may show; None for one that is not set.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(RedactingFormatter(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
