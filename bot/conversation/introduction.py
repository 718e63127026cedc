"""What the bot says of itself: in the words of the subject that ships, or of what about.toml says of another folder."""

from collections.abc import Sequence

from bot.conversation.runs import escape
from bot.conversation.wording import LANGUAGES, Wording
from index.labels import main_of
from index.retriever import Retriever
from index.snapshot import Snapshot
from knowledge.entry import Entry, Subject

NAME = "Verbinder"  # that it goes by unless somebody gave it another
EXAMPLES = 4  # questions to begin with
EXAMPLE_CHARS = 60  # of one that is made of a title; it stands on a button


class Introduction:
    """Says it in a language; where nobody is there to ask what the folder is about, in the words of what ships."""

    def __init__(self, wording: Wording, retriever: Retriever | None = None) -> None:
        self._wording, self._retriever = wording, retriever
        self._titled: dict[str, tuple[str, ...]] = {}  # by language, of the folder as it was looked at last
        self._looked_at: Snapshot | None = None

    @property
    def is_foreign(self) -> bool:
        """Whether the folder is about another subject than the one that ships, or has words of its own for that."""
        return self._subject(LANGUAGES[0]) is not None

    def name(self, lang: str) -> str:
        """What the bot goes by."""
        subject = self._subject(lang)
        return (subject.name if subject else "") or NAME

    def html(self, key: str, lang: str, **values: str) -> str:
        """A sentence with Telegram's HTML in it; key is that for what ships, and has a counterpart for elsewhere."""
        return self._said(key, lang, is_html=True, **values)

    def text(self, key: str, lang: str) -> str:
        """A sentence that is shown as it is."""
        return self._said(key, lang, is_html=False)

    def examples(self, lang: str) -> tuple[str, ...]:
        """Questions to begin with: those of about.toml, else titles of entries."""
        subject = self._subject(lang)
        if subject is None or self._retriever is None:
            return self._wording.list("examples", lang)
        if subject.examples:
            return subject.examples
        snapshot = self._retriever.snapshot
        spoken = lang if lang in snapshot.spoken else next(iter(snapshot.spoken), "")
        if self._looked_at is not snapshot:  # every page and greeting has them, and there may be thousands of titles
            self._looked_at, self._titled = snapshot, {}
        if spoken not in self._titled:
            self._titled[spoken] = _titles([entry for entry in snapshot.reading.entries if entry.lang == spoken])
        return self._titled[spoken]

    def contact(self, lang: str) -> str:
        """Whom to ask, as about.toml has it; empty where it doesn't."""
        subject = self._subject(lang)
        return subject.contact if subject else ""

    def _subject(self, lang: str) -> Subject | None:
        """What the folder is about; None where that is the subject that ships."""
        if self._retriever is None:
            return None
        about = self._retriever.snapshot.reading.about
        if about:
            return about.said(lang)
        return Subject() if self._retriever.is_elsewhere else None

    def _said(self, key: str, lang: str, *, is_html: bool, **values: str) -> str:
        subject = self._subject(lang)
        if subject is None:
            return self._wording.say(key, lang, **values)
        kept = escape if is_html else str
        what = "what_told" if subject.answers else "what_any"
        return self._wording.say(
            f"{key}_foreign",
            lang,
            name=kept(subject.name or NAME),
            what=self._wording.say(what, lang, answers=kept(subject.answers)),
            example=kept(next(iter(self.examples(lang)), "…")),
            **values,
        )


def spoken_by_default(retriever: Retriever) -> str:
    """The language for somebody whose own isn't known, or isn't spoken: the folder's main one that the bot speaks."""
    return main_of(retriever.snapshot.spoken)


def _titles(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The titles of some entries, questions first."""
    titles = [entry.title for entry in entries if len(entry.title) <= EXAMPLE_CHARS]
    return tuple(sorted(titles, key=lambda title: not title.endswith("?"))[:EXAMPLES])
