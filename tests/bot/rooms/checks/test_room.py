"""Agreements that people send: looked at point by point, compared with the version before, and kept nowhere."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest

from bot.conversation.room import Around, Document, FetchError
from bot.records.questions import Where
from bot.rooms.checks import status
from bot.rooms.checks.beside import beside, drifts
from bot.rooms.checks.checker import MOST_WAITING, At
from bot.rooms.checks.command import as_json
from bot.rooms.checks.room import PASTED_CHARS, Checks
from bot.rooms.checks.telling import progress_said, shortened
from bot.rooms.checks.versions import changed_from
from index.checking.points import Doubt, Verdict
from index.retriever import Retriever
from knowledge.entry import AgreementKind
from knowledge.folder import read_folder
from tests.bot.rooms.world import ADMIN, SAID, Person, Town, sent_document
from tests.checked_agreements import AGREEMENT, DISPUTES, ENDING, NOTICE, SECRET, checklist
from tests.documents import docx, paragraph
from tests.engines import as_text

LONG = (
    f"## Geschillen\n\n{DISPUTES}\n\n{SECRET} is een dorp.\n\n"
    + "dit is een alinea zonder veel inhoud over het weer van vandaag, " * 30
)

WORD = docx(
    *(paragraph("Geschillen", "Heading1"), paragraph(DISPUTES)),
    *(paragraph("Looptijd en beëindiging", "Heading1"), paragraph(NOTICE)),
)


def document(data: bytes | str, name: str = "sok.md", caption: str = "", *, size: int | None = None) -> Document:
    return sent_document(data, name, caption, size=size)


@pytest.fixture
async def town(tmp_path: Path, retriever: Retriever) -> AsyncIterator[Town]:
    folder = checklist(tmp_path / "knowledge")
    await retriever.refresh(read_folder(folder.root))
    made = await Town(retriever).open()
    yield made
    await made.close()


@pytest.fixture
def asker(town: Town) -> Person:
    return town.person(7)


def bytes_of(folder: Path) -> bytes:
    """All that the records have on disk."""
    return b"".join(file.read_bytes() for file in folder.glob("records.db*"))


def room_of(town: Town) -> Checks:
    [room] = [room for room in town.rooms if isinstance(room, Checks)]
    return room


async def test_file_is_asked_about_and_then_told_point_by_point(town: Town, asker: Person) -> None:
    what = await asker.sends(document(AGREEMENT))
    told = await asker.presses(SAID.say("chk_dlr", "nl"))

    assert what == SAID.say("chk_what", "nl")
    assert SAID.say("chk_title", "nl", kind=SAID.say("chk_kind_dlr", "nl")) in told
    assert SAID.say("chk_summary", "nl", count=4, found=2, maybe=0, missing=2) in told
    assert SAID.say("chk_obligatory_summary", "nl", count=1, found=0) in told
    assert f"«{DISPUTES}» <i>(Geschillen)</i>" in told
    assert told.index("❌ <b>16.") < told.index("✅ <b>14.")  # obligatory points come first
    assert SAID.say("chk_not_legal", "nl") in told
    assert SAID.say("chk_gone", "nl") in told


async def test_word_file_to_take_along_holds_the_same_points(town: Town, asker: Person) -> None:
    docx_reader = pytest.importorskip("docx")
    await asker.sends(document(WORD, "sok.docx"))
    await asker.presses(SAID.say("chk_dlr", "nl"))
    [file] = [reply.attachment for reply in asker.turn.replies if reply.attachment]

    tables = docx_reader.Document(BytesIO(file.data)).tables
    cells = {row.cells[0].text: [cell.text for cell in row.cells] for table in tables for row in table.rows[1:]}

    found = next(row for point, row in cells.items() if point.startswith("15. "))
    assert found[1:] == [SAID.say("chk_word_found", "nl"), f"{DISPUTES}\nGeschillen", ""]
    assert len(cells) == 4


async def test_why_a_point_matters_is_behind_its_number(town: Town, asker: Person) -> None:
    await asker.sends(document(AGREEMENT))
    await asker.presses(SAID.say("chk_glr", "nl"))

    why = await asker.presses("14")

    assert "Over looptijd en opzegtermijn is geen regel gevonden" in why
    assert SAID.say("chk_unconfirmed", "nl") in why
    assert [button.label for row in asker.turn.replies[0].rows for button in row] == ["hoe lang loopt zij"]


async def test_second_version_says_what_came_and_what_went(town: Town, asker: Person) -> None:
    await asker.sends(document(AGREEMENT))
    await asker.presses(SAID.say("chk_dlr", "nl"))
    await asker.sends(
        document(
            f"{DISPUTES} Zo is het.\n\nPersoonsgegevens worden verwerkt volgens de AVG, de Algemene verordening gegevensbescherming."
        )
    )
    told = await asker.presses(SAID.say("chk_dlr", "nl"))
    town.now += timedelta(hours=2)
    await asker.sends(document(AGREEMENT))
    later = await asker.presses(SAID.say("chk_dlr", "nl"))

    assert SAID.say("chk_changes", "nl", at="08:00") in told
    assert SAID.say("chk_came", "nl", titles="Privacy") in told
    assert SAID.say("chk_went", "nl", titles="Looptijd en beëindiging") in told
    assert "Vergeleken" not in later


async def test_what_is_missing_becomes_agreements(town: Town, asker: Person) -> None:
    await asker.sends(document(AGREEMENT))
    await asker.presses(SAID.say("chk_dlr", "nl"))

    cards = await asker.presses(SAID.say("chk_agree", "nl"))

    assert "Ondertekening opnemen in de overeenkomst" in cards
    assert "Privacy opnemen in de overeenkomst" in cards
    assert "Geschillen" not in cards


async def test_long_text_is_taken_and_pieces_are_put_together(town: Town, asker: Person) -> None:
    first = await asker.says(LONG)
    second = await asker.says(
        f"## Looptijd en beëindiging\n\n{NOTICE}\n\n" + "nog een alinea die niets afspreekt en toch lang is, " * 40
    )
    told = await asker.presses(SAID.say("chk_dlr", "nl"))

    assert first == SAID.say("chk_what", "nl")
    assert SAID.say("chk_what", "nl") in second
    assert second != first
    assert f"«{DISPUTES}»" in told
    assert f"«{NOTICE}»" in told


@pytest.mark.parametrize(("where", "key"), [(Where.PRIVATE, "chk_how"), (Where.TERMINAL, "chk_how_typed")])
async def test_how_it_goes_is_told_as_it_can_be_done(town: Town, asker: Person, where: Where, key: str) -> None:
    """Nobody can send a file into a terminal."""
    turn = await town.conversation.hears(asker.asker, "/nakijken", where)

    assert [reply.html for reply in turn.replies] == [SAID.say(key, "nl")]


async def test_short_text_is_a_question_and_groups_are_left_alone(town: Town, asker: Person) -> None:
    await asker.says("x " * (PASTED_CHARS // 2 - 10))
    group = await town.person(7, group=-5).says(LONG)

    assert SAID.say("chk_what", "nl") not in group
    assert not room_of(town)._held


async def test_admins_file_is_an_agreement_where_they_say_so(town: Town) -> None:
    admin = town.person(ADMIN)

    how = await admin.says("/nakijken")
    told = await admin.sends(document(AGREEMENT))
    await admin.presses(SAID.say("chk_stop", "nl"))
    again = await admin.sends(document(AGREEMENT))
    captioned = await admin.sends(document(AGREEMENT, caption="/check"))

    assert how == SAID.say("chk_how", "nl")
    assert told == captioned == SAID.say("chk_what", "nl")
    assert again != told


async def test_nothing_is_held_once_it_is_told_or_let_go_of(town: Town, asker: Person) -> None:
    room = room_of(town)
    await asker.says(LONG)
    stopped = await asker.presses(SAID.say("chk_stop", "nl"))
    await asker.says(LONG)
    await asker.presses(SAID.say("chk_dlr", "nl"))
    again = await asker.presses("chk.as:dlr")
    await asker.says(LONG)
    town.now += timedelta(hours=1)
    await town.wake()

    assert stopped == SAID.say("chk_let_go", "nl")
    assert again == SAID.say("chk_old", "nl")
    assert room._held == {}
    assert SECRET not in repr(room._memory._seen)


async def test_erasing_lets_go_of_what_is_held_and_of_what_was_seen(town: Town, asker: Person) -> None:
    room, other = room_of(town), town.person(9)
    for person in (asker, other):
        await person.sends(document(AGREEMENT))
        await person.presses(SAID.say("chk_dlr", "nl"))
    await asker.says(LONG)
    await asker.says("/wis")
    await asker.presses(SAID.say("forget_yes", "nl"))

    assert room._held == {}
    assert len(room._memory._seen) == 1
    await asker.sends(document(AGREEMENT))
    assert "Vergeleken" not in await asker.presses(SAID.say("chk_dlr", "nl"))


async def test_more_than_can_wait_are_told_so_and_lose_nothing(town: Town, asker: Person) -> None:
    checker = room_of(town)._checker
    await asker.sends(document(AGREEMENT))
    checker._line = [object()] * MOST_WAITING
    crowded = await asker.presses("chk.as:dlr")
    checker._line = []
    told = await asker.presses("chk.as:dlr")

    assert crowded == SAID.say("chk_crowded", "nl", count=MOST_WAITING)
    assert f"«{DISPUTES}»" in told


async def test_words_of_an_agreement_are_in_no_record(tmp_path: Path, retriever: Retriever, town: Town) -> None:
    path = tmp_path / "records.db"
    other = await Town(retriever, path).open()
    asker = other.person(8)
    await asker.says(LONG)
    await asker.presses(SAID.say("chk_dlr", "nl"))
    told = await other.records._database.read(as_text)
    await other.close()

    kept = bytes_of(tmp_path) + told.encode()
    assert kept
    assert SECRET.encode() not in kept
    assert b"onderling overleg" not in kept


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        pytest.param(document(b"\x00\x01\x02" * 50, "x.bin"), "Dit is geen soort bestand dat ik lees.", id="binary"),
        pytest.param(document("a;b\n1;2\n", "x.csv"), "Dit is een rekenblad en geen overeenkomst.", id="sheet"),
        pytest.param(document(b"  ", "x.md"), "Dit bestand is leeg.", id="empty"),
        pytest.param(
            document(docx(), "x.docx"),
            "Ik vind geen tekst in dit bestand. Is het een scan, zet die dan eerst om in tekst (tekstherkenning, OCR) "
            "of typ de tekst over in Word.",
            id="scan",
        ),
    ],
)
async def test_what_is_no_agreement_is_refused_in_words(asker: Person, sent: Document, said: str) -> None:
    await asker.sends(sent)

    assert (await asker.presses(SAID.say("chk_dlr", "nl"))).startswith(said)


async def test_too_large_a_file_is_not_fetched_and_one_that_is_gone_is_said(asker: Person) -> None:
    async def gone() -> bytes:
        raise FetchError("weg")

    large = await asker.sends(document(b"x", size=10_000_001))
    await asker.sends(Document("a.md", 5, "", gone))
    lost = await asker.presses(SAID.say("chk_dlr", "nl"))

    assert large == SAID.say("chk_too_big", "nl", most=10)
    assert lost == SAID.say("chk_not_fetched", "nl", reason="weg")


async def test_one_at_a_time_and_the_next_is_told_its_place(town: Town, asker: Person) -> None:
    checker, other = room_of(town)._checker, town.person(9)
    await asker.says(LONG)
    await other.says(LONG)
    ahead = [object(), object()]  # others, who are looked at first
    checker._line = list(ahead)
    looking = asyncio.create_task(asker.presses("chk.as:dlr"))
    await asyncio.sleep(0.1)
    busy = await town.conversation.presses(asker.asker, "chk.as:dlr", asker.where)
    places = asker.mail
    for one in ahead:
        checker._line.remove(one)
        checker._moved.set()
        checker._moved = asyncio.Event()
        await asyncio.sleep(0.05)
    told = await looking

    assert busy.toast == SAID.say("chk_busy", "nl")
    assert places == [SAID.say("chk_queue", "nl", place=3)]
    assert f"«{DISPUTES}»" in told


async def test_queue_tells_each_its_place_again_when_it_moves_on(town: Town) -> None:
    checker, places = room_of(town)._checker, dict[str, list[int]]()
    waiting = [
        checker.check(AGREEMENT.encode(), "a.md", AgreementKind.DLR, queued=places.setdefault(name, []).append)
        for name in ("a", "b", "c")
    ]

    found = await asyncio.gather(*waiting)

    assert places == {"a": [], "b": [1], "c": [2, 1]}
    assert [len(one.with_verdict(Verdict.FOUND)) for one in found] == [2, 2, 2]


async def test_how_far_it_is_is_said_in_one_message_that_goes_when_there_is_an_answer(
    town: Town, asker: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "CHANGED_S", 0.02)

    def look(at: int, many: int) -> str:
        return progress_said(At(at, many, True), SAID.say, "nl")

    said = status.Status(town.post, asker.asker.chat)
    await town.records.chats.keep(asker.asker, "nl")
    for page in (1, 12, 30):
        said.say(look(page, 30))
        await asyncio.sleep(0.06)
    gone = await said.close()
    said.say(look(31, 30))
    await asyncio.sleep(0.05)

    assert asker.mail == [look(1, 30)]
    assert [reply.html for _, _, reply in town.sending.edited] == [look(12, 30), look(30, 30)]
    assert gone == (0,)
    assert asker.number in town.sending.typing


async def test_answer_doesnt_wait_until_the_message_of_progress_may_change_again(town: Town, asker: Person) -> None:
    said = status.Status(town.post, asker.asker.chat)
    await town.records.chats.keep(asker.asker, "nl")
    said.say("een")
    await asyncio.sleep(0.05)
    said.say("twee")
    await asyncio.sleep(0.05)
    async with asyncio.timeout(status.CHANGED_S / 2):
        gone = await said.close()

    assert asker.mail == ["een"]
    assert gone == (0,)


async def test_message_of_progress_is_taken_away_with_the_answer(town: Town, asker: Person) -> None:
    await asker.sends(document(AGREEMENT))
    await asker.presses(SAID.say("chk_dlr", "nl"))

    assert asker.mail == [SAID.say("chk_reading", "nl")]
    assert asker.turn.gone == (0,)


async def test_two_agreements_side_by_side_and_for_programs(town: Town) -> None:
    checker = room_of(town)._checker
    first = await checker.check(AGREEMENT.encode(), "a.md", AgreementKind.DLR)
    second = await checker.check(ENDING.replace("zes maanden", "12 maanden").encode(), "b.md", None)

    lines = drifts(first, second, ("a.md", "b.md"), SAID.say, "nl")
    told = as_json(first, "nl")

    figures = {"first": NOTICE, "second": NOTICE.replace("zes maanden", "12 maanden")}
    title = "Looptijd en beëindiging"
    assert lines == [
        SAID.say("chk_drift", "nl"),
        SAID.say("chk_drift_only", "nl", title="Privacy", name="b.md"),
        SAID.say("chk_drift_numbers", "nl", title=title, one="a.md", other="b.md", **figures),
        SAID.say("chk_drift_only", "nl", title="Geschillen", name="a.md"),
    ]
    assert told["counts"] == {"found": 2, "maybe": 0, "missing": 2}
    assert [one["quote"] for one in told["points"] if one["verdict"] == Verdict.FOUND] == [NOTICE, DISPUTES]
    assert second.kind is AgreementKind.WITHOUT


async def test_what_may_still_be_there_is_not_said_to_be_gone(town: Town) -> None:
    """The list above calls the point perhaps; "went out" and "only in the other" would deny that."""
    first = await room_of(town)._checker.check(AGREEMENT.encode(), "a.md", AgreementKind.DLR)
    doubted = tuple(
        replace(one, verdict=Verdict.MAYBE, doubt=Doubt.UNSURE) if one.point[0].id.endswith("geschillen") else one
        for one in first.findings
    )
    second, points = replace(first, findings=doubted), town.house.retriever.snapshot.reading.points

    changed = changed_from(first, second, "a.md", points, SAID.say, "nl")
    drifted = [drifts(*both, ("a.md", "b.md"), SAID.say, "nl")[1:] for both in ((first, second), (second, first))]

    assert changed.split("\n")[1:] == [SAID.say("chk_same", "nl"), SAID.say("chk_doubted", "nl", titles="Geschillen")]
    assert drifted == [
        [SAID.say("chk_drift_doubted", "nl", title="Geschillen", name=sure, other=other)]
        for sure, other in (("a.md", "b.md"), ("b.md", "a.md"))
    ]


def test_quotation_is_cut_between_words() -> None:
    assert shortened("woord " * 60).endswith("woord …")
    assert shortened("kort") == "kort"


async def test_two_files_are_laid_side_by_side_on_one_profile(town: Town, asker: Person) -> None:
    await asker.sends(document(f"{AGREEMENT}\nHet profiel PIE.", "Noord.md"))
    two = await asker.sends(document(f"{ENDING.replace('zes', 'twaalf')}\nDe profielen PIE en BWI.", "Zuid.md"))
    told = await asker.presses(SAID.say("chk_side", "nl"))

    assert two == SAID.say("chk_two", "nl", first="Noord.md", second="Zuid.md")
    assert SAID.say("chk_same_profile", "nl", profiles="Produceren, installeren en energie") in told
    assert SAID.say("chk_drift_only", "nl", title="Geschillen", name="Noord.md") in told
    assert "opzegtermijn van zes maanden" in told
    assert "opzegtermijn van twaalf maanden" in told
    assert SAID.say("chk_both_gone", "nl") in told
    assert room_of(town)._held == {}


async def test_two_files_are_two_versions_whichever_was_answered_first(town: Town, asker: Person) -> None:
    older = replace(document(AGREEMENT, "een.md"), message_id=11)
    newer = replace(document(ENDING, "twee.md"), message_id=12)
    pointed = await asker.says("/nakijken", around=Around(document=older, message_id=13))
    await asker.presses(SAID.say("chk_stop", "nl"))
    answering = replace(newer, caption="kijk deze SOK eens na")
    both = await asker.receives(answering, Around(document=older, message_id=12))
    told = await asker.presses(SAID.say("chk_newer", "nl", name="twee.md"))

    assert pointed == SAID.say("chk_what", "nl")
    assert both == SAID.say("chk_two", "nl", first="een.md", second="twee.md")
    assert SAID.say("chk_changes_from", "nl", name="een.md") in told
    assert SAID.say("chk_went", "nl", titles="Geschillen") in told


async def test_earlier_file_that_is_pointed_at_later_is_still_the_earlier_one(town: Town, asker: Person) -> None:
    older = replace(document(AGREEMENT, "een.md"), message_id=11)
    await asker.sends(replace(document(ENDING, "twee.md"), message_id=12))
    await asker.presses(SAID.say("chk_dlr", "nl"))
    await asker.says("/check", around=Around(document=older, message_id=13))
    told = await asker.presses(SAID.say("chk_dlr", "nl"))

    assert SAID.say("chk_changes_since", "nl", at="08:00") in told
    assert SAID.say("chk_went", "nl", titles="Geschillen") in told


async def test_only_the_last_of_two_may_be_meant_and_a_button_under_the_first_is_of_the_first(
    town: Town, asker: Person
) -> None:
    await asker.sends(replace(document(AGREEMENT, "een.md"), message_id=11))
    under_first = asker.buttons[SAID.say("chk_dlr", "nl")]
    await asker.sends(replace(document(ENDING, "twee.md"), message_id=12))
    first = await asker.presses(under_first)
    again = await asker.sends(replace(document(AGREEMENT, "drie.md"), message_id=13))
    await asker.presses(SAID.say("chk_alone", "nl", name="drie.md"))
    alone = await asker.presses(SAID.say("chk_dlr", "nl"))

    assert f"«{DISPUTES}»" in first
    assert again == SAID.say("chk_two", "nl", first="twee.md", second="drie.md")
    assert f"«{DISPUTES}»" in alone


async def test_kind_that_the_words_dont_tell_is_asked_for(town: Town, asker: Person) -> None:
    await asker.sends(document(f"# Overeenkomst\n\n{DISPUTES}\n\nLeerlingen komen op vrijdag meelopen."))
    unsure = await asker.presses(SAID.say("chk_tell", "nl"))
    labels = list(asker.buttons)
    told = await asker.presses(SAID.say("chk_without", "nl"))

    assert unsure == SAID.say("chk_unsure_kind", "nl")
    assert SAID.say("chk_tell", "nl") not in labels
    assert SAID.say("chk_title", "nl", kind=SAID.say("chk_kind_without", "nl")) in told


async def test_admins_caption_in_plain_words_says_that_it_is_an_agreement(town: Town) -> None:
    admin = town.person(ADMIN)

    what = await admin.sends(document(AGREEMENT, caption="kijk deze SOK eens na"))
    other = await admin.sends(document(AGREEMENT, caption="nieuwe tekst over busvervoer"))

    assert what == SAID.say("chk_what", "nl")
    assert other not in (what, SAID.say("chk_two", "nl", first="sok.md", second="sok.md"))


async def test_command_as_a_reply_to_a_long_text_takes_that_text(town: Town, asker: Person) -> None:
    what = await asker.says("/nakijken", around=Around(LONG, message_id=4))
    told = await asker.presses(SAID.say("chk_dlr", "nl"))
    ours = await asker.says("/nakijken", around=Around(LONG, answers_id=3, message_id=5))

    assert what == SAID.say("chk_what", "nl")
    assert f"«{DISPUTES}»" in told
    assert ours == SAID.say("chk_how", "nl")


async def test_profiles_of_two_that_differ_are_said(town: Town) -> None:
    checker = room_of(town)._checker
    first = await checker.check(f"{AGREEMENT}\nHet profiel PIE.".encode(), "a.md", AgreementKind.DLR)
    second = await checker.check(f"{AGREEMENT}\nHet profiel HBR.".encode(), "b.md", AgreementKind.DLR)

    told = beside(first, second, ("a<b", "b.md"), SAID.say, "nl")

    names = {"first": "Produceren, installeren en energie", "second": "Horeca, bakkerij en recreatie"}
    assert SAID.say("chk_other_profile", "nl", **names) in told
    assert SAID.say("chk_no_drift", "nl") in told
    assert "a&lt;b" in told
