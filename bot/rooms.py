"""Every room of the conversation, in the order in which a message is offered to them."""

from bot.activities import Activities
from bot.agreements import Agreements
from bot.announcements import Announcements
from bot.digest import Digest
from bot.edits import Edits
from bot.house import House
from bot.invitations import Invitations
from bot.links import Links
from bot.obstacles import Obstacles
from bot.organisations import Organisations
from bot.passing_on import PassingOn
from bot.reviews import Reviews
from bot.roles import Roles
from bot.room import Room
from bot.routes import Routes
from bot.statistics import Statistics
from bot.unanswered import Unanswered
from bot.upkeep import Upkeep
from bot.uploads import Uploads


def build_rooms(house: House) -> tuple[Room, ...]:
    """The rooms, one line each."""
    edits = Edits(house)
    obstacles = Obstacles(house, edits)
    return (
        Upkeep(house),
        edits,
        Unanswered(house, edits),
        Uploads(house, edits),
        Statistics(house),
        Invitations(house),  # ahead of links: what is put on an agenda may be one
        Links(house),
        Reviews(house),
        Activities(house),
        Organisations(house),
        Routes(house),
        PassingOn(house),
        Roles(house),
        Announcements(house),
        Agreements(house),
        obstacles,
        Digest(house, (obstacles.in_digest,)),
    )
