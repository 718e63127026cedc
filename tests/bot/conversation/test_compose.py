from collections.abc import Container
from dataclasses import replace
from datetime import date

import pytest

from bot.conversation.codes import code_of
from bot.conversation.compose import LABEL_CHARS, Composer, label
from bot.conversation.reply import Button, Reply
from bot.conversation.runs import length
from bot.conversation.wording import Wording
from index.answer import Answer, Hit, Outcome, Question
from index.declined_questions import Kind as DeclinedKind
from index.labels import labels
from index.retriever import Retriever
from index.shown import Shown, part
from index.snapshot import Snapshot
from knowledge.entry import Certainty, Entry, Passage, PassageKind, Source
from knowledge.folder import CONTENT, read_folder
from knowledge.passages import sections
from tests.conftest import Folder
from tests.telegram_html import parse

WORDING = Wording()
CHECKED = {"checked": "2025-01-02"}
SOURCE = '[DUO: "melden" & meer](https://duo.nl/a?b=1&c=2)'


@pytest.fixture
async def snapshot(folder: Folder, retriever: Retriever) -> Snapshot:
    folder.save(
        "nl/faq/a.md",
        title="Mag <dat>?",
        body="Ja.\n\n## Meer weten\n\nLees *verder*.",
        certainty="likely",
        sources=[SOURCE],
        see=["faq/b", "faq/c", "faq/d"],
        **CHECKED,
    )
    for name in "bcd":
        folder.save(f"nl/faq/{name}.md", title=f"Titel {name}", body=f"Antwoord {name}.", **CHECKED)
    folder.save("nl/guidelines/g.md", title="Gids", body="Vooraf.\n\n## Een\n\nEerst.\n\n## Twee\n\nDan.", **CHECKED)
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    return retriever.snapshot


def entry(snapshot: Snapshot, name: str) -> Entry:
    found = snapshot.show(name, "nl")
    assert found is not None
    return found


def answer_of(snapshot: Snapshot, outcome: Outcome, *names: str, off_topic: bool = False) -> Answer:
    shown = [entry(snapshot, name) for name in names]
    hits = tuple(Hit(one, Passage(one, PassageKind.TITLE, one.title, ""), 0.9, 0.9) for one in shown)
    return Answer(Question("mag dat"), "nl", outcome, hits, off_topic)


