"""Settings from the environment and from a file."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, read_settings

EXAMPLE = Path(__file__).parent.parent.parent / ".env.example"
TOKEN = "123456:not-a-real-token"  # noqa: S105 - no real one
WRONG = {
    "language": ("MUJAZ_LANGUAGE=fr", "MUJAZ_LANGUAGE: Input should be 'ar' or 'en'"),
    "zone": ("MUJAZ_TIMEZONE=Mars/Base", "MUJAZ_TIMEZONE: there is no such time zone"),
    "zone as a path": ("MUJAZ_TIMEZONE=../x", "MUJAZ_TIMEZONE: there is no such time"),
    "number": ("MUJAZ_REFRESH_MINUTES=often", "MUJAZ_REFRESH_MINUTES: Input should be"),
    "too small": ("MUJAZ_REFRESH_MINUTES=1", "MUJAZ_REFRESH_MINUTES: Input should be"),
    "address": ("MUJAZ_TELEGRAM_API=api.example", "MUJAZ_TELEGRAM_API: it must be an"),
    "gateway": ("MUJAZ_DISCORD_GATEWAY=https://x.example", "MUJAZ_DISCORD_GATEWAY: it"),
    "file": ("MUJAZ_FEEDS_FILE=/nowhere/f.opml", "MUJAZ_FEEDS_FILE: there is no such"),
    "level": ("MUJAZ_LOG_LEVEL=LOUD", "MUJAZ_LOG_LEVEL: Input should be"),
    "token": ("MUJAZ_TELEGRAM_TOKEN=two words", "MUJAZ_TELEGRAM_TOKEN: a token has no"),
    "webhook": ("MUJAZ_TELEGRAM_WEBHOOK_URL=bot.example", "MUJAZ_TELEGRAM_WEBHOOK_URL"),
    "webhook without TLS": (
        "MUJAZ_TELEGRAM_WEBHOOK_URL=http://bot.example/hook",
        "MUJAZ_TELEGRAM_WEBHOOK_URL: Telegram brings messages to https: addresses",
    ),
    "port": ("MUJAZ_TELEGRAM_WEBHOOK_PORT=0", "MUJAZ_TELEGRAM_WEBHOOK_PORT: Input"),
    "secret": (
        "MUJAZ_TELEGRAM_WEBHOOK_SECRET=a secret",
        "MUJAZ_TELEGRAM_WEBHOOK_SECRET: it must be 1 to 256 of the letters",
    ),
    "yes or no": ("MUJAZ_DEMO=perhaps", "MUJAZ_DEMO: Input should be a valid boolean"),
    "slip": ("MUJAZ_TELEGRAM_TOKN=x", "did you mean MUJAZ_TELEGRAM_TOKEN?"),
    "unknown": ("MUJAZ_COLOUR=x", "MUJAZ_COLOUR: there is no such setting"),
}


@pytest.fixture(autouse=True)
def bare_environment() -> Iterator[None]:
    """Take our variables out of the environment for the time of a test."""
    with pytest.MonkeyPatch.context() as environment:
        for field in Settings.model_fields:
            environment.delenv(PREFIX + field.upper(), raising=False)
        yield


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_every_setting_has_a_working_default(env_file: Path) -> None:
    settings = read_settings(env_file)

    assert settings.language == "ar"
    assert settings.database_url.startswith("sqlite+aiosqlite:///")
    assert settings.database_url.endswith("/mujaz.sqlite3")
    assert settings.telegram_token is None
    assert settings.discord_token is None


def test_a_file_sets(env_file: Path) -> None:
    env_file.write_text(
        "\n".join(
            [
                f"MUJAZ_TELEGRAM_TOKEN={TOKEN}",
                "MUJAZ_LANGUAGE=en",
                "MUJAZ_TIMEZONE=Asia/Gaza",
                "MUJAZ_PRIVATE_HOSTS=127.0.0.1, Intranet.example,",
                "MUJAZ_TELEGRAM_API=http://127.0.0.1:8081/",
                "MUJAZ_LOG_LEVEL=debug",
                "MUJAZ_DEMO=false",
                "SOMETHING_ELSE=1",
            ]
        )
    )

    settings = read_settings(env_file)

    assert settings.telegram_token is not None
    assert settings.telegram_token.get_secret_value() == TOKEN
    assert settings.language == "en"
    assert settings.private_hosts == ("127.0.0.1", "intranet.example")
    assert settings.telegram_api == "http://127.0.0.1:8081"
    assert settings.log_level == "DEBUG"
    assert not settings.demo


def test_the_environment_counts_more_than_the_file(
    env_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    env_file.write_text("MUJAZ_LANGUAGE=en")
    monkeypatch.setenv("MUJAZ_LANGUAGE", "ar")

    assert read_settings(env_file).language == "ar"


def test_a_server_of_ones_own_may_bring_messages_without_tls(env_file: Path) -> None:
    env_file.write_text(
        "MUJAZ_TELEGRAM_WEBHOOK_URL=http://10.0.0.7:8080/hook\n"
        "MUJAZ_TELEGRAM_API=http://10.0.0.8:8081"
    )

    assert read_settings(env_file).telegram_webhook_url.startswith("http:")


@pytest.mark.parametrize("blank", ["", " ", '""'])
def test_a_blank_value_is_none(env_file: Path, blank: str) -> None:
    names = ("TELEGRAM_TOKEN", "DISCORD_TOKEN", "FEEDS_FILE", "CONTACT_URL")
    env_file.write_text("\n".join(f"MUJAZ_{name}={blank}" for name in names))

    settings = read_settings(env_file)

    assert settings.telegram_token is None
    assert settings.discord_token is None
    assert settings.feeds_file is None
    assert settings.contact_url == ""


@pytest.mark.parametrize(("line", "problem"), WRONG.values(), ids=WRONG)
def test_a_wrong_setting_is_told_by_its_name(
    env_file: Path, line: str, problem: str
) -> None:
    env_file.write_text(line)

    with pytest.raises(SettingsError, match=re.escape(problem)):
        read_settings(env_file)


def test_all_problems_are_told_at_once(env_file: Path) -> None:
    env_file.write_text("\n".join(line for line, _ in WRONG.values()))

    with pytest.raises(SettingsError) as caught:
        read_settings(env_file)

    told = str(caught.value).split("\n")
    names = {line.partition("=")[0] for line, _ in WRONG.values()}
    assert {line.partition(":")[0] for line in told} == names


def test_no_value_is_told(env_file: Path) -> None:
    env_file.write_text("MUJAZ_TELEGRAM_TOKEN='123:abc def'\nMUJAZ_TIMEZONE=123:abc")

    with pytest.raises(SettingsError) as caught:
        read_settings(env_file)

    assert "abc" not in str(caught.value)


def test_a_file_that_is_no_text_is_told(env_file: Path) -> None:
    env_file.write_bytes(b"MUJAZ_LANGUAGE=\xff\xfe")

    with pytest.raises(SettingsError, match="cannot be read as UTF-8 text"):
        read_settings(env_file)


def test_tokens_are_not_shown(env_file: Path) -> None:
    env_file.write_text(f"MUJAZ_TELEGRAM_TOKEN={TOKEN}\nMUJAZ_DISCORD_TOKEN={TOKEN}")

    settings = read_settings(env_file)

    for shown in (repr(settings), str(settings), settings.model_dump_json()):
        assert TOKEN not in shown


def test_the_example_documents_every_setting_and_no_other() -> None:
    documented = re.findall(
        r"^#?(MUJAZ_\w+)=", EXAMPLE.read_text("utf-8"), re.MULTILINE
    )

    assert sorted(documented) == sorted(
        PREFIX + field.upper() for field in Settings.model_fields
    )


def test_the_example_shows_the_defaults(env_file: Path) -> None:
    defaults = read_settings(env_file)

    assert read_settings(EXAMPLE) == defaults
