"""Every room of the conversation, in the order in which a message is offered to them."""

from bot.conversation.house import House
from bot.conversation.room import Room
from bot.rooms.activities.room import Activities
from bot.rooms.agreements.room import Agreements
from bot.rooms.announcements.room import Announcements
from bot.rooms.digest.room import Digest
from bot.rooms.edits.room import Edits
from bot.rooms.invitations.room import Invitations
from bot.rooms.links.room import Links
from bot.rooms.obstacles.room import Obstacles
from bot.rooms.organisations.room import Organisations
from bot.rooms.passing_on.room import PassingOn
from bot.rooms.reviews.room import Reviews
from bot.rooms.roles.room import Roles
from bot.rooms.routes.room import Routes
from bot.rooms.statistics.room import Statistics
from bot.rooms.unanswered.room import Unanswered
from bot.rooms.upkeep.room import Upkeep
from bot.rooms.uploads.room import Uploads


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