def test_answer_is_title_certainty_text_details_sources_and_date(snapshot: Snapshot) -> None:
    composer = Composer(WORDING, username="verbinder_bot", is_inline=True)

    replies = composer.answer(answer_of(snapshot, Outcome.ANSWERED, "faq/a"), snapshot, 7)

    assert replies == (
        Reply(
            "<b>Mag &lt;dat&gt;?</b>\n"
            f"<i>{labels('nl')['likely']}</i>\n\n"
            "Ja.\n\n"
            "<blockquote expandable><b>Meer weten</b>\n\nLees <i>verder</i>.</blockquote>\n\n"
            "Bronnen:\n"
            '• <a href="https://duo.nl/a?b=1&amp;c=2">DUO: "melden" &amp; meer</a>\n'
            "<i>Gecontroleerd op 2 januari 2025</i>",
            (
                (Button("Titel b", f"show:{code_of('faq/b')}"),),
                (Button("Titel c", f"show:{code_of('faq/c')}"),),
                (
                    Button("👍 Dit helpt", "good:7"),
                    Button("👎 Helpt niet", "bad:7"),
                    Button("Deel", f"carry:{code_of('faq/a')}:0:nl"),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("at", "address"), [(0, "https://vraag.example.org/gids"), (2, "https://vraag.example.org/gids#Twee")]
)
def test_answer_carries_the_address_of_its_page_where_there_is_one(snapshot: Snapshot, at: int, address: str) -> None:
    def page(entry: Entry, found: Shown | None) -> str:
        return f"https://vraag.example.org/{entry.title.lower()}{f'#{found.heading}' if found and at else ''}"

    gids = entry(snapshot, "guidelines/g")

    (reply,) = Composer(WORDING, page=page).entry(gids, part(gids, at), "nl", snapshot)

    assert reply.html.endswith(f'<i>Gecontroleerd op 2 januari 2025</i>\n<a href="{address}">Deze tekst op het web</a>')


def test_unsure_offers_three_options_and_none_of_these(snapshot: Snapshot) -> None:
    answer = answer_of(snapshot, Outcome.UNSURE, "faq/b", "faq/c", "faq/d", "faq/a")

    (reply,) = Composer(WORDING).answer(answer, snapshot, 7)

    assert reply == Reply(
        f"{WORDING.say('unsure', 'nl')}\n1. Titel b\n2. Titel c\n3. Titel d",
        (
            (Button("1. Titel b", f"pick:{code_of('faq/b')}:7:0:nl"),),
            (Button("2. Titel c", f"pick:{code_of('faq/c')}:7:0:nl"),),
            (Button("3. Titel d", f"pick:{code_of('faq/d')}:7:0:nl"),),
            (Button("Geen van deze", "none:7"),),
        ),
    )


@pytest.mark.parametrize(
    ("contact", "said"),
    [
        ("", WORDING.say("contact_default", "nl")),
        ("team <vo-mbo> & co", "Vraag het aan team &lt;vo-mbo&gt; &amp; co."),
    ],
    ids=["nobody named", "somebody named"],
)
def test_unknown_names_whom_to_ask_and_offers_the_topics(snapshot: Snapshot, contact: str, said: str) -> None:
    (reply,) = Composer(WORDING, contact=contact).answer(answer_of(snapshot, Outcome.UNKNOWN), snapshot, 7)

    assert reply == Reply(
        WORDING.say("unknown", "nl", contact=said), ((Button(WORDING.say("topics_button", "nl"), "grps:0"),),)
    )


def test_likely_shows_the_entry_under_a_line_of_doubt_and_the_next_two_as_buttons(snapshot: Snapshot) -> None:
    answer = answer_of(snapshot, Outcome.LIKELY, "faq/b", "faq/c", "faq/d", "faq/a")
    composer = Composer(WORDING)

    (reply,) = composer.answer(answer, snapshot, 7)
    (shown_alone,) = composer.answer(replace(answer, outcome=Outcome.ANSWERED), snapshot, 7)

    assert reply == Reply(
        f"{WORDING.say('probably', 'nl')}\n\n{shown_alone.html}\n\n{labels('nl')['or_else']}\n1. Titel c\n2. Titel d",
        (
            (Button("1. Titel c", f"pick:{code_of('faq/c')}:7:0:nl"),),
            (Button("2. Titel d", f"pick:{code_of('faq/d')}:7:0:nl"),),
            *shown_alone.rows,
        ),
    )


def test_what_is_offered_beside_a_likely_entry_is_no_button_under_it_too(snapshot: Snapshot) -> None:
    answer = answer_of(snapshot, Outcome.LIKELY, "faq/a", "faq/b", "guidelines/g")

    (reply,) = Composer(WORDING).answer(answer, snapshot, 7)

    labels = [button.label for row in reply.rows for button in row]
    assert labels == ["1. Titel b", "2. Gids", "Titel c", "Titel d", "👍 Dit helpt", "👎 Helpt niet"]


@pytest.mark.parametrize("kind", [DeclinedKind.PARTICULAR, DeclinedKind.ORDERS])
def test_question_that_is_told_what_it_is_gets_the_rule_behind_it(snapshot: Snapshot, kind: DeclinedKind) -> None:
    answer = replace(answer_of(snapshot, Outcome.UNKNOWN, "faq/b"), kind=kind)
    composer = Composer(WORDING, contact="Jo")

    (reply,) = composer.answer(answer, snapshot, 7)
    (bare,) = composer.answer(replace(answer, hits=()), snapshot, 7)

    say = WORDING.say(f"asks_{kind}", "nl", contact=composer.contact("nl"))
    assert reply.html == f"{say}\n\n{WORDING.say('asks_rule', 'nl', title='Titel b')}"
    assert reply.rows[0] == (Button("Titel b", f"show:{code_of('faq/b')}"),)
    assert (bare.html, bare.rows) == (say, (composer.topics_row("nl"),))


def test_unknown_near_the_subject_offers_the_nearest_two(snapshot: Snapshot) -> None:
    answer = answer_of(snapshot, Outcome.UNKNOWN, "faq/b", "faq/c", "faq/d", off_topic=True)
    near = replace(answer, question=Question("mag een leerling dat"))

    (reply,) = Composer(WORDING).answer(near, snapshot, 7)

    unknown = WORDING.say("unknown", "nl", contact=WORDING.say("contact_default", "nl"))
    assert reply.html == f"{unknown}\n\n{labels('nl')['near']}\n1. Titel b\n2. Titel c"
    assert [button.label for row in reply.rows for button in row][:2] == ["1. Titel b", "2. Titel c"]


@pytest.mark.parametrize(
    ("certainty", "line"),
    [
        ("sure", ""),
        ("likely", f"<i>{labels('nl')['likely']}</i>"),
        ("unconfirmed", f"⚠️ <b>{labels('nl')['unconfirmed']}</b>"),
    ],
)
def test_doubt_is_one_quiet_line_and_no_rule_at_all_a_strong_one(
    snapshot: Snapshot, certainty: Certainty, line: str
) -> None:
    found = replace(entry(snapshot, "faq/b"), certainty=Certainty(certainty))

    (reply,) = Composer(WORDING).entry(found, part(found, 0), "nl", snapshot)

    assert reply.html.split("\n\n")[0] == "\n".join(filter(None, ["<b>Titel b</b>", line]))


def test_date_of_a_source_is_said_only_where_there_is_one(snapshot: Snapshot) -> None:
    sources = (
        Source("DUO: melden (zonder datum)", "https://duo.nl/a"),
        Source("DUO: meer (maart 2026)", "https://duo.nl/b"),
    )
    found = replace(entry(snapshot, "faq/b"), sources=sources)

    said = Composer(WORDING).sources(found, "nl")

    assert ("zonder datum" in said, ">DUO: melden<" in said, ">DUO: meer (maart 2026)<" in said) == (False, True, True)


@pytest.mark.parametrize(
    ("day", "review", "is_old"),
    [
        (date(2026, 7, 4), None, False),
        (date(2026, 7, 5), None, True),
        (date(2025, 3, 1), date(2025, 3, 1), False),
        (date(2025, 3, 2), date(2025, 3, 1), True),
    ],
)
def test_entry_that_was_checked_long_ago_says_so(
    snapshot: Snapshot, day: date, review: date | None, is_old: bool
) -> None:
    found = replace(entry(snapshot, "faq/b"), review=review)

    (reply,) = Composer(WORDING, today=lambda: day).entry(found, part(found, 0), "nl", snapshot)

    assert (labels("nl")["old"] in reply.html) is is_old


def test_another_subject_gets_a_kind_sentence_and_no_options(snapshot: Snapshot) -> None:
    (reply,) = Composer(WORDING).answer(answer_of(snapshot, Outcome.UNKNOWN, off_topic=True), snapshot, 7)

    assert reply.html == WORDING.say("off_topic", "nl")


@pytest.mark.parametrize(
    ("at", "row"),
    [
        (
            0,
            (
                Button("Verder: Een", f"sect:{code_of('guidelines/g')}:1:nl"),
                Button("Inhoud", f"toc:{code_of('guidelines/g')}"),
            ),
        ),
        (2, (Button("Inhoud", f"toc:{code_of('guidelines/g')}"),)),
    ],
    ids=["the first section", "the last one"],
)
def test_guideline_is_read_on_section_by_section(snapshot: Snapshot, at: int, row: tuple[Button, ...]) -> None:
    guideline = entry(snapshot, "guidelines/g")

    (reply,) = Composer(WORDING).entry(guideline, part(guideline, at), "nl", snapshot)

    assert reply.rows == (row,)


def test_contents_lead_to_every_section(snapshot: Snapshot) -> None:
    reply = Composer(WORDING).contents(entry(snapshot, "guidelines/g"), "nl")

    code = code_of("guidelines/g")
    assert reply.rows == (
        (Button("Gids", f"sect:{code}:0:nl"),),
        (Button("Een", f"sect:{code}:1:nl"),),
        (Button("Twee", f"sect:{code}:2:nl"),),
    )


def test_without_inline_mode_an_answer_is_shared_as_a_link(snapshot: Snapshot) -> None:
    composer = Composer(WORDING, username="verbinder_bot")

    found = entry(snapshot, "faq/b")
    (reply,) = composer.entry(found, part(found, 0), "nl", snapshot)

    link = f"https%3A%2F%2Ft.me%2Fverbinder_bot%3Fstart%3D{code_of('faq/b')}"
    into = Button("Naar een andere chat", url=f"https://t.me/share/url?url={link}&text=Titel%20b")
    assert reply.rows == ((Button("Deel", f"carry:{code_of('faq/b')}:0:nl"),),)
    assert composer.into_a_chat(found, "nl") == (into,)


def test_shared_answer_is_one_message_that_leads_to_the_rest(snapshot: Snapshot) -> None:
    reply = Composer(WORDING, username="verbinder_bot").shared(entry(snapshot, "faq/a"), "nl")

    link = f"https://t.me/verbinder_bot?start={code_of('faq/a')}"
    assert reply.html.split("\n\n")[1:3] == ["Ja.", f"Lees verder: {link}"]
    assert reply.rows == ((Button("Openen in Verbinder", url=link),),)


async def test_long_entry_becomes_messages_that_telegram_takes(folder: Folder, retriever: Retriever) -> None:
    body = "\n\n".join(f"Alinea {number} 😀 " + "woord " * 200 for number in range(12))
    folder.save("nl/faq/lang.md", title="Lang", body=body, sources=[SOURCE], **CHECKED)
    await retriever.refresh(read_folder(folder.root))
    snapshot = retriever.snapshot
    composer = Composer(WORDING, username="verbinder_bot")

    replies = composer.entry(entry(snapshot, "faq/lang"), part(entry(snapshot, "faq/lang"), 0), "nl", snapshot, 7)
    shared = composer.shared(entry(snapshot, "faq/lang"), "nl")

    assert len(replies) > 3
    assert all(length(reply.html) <= 4096 for reply in (*replies, shared))
    assert [bool(reply.rows) for reply in replies] == [False] * (len(replies) - 1) + [True]
    assert "Gecontroleerd op" in replies[-1].html
    assert "Lees verder: https://t.me/verbinder_bot" in shared.html


def test_every_entry_that_ships_is_a_message_that_telegram_takes() -> None:
    class Shelf:
        """As much of a snapshot as composing needs."""

        def __init__(self, entries: tuple[Entry, ...]) -> None:
            self._entries = {(one.id, one.lang): one for one in entries}

        def related(self, entry: Entry, lang: str, beside: Container[str] = ()) -> tuple[Entry, ...]:
            return tuple(found for name in entry.see if (found := self._entries.get((name, lang))))

    entries = read_folder(CONTENT).entries
    composer = Composer(WORDING, username="verbinder_bot", is_inline=True)
    faults = []
    for one in entries:
        for at in range(len(sections(one.body)) if one.is_guideline else 1):
            replies = composer.entry(one, part(one, at), one.lang, Shelf(entries), 10**9)  # type: ignore[arg-type]
            for reply in (*replies, composer.shared(one, one.lang)):
                parse(reply.html)
                data = [button.data for row in reply.rows for button in row]
                if length(reply.html) > 4096 or any(len(text.encode()) > 64 for text in data):
                    faults.append((one.source, at))

    assert faults == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kort", "kort"),
        ("a" * LABEL_CHARS, "a" * LABEL_CHARS),
        ("woord " * 20, "woord woord woord woord woord woord woord woord woord…"),
        ("x" * 100, "x" * (LABEL_CHARS - 1) + "…"),
    ],
)
def test_label_fits_on_a_button(text: str, expected: str) -> None:
    assert label(text) == expected


@pytest.mark.parametrize(
    ("username", "shown"),
    [
        ("verbinder_bot", f'Zie <a href="https://t.me/verbinder_bot?start={code_of("faq/b")}">de regels</a>.'),
        (None, "Zie de regels."),
    ],
)
async def test_link_to_an_entry_opens_it(folder: Folder, retriever: Retriever, username: str, shown: str) -> None:
    folder.save("nl/faq/a.md", title="Titel a", body="Zie [de regels](b.md).", **CHECKED)
    folder.save("nl/faq/b.md", title="Titel b", **CHECKED)
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    found = entry(retriever.snapshot, "faq/a")

    (reply,) = Composer(WORDING, username=username).entry(found, part(found, 0), "nl", retriever.snapshot)

    assert shown in reply.html
    assert parse(reply.html)


async def test_numbers_and_addresses_stand_where_telegram_makes_links_of_them(
    folder: Folder, retriever: Retriever
) -> None:
    folder.save(
        "nl/faq/a.md",
        body="Bel [de balie](tel:+31201234567) of mail [ons](mailto:balie@example.org).",
        sources=["[Balie](tel:+31201234567)", "[Mail](mailto:balie@example.org)"],
        **CHECKED,
    )
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    found = entry(retriever.snapshot, "faq/a")

    (reply,) = Composer(WORDING).entry(found, part(found, 0), "nl", retriever.snapshot)

    assert "• Balie: +31201234567\n• Mail: balie@example.org" in reply.html
    assert "+31201234567" in reply.html.partition("Bronnen")[0]
    assert "balie@example.org" in reply.html.partition("Bronnen")[0]
    assert "<a" not in reply.html


async def test_words_around_an_answer_in_a_language_that_the_bot_does_not_speak_are_the_askers(
    folder: Folder, retriever: Retriever
) -> None:
    folder.save("de/faq/a.md", title="Wann?", **CHECKED)
    folder.save("nl/faq/b.md", title="Wanneer?", **CHECKED)
    await retriever.refresh(read_folder(folder.root, day=date(2025, 1, 3)))
    snapshot = retriever.snapshot
    german, dutch = entry(snapshot, "faq/a"), entry(snapshot, "faq/b")

    def told(one: Entry, asked: str, spoken: str) -> str:
        hit = Hit(one, Passage(one, PassageKind.TITLE, one.title, ""), 0.9, 0.9)
        answer = Answer(Question("wann", spoken), asked, Outcome.ANSWERED, (hit,))
        return Composer(WORDING).answer(answer, snapshot, None)[0].html

    assert "niet in uw taal" not in told(german, "de", "nl")
    assert "Gecontroleerd op" in told(german, "de", "nl")
    assert "Checked on" in told(german, "de", "en")
    assert "<i>Dit antwoord is er niet in uw taal, wel in het Duits.</i>" in told(german, "nl", "nl")
    assert "<i>This answer is not there in your language, but it is in Dutch.</i>" in told(dutch, "de", "en")
