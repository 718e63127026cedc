"""The room of what was not answered: questions that ask the same in groups, and an admin who makes answers of them."""

import asyncio
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from bot.conversation.codes import code_of
from bot.conversation.compose import label, with_lines
from bot.conversation.house import House
from bot.conversation.menus import ADMINS, Command
from bot.conversation.offers import EDITING, TAKEN_BACK, WHY_WRONG
from bot.conversation.reply import Button, Reply, Turn
from bot.conversation.room import Handler, Pressed, Room, Said, Waiting
from bot.conversation.runs import escape
from bot.records.drafts import Draft
from bot.records.people import Asker, Role
from bot.rooms.unanswered.reasons import ReasonRecords
from bot.rooms.unanswered.records import Unanswered as Question
from bot.rooms.unanswered.records import UnansweredRecords
from bot.rooms.unanswered.writing import FIELDS, PLACE, Writing
from bot.when.clock import AMSTERDAM
from index.answer import Question as Query
from index.clusters import clusters
from index.encoder import Matrix
from index.labels import long_date
from index.plain import plain
from knowledge.changes.change import Change, EditError
from knowledge.changes.editing import add_ask
from knowledge.entry import Reading
from knowledge.entry_file import MAX_ASK, normal, normal_of_folder

LOOKED_AT = 1_000  # latest questions
SHOWN = 4  # wordings of a group
MOST_REMARK = 600  # characters of what is said of an answer that is no good
PROPOSED = 4  # entries for a group
# What is begun, by the step of its draft, where that isn't a new entry.
BEGUN = {"remark": "begun_remark", "find": "begun_wording", "wording": "begun_wording", "asks": "begun_wording"}
HALF_LIFE_DAYS = 14.0  # after which a question counts half
MADE = {"add": "asks", "place": PLACE, "bare": "answer"}  # the step in which each button makes a change
# What may tell who asked: a mail address, an account, or digits enough for a telephone or a pupil's number.
_PERSONAL = re.compile(r"\S@\S|@\w|(?:\d[\s.()/-]{0,2}){6,}")
_SCHOOL_YEARS = re.compile(r"\b20\d\d\s?[-/–]\s?(?:20)?\d\d\b(?![-\d])")  # which tell nobody


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same, newest first."""

    questions: tuple[Question, ...]

    @property
    def name(self) -> int:
        """The number of its oldest question, which stays the same while newer ones come."""
        return self.questions[-1].number

    @property
    def wordings(self) -> tuple[str, ...]:
        """Different ones, the newest first."""
        found: dict[str, str] = {}
        for one in self.questions:
            found.setdefault(normal(one.words), " ".join(one.words.split()))
        return tuple(found.values())

    @property
    def off_topic(self) -> bool:
        return sum(one.off_topic for one in self.questions) * 2 > len(self.questions)

    def weight(self, now: datetime) -> float:
        """Big and new ones first: each question counts, half as much every two weeks."""
        ages = [(now - one.at).total_seconds() / 86400 for one in self.questions]
        return sum(math.pow(0.5, max(age, 0.0) / HALF_LIFE_DAYS) for age in ages)


class Unanswered(Room):
    """Shows groups, and makes asks and entries of them."""

    prefix = "una"
    commands = (Command("onbeantwoord", "unanswered", ADMINS, 140, Role.ADMIN, is_private=True),)
    shelves = (ReasonRecords, UnansweredRecords)

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._edits, self._records = house.offers.take(EDITING), house.records.shelf(UnansweredRecords)
        self._reasons = house.records.shelf(ReasonRecords)
        house.offers.give(TAKEN_BACK, self._records.reopen)
        self._writing = Writing(house, self._edits, self._button, self.prefix)
        house.offers.give(WHY_WRONG, self._why_wrong)
        self._vectors: dict[str, Matrix] = {}  # by wording: in memory alone, and only of what waits
        self._known: tuple[Reading | None, set[tuple[str, str]]] = (None, set())  # questions that entries have

    def handlers(self) -> Mapping[str, Handler]:
        return {"onbeantwoord": self._list}

    async def groups(self) -> tuple[Group, ...]:
        """What waits, the biggest and newest first, what is no business of ours last."""
        waiting = await self._records.waiting(LOOKED_AT)
        questions = [one for one in waiting if one.is_good is False or (one.chosen is None and not self._is_known(one))]
        now = self._house.clock()
        return tuple(
            sorted(
                await self._clustered(questions), key=lambda group: (group.off_topic, -group.weight(now), -group.name)
            )
        )

    def _is_known(self, one: Question) -> bool:
        """Whether an entry has these words by now: somebody may have edited the folder elsewhere."""
        snapshot = self._house.retriever.snapshot
        if self._known[0] is not snapshot.reading:
            entries = snapshot.reading.entries
            texts = {(entry.lang, normal_of_folder(text)) for entry in entries for text in (entry.title, *entry.asks)}
            self._known = (snapshot.reading, texts)
        return (one.lang, normal(one.words)) in self._known[1]

    async def _clustered(self, questions: Sequence[Question]) -> list[Group]:
        """Groups of one language each, since the wordings of a group go to one entry."""
        texts = [plain(one.words) for one in questions]
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        vectors = await self._house.retriever.vectors(new, is_kept=False)
        known = {} if vectors is None else self._vectors | dict(zip(new, vectors, strict=True))
        self._vectors = {text: known[text] for text in texts if text in known}
        groups = []
        for lang in dict.fromkeys(one.lang for one in questions):
            mine = [(one, text) for one, text in zip(questions, texts, strict=True) if one.lang == lang]
            if vectors is None:  # no encoder: the same words are the same question
                same: dict[str, list[int]] = {}
                for row, (_, text) in enumerate(mine):
                    same.setdefault(normal(text), []).append(row)
                found = [tuple(rows) for rows in same.values()]
            else:
                found = list(await asyncio.to_thread(clusters, np.stack([known[text] for _, text in mine])))
            groups += [Group(tuple(mine[row][0] for row in rows)) for rows in found]
        return groups

    # --- whoever asked

    async def _why_wrong(self, number: int, reason: str, lang: str) -> Reply:
        """Keep why an answer is no good; what to say to that."""
        await self._reasons.keep(number, reason)
        row = (self._button("una_remark", lang, "remark", number),)
        return Reply(self._say("una_why", lang), (row,))

    async def _remark(self, said: Said, number: int) -> Turn:
        """Keep what somebody wants the admins to know of it."""
        if len(said.text) > MOST_REMARK:
            too_long = self._say("una_remark_long", said.lang, most=MOST_REMARK, found=len(said.text))
            return Turn.of(Reply(too_long, (self._stop(said.lang),)))
        await self._house.records.drafts.end(said.asker)
        is_kept = await self._reasons.remark(number, said.asker.person, said.text)
        return Turn.of(Reply(self._say("una_remarked" if is_kept else "una_old", said.lang)))

    # --- looking

    async def _list(self, said: Said) -> Turn:
        found = await self.groups()
        if not found:
            return Turn.of(Reply(self._say("unanswered_none", said.lang)))
        questions = sum(len(group.questions) for group in found)
        head = self._say("unanswered", said.lang, questions=questions, groups=len(found))
        return Turn((Reply(head), await self._card(found, 0, said.lang)))

    async def _card(self, groups: Sequence[Group], at: int, lang: str) -> Reply:
        """One group, and what can be done with it."""
        group = groups[at]
        lines = [self._say("unanswered_at", lang, at=at + 1, groups=len(groups))]
        lines += [f"• {escape(text)}" for text in group.wordings[:SHOWN]]
        if (more := len(group.wordings) - SHOWN) > 0:
            lines.append(self._say("unanswered_more", lang, count=more))
        day = long_date(group.questions[0].at.astimezone(AMSTERDAM).date(), lang)
        why = ", ".join(dict.fromkeys(self._why(one, lang) for one in group.questions))
        lines.append(f"<i>{self._say('unanswered_about', lang, count=len(group.questions), day=day, why=why)}</i>")
        whys = await self._reasons.all()
        for found in [whys[one.number] for one in group.questions if one.number in whys][:SHOWN]:
            said = [self._say(f"wrong_{found.reason}", lang), *([f"“{escape(found.remark)}”"] if found.remark else [])]
            lines.append(f"👎 {': '.join(said)}")
        rows = [
            (self._button("una_belongs", lang, "to", group.name), self._button("una_new", lang, "new", group.name)),
            (self._button("una_ignore", lang, "ignore", group.name),),
        ]
        turns = []
        if at > 0:
            turns.append(self._button("previous_page", lang, "card", groups[at - 1].name))
        if at + 1 < len(groups):
            turns.append(self._button("next_page", lang, "card", groups[at + 1].name))
        return Reply("\n".join(lines), (*rows, tuple(turns)) if turns else tuple(rows))

    def _why(self, one: Question, lang: str) -> str:
        key = "bad" if one.is_good is False else "off_topic" if one.off_topic else one.outcome
        return self._say(f"verdict_{key}", lang)

    # --- buttons

    async def presses(self, pressed: Pressed) -> Turn | None:
        if pressed.action == "remark" and (number := pressed.number()) is not None and not pressed.asker.is_group:
            await self._keep_draft(pressed.asker, {"step": "remark", "number": number}, waits=True)
            return Turn.of(Reply(self._say("una_ask_remark", pressed.lang), (self._stop(pressed.lang),)))
        if pressed.action == "stop" and not pressed.asker.is_group:
            return await self._on_draft(pressed)
        if pressed.asker.role < Role.ADMIN or pressed.asker.is_group:
            return None
        match pressed.action:
            case "add" | "place" | "stop" | "bare" | "head" | "nosrc" | "grade" | "change":
                return await self._on_draft(pressed)
            case "again":
                return await self._unignored(pressed)
            case _:
                return await self._on_group(pressed)

    async def _on_group(self, pressed: Pressed) -> Turn | None:
        lang = pressed.lang
        groups = await self.groups()
        at = next((at for at, group in enumerate(groups) if group.name == pressed.number()), None)
        if at is None:
            if not groups:
                return Turn((Reply(self._say("unanswered_none", lang)),), replaces=True)
            return Turn((await self._card(groups, 0, lang),), toast=self._say("una_gone", lang), replaces=True)
        group = groups[at]
        match pressed.action:
            case "card":
                await self._stop_waiting(pressed.asker)
                return Turn((await self._card(groups, at, lang),), replaces=True)
            case "to":
                return Turn((await self._entries(group, group.wordings[0], lang),), replaces=True)
            case "find":
                await self._keep_draft(pressed.asker, {"step": "find", "group": group.name}, waits=True)
                return Turn.of(Reply(self._say("una_ask_words", lang), (self._stop(lang),)))
            case "entry":
                await self._stop_waiting(pressed.asker)
                return await self._choose_wording(group, pressed)
            case "type":
                body = {"step": "wording", "group": group.name, "code": pressed.values[1:2]}
                await self._keep_draft(pressed.asker, body, waits=True)
                return Turn.of(Reply(self._say("una_ask_wording", lang), (self._stop(lang),)))
            case "word":
                return await self._chosen(group, pressed)
            case "new":
                numbers = [one.number for one in group.questions]
                fit = [text for text in group.wordings if _is_fit(text)][:SHOWN]
                return await self._writing.begin(pressed.asker, fit, numbers, group.questions[0].lang, lang)
            case "ignore":
                numbers = [one.number for one in group.questions]
                await self._records.settle(numbers)
                await self._house.note(pressed.asker, "ignored", group.wordings[0][:60])
                await self._keep_draft(pressed.asker, {"step": "ignored", "numbers": numbers}, waits=False)
                row = (self._button("una_unignore", lang, "again"),)
                ignored = Reply(self._say("una_ignored", lang, text=escape(group.wordings[0])), (row,))
                rest = await self.groups()
                return Turn(
                    (ignored, await self._card(rest, min(at, len(rest) - 1), lang)) if rest else (ignored,),
                    replaces=True,
                )
            case _:
                return None

    async def _unignored(self, pressed: Pressed) -> Turn | None:
        body = await self._own_draft(pressed.asker)
        if body is None or body["step"] != "ignored":
            return None
        await self._records.unsettle(body["numbers"])
        await self._house.records.drafts.end(pressed.asker)
        return Turn((Reply(self._say("una_unignored", pressed.lang)),), replaces=True)

    # --- belongs to …

    async def _entries(self, group: Group, words: str, lang: str) -> Reply:
        """Entries that the group may belong to."""
        answer = await self._house.retriever.ask(Query(words, group.questions[0].lang))
        rows: list[tuple[Button, ...]] = [
            (self._button.labelled(label(entry.title), "entry", group.name, code_of(entry.id)),)
            for entry in list(dict.fromkeys(hit.entry for hit in answer.hits))[:PROPOSED]
        ]
        rows.append(
            (self._button("una_find", lang, "find", group.name), self._button("back", lang, "card", group.name))
        )
        key = "una_which" if answer.hits else "una_which_none"
        return Reply(self._say(key, lang, text=escape(group.wordings[0])), tuple(rows))

    async def _choose_wording(self, group: Group, pressed: Pressed) -> Turn | None:
        """Which of the wordings becomes an ask."""
        code, lang = (pressed.values[1] if len(pressed.values) > 1 else ""), pressed.lang
        entry = self._house.entry(code, group.questions[0].lang)
        if entry is None:
            return Turn(toast=self._say("gone", lang))
        fit = [(at, text) for at, text in enumerate(group.wordings[:SHOWN]) if _is_fit(text)]
        rows: list[tuple[Button, ...]] = [
            (self._button.labelled(label(text), "word", group.name, code, at),) for at, text in fit
        ]
        if len(fit) > 1:
            rows.append((self._button("una_all", lang, "word", group.name, code, "all", count=len(fit)),))
        rows.append((self._button("una_type", lang, "type", group.name, code), *self._stop(lang)))
        lines = [self._say("una_which_wording", lang, title=escape(entry.title))]
        if len(fit) < len(group.wordings[:SHOWN]):
            lines.append(self._say("una_personal", lang))
        return Turn((Reply("\n\n".join(lines), tuple(rows)),), replaces=True)

    async def _chosen(self, group: Group, pressed: Pressed) -> Turn | None:
        code, which = (*pressed.values[1:3], "", "")[:2]
        fit = {str(at): text for at, text in enumerate(group.wordings[:SHOWN]) if _is_fit(text)}
        texts = list(fit.values()) if which == "all" else [fit[which]] if which in fit else []
        return (
            await self._confirm_asks(group, code, texts, pressed.asker, pressed.lang, replaces=True) if texts else None
        )

    async def _confirm_asks(
        self, group: Group, code: str, texts: Sequence[str], asker: Asker, lang: str, *, replaces: bool
    ) -> Turn:
        """What will be added where, and what that does."""
        entry = self._house.entry(code, group.questions[0].lang)
        if entry is None:
            return Turn.of(Reply(self._say("gone", lang)))
        source = entry.place
        try:
            change = await self._ask_change(source, texts)
            effects = await self._edits.effects(await self._edits.look(change), lang)
        except EditError as error:
            await self._house.records.drafts.end(asker)
            return Turn.of(self._edits.refused(error, lang))
        numbers = [one.number for one in group.questions]
        body = {"step": "asks", "numbers": numbers, "source": source, "texts": list(texts)}
        await self._keep_draft(asker, body, waits=False)
        lines = "\n".join(f"• {escape(text)}" for text in texts)
        text = self._say("una_confirm", lang, title=escape(entry.title), source=escape(source), lines=lines)
        row = (self._button("una_add", lang, "add"), *self._stop(lang))
        return Turn(with_lines([Reply(text, (row,))], effects), replaces=replaces)

    async def _ask_change(self, source: str, texts: Sequence[str]) -> Change:
        return await asyncio.to_thread(add_ask, self._edits.folders, source, *texts)

    # --- drafts

    def begun(self, draft: Draft) -> str:
        step = json.loads(draft.body)["step"]
        return "begun_entry" if step in (*FIELDS, PLACE) else BEGUN.get(step, "")

    async def continues(self, said: Said, draft: Draft) -> Turn:
        if json.loads(draft.body)["step"] == "remark":
            return await self._remark(said, json.loads(draft.body)["number"])
        if said.asker.role < Role.ADMIN:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("draft_ended", said.lang)))
        body: dict[str, Any] = json.loads(draft.body)
        text = " ".join(said.text.split())
        if body["step"] in ("title", "wording") and not _is_fit(text):
            return Turn.of(Reply(self._say("una_unfit", said.lang, most=MAX_ASK), (self._stop(said.lang),)))
        if body["step"] in FIELDS and "wordings" not in body:  # begun with the version before
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("una_old", said.lang)))
        if body["step"] in FIELDS:
            return await self._writing.typed(said.asker, body, said.text, said.lang)
        group = next((one for one in await self.groups() if one.name == body["group"]), None)
        if group is None:
            await self._house.records.drafts.end(said.asker)
            return Turn.of(Reply(self._say("una_gone", said.lang)))
        if body["step"] == "find":
            return Turn.of(await self._entries(group, said.text, said.lang))
        code = next(iter(body["code"]), "")
        return await self._confirm_asks(group, code, [text], said.asker, said.lang, replaces=False)

    async def waiting(self, asker: Asker, draft: Draft, lang: str) -> Waiting | None:
        """Sources are read, and how sure it is has a button; the rest is anything that admins type."""
        return self._writing.waiting(json.loads(draft.body), lang)

    async def _on_draft(self, pressed: Pressed) -> Turn | None:
        asker, lang = pressed.asker, pressed.lang
        body = await self._own_draft(asker)
        if body is None:
            return Turn(toast=self._say("una_old", lang))
        if pressed.action == "stop":
            await self._house.records.drafts.end(asker)
            return Turn((Reply(self._say("draft_ended", lang)),), replaces=True)
        if pressed.action not in MADE:
            value = next(iter(pressed.values), "")
            is_writing = "wordings" in body
            turn = await self._writing.pressed(asker, body, pressed.action, value, lang) if is_writing else None
            return turn or Turn(toast=self._say("una_old", lang))
        if body["step"] != MADE[pressed.action] or (pressed.action != "add" and "wordings" not in body):
            return Turn(toast=self._say("una_old", lang))
        try:
            if pressed.action == "add":
                change = await self._ask_change(body["source"], body["texts"])
                made = await self._edits.make(asker, change, "asked_also", lang)
            else:
                answer = body.get("answer", "")
                change = await self._writing.change(body)
                made = await self._edits.make(asker, change, "written" if answer else "drafted", lang)
        except EditError as error:
            await self._house.records.drafts.end(asker)
            return Turn((self._edits.refused(error, lang),), replaces=True)
        if not made.attachment:  # with a patch, what waits goes on waiting until the folder says so
            await self._records.settle(body["numbers"], change.summary)
        # Last, so that a process that is killed loses nothing that was typed.
        await self._house.records.drafts.end(asker)
        if made.attachment:
            return Turn.of(made)
        rest = await self.groups()
        return Turn((made, await self._card(rest, 0, lang)) if rest else (made,), replaces=True)

    async def _stop_waiting(self, asker: Asker) -> None:
        """Words that are typed from now on are a question, not an answer to what was asked before."""
        draft = await self._house.records.drafts.own(asker, self.prefix)
        if draft and draft.waits:
            await self._house.records.drafts.end(asker)

    def _stop(self, lang: str) -> tuple[Button, ...]:
        return (self._button("una_stop", lang, "stop"),)


def _is_fit(text: str) -> bool:
    """Whether a wording can be shown to everybody as it is."""
    return bool(normal(text)) and len(text) <= MAX_ASK and not _PERSONAL.search(_SCHOOL_YEARS.sub("", text))
