"""The way to an entry without a question: groups of topics, topics, entries, a page of buttons at a time."""

from collections.abc import Callable, Iterable, Sequence

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.compose import label
from bot.conversation.reply import Button, Reply
from bot.conversation.runs import escape
from bot.conversation.wording import Wording
from index.snapshot import Snapshot
from knowledge import catalog
from knowledge.changes.places import slug
from knowledge.entry import Entry

PAGE = 8  # buttons that fit on a phone without scrolling far

Row = tuple[Button, ...]


class Topics:
    """Makes the pages; what the folder has nothing on isn't shown."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def groups(self, snapshot: Snapshot, lang: str, page: int) -> Reply:
        """The groups that the folder has something on; all entries where it is filed under no topics."""
        covered = {code for entry in snapshot.reading.entries for code in entry.topics}
        rows = [
            (Button(group.labels.get(lang, group.labels["nl"]), data_of(Press(Kind.GROUP, number=at))),)
            for at, group in enumerate(catalog.groups())
            if any(topic.code in covered for topic in group.topics)
        ]
        if not rows:
            return self._all(snapshot, lang, page)
        return Reply(self._wording.say("topics", lang), self._groups_paged(rows, page, lang))

    def group(self, snapshot: Snapshot, lang: str, number: int, page: int) -> Reply | None:
        """A group's topics; None where there is no such group."""
        groups = catalog.groups()
        if number >= len(groups):
            return None
        covered = {code for entry in snapshot.reading.entries for code in entry.topics}
        rows = [
            (
                Button(
                    label(topic_name(topic.code, lang)),
                    data_of(Press(Kind.TOPIC, topic=topic.code)),
                ),
            )
            for topic in groups[number].topics
            if topic.code in covered
        ]
        back = Button(self._wording.say("back", lang), data_of(Press(Kind.GROUPS)))
        text = self._wording.say("topics_of", lang, group=escape(groups[number].labels.get(lang, "")))
        shown = paged(rows, page, self._wording, lang, lambda at: data_of(Press(Kind.GROUP, number=number, page=at)))
        return Reply(text, (*shown, (back,)))

    def entries(self, snapshot: Snapshot, lang: str, code: str) -> tuple[Entry, ...]:
        """The entries filed under a topic, in a language where they have it, those about it first of all in front."""
        filed = {entry.id: entry for entry in snapshot.reading.entries if code in entry.topics}
        found = [entry for name in filed if (entry := snapshot.show(name, lang))]
        return tuple(
            sorted(
                found,
                key=lambda entry: (
                    entry.is_guideline,
                    entry.topics.index(code) if code in entry.topics else 99,
                    entry.id,
                ),
            )
        )

    def choice(self, code: str, entries: Sequence[Entry], lang: str) -> Reply:
        """The entries of a topic that has several."""
        text = self._wording.say("entries_of", lang, topic=escape(topic_name(code, lang)))
        return Reply(text, tuple(_entry_rows(entries)))

    def _all(self, snapshot: Snapshot, lang: str, page: int) -> Reply:
        ids = dict.fromkeys(entry.id for entry in snapshot.reading.entries)
        entries = [entry for name in ids if (entry := snapshot.show(name, lang))]
        if not entries:
            return Reply(self._wording.say("no_entries_yet", lang))
        rows = list(_entry_rows(sorted(entries, key=lambda entry: entry.title.casefold())))
        return Reply(self._wording.say("all_entries", lang), self._groups_paged(rows, page, lang))

    def _groups_paged(self, rows: Sequence[Row], page: int, lang: str) -> tuple[Row, ...]:
        return paged(rows, page, self._wording, lang, lambda at: data_of(Press(Kind.GROUPS, number=at)))


def _entry_rows(entries: Iterable[Entry]) -> Iterable[Row]:
    for entry in entries:
        yield (Button(label(entry.title), data_of(Press(Kind.SHOW, code=code_of(entry.id)))),)


def group_anchor(number: int) -> str:
    """What a group of topics is called in the address of a page; empty where there is no such group."""
    groups = catalog.groups()
    return slug(groups[number].labels["nl"]) if number < len(groups) else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def topic_name(code: str, lang: str) -> str:
    """What a topic is called, as a heading; the code where the list has no such topic."""
    topic = catalog.topics().get(code)
    return _capital(topic.labels.get(lang, topic.labels["nl"])) if topic else code


def paged(rows: Sequence[Row], page: int, wording: Wording, lang: str, data: Callable[[int], str]) -> tuple[Row, ...]:
    """One page of rows, with the way to the next and the one before; data is what stands behind the way to a page."""
    if len(rows) <= PAGE + 1:  # a page for one button more isn't worth a press
        return tuple(rows)
    page = min(page, (len(rows) - 1) // PAGE)
    turns = []
    if page > 0:
        turns.append(Button(wording.say("previous_page", lang), data(page - 1)))
    if (page + 1) * PAGE < len(rows):
        turns.append(Button(wording.say("next_page", lang), data(page + 1)))
    return (*rows[page * PAGE : (page + 1) * PAGE], tuple(turns))
