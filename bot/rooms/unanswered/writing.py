"""A new entry for what was not answered: title, answer, sources and certainty asked one by one, each to be changed; a draft out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversation.buttons import Buttons
from bot.conversation.compose import label, with_lines
from bot.conversation.house import House
from bot.conversation.new_entry import made_by, new_entry
from bot.conversation.offers import Editing
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Waiting
from bot.conversation.runs import escape
from bot.records.people import Asker
from knowledge.changes.change import Change, EditError
from knowledge.changes.typed_sources import sources_of
from knowledge.entry import Certainty
from knowledge.entry_file import MAX_TITLE

FIELDS = ("title", "answer", "sources", "certainty")  # in the order in which they are asked
GRADES = {Certainty.SURE: "una_sure", Certainty.LIKELY: "una_likely", Certainty.UNCONFIRMED: "una_unconfirmed"}
READ = ("sources", "certainty")  # of which not any words will do
PLACE = "place"  # the step in which nothing is left to ask


class Writing:
    """Asks for the parts of an entry, and makes its file."""

    def __init__(self, house: House, edits: Editing, button: Buttons, prefix: str) -> None:
        self._house, self._edits, self._button, self._prefix = house, edits, button, prefix
        self._say = house.wording.say

    async def begin(self, asker: Asker, wordings: Sequence[str], numbers: Sequence[int], of: str, lang: str) -> Turn:
        """wordings: of the question, fit to be shown; numbers: of the questions; of: the language they are in."""
        body = {"wordings": list(wordings), "numbers": list(numbers), "lang": of}
        return await self.ask(asker, body, lang)

    async def ask(self, asker: Asker, body: Mapping[str, Any], lang: str, fault: str = "") -> Turn:
        """Ask for what is missing; fault: what was wrong with what was said, as HTML."""
        step = _next(body)
        if step == PLACE:
            return await self._preview(asker, body, lang)
        await self._keep(asker, {**body, "step": step}, waits=True)
        turn = Turn.of(self._asked(step, body, lang))
        return turn.headed(fault) if fault else turn

    def _asked(self, step: str, body: Mapping[str, Any], lang: str) -> Reply:
        text = self._say(f"una_ask_{step}", lang, title=escape(body.get("title", "")))
        return Reply(text, (*self._choices(step, body, lang), self._stop(lang)))

    def waiting(self, body: Mapping[str, Any], lang: str) -> Waiting | None:
        """What a draft waits for; None: any words may be it."""
        if body["step"] not in READ or "wordings" not in body:
            return None
        return Waiting(self._asked(body["step"], body, lang), takes_links=True, takes_words=False)

    def _choices(self, step: str, body: Mapping[str, Any], lang: str) -> Sequence[tuple[Button, ...]]:
        match step:
            case "title":
                return [(self._button.labelled(label(text), "head", at),) for at, text in enumerate(body["wordings"])]
            case "answer":
                return [(self._button("una_bare", lang, "bare"),)]
            case "sources":
                return [(self._button("una_no_sources", lang, "nosrc"),)]
            case _:  # without a source nothing is sure
                grades = list(Certainty) if body["sources"] else [Certainty.UNCONFIRMED]
                return [(self._button(GRADES[grade], lang, "grade", grade),) for grade in grades]

    async def typed(self, asker: Asker, body: Mapping[str, Any], text: str, lang: str) -> Turn:
        """What was typed where a part is asked for."""
        step, line = body["step"], " ".join(text.split())
        match step:
            case "title" if not line or len(line) > MAX_TITLE:
                return await self.ask(asker, body, lang, self._say("una_unfit", lang, most=MAX_TITLE))
            case "title":
                return await self.ask(asker, {**body, "title": line}, lang)
            case "answer":
                return await self.ask(asker, {**body, "answer": text.strip()}, lang)
            case "sources":
                try:
                    return await self.ask(asker, {**body, "sources": list(sources_of(text))}, lang)
                except EditError as error:
                    unread = await self.ask(asker, body, lang, f"⚠️ {escape(error.notice.say(lang))}")
                    return replace(unread, is_unread=True)
            case _:  # nothing but a button says how sure it is
                return replace(await self.ask(asker, body, lang), is_unread=True)

    async def pressed(self, asker: Asker, body: Mapping[str, Any], action: str, value: str, lang: str) -> Turn | None:
        """A button under a question, or under the preview; None: that was not asked."""
        match action:
            case "head" if body["step"] == "title" and value.isdecimal() and int(value) < len(body["wordings"]):
                return await self.ask(asker, {**body, "title": body["wordings"][int(value)]}, lang)
            case "nosrc" if body["step"] == "sources":
                return await self.ask(asker, {**_without(body, "certainty"), "sources": []}, lang)
            case "grade" if body["step"] == "certainty" and value in tuple(Certainty):
                if value != Certainty.UNCONFIRMED and not body["sources"]:
                    return None
                return await self.ask(asker, {**body, "certainty": value}, lang)
            case "change" if body["step"] == PLACE and value in FIELDS:
                return await self.ask(asker, _without(body, value), lang)
            case _:
                return None

    async def _preview(self, asker: Asker, body: Mapping[str, Any], lang: str) -> Turn:
        """The entry as people will see it; what keeps it from being one is said, and its part asked for again."""
        try:
            change = await self.change(body)
            reading = await self._edits.look(change)
        except EditError as error:
            return await self.ask(asker, _without(body, "title"), lang, self._edits.refused(error, lang).html)
        source = change.edits[0].source
        entry = made_by(change, reading)
        if entry is None:
            faults = "\n".join(one.say(lang) for one in reading.problems if one.source.endswith(source)) or source
            return await self.ask(asker, _without(body, "answer"), lang, f"⚠️ {escape(faults)}")
        effects = await self._edits.effects(reading, lang)
        await self._keep(asker, {**body, "step": PLACE}, waits=False)
        changes = [self._button(f"una_change_{field}", lang, "change", field) for field in FIELDS]
        rows = ((self._button("una_place", lang, "place"), *self._stop(lang)), tuple(changes[:2]), tuple(changes[2:]))
        shown = self._house.composer.shared(entry, lang)
        text = self._say("una_preview", lang, source=escape(source))
        return Turn((Reply(shown.html), *with_lines([Reply(text, rows)], effects)))

    async def change(self, body: Mapping[str, Any]) -> Change:
        """A new file; without an answer one that is to be written. Raises EditError."""
        asks = [text for text in body["wordings"] if text != body["title"]]
        return await new_entry(
            *(self._edits.folders, body["lang"], body["title"], asks, body.get("answer", "")),
            sources=body.get("sources", ()),
            certainty=Certainty(body.get("certainty", Certainty.UNCONFIRMED)),
        )

    async def _keep(self, asker: Asker, body: Mapping[str, Any], *, waits: bool) -> None:
        await self._house.records.drafts.keep(asker, self._prefix, json.dumps(dict(body)), waits=waits)

    def _stop(self, lang: str) -> tuple[Button, ...]:
        return (self._button("una_stop", lang, "stop"),)


def _next(body: Mapping[str, Any]) -> str:
    """What is still to be asked."""
    return next((field for field in FIELDS if field not in body), PLACE)


def _without(body: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != field}
