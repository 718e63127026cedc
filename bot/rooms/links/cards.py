"""Links in, the messages that show them out: cards, lists, and the lines under an answer; nothing here decides or keeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.conversation.buttons import Buttons
from bot.conversation.compose import label
from bot.conversation.reply import Button, Reply
from bot.conversation.runs import escape
from bot.conversation.topics import paged, topic_name
from bot.conversation.wording import Wording
from bot.fetching.fetcher import Refusal
from bot.rooms.links.records import Link, LinkRecords
from bot.when.clock import AMSTERDAM
from index.labels import long_date
from knowledge import catalog

PREFIX = "lnk"
PAGE = 5  # links shown at once
URL_CHARS = 100  # of an address that is shown as such

Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A link in a list, and whether whoever looks may remove it."""

    link: Link
    may_remove: bool


class LinkCards:
    """Makes the messages."""

    def __init__(self, wording: Wording, records: LinkRecords) -> None:
        self._wording, self._say, self._records = wording, wording.say, records
        self._button = Buttons(PREFIX, wording.say)

    # --- sharing one

    def asks(self, text: str, token: str, lang: str, *, is_group: bool) -> Reply:
        """Something that waits for an answer in words."""
        blocks = [text, self._say("link_reply_here", lang)] if is_group else [text]
        return Reply("\n\n".join(blocks), (self._stop(token, lang),))

    def topics(self, title: str, url: str, codes: Sequence[str], token: str, lang: str, *, note: str = "") -> Reply:
        """A link with the topics that it may belong to."""
        rows = [
            (self._button.labelled(label(topic_name(code, lang)), "keep", token, code),)
            for code in codes
            if code in catalog.topics()
        ]
        others = (
            self._button("link_other_topic", lang, "groups", token, 0),
            self._button("link_other_title", lang, "title", token),
        )
        text = self._say("link_card", lang, title=escape(title), url=escape(_short(url)))
        return Reply("\n\n".join(filter(None, [text, note])), (*rows, others, self._stop(token, lang)))

    def groups(self, title: str, token: str, page: int, lang: str) -> Reply:
        """Every group of topics."""
        rows = [
            (self._button.labelled(label(group.labels.get(lang, group.labels["nl"])), "group", token, at, 0),)
            for at, group in enumerate(catalog.groups())
        ]
        shown = paged(rows, page, self._wording, lang, lambda at: self._button.data("groups", token, at))
        back = (self._button("back", lang, "card", token),)
        return Reply(self._say("link_choose_group", lang, title=escape(title)), (*shown, back))

    def group(self, title: str, token: str, number: int, page: int, lang: str) -> Reply | None:
        """The topics of a group; None where there is no such group."""
        groups = catalog.groups()
        if number >= len(groups):
            return None
        rows = [
            (self._button.labelled(label(topic_name(topic.code, lang)), "keep", token, topic.code),)
            for topic in groups[number].topics
        ]
        shown = paged(rows, page, self._wording, lang, lambda at: self._button.data("group", token, number, at))
        back = (self._button("back", lang, "groups", token, 0),)
        return Reply(self._say("link_choose_topic", lang, title=escape(title)), (*shown, back))

    def why(self, refusal: Refusal | None, lang: str) -> str:
        """Why a title is asked for; None: because somebody wants another."""
        key = {
            None: "link_why_chosen",
            Refusal.TOO_SLOW: "link_why_slow",
            Refusal.LOST: "link_why_lost",
            Refusal.GONE: "link_why_gone",
            Refusal.NO_PAGE: "link_why_no_page",
            Refusal.UNTITLED: "link_why_untitled",
        }.get(refusal, "link_why_unreachable")
        return self._say("link_ask_title", lang, why=self._say(key, lang))

    # --- one that is there

    def one(self, text: str, link: Link, lang: str, *, may_remove: bool = False) -> Reply:
        """A link that is published, with what can be done with it; text has a gap for its line."""
        return Reply(text, (self._row(link, lang, may_remove=may_remove),))

    def proposal(self, link: Link, lang: str) -> Reply:
        """A link that waits, for a coordinator to decide on."""
        decide = (
            self._button("link_publish", lang, "publish", link.number),
            self._button("link_decline", lang, "decline", link.number),
        )
        lines = [self.line_of_proposal(link, lang), escape(_short(link.url))]
        if link.words:
            lines.append(f"<i>{escape(link.words)}</i>")
        return Reply(self._say("link_waiting", lang, line="\n".join(lines)), ((self._open(link, lang),), decide))

    def proposed(self, text: str, link: Link, lang: str) -> Reply:
        """A link that waits, for whoever sent it."""
        return Reply(text, ((self._button("link_withdraw", lang, "withdraw", link.number),),))

    def removal(self, link: Link, lang: str) -> Reply:
        """Whether it is really to go."""
        row = (
            self._button("link_remove_yes", lang, "gone", link.number),
            self._button("link_remove_no", lang, "list", 0),
        )
        return Reply(self._say("link_remove_ask", lang, line=self.line(link, lang)), (row,))

    # --- lists

    def page(self, shown: Sequence[Shown], page: int, lang: str) -> Reply:
        """A page of all that is published."""
        if not shown:
            return Reply(self._say("links_none", lang))
        page = min(page, (len(shown) - 1) // PAGE)
        reply = self._listed(self._say("links_list", lang), shown[page * PAGE : (page + 1) * PAGE], lang, page * PAGE)
        turns = []
        if page > 0:
            turns.append(self._button("previous_page", lang, "list", page - 1))
        if (page + 1) * PAGE < len(shown):
            turns.append(self._button("next_page", lang, "list", page + 1))
        return Reply(reply.html, (*reply.rows, tuple(turns))) if turns else reply

    def found(self, words: str, shown: Sequence[Shown], lang: str) -> Reply:
        """What was looked for by words."""
        everything = (self._button("links_all", lang, "list", 0),)
        if not shown:
            return Reply(self._say("links_found_none", lang, words=escape(words)), (everything,))
        reply = self._listed(self._say("links_found", lang, words=escape(words)), shown, lang, 0)
        return Reply(reply.html, (*reply.rows, everything))

    def under(self, links: Sequence[Link], lang: str) -> str:
        """Lines to show under an answer."""
        lines = [f"• {_titled(link)} ({self._day(link.at, lang)})" for link in links]
        return "\n".join([self._say("links_under", lang), *lines]) if lines else ""

    def fitting(self, links: Sequence[Link], lang: str) -> str:
        """Lines to show where there is no answer, or besides one."""
        lines = [f"• {self.line(link, lang)}" for link in links]
        return "\n".join([self._say("links_fitting", lang), *lines]) if lines else ""

    def line(self, link: Link, lang: str) -> str:
        """A link, its topic, since when it is there, and whether it is dead."""
        about = [topic_name(link.topic, lang), self._say("link_shared_on", lang, date=self._day(link.at, lang))]
        dead = self._records.dead_since(link.url)
        warning = f"\n⚠️ {self._say('link_dead', lang, date=self._day(dead, lang))}" if dead else ""
        return f"{_titled(link)}\n{escape(' · '.join(about))}{warning}"

    def line_of_proposal(self, link: Link, lang: str) -> str:
        """A link that is not published, so that nobody has shared it yet."""
        return f"{_titled(link)}\n{escape(topic_name(link.topic, lang))}"

    def _listed(self, head: str, shown: Sequence[Shown], lang: str, before: int) -> Reply:
        lines = [f"{before + at}. {self.line(one.link, lang)}" for at, one in enumerate(shown, 1)]
        rows = tuple(
            self._row(one.link, lang, may_remove=one.may_remove, number=before + at) for at, one in enumerate(shown, 1)
        )
        return Reply("\n\n".join([head, *lines, self._say("links_note", lang)]), rows)

    def _row(self, link: Link, lang: str, *, may_remove: bool, number: int | None = None) -> Row:
        remove = self._button.labelled(
            self._say("link_remove", lang) if number is None else f"{self._say('link_remove', lang)} {number}",
            "remove",
            link.number,
        )
        return (self._open(link, lang, number), remove) if may_remove else (self._open(link, lang, number),)

    def _open(self, link: Link, lang: str, number: int | None = None) -> Button:
        say = self._say("link_open", lang)
        return Button(say if number is None else f"{say} {number}", url=link.url)

    def _stop(self, token: str, lang: str) -> Row:
        return (self._button("link_stop", lang, "stop", token),)

    def _day(self, at: datetime, lang: str) -> str:
        return long_date(at.astimezone(AMSTERDAM).date(), lang)


def _titled(link: Link) -> str:
    return f'<a href="{escape(link.url)}">{escape(link.title)}</a>'


def _short(url: str) -> str:
    return url if len(url) <= URL_CHARS else f"{url[: URL_CHARS - 1]}…"
