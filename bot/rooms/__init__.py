"""What can be talked of besides asking: one folder a subject, with all that is its own. A room imports no other room."""

from collections.abc import Iterable
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.conversation.house import House
    from bot.conversation.menus import Command
    from bot.conversation.room import Room
    from bot.records.shelf import Shelf

# In the order in which a message is offered to them. One that takes what another gives stands behind it.
ROOMS = (
    "upkeep.room:Upkeep",
    "edits.room:Edits",
    "unanswered.room:Unanswered",
    "routes.room:Routes",  # ahead of uploads: an overview of routes is no document to make entries of
    "statistics.room:Statistics",
    "agreements.room:Agreements",
    "checks.room:Checks",  # ahead of uploads: a file may be an agreement to look at
    "uploads.room:Uploads",
    "invitations.room:Invitations",  # ahead of links: what is put on an agenda may be one
    "links.room:Links",
    "reviews.room:Reviews",
    "activities.room:Activities",
    "organisations.room:Organisations",
    "passing_on.room:PassingOn",
    "roles.room:Roles",
    "announcements.room:Announcements",
    "obstacles.room:Obstacles",
    "handing.room:Handing",
    "digest.room:Digest",
)


def kinds(names: Iterable[str] = ROOMS) -> "tuple[type[Room], ...]":
    """The class of each room, loaded where it wasn't yet."""
    return tuple(resolve_name(f"{__name__}.{name}") for name in names)


def shelves() -> "tuple[type[Shelf], ...]":
    """What all rooms keep."""
    return tuple(shelf for kind in kinds() for shelf in kind.shelves)


def commands() -> "tuple[Command, ...]":
    """What can be commanded in all rooms."""
    return tuple(command for kind in kinds() for command in kind.commands)


def build(house: "House") -> "tuple[Room, ...]":
    """All rooms of a house, in their order."""
    return tuple(kind(house) for kind in kinds())
