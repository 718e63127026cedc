"""The room where people find their way in each other's organisation: a menu of what there is to read, or a few words in."""

from collections.abc import Collection, Mapping, Sequence

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.compose import label
from bot.conversation.heard import question_of
from bot.conversation.menus import EVERYWHERE, Command
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said
from bot.records.people import Asker
from index.shown import shown
from index.snapshot import Snapshot

SECTION = "organisations"
PAGE = 8  # buttons that fit on a phone without scrolling far
# What ships, in the order in which it is offered; the made-up example is reached from the template.
ROLES_VMBO, ROLES_MBO = f"{SECTION}/wie-doet-wat-op-het-vmbo", f"{SECTION}/wie-doet-wat-op-het-mbo"
TERMS, TEMPLATE = f"{SECTION}/woorden-van-vmbo-en-mbo", f"{SECTION}/eigen-organisatie-beschrijven"
EXAMPLE = f"{SECTION}/voorbeeld-van-een-beschrijving"


class Organisations(Room):
    """Shows who does what, and which words they use."""

    prefix = "org"
    commands = (Command("wegwijs", "whoiswho", EVERYWHERE, 30),)

    def handlers(self) -> Mapping[str, Handler]:
        return {"wegwijs": self._show}

    def idle(self, asker: Asker) -> Collection[str]:
        entries = self._house.retriever.snapshot.reading.entries
        return () if any(entry.section == SECTION and entry.id != EXAMPLE for entry in entries) else ("wegwijs",)

    async def presses(self, pressed: Pressed) -> Turn | None:
        page = pressed.number()
        if pressed.action != "page" or page is None:
            return None
        return Turn((self._menu(page, pressed.lang),), replaces=True)

    async def _show(self, said: Said) -> Turn:
        """What the words ask for, where it is about an organisation; else the menu."""
        if not said.text:
            return Turn.of(self._menu(0, said.lang))
        snapshot = self._house.retriever.snapshot
        answer = await self._house.retriever.ask(await question_of(self._house, said))
        found = [hit for hit in answer.hits if hit.entry.section == SECTION]
        if answer.off_topic or not found:
            return Turn((self._menu(0, answer.lang),), lang=answer.lang)
        replies = self._house.composer.entry(found[0].entry, shown(found[0]), answer.lang, snapshot)
        return Turn(replies, lang=answer.lang)

    def _menu(self, page: int, lang: str) -> Reply:
        rows = self._rows(self._house.retriever.snapshot, lang)
        if not rows:
            return Reply(self._say("organisations_none", lang))
        page = min(page, (len(rows) - 1) // PAGE)
        turns = []
        if page > 0:
            turns.append(self._button("previous_page", lang, "page", page - 1))
        if (page + 1) * PAGE < len(rows):
            turns.append(self._button("next_page", lang, "page", page + 1))
        shown_rows = rows[page * PAGE : (page + 1) * PAGE]
        return Reply(self._say("organisations", lang), (*shown_rows, *([tuple(turns)] if turns else [])))

    def _rows(self, snapshot: Snapshot, lang: str) -> Sequence[tuple[Button, ...]]:
        """What ships by what it is for, in front of what others wrote of their own organisations."""
        labels = {
            ROLES_VMBO: self._say("organisations_roles_vmbo", lang),
            ROLES_MBO: self._say("organisations_roles_mbo", lang),
            TERMS: self._say("organisations_terms", lang),
            TEMPLATE: self._say("organisations_template", lang),
        }
        entries = {entry.id for entry in snapshot.reading.entries if entry.section == SECTION} - {EXAMPLE}
        others = [entry for name in entries - labels.keys() if (entry := snapshot.show(name, lang))]
        others.sort(key=lambda entry: entry.title.casefold())
        own = [self._row(labels[name], name) for name in labels if name in entries]
        return (*own, *(self._row(entry.title, entry.id) for entry in others))

    @staticmethod
    def _row(text: str, entry_id: str) -> tuple[Button, ...]:
        return (Button(label(text), data_of(Press(Kind.SHOW, code=code_of(entry_id)))),)
