"""The settings: environment variables and `.env`, with a default for every one."""

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from platformdirs import user_data_path
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PREFIX: Final = "MUJAZ_"
TELEGRAM_API: Final = "https://api.telegram.org"


class SettingsError(Exception):
    """The environment is wrong; the text has a line for every problem."""


def _database_in_user_data() -> str:
    path = user_data_path("mujaz", appauthor=False) / "mujaz.sqlite3"
    return f"sqlite+aiosqlite:///{path.as_posix()}"


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:
        raise ValueError("there is no such time zone; name one like Asia/Gaza") from (
            error
        )
    return name


def _token(secret: SecretStr | None) -> SecretStr | None:
    token = secret.get_secret_value().strip() if secret else ""
    if any(letter.isspace() or not letter.isprintable() for letter in token):
        raise ValueError("a token has no spaces inside")
    return SecretStr(token) if token else None


def _address(*schemes: str) -> AfterValidator:
    """Return a check for addresses with one of the schemes, without a last slash."""

    def check(address: str) -> str:
        address = address.strip()
        parts = urlsplit(address)
        if parts.scheme not in schemes or not (parts.netloc or parts.path):
            wanted = " or ".join(f"{scheme}:" for scheme in schemes)
            raise ValueError(f"it must be an address with {wanted}")
        return address.rstrip("/")

    return AfterValidator(check)


def _existing_file(path: Path | None) -> Path | None:
    if path is not None and not path.is_file():
        raise ValueError("there is no such file")
    return path


def _listed(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip().lower() for part in value.split(",") if part.strip())


def _chats(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if not re.fullmatch(r"(?:telegram|discord):-?\d{1,20}", name):
            raise ValueError("name chats by platform and number: telegram:1001")
    return names


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _webhook_secret(secret: SecretStr | None) -> SecretStr | None:
    text = secret.get_secret_value().strip() if secret else ""
    if text and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", text):
        raise ValueError("it must be 1 to 256 of the letters A-Z, a-z, 0-9, _ and -")
    return SecretStr(text) if text else None


def _webhook_url(address: str, settings: ValidationInfo) -> str:
    """Refuse what Telegram does not call; a Bot API server of one's own may do it."""
    is_theirs = settings.data.get("telegram_api", TELEGRAM_API) == TELEGRAM_API
    if is_theirs and urlsplit(address).scheme == "http":
        raise ValueError(
            "Telegram brings messages to https: addresses only; name the address of"
            " the proxy that ends TLS"
        )
    return address


Token = Annotated[SecretStr | None, AfterValidator(_token)]
WebAddress = Annotated[str, _address("http", "https")]
SocketAddress = Annotated[str, _address("ws", "wss")]
ContactAddress = Annotated[str, _address("http", "https", "mailto")]


class Settings(BaseSettings):
    """All that can be set; `.env.example` says what each is for.

    Attributes:
        database_url: as SQLAlchemy writes it.
        timezone: a zone of the IANA database, for dates in answers.
        telegram_token, discord_token: None where the platform is not served.
        telegram_webhook_url: where Telegram brings updates; "" to fetch them.
        telegram_webhook_host, telegram_webhook_port: where we listen for them.
        telegram_webhook_secret: None for a new one at every start.
        telegram_api, discord_api, discord_gateway: without a slash at the end.
        feeds_file: OPML; an empty database starts with it, not with the starter feeds.
        refresh_minutes: between two fetches of one feed, however busy it is.
        fetch_concurrency: how many feeds are refreshed at the same moment.
        worker_processes: how many of them read, extract and analyse.
        private_hosts: that may be fetched from though they are not public.
        contact_url: what publishers find in the User-Agent; "" for none.
        administrators: chats that may add feeds: "telegram:1001".
        adding: who else may add feeds from a chat.
        feed_quota: how many feeds a chat may add that is no administrator's.
        demo: an empty database is given the demonstration.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(default_factory=_database_in_user_data)
    language: Literal["ar", "en"] = "ar"
    timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    telegram_token: Token = None
    telegram_api: WebAddress = TELEGRAM_API
    telegram_webhook_url: Annotated[
        WebAddress | Literal[""], AfterValidator(_webhook_url)
    ] = ""
    telegram_webhook_host: str = "127.0.0.1"
    telegram_webhook_port: int = Field(default=8080, ge=1, le=65535)
    telegram_webhook_secret: Annotated[
        SecretStr | None, AfterValidator(_webhook_secret)
    ] = None
    discord_token: Token = None
    discord_api: WebAddress = "https://discord.com/api/v10"
    discord_gateway: SocketAddress = "wss://gateway.discord.gg"
    feeds_file: Annotated[Path | None, AfterValidator(_existing_file)] = None
    refresh_minutes: int = Field(default=5, ge=5, le=1440)
    fetch_concurrency: int = Field(default=16, ge=1, le=32)
    worker_processes: int = Field(default=2, ge=1, le=32)
    contact_url: ContactAddress | Literal[""] = ""
    administrators: Annotated[
        tuple[str, ...], NoDecode, BeforeValidator(_listed), AfterValidator(_chats)
    ] = ()
    adding: Literal["administrators", "everyone"] = "administrators"
    feed_quota: int = Field(default=10, ge=1, le=1000)
    private_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)] = ()
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)
    ] = "INFO"
    demo: bool = True


def read_settings(env_file: Path = Path(".env")) -> Settings:
    """Return the settings of the environment and, below it, of `env_file`.

    Raises:
        SettingsError: some of them are wrong or unknown; all problems at once, by the
            names of the variables and without their values.
    """
    try:
        in_file = dotenv_values(env_file, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{env_file} cannot be read as UTF-8 text") from error
    problems = [*_unknown(os.environ), *_unknown(in_file)]
    try:
        # The argument is pydantic-settings' own, unknown to the type checker.
        settings = Settings(_env_file=env_file)  # type: ignore[call-arg]
    except ValidationError as error:
        problems.extend(_wrong(error))
    if problems:
        raise SettingsError("\n".join(dict.fromkeys(problems)))
    return settings


def _unknown(variables: Mapping[str, object]) -> Iterator[str]:
    """Yield a line for each variable of ours that is no setting: a slip, mostly."""
    known = [PREFIX + field.upper() for field in Settings.model_fields]
    for name in variables:
        wanted = name.upper()
        if wanted.startswith(PREFIX) and wanted not in known:
            near = get_close_matches(wanted, known, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield f"{name}: there is no such setting{hint}"


def _wrong(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_input=False, include_url=False):
        name = PREFIX + str(problem["loc"][0]).upper()
        yield f"{name}: {problem['msg'].removeprefix('Value error, ')}"
