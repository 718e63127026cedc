"""Settings are read as people write them, and whatever can't be used is said all at once, without secrets."""

from pathlib import Path

import pytest

from bot.settings import API_URL, Settings, Watch
from index.settings import IndexSettings, SettingsError

TOKEN = "123456789:AAF0-abcdefghijklmnopqrstuvwxyz0123"
KEY = "0123456789abcdef-key"


def faults(**environment: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        Settings.read(environment)
    return str(caught.value).splitlines()


def test_nothing_is_obligatory() -> None:
    assert Settings.read({}) == Settings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "KNOWLEDGE_DIR": str(tmp_path),
            "VAR_DIR": str(tmp_path / "var"),
            "ENCODER": "some/model",
            "BOT_TOKEN": TOKEN,
            "ADMIN_IDS": "12345678,87654321",
            "CONTACT": "het servicepunt, @servicepunt",
            "DATA_KEY": KEY,
            "BOT_API_URL": "http://localhost:8081/bot",
            "WEBHOOK_URL": "https://bot.example.org",
            "PORT": "8080",
            "METRICS_TOKEN": KEY,
            "RETENTION_DAYS": "30",
            "LOG_LEVEL": "debug",
            "WATCH": "polling",
        }
    )

    assert settings == Settings(
        IndexSettings((tmp_path,), tmp_path / "var", "some/model"),
        TOKEN,
        frozenset({12345678, 87654321}),
        "het servicepunt, @servicepunt",
        KEY,
        "http://localhost:8081/bot",
        "https://bot.example.org",
        8080,
        KEY,
        30,
        "DEBUG",
        Watch.POLLING,
    )


@pytest.mark.parametrize(
    ("name", "value", "field", "read"),
    [
        pytest.param("WATCH", "OFF", "watch", Watch.OFF, id="capitals in how the folder is watched"),
        pytest.param("BOT_TOKEN", f' "{TOKEN}"\n', "bot_token", TOKEN, id="quotes and a line break"),
        pytest.param("BOT_TOKEN", f"'{TOKEN}'", "bot_token", TOKEN, id="single quotes"),
        pytest.param("BOT_TOKEN", '""', "bot_token", "", id="empty quotes"),
        pytest.param("ADMIN_IDS", " 1 2;3,\t4 ", "admin_ids", frozenset({1, 2, 3, 4}), id="any separators"),
        pytest.param("ADMIN_IDS", "[1, 2]", "admin_ids", frozenset({1, 2}), id="brackets"),
        pytest.param("ADMIN_IDS", ",", "admin_ids", frozenset(), id="nobody"),
        pytest.param("BOT_API_URL", "http://[::1]:1/bot/", "api_url", "http://[::1]:1/bot", id="slash at the end"),
        pytest.param("BOT_API_URL", "", "api_url", API_URL, id="empty address"),
        pytest.param("CONTACT", "  het\n servicepunt ", "contact", "het servicepunt", id="line break in words"),
        pytest.param("PORT", " 08080 ", "port", 8080, id="leading nought"),
        pytest.param("PORT", "", "port", None, id="no port"),
        pytest.param("RETENTION_DAYS", "", "retention_days", 90, id="no retention"),
        pytest.param("LOG_LEVEL", " Warning ", "log_level", "WARNING", id="level in any case"),
    ],
)
def test_spaces_quotes_and_slashes_are_forgiven(name: str, value: str, field: str, read: object) -> None:
    assert getattr(Settings.read({name: value}), field) == read


@pytest.mark.parametrize(
    "url",
    [
        "https://bot.example.org/",
        "https://bot.example.org:8443",
        "http://localhost:8080",
        "http://127.0.0.1:1",
        "http://[::1]:1",
    ],
)
def test_addresses_that_telegram_or_a_test_can_reach_are_taken(url: str) -> None:
    assert Settings.read({"WEBHOOK_URL": url, "PORT": "8080"}).webhook_url == url.rstrip("/")


@pytest.mark.parametrize(
    ("api_url", "token"),
    [(API_URL, TOKEN), ("http://127.0.0.1:1/bot", "1:test"), ("http://127.0.0.1:1/bot", "42:TEST.token")],
)
def test_a_server_of_ones_own_may_hand_out_other_tokens(api_url: str, token: str) -> None:
    assert Settings.read({"BOT_API_URL": api_url, "BOT_TOKEN": token}).bot_token == token


