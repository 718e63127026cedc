"""Commands: what each is called in each language, who may give it, and in which menu it stands."""

from collections.abc import Container, Iterable
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
    """A command; what it does is in own_commands.py or in its room, what the menu says of it in wording."""

    name: str  # Dutch, and the key of its description: "command_<name>"
    english: str  # what it is called in an English menu
    audiences: frozenset[Audience]  # in whose menus it stands; given elsewhere it works too
    place: int  # in a menu: the smallest is shown first, what people come for
    role: Role = Role.ASKER  # of whoever may give it; nobody else is told that it exists
    is_private: bool = False  # in a group it is answered with where to give it instead
    needs_chat: bool = False  # somebody has to be found again later, which a page of the web can't
    is_urgent: bool = False  # waits for nothing that the same person asked before

    def is_for(self, asker: Asker) -> bool:
        """Whether somebody may give it, by their role."""
        return asker.role >= self.role

    def called(self, lang: str) -> str:
        """Its name in a language's menu."""
        return self.english if lang == "en" else self.name


ALONE = frozenset({Audience.PRIVATE, Audience.COORDINATORS, Audience.ADMINS})
EVERYWHERE = frozenset(Audience)
DESK = frozenset({Audience.GROUPS, Audience.COORDINATORS, Audience.ADMINS})  # what a connector does, and groups may
COORDINATORS = frozenset({Audience.COORDINATORS, Audience.ADMINS})
ADMINS = frozenset({Audience.ADMINS})

# Of the conversation itself; rooms bring theirs.
OWN = (
    Command("start", "start", ALONE, 0),
    Command("vraag", "ask", frozenset({Audience.GROUPS}), 10),
    Command("onderwerpen", "topics", EVERYWHERE, 20),
    Command("help", "help", EVERYWHERE, 900),
    Command("taal", "language", ALONE, 910),
    Command("privacy", "privacy", EVERYWHERE, 930),
    Command("wis", "erase", ALONE, 940, is_private=True, is_urgent=True),
)


class Commands:
    """All that there are in a house."""

    def __init__(self, brought: Iterable[Command]) -> None:
        """brought: by the rooms. Raises ValueError where two have a name in common."""
        self._all = sorted((*OWN, *brought), key=lambda command: command.place)
        self._by_name: dict[str, Command] = {}
        for command in self._all:
            for name in {command.name, command.english}:
                if name in self._by_name:
                    raise ValueError(f"/{name} is the name of two commands")
                self._by_name[name] = command

    def named(self, name: str) -> Command | None:
        """By its Dutch or English name; None: there is none."""
        return self._by_name.get(name)

    def may_give(self, asker: Asker, name: str) -> bool:
        """Whether there is a command of that name, and somebody may give it."""
        known = self.named(name)
        return known is not None and known.is_for(asker)

    def is_urgent(self, text: str, username: str) -> bool:
        """Whether a message is a command that waits for nothing that the same person asked before."""
        command = told(text, username)
        known = self.named(command[0]) if command else None
        return known is not None and known.is_urgent

    def called(self, name: str, lang: str) -> str:
        """What a command, by its Dutch name, is called in a language's menu."""
        return self._by_name[name].called(lang)

    def menu(self, audience: Audience, lang: str, without: Container[str] = ()) -> tuple[tuple[str, str], ...]:
        """(command, key of what the menu says of it) in the order in which they are shown; without: Dutch names."""
        return tuple(
            (command.called(lang), f"command_{command.name}")
            for command in self._all
            if audience in command.audiences and command.name not in without
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
