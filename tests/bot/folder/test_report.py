"""What admins are told of a folder: what changed, which faults came and went, in one message."""

from datetime import date

import pytest

from bot.conversation.runs import length
from bot.conversation.wording import Wording
from bot.folder.report import Change, Failure, compare, report
from index.answer import Outcome
from index.effects import Effects, HitRate, Move, Verdict
from index.twins import Twins
from knowledge.entry import Problem, Reading
from knowledge.folder import read_folder
from knowledge.notices import notice
from tests.conftest import Folder

SAID = Wording()
SAME = Change((), (), (), (), 0, 3, 0)


def read(folder: Folder) -> Reading:
    return read_folder(folder.root, day=date(2026, 11, 24))


def test_entries_are_named_by_id_with_their_languages(folder: Folder) -> None:
    for source in ("nl/faq/gone.md", "nl/faq/same.md", "nl/faq/edited.md", "en/faq/edited.md"):
        folder.save(source)
    before = read(folder)
    (folder.root / "nl/faq/gone.md").unlink()
    folder.save("nl/faq/edited.md", body="Anders.")
    folder.save("nl/faq/new.md", body="Nieuw.")
    folder.save("en/faq/new.md", body="New.")

    change = compare(before, read(folder))

    assert change == Change(
        new=("faq/new (en, nl)",),
        edited=("faq/edited (nl)",),
        gone=("faq/gone (nl)",),
        problems=(),
        mended=0,
        entries=5,
        left=0,
    )


def test_days_of_a_check_alone_are_told_to_nobody(folder: Folder) -> None:
    """Who looks at two hundred entries would send two hundred messages to all others."""
    folder.save("nl/faq/a.md", checked="2025-01-01", review="2026-01-01")
    before = read(folder)
    folder.save("nl/faq/a.md", checked="2026-01-01", review="2027-01-01")

    assert not compare(before, read(folder)).is_news


def test_what_looks_renamed_is_proposed_with_what_to_write(folder: Folder) -> None:
    folder.save("nl/faq/oud.md", title="Wie tekent?")
    before = read(folder)
    (folder.root / "nl/faq/oud.md").unlink()
    folder.save("nl/faq/nieuw.md", title="Wie tekent?")

    said = report(compare(before, read(folder)), Wording(), "nl").html

    assert "Is <code>faq/oud</code> hernoemd? Zet dan in nl/faq/nieuw.md: <code>was: [faq/oud]</code>." in said


def test_faults_that_came_and_went_are_told_apart_from_those_that_stay(folder: Folder) -> None:
    stays, went, moved = (
        Problem("nl/faq/a.md", 1, notice("as_told", text=text)) for text in ("stays", "went", "moved")
    )
    came = Problem("nl/faq/b.md", 2, notice("as_told", text="came"))
    moved_on = Problem("nl/faq/a.md", 9, notice("as_told", text="moved"))

    change = compare(Reading((), (stays, went, moved)), Reading((), (stays, moved_on, came)))

    assert change == Change((), (), (), (came,), mended=1, entries=0, left=3)


