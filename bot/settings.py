"""The environment in, every setting of the bot out; or a SettingsError that names each one that can't be used."""

import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from index.settings import IndexSettings, SettingsError

API_URL = "https://api.telegram.org/bot"
WEBHOOK_PATH = "/telegram"  # where updates are taken when WEBHOOK_URL has no path of its own
TAKEN_PATHS = ("/health", "/metrics")
WEBHOOK_PORTS = (443, 80, 88, 8443)  # Bot API, setWebhook
KEY_CHARS = 16  # fewest of DATA_KEY and METRICS_TOKEN
CONTACT_CHARS = 300  # most of CONTACT, which is one sentence of a message
RETENTION_DAYS = (1, 3650)
DATABASES = ("postgres://", "postgresql://")
PRIVATE_NAMES = (".internal", ".local")  # how names of a private network end
KEPT_IN_DATABASE = "database"
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

_ON, _OFF = ("on", "yes", "true", "1"), ("off", "no", "false", "0")
ORIGIN = re.compile(r"\*|https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
FRAMING = re.compile(r"\*|https?://(?:\*\.)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?")  # as frame-ancestors of a CSP has them

# Telegram's own tokens have 35 characters after the colon; a server of one's own, as tests have, may hand out others.
TELEGRAM_TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{30,}", re.ASCII)
ANY_TOKEN = re.compile(r"\d+:[^\s/?#%]+", re.ASCII)


class Watch(StrEnum):
    """How changes in the content folder are noticed."""

    EVENTS = ""  # the system tells
    POLLING = "polling"  # by looking: for a mounted folder that others write to
    OFF = "off"  # not at all: /herlaad reads it again


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of the bot, with its default."""

    index: IndexSettings = field(default_factory=IndexSettings)
    bot_token: str = field(default="", repr=False)  # BOT_TOKEN; empty: the conversation is held in the terminal
    admin_ids: frozenset[int] = frozenset()  # ADMIN_IDS: Telegram's numbers of people who may do everything
    contact: str = ""  # CONTACT: whom to ask when the bot does not know: words, an @name, a mail address or a link
    data_key: str = field(default="", repr=False)  # DATA_KEY: seals personal data; empty: made, and kept in var_dir
    api_url: str = API_URL  # BOT_API_URL: up to and including "/bot"
    webhook_url: str = ""  # WEBHOOK_URL: where Telegram reaches the bot, no slash at its end; empty: it is polled
    port: int | None = None  # PORT: of /health, /metrics and the webhook; None: nothing is served
    metrics_token: str = field(
        default="", repr=False
    )  # METRICS_TOKEN: whoever shows it sees /metrics; empty: nobody does
    retention_days: int = 90  # RETENTION_DAYS: after these, records of what was asked go
    log_level: str = "INFO"  # LOG_LEVEL
    watch: Watch = Watch.EVENTS  # WATCH
    is_web: bool = False  # WEB: the site is served at port
    web_url: str = (
        ""  # WEB_URL: where it is reached, no slash at its end; empty: addresses are those that are asked for
    )
    frame_ancestors: tuple[str, ...] = ()  # FRAME_ANCESTORS: sites that may show the chat in a frame, as a CSP has them
    cors: tuple[str, ...] = ()  # CORS: sites whose scripts may ask /api and /mcp; ("*",): any
    proxies: int = 0  # PROXIES: how many stand in front and say in X-Forwarded-For who asks
    database_url: str = field(default="", repr=False)  # DATABASE_URL: of PostgreSQL; empty: a file in var_dir
    is_knowledge_kept: bool = False  # KNOWLEDGE=database: what admins write is kept there, and goes before all folders

    @property
    def file_url(self) -> str:
        """Where files are fetched, up to and including "/file/bot"."""
        return self.api_url.removesuffix("/bot") + "/file/bot"

    @property
    def webhook_path(self) -> str:
        """The path under which updates are taken."""
        return urlsplit(self.webhook_url).path or WEBHOOK_PATH

    @property
    def webhook_address(self) -> str:
        """What Telegram is told to send updates to; empty where the bot polls."""
        if not self.webhook_url:
            return ""
        return self.webhook_url if urlsplit(self.webhook_url).path else self.webhook_url + WEBHOOK_PATH

    @property
    def webhook_secret(self) -> str:
        """What Telegram shows with each update: derived, so that two processes that overlap in a deploy agree on it."""
        return hmac.new(self.bot_token.encode(), b"webhook secret", hashlib.sha256).hexdigest()

    @staticmethod
    def read(environment: Mapping[str, str] = os.environ) -> "Settings":
        """The settings as the environment has them. Raises SettingsError, one line for each that can't be used."""
        return _Reader(environment).settings()


class _Reader:
    """Reads one setting after another and collects what is wrong with them."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._faults: list[str] = []
        self._secrets = [secret for name in ("BOT_TOKEN", "DATA_KEY", "METRICS_TOKEN") if (secret := self._value(name))]
        self._secrets += [secret for secret in (_password(self._value("DATABASE_URL")),) if secret]

    def settings(self) -> Settings:
        api_url = self._api_url()
        webhook_url = self._webhook_url(api_url)
        port = self._port()
        if webhook_url and port is None and not self._value("PORT"):
            self._faults.append(
                "WEBHOOK_URL is set but PORT is not; set PORT to the port to which the host hands requests"
            )
        found = Settings(
            self._index(),
            self._bot_token(api_url),
            self._admin_ids(),
            self._contact(),
            self._data_key(),
            api_url,
            webhook_url,
            port,
            self._metrics_token(),
            self._retention_days(),
            self._log_level(),
            self._watch(),
            self._is_on("WEB"),
            self._web_url(),
            self._sites("FRAME_ANCESTORS", FRAMING),
            self._sites("CORS", ORIGIN),
            self._proxies(),
            self._database_url(),
            self._is_knowledge_kept(),
        )
        if found.is_web and port is None and not self._value("PORT"):
            self._faults.append("WEB is on but PORT is not set; set PORT to the port at which to serve, as in 8080")
        if self._faults:
            raise SettingsError("\n".join(self._faults))
        return found

    def _value(self, name: str) -> str:
        """As set, less spaces and a pair of quotes, which docker and some hosts leave on values from a file .env."""
        value = self._environment.get(name, "").strip()
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1].strip()
        return value

    def _fault(self, name: str, value: str, rest: str) -> None:
        """Note that a setting can't be used; a secret that was pasted into the wrong one is not shown."""
        for secret in self._secrets:
            value = value.replace(secret, "…")
        value = TELEGRAM_TOKEN.sub("…", value)
        shown = value if len(value) <= 80 else value[:80] + "…"
        self._faults.append(f"{name} is {shown!r}, {rest}")

    def _index(self) -> IndexSettings:
        clean = {name: self._value(name) for name in ("KNOWLEDGE_DIR", "VAR_DIR", "ENCODER")}
        try:
            return IndexSettings.read(clean)
        except SettingsError as error:
            self._faults.append(str(error))
            return IndexSettings()

    def _bot_token(self, api_url: str) -> str:
        token = self._value("BOT_TOKEN")
        form = TELEGRAM_TOKEN if api_url == API_URL else ANY_TOKEN
        if token and not form.fullmatch(token):
            self._faults.append(
                f"BOT_TOKEN has {len(token)} characters and not the form of a token, which is 123456789:AA… (digits, a colon, "
                "35 letters and digits); copy it whole from @BotFather, who shows it again after /token"
            )
        return token

    def _admin_ids(self) -> frozenset[int]:
        parts = [part for part in re.split(r"[\s,;]+", self._value("ADMIN_IDS").strip("[](){}")) if part]
        wrong = [part for part in parts if not re.fullmatch(r"[1-9][0-9]{0,18}", part)]
        if wrong:
            self._fault(
                "ADMIN_IDS",
                ", ".join(wrong),
                "which is not how Telegram numbers people; write their numbers with commas between them, as in 12345678,87654321 "
                "(@userinfobot tells somebody theirs)",
            )
        return frozenset(int(part) for part in parts if part not in wrong)

    def _contact(self) -> str:
        contact = " ".join(self._value("CONTACT").split())
        if len(contact) > CONTACT_CHARS:
            self._fault(
                "CONTACT", contact, f"{len(contact)} characters; write at most {CONTACT_CHARS}: whom to ask, and where"
            )
        return contact

    def _data_key(self) -> str:
        key = self._value("DATA_KEY")
        if key and len(key) < KEY_CHARS:
            self._faults.append(
                f"DATA_KEY has {len(key)} characters, too few to keep anything secret; write {KEY_CHARS} or more, as from "
                "`openssl rand -hex 32`, and keep it: without it what was sealed can't be read again"
            )
        return key

    def _metrics_token(self) -> str:
        token = self._value("METRICS_TOKEN")
        if token and (len(token) < KEY_CHARS or not token.isascii() or not token.isprintable() or " " in token):
            self._faults.append(
                f"METRICS_TOKEN has {len(token)} characters and can't be a password; write {KEY_CHARS} or more letters, digits and "
                "signs without a space, as from `openssl rand -hex 32`, and give it to Prometheus as its bearer token"
            )
        return token

    def _api_url(self) -> str:
        url = self._value("BOT_API_URL").rstrip("/")
        if not url:
            return API_URL
        if not _is_address(url) or not url.endswith("/bot"):
            self._fault(
                "BOT_API_URL",
                url,
                f"which is no address that ends in /bot; write it without the token, as in {API_URL} or http://localhost:8081/bot",
            )
        return url

    def _webhook_url(self, api_url: str) -> str:
        url = self._value("WEBHOOK_URL").rstrip("/")
        if not url:
            return ""
        if not _is_address(url):
            self._fault(
                "WEBHOOK_URL",
                url,
                "which is no address; write where Telegram reaches this bot, as in https://bot.example.org",
            )
            return url
        parts = urlsplit(url)
        is_local = _is_local(parts.hostname or "")  # as in tests
        if parts.scheme != "https" and not is_local:
            self._fault("WEBHOOK_URL", url, "but Telegram sends to https alone; write https:// in front")
        elif api_url == API_URL and not is_local and (parts.port or 443) not in WEBHOOK_PORTS:
            self._fault(
                "WEBHOOK_URL",
                url,
                f"but Telegram sends to ports {', '.join(map(str, WEBHOOK_PORTS))} alone; use one of these",
            )
        if parts.query or parts.fragment or parts.path in TAKEN_PATHS:
            self._fault(
                "WEBHOOK_URL", url, "which has a path or query that can't be used; leave it out: /telegram is added"
            )
        return url

    def _port(self) -> int | None:
        value = self._value("PORT")
        if not value:
            return None
        if not re.fullmatch(r"[0-9]{1,5}", value) or not 1 <= int(value) <= 65535:
            self._fault("PORT", value, "which is no port; write a number from 1 to 65535, as in 8080")
            return None
        return int(value)

    def _is_on(self, name: str) -> bool:
        value = self._value(name)
        if value.lower() not in ("", *_ON, *_OFF):
            self._fault(name, value, "which is neither on nor off; write on, or nothing")
        return value.lower() in _ON

    def _web_url(self) -> str:
        url = self._value("WEB_URL").rstrip("/")
        if not url:
            return ""
        if not _is_address(url):
            self._fault(
                "WEB_URL", url, "which is no address; write where the site is reached, as in https://vraag.example.org"
            )
            return ""
        parts = urlsplit(url)
        if parts.path or parts.query or parts.fragment:
            self._fault(
                "WEB_URL", url, "which has a path; write the address without it: the site has to have a host to itself"
            )
        return f"{parts.scheme}://{parts.netloc}"

    def _sites(self, name: str, form: re.Pattern[str]) -> tuple[str, ...]:
        sites = tuple(site for site in re.split(r"[\s,;]+", self._value(name)) if site)
        if wrong := [site for site in sites if not form.fullmatch(site)]:
            self._fault(
                name,
                ", ".join(wrong),
                "which names no site; write such as https://www.example.org, with commas between them",
            )
        return tuple(site for site in sites if site not in wrong)

    def _proxies(self) -> int:
        value = self._value("PROXIES")
        if value and not re.fullmatch(r"[0-9]", value):
            self._fault(
                "PROXIES", value, "which is no number of proxies from 0 to 9; write how many stand in front, as in 1"
            )
            return 0
        return int(value or 0)

    def _database_url(self) -> str:
        url = self._value("DATABASE_URL")
        if not url:
            return ""
        if not url.startswith(DATABASES) or not urlsplit(url).path.strip("/"):
            self._faults.append(
                "DATABASE_URL is no address of a PostgreSQL database; write such as postgresql://user:password@host/name, or "
                "leave it out: records are then kept in VAR_DIR"
            )
            return ""
        if not self._value("DATA_KEY"):
            self._faults.append(
                "DATABASE_URL is set and DATA_KEY is not; set DATA_KEY, as from `openssl rand -hex 32`: every process needs the "
                "same, and one that is made on a disk that vanishes opens nothing afterwards"
            )
        return with_tls(url)

    def _is_knowledge_kept(self) -> bool:
        value = self._value("KNOWLEDGE").lower()
        if value not in ("", KEPT_IN_DATABASE):
            self._fault(
                "KNOWLEDGE",
                value,
                f"which is no place to keep content; write {KEPT_IN_DATABASE}, or nothing: then folders do",
            )
        elif value and not self._value("DATABASE_URL"):
            self._faults.append(
                "KNOWLEDGE is set to database but DATABASE_URL is not set; set that too, or leave both out"
            )
        return value == KEPT_IN_DATABASE

    def _retention_days(self) -> int:
        value = self._value("RETENTION_DAYS")
        least, most = RETENTION_DAYS
        if not value:
            return Settings().retention_days
        if not re.fullmatch(r"[0-9]{1,6}", value) or not least <= int(value) <= most:
            self._fault(
                "RETENTION_DAYS", value, f"which is no number of days from {least} to {most}; write one, as in 90"
            )
            return least
        return int(value)

    def _log_level(self) -> str:
        value = self._value("LOG_LEVEL")
        if not value or value.upper() in LOG_LEVELS:
            return value.upper() or Settings().log_level
        near = get_close_matches(value.upper(), LOG_LEVELS, n=1, cutoff=0.5)
        advice = f"did you mean {near[0]}?" if near else f"write one of {', '.join(LOG_LEVELS)}"
        self._fault("LOG_LEVEL", value, f"which is no level; {advice}")
        return Settings().log_level

    def _watch(self) -> Watch:
        value = self._value("WATCH")
        try:
            return Watch(value.lower())
        except ValueError:
            self._fault(
                "WATCH",
                value,
                "which is no way to notice changes; write polling (for a mounted folder), off, or nothing",
            )
            return Watch.EVENTS


def with_tls(url: str) -> str:
    """The address of a database, with TLS required unless it says itself what is, or the network between is one's own."""
    parts = urlsplit(url)
    given = parse_qs(parts.query)
    if "sslmode" in given or is_near(parts.hostname or given.get("host", [""])[0]):
        return url
    return f"{url}{'&' if parts.query else '?'}sslmode=require"


def is_near(host: str) -> bool:
    """Whether a database at that host is on this machine, or on a network that is one's own."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host.startswith("/") or "." not in host or host.endswith(PRIVATE_NAMES)


def _password(url: str) -> str:
    """Of an address of a database; empty: it has none."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def _is_address(url: str) -> bool:
    """Whether it is a web address with a host, and without a name and password in it."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None and parts.port != 0
    except ValueError:  # a port that is no number, a bracket too many
        return False


def _is_local(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
