"""A role's life on Telegram, with a bot that is killed in between: invited, accepted, the menu shown, taken back."""

import re
from pathlib import Path

from bot.conversation.menus import Audience
from bot.conversation.wording import Wording
from tests.bot_api import BotApi, Message, Person
from tests.bot_process import BotProcess, small_knowledge
from tests.house import COMMANDS

ADMIN, INVITED, LATE = 900, 7, 8
PAYLOAD = re.compile(r"\?start=(rol_[\w-]{22})")


async def said(telegram: BotApi, person: Person, text: str) -> Message:
    """The answer to a message."""
    before = len(person.replies)
    person.says(text)
    return await telegram.answers(person, before + 1, 20)


def menus_of(telegram: BotApi, person: Person) -> dict[str, tuple[str, ...]]:
    """The commands in a chat's own menu, by language; those for all other languages under ""."""
    found = telegram.menus.items()
    return {lang: tuple(name for name, _ in shown) for (scope, lang), shown in found if scope[-1] == str(person.id)}


async def test_invitation_survives_kills_and_gives_a_menu_that_goes_with_the_role(tmp_path: Path) -> None:
    say, knowledge = Wording().say, small_knowledge(tmp_path / "knowledge")
    async with BotApi() as telegram:
        bot = BotProcess(telegram, knowledge, tmp_path / "var", ADMIN_IDS=str(ADMIN))
        admin, invited, late = (telegram.person(number) for number in (ADMIN, INVITED, LATE))
        try:
            await bot.start()
            await said(telegram, admin, "/rollen")
            admin.presses("Nodig uit")
            await telegram.until(lambda: "Hoe noemt u" in admin.last.text, 20)
            await bot.kill()  # while the label is being typed
            await bot.start()
            admin.says("regio Noord")
            await telegram.until(lambda: PAYLOAD.search(admin.screen()), 20)
            [payload] = PAYLOAD.findall(admin.screen())

            await said(telegram, invited, f"/start {payload}")
            await said(telegram, late, f"/start {payload}")
            invited.presses("Aannemen")
            await telegram.until(lambda: "U bent nu verbinder" in invited.screen(), 20)
            await telegram.until(lambda: "regio Noord is aangenomen" in admin.screen(), 20)
            late.presses("Aannemen")
            await telegram.until(lambda: "werkt niet (meer)" in late.screen(), 20)
            shown = {
                key: tuple(name for name, _ in COMMANDS.menu(Audience.COORDINATORS, lang))
                for key, lang in (("", "nl"), ("nl", "nl"), ("en", "en"))
            }
            await telegram.until(lambda: menus_of(telegram, invited) == shown, 20)
            assert menus_of(telegram, late) == {}

            await bot.kill()
            await bot.start()
            assert "Er zijn geen hindernissen" in (await said(telegram, invited, "/hindernissen")).text
            overview = await said(telegram, admin, "/rollen")
            admin.presses("Neem terug: regio Noord", of=overview)
            await telegram.until(lambda: "Dat geldt meteen" in overview.text, 20)
            admin.presses("Ja, neem terug", of=overview)
            await telegram.until(lambda: "geen verbinder meer" in invited.screen(), 20)
            refused = await said(telegram, invited, "/hindernissen")
            await telegram.until(
                lambda: menus_of(telegram, invited) == {}, 20
            )  # a language after the other, after the words
        finally:
            await bot.kill()

        assert refused.text == say("unknown_command", "nl", command="/hindernissen")
        assert ("Traceback" in bot.log, payload.removeprefix("rol_") in bot.log) == (False, False)