@pytest.mark.parametrize(
    ("environment", "fault"),
    [
        pytest.param(
            {"BOT_TOKEN": "123:abc"},
            "BOT_TOKEN has 7 characters and not the form of a token, which is 123456789:AA… (digits, a colon, 35 letters and "
            "digits); copy it whole from @BotFather, who shows it again after /token",
            id="token cut off",
        ),
        pytest.param(
            {"ADMIN_IDS": "12, @jan, -5"},
            "ADMIN_IDS is '@jan, -5', which is not how Telegram numbers people; write their numbers with commas between them, as "
            "in 12345678,87654321 (@userinfobot tells somebody theirs)",
            id="names for numbers",
        ),
        pytest.param(
            {"PORT": "http"},
            "PORT is 'http', which is no port; write a number from 1 to 65535, as in 8080",
            id="port in words",
        ),
        pytest.param(
            {"PORT": "0"}, "PORT is '0', which is no port; write a number from 1 to 65535, as in 8080", id="port nought"
        ),
        pytest.param(
            {"PORT": "65536"},
            "PORT is '65536', which is no port; write a number from 1 to 65535, as in 8080",
            id="port too big",
        ),
        pytest.param(
            {"WEBHOOK_URL": "http://bot.example.org", "PORT": "1"},
            "WEBHOOK_URL is 'http://bot.example.org', but Telegram sends to https alone; write https:// in front",
            id="webhook without https",
        ),
        pytest.param(
            {"WEBHOOK_URL": "bot.example.org", "PORT": "1"},
            "WEBHOOK_URL is 'bot.example.org', which is no address; write where Telegram reaches this bot, as in https://bot.example.org",
            id="webhook without scheme",
        ),
        pytest.param(
            {"WEBHOOK_URL": "https://bot.example.org:5000", "PORT": "1"},
            "WEBHOOK_URL is 'https://bot.example.org:5000', but Telegram sends to ports 443, 80, 88, 8443 alone; use one of these",
            id="webhook at another port",
        ),
        pytest.param(
            {"WEBHOOK_URL": "https://bot.example.org/health", "PORT": "1"},
            "WEBHOOK_URL is 'https://bot.example.org/health', which has a path or query that can't be used; leave it out: "
            "/telegram is added",
            id="webhook in the way",
        ),
        pytest.param(
            {"WEBHOOK_URL": "https://bot.example.org"},
            "WEBHOOK_URL is set but PORT is not; set PORT to the port to which the host hands requests",
            id="webhook without port",
        ),
        pytest.param(
            {"RETENTION_DAYS": "0"},
            "RETENTION_DAYS is '0', which is no number of days from 1 to 3650; write one, as in 90",
            id="nothing kept",
        ),
        pytest.param(
            {"RETENTION_DAYS": "3651"},
            "RETENTION_DAYS is '3651', which is no number of days from 1 to 3650; write one, as in 90",
            id="kept for ever",
        ),
        pytest.param(
            {"RETENTION_DAYS": "90 dagen"},
            "RETENTION_DAYS is '90 dagen', which is no number of days from 1 to 3650; write one, as in 90",
            id="days in words",
        ),
        pytest.param(
            {"WATCH": "sometimes"},
            "WATCH is 'sometimes', which is no way to notice changes; write polling (for a mounted folder), off, or nothing",
            id="a way to watch that is none",
        ),
        pytest.param({"LOG_LEVEL": "debgu"}, "LOG_LEVEL is 'debgu', which is no level; did you mean DEBUG?", id="typo"),
        pytest.param(
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL is 'loud', which is no level; write one of DEBUG, INFO, WARNING, ERROR, CRITICAL",
            id="no level",
        ),
        pytest.param(
            {"DATA_KEY": "geheim"},
            "DATA_KEY has 6 characters, too few to keep anything secret; write 16 or more, as from `openssl rand -hex 32`, and "
            "keep it: without it what was sealed can't be read again",
            id="short key",
        ),
        pytest.param(
            {"BOT_API_URL": "http://localhost:8081"},
            "BOT_API_URL is 'http://localhost:8081', which is no address that ends in /bot; write it without the token, as in "
            "https://api.telegram.org/bot or http://localhost:8081/bot",
            id="server without /bot",
        ),
        pytest.param(
            {"BOT_API_URL": "localhost:x/bot"},
            "BOT_API_URL is 'localhost:x/bot', which is no address that ends in /bot; write it without the token, as in "
            "https://api.telegram.org/bot or http://localhost:8081/bot",
            id="server that is no address",
        ),
        pytest.param(
            {"KNOWLEDGE_DIR": "/no/such/folder"},
            "KNOWLEDGE_DIR is '/no/such/folder', which is no folder; set it to a folder with entries",
            id="folder that is not there",
        ),
        pytest.param(
            {"CONTACT": "x" * 301},
            f"CONTACT is '{'x' * 80}…', 301 characters; write at most 300: whom to ask, and where",
            id="contact as long as a letter",
        ),
    ],
)
def test_what_cannot_be_used_is_said_with_what_to_write_instead(environment: dict[str, str], fault: str) -> None:
    assert faults(**environment) == [fault]


def test_everything_that_is_wrong_is_said_at_once() -> None:
    found = faults(
        KNOWLEDGE_DIR="/no/such/folder",
        BOT_TOKEN="x",
        ADMIN_IDS="x",
        DATA_KEY="x",
        BOT_API_URL="x",
        WEBHOOK_URL="x",
        PORT="x",
        RETENTION_DAYS="x",
        LOG_LEVEL="x",
    )

    assert [line.partition(" ")[0] for line in found] == [
        "BOT_API_URL",
        "WEBHOOK_URL",
        "PORT",
        "KNOWLEDGE_DIR",
        "BOT_TOKEN",
        "ADMIN_IDS",
        "DATA_KEY",
        "RETENTION_DAYS",
        "LOG_LEVEL",
    ]


