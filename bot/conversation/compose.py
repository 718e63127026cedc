"""An answer in, the messages that tell it out; nothing here sends anything or remembers anybody."""

from collections.abc import Callable, Container, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import assert_never
from urllib.parse import quote

from bot.conversation.callback_data import Kind, Press, data_of
from bot.conversation.codes import code_of
from bot.conversation.cutting import cut
from bot.conversation.introduction import Introduction
from bot.conversation.markup import to_html
from bot.conversation.reply import Button, Reply
from bot.conversation.runs import escape, length, quotation
from bot.conversation.telling_apart import numbered
from bot.conversation.wording import LANGUAGES, Wording
from index.answer import NEAREST, OPTIONS, Answer, Hit, Outcome
from index.labels import asked_of_group, checked_on, labels, untranslated
from index.shown import Shown, named_of, part, short_and_more, shown
from index.snapshot import Snapshot
from knowledge.entry import Certainty, Entry, Source
from knowledge.entry_links import led

LABEL_CHARS = 60  # of a button; a phone shows some 40, and a title's end seldom tells it from another
RELATED = 2  # entries offered under an answer

Rows = tuple[tuple[Button, ...], ...]


class Composer:
    """Makes messages of answers."""

    def __init__(
        self,
        wording: Wording,
        *,
        contact: str = "",
        username: str = "",
        is_inline: bool = False,
        page: Callable[[Entry, Shown | None], str] = lambda entry, found: "",
        today: Callable[[], date] | None = None,
    ) -> None:
        """contact is whom to ask when there is no answer; username is the bot's, empty where there are no links to it.

        is_inline: the bot may be asked in any chat, which is how an answer is carried there.
        page: the address on the web of an entry, or of the part of it that is shown; empty where there is none.
        today: by which it is said of an entry that it was checked long ago; None: it isn't said.
        """
        self._wording = wording
        self.whom_to_ask = contact
        self.username = username
        self._is_inline, self.page, self._today = is_inline, page, today
        self._under_answers: Callable[[Entry, str], str] = lambda entry, lang: ""
        self.introduction = Introduction(wording)

    def meet(self, username: str, *, is_inline: bool) -> None:
        """Telegram has said what the bot is called there, and whether it may be asked in any chat."""
        self.username, self._is_inline = username, is_inline

    def show_under(self, lines: Callable[[Entry, str], str]) -> None:
        """Ask this for what else to show under an entry in a language: HTML, empty where there is nothing."""
        self._under_answers = lines

    def introduce(self, introduction: Introduction) -> None:
        """Say of the bot itself what this says."""
        self.introduction = introduction

    def lines_under(self, entry: Entry, lang: str) -> str:
        """What rooms show under an entry: HTML, empty where it is nothing."""
        return self._under_answers(entry, lang)

    def answer(self, answer: Answer, snapshot: Snapshot, number: int | None) -> tuple[Reply, ...]:
        """What to say to a question; number is the one under which it was noted, None where it could not be."""
        lang = said_in(answer)
        match answer.outcome:
            case Outcome.ANSWERED:
                first = answer.hits[0]
                return self.entry(first.entry, shown(first), lang, snapshot, number, wanted=answer.lang)
            case Outcome.LIKELY:
                return self._likely(answer, lang, snapshot, number)
            case Outcome.UNSURE:
                return (self._options(answer.hits[:OPTIONS], lang, number),)
            case Outcome.UNKNOWN:
                return (self._unanswered(answer, lang, number),)
            case _:
                assert_never(answer.outcome)

    def entry(
        self,
        entry: Entry,
        found: Shown,
        lang: str,
        snapshot: Snapshot,
        number: int | None = None,
        *,
        wanted: str = "",
        beside: Container[str] = (),
    ) -> tuple[Reply, ...]:
        """An entry word for word, with how sure it is, its sources and its date; several messages where it is long.

        number None: nobody asked for it, so there is nothing to judge. wanted: the language that it was asked for in, where
        that is none the bot speaks. beside: ids of entries that are offered with it.
        """
        short, more = short_and_more(entry, found.text)
        blocks = [self._head(entry, found, lang, wanted or lang), self._html(short)]
        if more:
            blocks.append(quotation(self._html(more)))
        blocks += [self._foot(entry, lang, found), self.lines_under(entry, lang)]
        return pieces(
            "\n\n".join(block for block in blocks if block), self._under(entry, found, lang, snapshot, number, beside)
        )

    def excerpt(self, entry: Entry, text: str, lang: str) -> tuple[Reply, ...]:
        """A part of an entry, Markdown, with where all of it can be read."""
        blocks = (self._head(entry, part(entry, 0), lang, lang), self._html(text), self._foot(entry, lang))
        row = (Button(self._wording.say("whole_answer", lang), data_of(Press(Kind.SHOW, code=code_of(entry.id)))),)
        return pieces("\n\n".join(blocks), (row,))

    def sources(self, entry: Entry, lang: str) -> str:
        """Where an entry's text comes from and when it was last checked, as HTML."""
        return f"<b>{escape(entry.title)}</b>\n{self._foot(entry, lang)}"

    def shared(self, entry: Entry, lang: str, *, wanted: str = "") -> Reply:
        """An entry as it is carried into another chat: one message, with a link to the rest.

        wanted: the language that it was asked in; empty: lang, in which the words around it are.
        """
        found = part(entry, 0)
        short, more = short_and_more(entry, found.text)
        head, foot = self._head(entry, found, lang, wanted or lang), self._foot(entry, lang)
        link = self.link(entry.id)
        rows = ((Button(self.introduction.text("open_in_bot", lang), url=link),),) if link else ()
        text = f"{head}\n\n{self._html(short)}\n\n{foot}"
        messages = _cut(text)
        if len(messages) == 1 and not more:
            return Reply(text, rows)
        read_on = self._wording.say("read_on", lang, link=escape(link)) if link else ""
        room = length(f"\n\n{read_on}\n\n{foot}")
        first = self._html(short) if len(messages) == 1 else cut(self._html(short), 3500 - length(head) - room)[0]
        return Reply("\n\n".join(block for block in (head, first, read_on, foot) if block), rows)

    def link(self, entry_id: str) -> str:
        """An address that opens the entry in the bot; empty where the bot has none."""
        return f"https://t.me/{self.username}?start={code_of(entry_id)}" if self.username else ""

    def unknown(self, key: str, lang: str) -> Reply:
        """That there is no answer, whom to ask, and where else to look."""
        if key == "off_topic":
            return Reply(self.introduction.html(key, lang), (self.topics_row(lang),))
        return Reply(self._wording.say(key, lang, contact=self.contact(lang)), (self.topics_row(lang),))

    def aside(self, answer: Answer) -> Reply:
        """What somebody in a group may hear alone where it is not sure; its buttons lead to the chat with the bot alone."""
        lang, hits = said_in(answer), answer.hits[:OPTIONS]
        if answer.outcome is Outcome.UNKNOWN or not self.username:
            return Reply(self._wording.say("aside_unknown", lang, contact=self.contact(lang)))
        rows = tuple((Button(label(hit.entry.title), url=self.link(hit.entry.id)),) for hit in hits)
        return Reply(self._wording.say("aside_unsure", lang), rows)

    def contact(self, lang: str) -> str:
        """A sentence on whom to ask, as HTML."""
        if not (whom := self.whom(lang)):
            return self.introduction.html("contact_default", lang)
        return self._wording.say("contact", lang, contact=escape(whom))

    def whom(self, lang: str) -> str:
        """Whom to ask: whom the settings name, else whom the folder names; empty where neither does."""
        return self.whom_to_ask or self.introduction.contact(lang)

    def of_itself(self, key: str, lang: str) -> str:
        """What the bot says of itself, as HTML."""
        return self.introduction.html(key, lang, contact=self.contact(lang))

    def contact_line(self, lang: str) -> str:
        """Whom to ask about what is kept, as HTML; empty where nobody is named."""
        whom = self.whom(lang)
        return self._wording.say("privacy_contact", lang, contact=escape(whom)) if whom else ""

    def topics_row(self, lang: str) -> tuple[Button, ...]:
        """The way to all topics."""
        return (Button(self._wording.say("topics_button", lang), data_of(Press(Kind.GROUPS))),)

    def elsewhere(self, key: str, lang: str) -> Reply:
        """A sentence that sends somebody to the chat with the bot alone, with the way there where it has a name."""
        link = f"https://t.me/{self.username}" if self.username else ""
        rows = ((Button(self.introduction.text("open_in_bot", lang), url=link),),) if link else ()
        return Reply(self._wording.say(key, lang), rows)

    def languages(self, lang: str) -> Reply:
        """The languages to be spoken with, to choose from."""
        row = tuple(
            Button(self._wording.say(f"lang_{one}", lang), data_of(Press(Kind.SPEAK, lang=one))) for one in LANGUAGES
        )
        return Reply(self._wording.say("language", lang), (row,))

    def contents(self, entry: Entry, lang: str) -> Reply:
        """The sections of a guideline as buttons."""
        first = part(entry, 0)
        headings = [(first.heading or entry.title), *first.others]
        rows = tuple(
            (Button(label(heading), data_of(Press(Kind.SECTION, code=code_of(entry.id), number=at, of=entry.lang))),)
            for at, heading in enumerate(headings)
        )
        return Reply(self._wording.say("contents_of", lang, title=escape(entry.title)), rows)

    def _likely(self, answer: Answer, lang: str, snapshot: Snapshot, number: int | None) -> tuple[Reply, ...]:
        """The nearest entry in full under a line of doubt, and the next two as buttons."""
        first, *others = answer.hits[:OPTIONS]
        say = self._wording.say("probably", lang)
        beside = [hit.entry.id for hit in others]
        parts = self.entry(first.entry, shown(first), lang, snapshot, number, wanted=answer.lang, beside=beside)
        lines = "\n".join([labels(lang)["or_else"], *_listed(others)]) if others else ""
        *firsts, last = with_lines(with_line_above(parts, say), lines)
        return (*firsts, replace(last, rows=(*_picks(others, number), *last.rows)))

    def _unanswered(self, answer: Answer, lang: str, number: int | None) -> Reply:
        """That there is no answer; of a question whose kind is said why, with the entry on the rule behind it."""
        if answer.kind is None and (answer.is_elsewhere or not answer.hits):
            return self.unknown("off_topic" if answer.is_elsewhere else "unknown", lang)
        if answer.kind is None:
            said, near = self.unknown("unknown", lang), answer.hits[:NEAREST]
            lines = [labels(lang)["near"], *_listed(near)]
            return replace(said, html="\n".join([f"{said.html}\n", *lines]), rows=(*_picks(near, number), *said.rows))
        say = self._wording.say(f"asks_{answer.kind}", lang, contact=self.contact(lang))
        if answer.rule is None:
            return Reply(say, (self.topics_row(lang),))
        entry = answer.rule.entry
        rule = self._wording.say("asks_rule", lang, title=escape(entry.title))
        opens = Button(label(entry.title), data_of(Press(Kind.SHOW, code=code_of(entry.id))))
        return Reply(f"{say}\n\n{rule}", ((opens,), self.topics_row(lang)))

    def _options(self, hits: Sequence[Hit], lang: str, number: int | None) -> Reply:
        rows = list(_picks(hits, number))
        rows.append((Button(self._wording.say("none_of_these", lang), data_of(Press(Kind.NONE, number=number or 0))),))
        return Reply("\n".join([self._wording.say("unsure", lang), *_listed(hits)]), tuple(rows))

    def _html(self, markdown: str) -> str:
        """A text with links to entries as links that open them; without a name on Telegram their words alone."""
        return _html(led(markdown, self.link))

    def _head(self, entry: Entry, found: Shown, lang: str, wanted: str) -> str:
        words = labels(lang)
        lines = [f"<b>{escape(entry.title)}</b>"]
        if found.heading:
            lines.append(f"<b><i>{escape(found.heading)}</i></b>")
        if entry.lang != wanted:
            lines.append(f"<i>{untranslated(entry.lang, lang)}</i>")
        if entry.certainty is Certainty.LIKELY:
            lines.append(f"<i>{words[entry.certainty]}</i>")
        elif entry.certainty is Certainty.UNCONFIRMED:
            lines.append(f"⚠️ <b>{words[entry.certainty]}</b>")
        if asked := asked_of_group(entry.activity, lang):
            lines.append(f"<i>{escape(asked)}</i>")
        return "\n".join(lines)

    def _foot(self, entry: Entry, lang: str, found: Shown | None = None) -> str:
        words = labels(lang)
        lines = [f"{words['sources']}:", *(f"• {_link(source)}" for source in entry.sources)] if entry.sources else []
        lines.append(f"<i>{checked_on(entry.checked, lang)}</i>")
        if self._today and entry.is_old(self._today()):
            lines.append(f"⚠️ {words['old']}")
        if address := self.page(entry, found):
            lines.append(f'<a href="{escape(address)}">{self._wording.say("on_the_web", lang)}</a>')
        return "\n".join(lines)

    def _under(
        self, entry: Entry, found: Shown, lang: str, snapshot: Snapshot, number: int | None, beside: Container[str]
    ) -> Rows:
        rows = []
        if found.others:
            rows.append(self._reading_on(entry, found, lang))
        for other in snapshot.related(entry, lang, beside)[:RELATED]:
            rows.append((Button(label(other.title), data_of(Press(Kind.SHOW, code=code_of(other.id)))),))
        last = self._verdicts(lang, number) + self._pass_on(entry, found, lang)
        return (*rows, last) if last else tuple(rows)

    def _reading_on(self, entry: Entry, found: Shown, lang: str) -> tuple[Button, ...]:
        code = code_of(entry.id)
        contents = Button(self._wording.say("contents", lang), data_of(Press(Kind.CONTENTS, code=code)))
        following = part(entry, found.at + 1)
        if following.at != found.at + 1:  # the last section
            return (contents,)
        say = self._wording.say("next_section", lang, heading=following.heading)
        return (
            Button(label(say), data_of(Press(Kind.SECTION, code=code, number=following.at, of=entry.lang))),
            contents,
        )

    def _verdicts(self, lang: str, number: int | None) -> tuple[Button, ...]:
        if number is None:
            return ()
        return (
            Button(self._wording.say("helpful", lang), data_of(Press(Kind.GOOD, number=number))),
            Button(self._wording.say("not_helpful", lang), data_of(Press(Kind.BAD, number=number))),
        )

    def _pass_on(self, entry: Entry, found: Shown, lang: str) -> tuple[Button, ...]:
        """As /deel does: as text for a mail, and from there into any chat."""
        if not self.into_a_chat(entry, lang):
            return ()
        press = Press(Kind.CARRY, code=code_of(entry.id), number=found.at, of=entry.lang)
        return (Button(self._wording.say("share", lang), data_of(press)),)

    def into_a_chat(self, entry: Entry, lang: str) -> tuple[Button, ...]:
        """The way into any chat: through inline mode where the bot has it, else as a link; none where there is neither."""
        say = self._wording.say("share_in_chat", lang)
        if self._is_inline:
            return (Button(say, share=entry.title),)
        if link := self.link(entry.id):
            return (Button(say, url=f"https://t.me/share/url?url={quote(link, '')}&text={quote(entry.title, '')}"),)
        return ()


