"""The commands: what each is called in each language, who may give it, and in which menu Telegram shows it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.records.people import Asker, Role


class Audience(StrEnum):
    """Whose menu a command stands in."""

    PRIVATE = "private"  # anybody, in a chat with the bot alone
    GROUPS = "groups"  # anybody in a group
    COORDINATORS = "coordinators"  # coordinators, in their private chat
    ADMINS = "admins"  # admins, in their private chat


@dataclass(frozen=True, slots=True)
class Command:
    """A command; what it does is in conversation.py or in a room, what the menu says of it in wording."""

    name: str  # Dutch, and the key of its description: "command_<name>"
    english: str  # what it is called in an English menu
    audiences: frozenset[Audience]  # in whose menus it stands; given elsewhere it works too
    role: Role = Role.ASKER  # of whoever may give it; nobody else is told that it exists
    is_private: bool = False  # in a group it is answered with where to give it instead

    def called(self, lang: str) -> str:
        """Its name in a language's menu."""
        return self.english if lang == "en" else self.name


_ALONE = frozenset({Audience.PRIVATE, Audience.COORDINATORS, Audience.ADMINS})
_EVERYWHERE = frozenset(Audience)
_DESK = frozenset({Audience.GROUPS, Audience.COORDINATORS, Audience.ADMINS})  # what a connector does, and groups may
_COORDINATORS = frozenset({Audience.COORDINATORS, Audience.ADMINS})
_ADMINS = frozenset({Audience.ADMINS})

# In the order in which a menu shows them: what people come for first.
COMMANDS = (
    Command("start", "start", _ALONE),
    Command("vraag", "ask", frozenset({Audience.GROUPS})),
    Command("onderwerpen", "topics", _EVERYWHERE),
    Command("wegwijs", "whoiswho", _EVERYWHERE),
    Command("werkvorm", "activity", _EVERYWHERE),
    Command("routes", "routes", _EVERYWHERE),
    Command("afspraak", "agreement", _DESK),
    Command("afspraken", "agreements", _EVERYWHERE),
    Command("uitnodiging", "invitation", _EVERYWHERE),
    Command("deel", "share", _DESK),
    Command("link", "link", _DESK),
    Command("links", "links", _EVERYWHERE),
    Command("hindernis", "obstacle", _EVERYWHERE),
    Command("hindernissen", "obstacles", _COORDINATORS, Role.COORDINATOR, is_private=True),
    Command("onbeantwoord", "unanswered", _ADMINS, Role.ADMIN, is_private=True),
    Command("ongedaan", "undo", _ADMINS, Role.ADMIN, is_private=True),
    Command("problemen", "problems", _ADMINS, Role.ADMIN),
    Command("herlaad", "reload", _ADMINS, Role.ADMIN),
    Command("statistiek", "statistics", _ADMINS, Role.ADMIN),
    Command("rollen", "roles", _ADMINS, Role.ADMIN),
    Command("bericht", "announce", _ADMINS, Role.ADMIN, is_private=True),
    Command("help", "help", _EVERYWHERE),
    Command("taal", "language", _ALONE),
    Command("meldingen", "notices", _ALONE, is_private=True),
    Command("privacy", "privacy", _EVERYWHERE),
    Command("wis", "erase", _ALONE, is_private=True),
)
BY_NAME = {name: command for command in COMMANDS for name in (command.name, command.english)}


def menu(audience: Audience, lang: str) -> tuple[tuple[str, str], ...]:
    """(command, key of what the menu says of it) in the order in which they are shown."""
    return tuple(
        (command.called(lang), f"command_{command.name}") for command in COMMANDS if audience in command.audiences
    )


def audience_of(asker: Asker) -> Audience:
    """Whose menu somebody sees."""
    if asker.is_group:
        return Audience.GROUPS
    return {Role.ASKER: Audience.PRIVATE, Role.COORDINATOR: Audience.COORDINATORS, Role.ADMIN: Audience.ADMINS}[
        asker.role
    ]


def told(text: str, username: str) -> tuple[str, str] | None:
    """(command, what stands behind it) of a message that begins with a command; None where it doesn't.

    A command for another bot, /help@another_bot, is an empty one.
    """
    if not text.startswith("/"):
        return None
    first, _, rest = text[1:].partition(" ") if "\n" not in text.split(" ", 1)[0] else text[1:].partition("\n")
    name, _, addressed = first.partition("@")
    if addressed and username and addressed.lower() != username.lower():
        return "", ""
    return name.lower(), rest.strip()