@pytest.mark.parametrize(
    "name", ["ADMIN_IDS", "CONTACT", "BOT_API_URL", "WEBHOOK_URL", "PORT", "RETENTION_DAYS", "LOG_LEVEL"]
)
@pytest.mark.parametrize(
    "secret",
    [pytest.param(TOKEN, id="token"), pytest.param(KEY, id="key"), pytest.param(f"9{TOKEN}", id="another bot's token")],
)
def test_a_secret_in_the_wrong_place_is_not_repeated(name: str, secret: str) -> None:
    value = f"{secret} {'x' * 300}"

    found = faults(**({"BOT_TOKEN": TOKEN, "DATA_KEY": KEY} | {name: value}))

    assert [line for line in found if secret in line] == []
    assert [line.partition(" is ")[0] for line in found if "…" in line] == [name]


def test_a_broken_token_is_not_repeated() -> None:
    assert "half-a-token" not in faults(BOT_TOKEN="123:half-a-token")[0]


def test_neither_token_nor_key_is_in_what_settings_look_like() -> None:
    shown = repr(Settings.read({"BOT_TOKEN": TOKEN, "DATA_KEY": KEY}))

    assert (TOKEN in shown, KEY in shown, "retention_days=90" in shown) == (False, False, True)


@pytest.mark.parametrize(
    ("api_url", "file_url"),
    [
        (API_URL, "https://api.telegram.org/file/bot"),
        ("http://localhost:8081/bot", "http://localhost:8081/file/bot"),
        ("http://localhost/telegram/bot", "http://localhost/telegram/file/bot"),
    ],
)
def test_files_are_fetched_beside_the_methods(api_url: str, file_url: str) -> None:
    assert Settings(api_url=api_url).file_url == file_url


@pytest.mark.parametrize(
    ("url", "address", "path"),
    [
        ("https://bot.example.org", "https://bot.example.org/telegram", "/telegram"),
        ("https://example.org/verbinder/hook", "https://example.org/verbinder/hook", "/verbinder/hook"),
        ("", "", "/telegram"),
    ],
)
def test_updates_come_to_the_address_of_the_webhook(url: str, address: str, path: str) -> None:
    settings = Settings(webhook_url=url)

    assert (settings.webhook_address, settings.webhook_path) == (address, path)


def test_two_processes_of_one_bot_agree_on_the_secret_of_the_webhook_and_two_bots_do_not() -> None:
    secrets = [Settings(bot_token=token).webhook_secret for token in (TOKEN, TOKEN, f"9{TOKEN}")]

    assert (secrets[0] == secrets[1], secrets[0] == secrets[2], TOKEN in secrets[0], len(secrets[0])) == (
        True,
        False,
        False,
        64,
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://u:p@ec2-3-4.compute.amazonaws.com:5432/d", "postgres://u:p@ec2-3-4.compute.amazonaws.com:5432/d?sslmode=require"),
        ("postgres://u:p@db.example.org/d?options=-c%20a", "postgres://u:p@db.example.org/d?options=-c%20a&sslmode=require"),
        ("postgres://u:p@db.example.org/d?sslmode=verify-full", "postgres://u:p@db.example.org/d?sslmode=verify-full"),
        ("postgres://u:p@db.example.org/d?sslmode=disable", "postgres://u:p@db.example.org/d?sslmode=disable"),
        ("postgres://u:p@8.8.8.8/d", "postgres://u:p@8.8.8.8/d?sslmode=require"),
        ("postgres://u:p@10.0.0.5/d", "postgres://u:p@10.0.0.5/d"),
        ("postgres://u:p@[::1]/d", "postgres://u:p@[::1]/d"),
        ("postgres://u:p@db/d", "postgres://u:p@db/d"),
        ("postgres://u:p@postgres.railway.internal:5432/d", "postgres://u:p@postgres.railway.internal:5432/d"),
        ("postgres:///d?host=/run/postgresql", "postgres:///d?host=/run/postgresql"),
        ("postgres:///d?host=db.example.org", "postgres:///d?host=db.example.org&sslmode=require"),
    ],
)  # fmt: skip
def test_a_database_elsewhere_is_spoken_to_under_tls_alone(url: str, expected: str) -> None:
    assert Settings.read({"DATABASE_URL": url, "DATA_KEY": KEY}).database_url == expected


def test_content_is_kept_in_a_database_that_is_named() -> None:
    settings = Settings.read({"KNOWLEDGE": "Database", "DATABASE_URL": "postgres://u:p@db/d", "DATA_KEY": KEY})

    assert settings.is_knowledge_kept
    assert faults(KNOWLEDGE="database") == [
        "KNOWLEDGE is set to database but DATABASE_URL is not set; set that too, or leave both out"
    ]
    assert faults(KNOWLEDGE="/data/teksten") == [
        "KNOWLEDGE is '/data/teksten', which is no place to keep content; write database, or nothing: then folders do"
    ]
