"""A whole house for tests: the shelves, steps and commands of all rooms, and how much is kept of somebody."""

from bot import rooms
from bot.conversation.menus import OWN, Commands
from bot.records.records import Records, all_steps

SHELVES = rooms.shelves()
STEPS = all_steps(SHELVES)
ALL_COMMANDS = (*OWN, *rooms.commands())
COMMANDS = Commands(rooms.commands())


async def kept_of(records: Records, person: str) -> int:
    """How many rows there are about a person among questions, languages and updates that wait."""
    return await records._database.read(
        lambda db: sum(
            db.execute(f"select count(*) from {table} where person = ?", [person]).fetchone()[0]
            for table in ("questions", "people", "updates")
        )
    )