def test_the_same_folder_read_again_is_no_news(folder: Folder) -> None:
    folder.save("nl/faq/a.md")

    assert not compare(read(folder), read(folder)).is_news


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        pytest.param(
            "nl",
            "<b>De kennismap is gewijzigd</b>\n\nNieuw (1):\n• faq/a (nl)\n\nWeg (2):\n• faq/b (nl)\n• faq/c (en)\n\n"
            "<b>Nieuwe fouten (1):</b>\n<code>nl/faq/d.md:3: checked '&lt;b&gt;' is geen datum; schrijf jaar-maand-dag, zoals 2026-01-01</code>\n\nOpgeloste fouten: 2.\n\n"
            "Alle 1.200 vragen die ik ken komen uit waar ze uitkwamen.\n\n"
            "Ik antwoord nu uit 8 teksten. Fouten: 1; /problemen noemt ze. Van een bestand met een fout houd ik de vorige "
            "versie als het niet meer te lezen is.",
            id="Dutch",
        ),
        pytest.param(
            "en",
            "<b>The knowledge folder has changed</b>\n\nNew (1):\n• faq/a (nl)\n\nGone (2):\n• faq/b (nl)\n• faq/c (en)\n\n"
            "<b>New faults (1):</b>\n<code>nl/faq/d.md:3: checked '&lt;b&gt;' is not a date; write year-month-day, such as 2026-01-01</code>\n\nFaults mended: 2.\n\n"
            "All 1,200 questions that I know come out where they did.\n\n"
            "I now answer from 8 texts. Faults: 1; /problems names them. Of a file with a fault I keep the version before "
            "where it can't be read any more.",
            id="English",
        ),
    ],
)
def test_message_names_what_changed(lang: str, expected: str) -> None:
    problem = Problem("nl/faq/d.md", 3, notice("no_date", key="checked", text="<b>", example="2026-01-01"))

    same = Effects(1200, 1200, (), (), HitRate(0, 0, 0))
    reply = report(Change(("faq/a (nl)",), (), ("faq/b (nl)", "faq/c (en)"), (problem,), 2, 8, 1, same), SAID, lang)

    assert (reply.html, reply.rows) == (expected, ())


def test_no_change_is_said_in_a_line() -> None:
    assert report(SAME, SAID, "nl").html == (
        "De kennismap is opnieuw gelezen; er is niets veranderd.\n\nIk antwoord nu uit 3 teksten. Er zijn geen fouten."
    )


def test_what_is_too_much_is_counted() -> None:
    names = tuple(f"faq/entry-{number} (nl)" for number in range(100))

    html = report(Change(names, (), (), (), 0, 100, 0), SAID, "nl").html

    assert (html.count("• faq"), "Nieuw (100):" in html, "… en nog 80" in html) == (20, True, True)


def test_longest_message_is_one_that_telegram_takes() -> None:
    names = tuple(f"faq/{'long-name-' * 20}{number} (nl)" for number in range(1000))
    problems = tuple(Problem(name, 1, notice("as_told", text="wrong " * 100)) for name in names)

    moves = tuple(
        Move(None, name, Outcome.ANSWERED, verdict, 9, (name,) * 3) for verdict in Verdict for name in names[:9]
    )
    effects = Effects(9999, 999, moves, tuple(Twins(name, name, "nl") for name in names[:9]), HitRate(999, 99, 9))

    html = report(Change(names, names, names, problems, 0, 1000, 1000, effects), SAID, "nl").html

    assert 3000 < length(html) <= 4096
    assert SAID.say("effects_worse", "nl") in html
    assert "/problemen" in html


def test_message_says_that_there_was_no_time_for_the_effects() -> None:
    html = report(Change(("faq/a (nl)",), (), (), (), 0, 8, 0), SAID, "nl").html

    assert html == (
        "<b>De kennismap is gewijzigd</b>\n\nNieuw (1):\n• faq/a (nl)\n\n"
        "Of andere vragen nu elders uitkomen, kon ik niet op tijd nagaan.\n\n"
        "Ik antwoord nu uit 8 teksten. Er zijn geen fouten."
    )


def test_failure_says_what_goes_on(folder: Folder) -> None:
    html = report(Failure("OSError: <disk>", 212), SAID, "nl").html

    assert "<code>OSError: &lt;disk&gt;</code>" in html
    assert "212 teksten" in html


def test_routes_that_changed_are_news(folder: Folder) -> None:
    header = "school,mbo,regio,profiel,leerweg,opleiding,niveau,soort,gemeld"
    folder.save("nl/faq/a.md")
    before = read(folder)
    folder.write("routes.csv", f"{header}\nSchool A,Mbo B,Noord,PIE,basis,Monteur,2,DLR,ja\n")

    change = compare(before, read(folder))

    assert (change.is_news, change.has_moved) == (True, False)
    assert "(routes.csv) is gewijzigd: 1 nieuw of anders, 1 in totaal." in report(change, SAID, "nl").html