def said_in(answer: Answer) -> str:
    """The language of the words around an answer: its own, where the bot speaks that, else the asker's."""
    return answer.lang if answer.lang in LANGUAGES else answer.question.lang


def with_line_above(replies: Sequence[Reply], line: str) -> tuple[Reply, ...]:
    """Messages with a line of HTML above the first, or before it in one of its own where it is full."""
    first, *others = replies
    parts = _cut(f"{line}\n\n{first.html}")
    if len(parts) == 1:
        return (replace(first, html=parts[0]), *others)
    return (Reply(line), *replies)


def with_lines(replies: Sequence[Reply], lines: str) -> tuple[Reply, ...]:
    """Messages with lines of HTML under the last, or behind it in one of their own where it is full."""
    if not lines:
        return tuple(replies)
    *firsts, last = replies
    parts = _cut(f"{last.html}\n\n{lines}")
    if len(parts) == 1:
        return (*firsts, replace(last, html=parts[0]))
    return (*replies, Reply(lines))


def label(text: str) -> str:
    """A text short enough for a button, cut between words."""
    if len(text) <= LABEL_CHARS:
        return text
    return text[: LABEL_CHARS - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


@lru_cache(maxsize=2048)
def _html(markdown: str) -> str:
    """Texts are few and asked for often, and parsing Markdown is most of what composing costs."""
    return to_html(markdown)


@lru_cache(maxsize=2048)
def _cut(html: str) -> tuple[str, ...]:
    return cut(html)


def pieces(html: str, rows: Rows = ()) -> tuple[Reply, ...]:
    """Messages that Telegram takes, the buttons under the last."""
    *firsts, last = _cut(html)
    return (*(Reply(first) for first in firsts), Reply(last, rows))


def _listed(hits: Sequence[Hit]) -> list[str]:
    """Lines of HTML with their whole titles, numbered as their buttons are."""
    return [f"{at}. {escape(named_of(hit))}" for at, hit in enumerate(hits, 1)]


def _picks(hits: Sequence[Hit], number: int | None) -> Rows:
    """A button for each, by which the asker says that it was meant."""
    said = numbered(list(map(named_of, hits)))
    return tuple(
        (Button(label(text), data_of(picking(hit.entry, shown(hit), number))),)
        for text, hit in zip(said, hits, strict=True)
    )


def picking(entry: Entry, found: Shown, number: int | None) -> Press:
    """What is pressed to say that a text was meant by the question of that number."""
    return Press(Kind.PICK, code=code_of(entry.id), number=number or 0, page=found.at, of=entry.lang)


def _link(source: Source) -> str:
    scheme, _, address = source.url.partition(":")
    if scheme in ("mailto", "tel"):  # Telegram makes links of these itself, and would break one in an <a>
        return f"{escape(source.said)}: {escape(address)}"
    return f'<a href="{escape(source.url)}">{escape(source.said)}</a>'
