"""From a question without an answer to one with: groups, asks, new entries, and back again."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.codes import code_of
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.bot.rooms.world import ADMIN, SAID, Person, Town
from tests.conftest import Folder

FILE = "nl/faq/melden.md"


@pytest.fixture
async def town(folder: Folder, retriever: Retriever, tmp_path: Path) -> AsyncIterator[Town]:
    folder.save(FILE, title="waar melden we de route", asks=["route aangeven"], body="Bij DUO.", topics=["T001"])
    folder.save("nl/faq/tekenen.md", title="wie zet een handtekening", body="Het bestuur.", topics=["T001"])
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever, folder=folder.root).open()
    yield made
    await made.close()


async def asked(town: Town, *texts: str) -> Person:
    """An admin with a list before them, after people asked this."""
    for number, text in enumerate(texts, 7):
        await town.person(number).says(text)
        town.now += timedelta(minutes=1)
    admin = town.person(ADMIN)
    await admin.says("/onbeantwoord")
    return admin


async def test_questions_that_ask_the_same_stand_together_without_names(town: Town) -> None:
    admin = await asked(
        town, "zwemles voor olifanten", "olifanten zwemles voor", "parkeren bij de bus", "zwemles voor olifanten"
    )

    said = await admin.says("/onbeantwoord") + await admin.presses(SAID.say("next_page", "nl"))

    assert SAID.say("unanswered", "nl", questions=4, groups=2) in said
    assert "• zwemles voor olifanten\n• olifanten zwemles voor\n" in said
    assert SAID.say("unanswered_about", "nl", count=3, day="4 januari 2027", why="ander onderwerp") in said


async def test_wordings_of_two_languages_stand_apart(town: Town) -> None:
    await town.records.languages.speak(town.person(8).asker.person, "en")
    for number in (7, 8):
        await town.person(number).says("zwemles voor olifanten")

    said = await town.person(ADMIN).says("/onbeantwoord")

    assert SAID.say("unanswered", "nl", questions=2, groups=2) in said


async def test_what_is_no_business_of_ours_comes_last_and_older_after_newer(town: Town) -> None:
    admin = await asked(town, "kameel kopen")
    town.now += timedelta(days=60)
    await asked(town, "zeppelin huren")

    said = await admin.says("/onbeantwoord")

    assert "• zeppelin huren" in said
    assert "• kameel kopen" in await admin.presses(SAID.say("next_page", "nl"))


async def test_wording_becomes_an_ask_and_the_question_is_answered(town: Town, folder: Folder) -> None:
    admin = await asked(town, "formulier olifant")

    await admin.presses(SAID.say("una_belongs", "nl"))
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    confirm = await admin.presses("formulier olifant")
    before = (folder.root / FILE).read_text()
    said = await admin.presses(SAID.say("una_add", "nl"))

    assert "Toevoegen aan <b>waar melden we de route</b>" in confirm
    assert "formulier olifant" not in before
    assert said.startswith("Gedaan (vraag toegevoegd): <code>nl/faq/melden.md</code>\n")
    assert '  - "formulier olifant"\n' in (folder.root / FILE).read_text()
    assert "Bij DUO." in await town.person(7).says("formulier olifant")
    assert await admin.says("/onbeantwoord") == SAID.say("unanswered_none", "nl")


async def test_change_is_taken_back(town: Town, folder: Folder) -> None:
    before = (folder.root / FILE).read_text()
    admin = await asked(town, "formulier olifant")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    await admin.presses("formulier olifant")
    await admin.presses(SAID.say("una_add", "nl"))

    said = await admin.says("/ongedaan")

    assert (folder.root / FILE).read_text() == before
    assert "nl/faq/melden.md" in said
    assert "formulier olifant" in await admin.says("/onbeantwoord")
    assert await admin.says("/ongedaan") == SAID.say("undo_nothing", "nl")
    assert [(one.action, one.subject) for one in await town.records.actions.latest(2)] == [
        ("undone", FILE),
        ("asked_also", FILE),
    ]


async def test_new_entry_is_asked_part_by_part_seen_first_and_live(town: Town, folder: Folder) -> None:
    admin = await asked(town, "zwemles voor olifanten", "olifanten zwemles voor")

    title = await admin.presses(SAID.say("una_new", "nl"))
    answer = await admin.presses("zwemles voor olifanten")
    sources = await admin.says("Dat kan in het **zwembad**.")
    wrong = await admin.says("in een boek")
    certainty = await admin.says("DUO: zwemmen https://duo.nl/zwemmen.\n[Wet](https://wetten.overheid.nl/bad)")
    preview = await admin.presses("Zeker")
    said = await admin.presses(SAID.say("una_place", "nl"))

    assert title == SAID.say("una_ask_title", "nl")
    assert answer == SAID.say("una_ask_answer", "nl", title="zwemles voor olifanten")
    assert sources == SAID.say("una_ask_sources", "nl", title="zwemles voor olifanten")
    assert wrong.startswith("⚠️ in “in een boek” staat geen webadres")
    assert certainty == SAID.say("una_ask_certainty", "nl", title="zwemles voor olifanten")
    assert "Dat kan in het <b>zwembad</b>." in preview
    assert '<a href="https://duo.nl/zwemmen">DUO: zwemmen</a>' in preview
    assert "<i>Nog niet gecontroleerd</i>" in preview
    assert "nl/faq/zwemles-voor-olifanten.md" in said
    assert (folder.root / "nl/faq/zwemles-voor-olifanten.md").read_text() == (
        "---\ntitle: zwemles voor olifanten\nasks:\n  - olifanten zwemles voor\ntopics: []\ncertainty: sure\nchecked:\n"
        'sources:\n  - "[DUO: zwemmen](https://duo.nl/zwemmen)"\n  - "[Wet](https://wetten.overheid.nl/bad)"\n---\n'
        "Dat kan in het **zwembad**.\n"
    )
    assert "zwembad" in await town.person(9).says("zwemles voor olifanten")


async def test_each_part_of_a_new_entry_can_be_changed_before_it_is_placed(town: Town, folder: Folder) -> None:
    admin = await asked(town, "zwemles voor olifanten")
    await admin.presses(SAID.say("una_new", "nl"))
    await admin.says("Mag een olifant zwemmen?")
    await admin.says("Nee.")
    await admin.presses("Geen bron")
    choices = list(admin.buttons)
    unsure = await admin.presses("una.grade:sure")
    await admin.presses("Niet bevestigd")
    for change, text in (
        ("Titel wijzigen", "Mogen olifanten zwemmen?"),
        ("Antwoord wijzigen", "Ja."),
        ("Bronnen wijzigen", "https://www.duo.nl/bad"),
    ):
        await admin.presses(change)
        await admin.says(text)
    await admin.presses("Zekerheid wijzigen")
    preview = await admin.presses("Waarschijnlijk")
    await admin.presses(SAID.say("una_place", "nl"))

    assert choices == ["Niet bevestigd", "Laat maar"]
    assert unsure == SAID.say("una_old", "nl")
    assert "<b>Mogen olifanten zwemmen?</b>" in preview
    text = (folder.root / "nl/faq/mogen-olifanten-zwemmen.md").read_text()
    assert 'certainty: likely\nchecked:\nsources:\n  - "[duo.nl](https://www.duo.nl/bad)"\n---\nJa.\n' in text


async def test_draft_alone_is_a_file_to_be_written(town: Town, folder: Folder) -> None:
    admin = await asked(town, "zwemles voor olifanten", "olifanten zwemles voor")

    await admin.presses(SAID.say("una_new", "nl"))
    await admin.presses("olifanten zwemles voor")
    await admin.presses(SAID.say("una_bare", "nl"))

    text = (folder.root / "nl/faq/olifanten-zwemles-voor.md").read_text()
    assert "title: olifanten zwemles voor" in text
    assert "- zwemles voor olifanten" in text
    assert "certainty: unconfirmed\nchecked:\n" in text


async def test_ignored_group_comes_back_when_it_is_asked_anew(town: Town) -> None:
    admin = await asked(town, "kameel kopen")

    await admin.presses(SAID.say("una_ignore", "nl"))
    gone = await admin.says("/onbeantwoord")
    await asked(town, "kameel kopen")
    back = await admin.says("/onbeantwoord")

    assert gone == SAID.say("unanswered_none", "nl")
    assert SAID.say("unanswered", "nl", questions=1, groups=1) in back


async def test_ignoring_can_be_taken_back(town: Town) -> None:
    admin = await asked(town, "kameel kopen")
    await admin.presses(SAID.say("una_ignore", "nl"))

    await admin.presses(SAID.say("una_unignore", "nl"))

    assert "kameel kopen" in await admin.says("/onbeantwoord")


@pytest.mark.parametrize("words", ["bel mij 06 1234 5678", "mail kim@example.org", "leerling 123456"])
async def test_wording_with_something_personal_is_not_offered(town: Town, words: str) -> None:
    admin = await asked(town, words)

    said = await admin.presses(f"una.entry:1:{code_of('faq/melden')}")

    assert SAID.say("una_personal", "nl") in said
    assert words not in admin.buttons
    assert await admin.presses(f"una.word:1:{code_of('faq/melden')}:0") == SAID.say("old_button", "nl")


@pytest.mark.parametrize("words", ["telt schooljaar 2025-2026 mee", "begin 2026/27 starten", "artikel 10b1 tot 10b13"])
async def test_years_and_articles_tell_nobody(town: Town, words: str) -> None:
    admin = await asked(town, words)

    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")

    assert words in admin.buttons


async def test_several_wordings_are_one_change(town: Town, folder: Folder) -> None:
    before = (folder.root / FILE).read_text()
    admin = await asked(town, "zwemles voor olifanten", "olifanten zwemles voor")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    await admin.presses(SAID.say("una_all", "nl", count=2))
    await admin.presses(SAID.say("una_add", "nl"))
    added = (folder.root / FILE).read_text()

    await admin.says("/ongedaan")

    assert '  - "olifanten zwemles voor"\n  - "zwemles voor olifanten"\n' in added
    assert (folder.root / FILE).read_text() == before


async def test_adding_twice_adds_once(town: Town, folder: Folder) -> None:
    admin = await asked(town, "kameel kopen")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    await admin.presses("kameel kopen")
    await admin.presses(SAID.say("una_add", "nl"))
    added = (folder.root / FILE).read_text()

    assert await admin.presses("una.add") == SAID.say("una_old", "nl")
    assert (folder.root / FILE).read_text() == added


async def test_next_group_is_shown_when_one_is_done(town: Town) -> None:
    admin = await asked(town, "kameel kopen", "zeppelin huren")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    await admin.presses("kameel kopen")

    said = await admin.presses(SAID.say("una_add", "nl"))

    assert "• zeppelin huren" in said


async def test_question_that_somebody_wrote_into_the_folder_by_hand_waits_no_longer(
    town: Town, folder: Folder, retriever: Retriever
) -> None:
    admin = await asked(town, "kameel kopen")
    folder.save("nl/faq/kameel.md", title="Kameel kopen?", body="Nee.")

    await retriever.refresh(read_folder(folder.root))

    assert await admin.says("/onbeantwoord") == SAID.say("unanswered_none", "nl")


async def test_folder_that_is_read_only_gives_a_patch_and_the_question_waits_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *arguments, **options: False)
    admin = await asked(town, "kameel kopen")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    await admin.presses("kameel kopen")

    said = await admin.presses(SAID.say("una_add", "nl"))

    attached = admin.turn.replies[0].attachment
    assert (said, admin.turn.replaces) == (SAID.say("edit_patch", "nl"), False)
    assert attached is not None
    assert b"kameel kopen" in attached.data
    assert "kameel kopen" in await admin.says("/onbeantwoord")


async def test_words_that_are_typed_after_an_entry_was_chosen_are_a_question(town: Town) -> None:
    admin = await asked(town, "kameel kopen")
    await admin.presses("una.find:1")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")

    assert "Het bestuur." in await admin.says("wie zet een handtekening")


async def test_wording_can_be_typed_instead(town: Town, folder: Folder) -> None:
    admin = await asked(town, "bel mij 06 1234 5678")
    await admin.presses(f"una.entry:1:{code_of('faq/melden')}")
    await admin.presses(SAID.say("una_type", "nl"))

    unfit = await admin.says("nee, 0612345678")
    await admin.says("kan ik gebeld worden")
    await admin.presses(SAID.say("una_add", "nl"))

    assert unfit.startswith("Dat kan ik niet gebruiken")
    assert '- "kan ik gebeld worden"' in (folder.root / FILE).read_text()


async def test_wording_that_another_entry_has_is_refused_with_where(town: Town, folder: Folder) -> None:
    admin = await asked(town, "kameel kopen")
    await admin.presses(f"una.entry:1:{code_of('faq/tekenen')}")
    await admin.presses(SAID.say("una_type", "nl"))

    said = await admin.says("route aangeven")

    assert "staat al in nl/faq/melden.md" in said


async def test_entry_can_be_looked_for_with_other_words(town: Town) -> None:
    admin = await asked(town, "kameel kopen")
    await admin.presses("una.find:1")

    await admin.says("wie zet een handtekening")

    assert "wie zet een handtekening" in admin.buttons


@pytest.mark.parametrize(
    "data", ["una.to:999", "una.word:1", "una.entry:1", "una.nothing:1", "una.to:x", "una.entry:1:zzzz"]
)
async def test_button_with_odd_values_does_no_harm(town: Town, data: str) -> None:
    admin = await asked(town, "kameel kopen")

    assert await admin.presses(data) != ""


async def test_words_are_shown_as_they_were_typed(town: Town) -> None:
    await asked(town, "<b>kameel</b> & 'zadel'")

    said = await town.person(ADMIN).says("/onbeantwoord")

    assert "• &lt;b&gt;kameel&lt;/b&gt; &amp; " in said


async def test_what_was_asked_and_who_pressed_none_or_thumbs_down_is_told(town: Town) -> None:
    person = town.person(7)
    await person.says("waar melden we de route")
    await person.presses(SAID.say("not_helpful", "nl"))

    said = await town.person(ADMIN).says("/onbeantwoord")

    assert SAID.say("unanswered_about", "nl", count=1, day="4 januari 2027", why="👎 na een antwoord") in said


async def test_list_stays_with_admins(town: Town) -> None:
    await asked(town, "kameel kopen")

    assert await town.person(9).presses("una.card:1") == SAID.say("old_button", "nl")


async def test_why_an_answer_is_no_good_stands_with_the_question(town: Town) -> None:
    ans, eve = town.person(7), town.person(8)
    await ans.says("waar melden we de route")
    await ans.says("dit klopt niet")

    thanked = await ans.presses(SAID.say("wrong_outdated", "nl"))
    remark = ans.buttons[SAID.say("una_remark", "nl")]
    await ans.presses(SAID.say("una_remark", "nl"))
    said = await ans.says("dat is sinds augustus anders")
    await eve.presses(remark)
    refused = await eve.says("van een ander")

    card = await town.person(ADMIN).says("/onbeantwoord")
    assert (thanked, said) == (SAID.say("una_why", "nl"), SAID.say("una_remarked", "nl"))
    assert refused == SAID.say("una_old", "nl")
    assert "👎 Verouderd: “dat is sinds augustus anders”" in card
    assert "van een ander" not in card


async def test_reason_that_there_is_not_is_an_old_button(town: Town) -> None:
    ans = town.person(7)
    await ans.says("waar melden we de route")

    assert await ans.presses("wrong:1:9") == SAID.say("old_button", "nl")
