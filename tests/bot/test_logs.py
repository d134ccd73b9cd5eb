"""Log lines without tokens."""

import logging
import subprocess
import sys

import pytest
from pydantic import SecretStr

from bot.logs import RedactingFormatter

TOKEN = "123456:not/a+real=token"  # noqa: S105 - no real one
PROGRAM = f"""
import logging
from pydantic import SecretStr
from bot.logs import start_logging
start_logging(level="INFO", secrets=(SecretStr({TOKEN!r}), None))
logging.getLogger("httpx").info("POST https://api.example/bot%s/getMe", {TOKEN!r})
logging.getLogger("bot").debug("not shown")
"""


def record(message: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("bot", logging.INFO, "x.py", 1, message, args, None)


@pytest.fixture
def formatter() -> RedactingFormatter:
    return RedactingFormatter((SecretStr(TOKEN), None, SecretStr("")))


def test_a_token_is_hidden_in_a_message(formatter: RedactingFormatter) -> None:
    line = formatter.format(record("GET /bot%s/getMe", TOKEN))

    assert TOKEN not in line
    assert line.endswith("GET /bot[token]/getMe")


def test_an_encoded_token_is_hidden(formatter: RedactingFormatter) -> None:
    line = formatter.format(record("GET /bot123456%3Anot%2Fa%2Breal%3Dtoken/getMe"))

    assert line.endswith("GET /bot[token]/getMe")


def test_a_token_is_hidden_in_a_traceback(formatter: RedactingFormatter) -> None:
    failed = record("failed")
    try:
        raise ValueError(f"no answer from /bot{TOKEN}/getMe")
    except ValueError as error:
        failed.exc_info = (ValueError, error, error.__traceback__)

    line = formatter.format(failed)

    assert TOKEN not in line
    assert "ValueError: no answer from /bot[token]/getMe" in line


def test_the_log_of_a_program_goes_to_the_standard_error() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert done.stdout == ""
    assert "INFO httpx: POST https://api.example/bot[token]/getMe" in done.stderr
    assert "not shown" not in done.stderr
