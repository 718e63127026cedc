"""An entry in, a plain text to paste into a mail out: nothing marked, with its sources, date and certainty."""

from datetime import date

from bot.conversation.markup import to_html
from bot.conversation.runs import plain_text
from index.labels import asked_of_group, checked_on, labels, untranslated
from index.shown import Shown
from knowledge.entry import Certainty, Entry


def plain_answer(entry: Entry, found: Shown, lang: str, day: date, link: str = "") -> str:
    """Paragraphs with a blank line between them; day: today; link leads to the entry, empty where nothing does."""
    words = labels(lang)
    head = [entry.title, *([found.heading] if found.heading else []), *cautions(entry, lang)]
    foot = [*checks(entry, lang, day), *([link] if link else [])]
    blocks = ["\n".join(head), plain_text(to_html(found.text))]
    if entry.sources:
        blocks.append("\n".join([f"{words['sources']}:", *(f"- {one.said}: {one.url}" for one in entry.sources)]))
    return "\n\n".join([*blocks, "\n".join(foot)])


def cautions(entry: Entry, lang: str) -> list[str]:
    """What has to be read before an entry's text, wherever it is quoted: how sure it is, what an activity asks of a group."""
    words = labels(lang)
    found = [untranslated(entry.lang, lang)] if entry.lang != lang else []
    if entry.certainty is not Certainty.SURE:
        found.append(words[entry.certainty])
    if asked := asked_of_group(entry.activity, lang):
        found.append(asked)
    return found


def checks(entry: Entry, lang: str, day: date) -> list[str]:
    """What has to be read behind it: when it was checked, and whether that is long ago; day: today."""
    return [checked_on(entry.checked, lang), *([labels(lang)["old"]] if entry.is_old(day) else [])]
