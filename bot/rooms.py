"""Every room of the conversation, in the order in which a message is offered to them."""

from bot.house import House
from bot.links import Links
from bot.reviews import Reviews
from bot.room import Room
from bot.statistics import Statistics
from bot.upkeep import Upkeep


def build_rooms(house: House) -> tuple[Room, ...]:
    """The rooms, one line each."""
    return (Upkeep(house), Statistics(house), Links(house), Reviews(house))
