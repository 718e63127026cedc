"""An entry in, a plain text to paste into a mail out: nothing marked, with its sources, date and certainty."""

from bot.conversation.markup import to_html
from bot.conversation.runs import plain_text
from index.labels import checked_on, labels, untranslated
from index.shown import Shown
from knowledge.entry import Certainty, Entry


def plain_answer(entry: Entry, found: Shown, lang: str, link: str = "") -> str:
    """Paragraphs with a blank line between them; link leads to the entry, empty where nothing does."""
    words = labels(lang)
    head = [entry.title, *([found.heading] if found.heading else [])]
    if entry.lang != lang:
        head.append(untranslated(entry.lang, lang))
    if entry.certainty is not Certainty.SURE:
        head.append(words[entry.certainty])
    if activity := entry.activity:
        values = {"minutes": activity.minutes, "least": activity.people_min, "most": activity.people_max}
        head.append(words["minutes"].format(**values, place=activity.place))
    foot = [checked_on(entry.checked, lang), *([link] if link else [])]
    blocks = ["\n".join(head), plain_text(to_html(found.text))]
    if entry.sources:
        blocks.append("\n".join([f"{words['sources']}:", *(f"- {one.said}: {one.url}" for one in entry.sources)]))
    return "\n\n".join([*blocks, "\n".join(foot)])
