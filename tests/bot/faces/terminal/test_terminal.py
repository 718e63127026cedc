import io
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.conversation.compose import Composer
from bot.conversation.conversation import Conversation
from bot.conversation.house import House
from bot.conversation.reply import Attachment, Reply, Turn
from bot.conversation.room import Room, Said
from bot.conversation.wording import Wording
from bot.faces.terminal.terminal import Terminal
from bot.records.people import Keys
from bot.records.records import Records
from index.retriever import Retriever
from knowledge.folder import read_folder
from tests.conftest import Folder
from tests.fakes import small_house
from tests.house import COMMANDS, SHELVES

CHECKED = {"checked": "2025-01-02"}
VERDICTS = "[1] 👍 Dit helpt  [2] 👎 Helpt niet"
ANSWER = ["alfa beta", "een", "Gecontroleerd op 2 januari 2025"]
OTHER = ["gamma delta epsilon", "twee", "Gecontroleerd op 2 januari 2025"]
SAID = Wording()
WELCOME = [SAID.say("welcome", "nl"), SAID.say("how", "nl")]
OPTIONS = ["Bedoelt u …?", "1. alfa beta", "2. gamma delta epsilon"]
CHOICE = ["[1] alfa beta", "[2] gamma delta epsilon", "[3] Geen van deze"]
ELSEWHERE = [SAID.say("off_topic", "nl")]  # what is said of another subject
CUT = SAID.say("message_cut", "nl").removeprefix("<i>").removesuffix("</i>")
UNKNOWN = [*ELSEWHERE, f"[1] {SAID.say('topics_button', 'nl')}"]


class Typed(io.TextIOWrapper):
    """Standard input: what somebody types, in a terminal or out of a file."""

    def __init__(self, *lines: str, is_terminal: bool) -> None:
        super().__init__(io.BytesIO("".join(f"{line}\n" for line in lines).encode()), encoding="utf-8")
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


class Talk:
    """A conversation, and what was shown in it."""

    def __init__(self, retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
        self._retriever = retriever
        self._folder = folder
        self._monkeypatch = monkeypatch

    async def __call__(self, *lines: str, is_terminal: bool = True) -> list[str]:
        """The lines shown, empty ones left out; without a terminal the rules are cut to what stands in them."""
        reading, file = read_folder(self._folder.root), io.StringIO()
        await self._retriever.refresh(reading)
        self._monkeypatch.setattr("sys.stdin", Typed(*lines, is_terminal=is_terminal))
        self._monkeypatch.setattr("sys.stdout", io.StringIO())  # where input() puts its prompt
        console = Console(file=file, width=200, highlight=False)

        records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
        await records.open()
        house = House(self._retriever, records, SAID, Composer(SAID), commands=COMMANDS)
        await Terminal(Conversation(house), self._retriever, SAID, console).talk()
        await records.close()

        return [line.rstrip(" ─") for line in file.getvalue().splitlines() if line.strip()]


@pytest.fixture
def talk(retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch) -> Talk:
    folder.save("nl/faq/a.md", title="alfa beta", body="een", **CHECKED)
    folder.save("nl/faq/b.md", title="gamma delta epsilon", body="twee", **CHECKED)
    return Talk(retriever, folder, monkeypatch)


async def test_in_a_folder_in_english_only_somebody_is_spoken_to_in_english(
    retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch
):
    folder.save("en/faq/a.md", title="Who gets a new laptop?", body="Everyone.", **CHECKED)
    talk = Talk(retriever, folder, monkeypatch)

    shown = await talk()

    assert shown[1:3] == [SAID.say("how", "en"), SAID.say("bye", "en")]


def said(key: str, **values: object) -> str:
    return SAID.say(key, "nl", **values)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(["alfa beta"], [*ANSWER, VERDICTS], id="answer"),
        pytest.param(["alfa beta", "gamma delta epsilon"], [*ANSWER, VERDICTS, *OTHER, VERDICTS], id="two questions"),
        pytest.param(["alfa gamma"], [*OPTIONS, *CHOICE], id="options"),
        pytest.param(["alfa gamma", "2"], [*OPTIONS, *CHOICE, *OTHER, VERDICTS], id="options, then a number"),
        pytest.param(["alfa gamma", "4"], [*OPTIONS, *CHOICE, said("unknown_choice", last=3)], id="a number too high"),
        pytest.param(
            ["alfa gamma", "0", "1"],
            [*OPTIONS, *CHOICE, said("unknown_choice", last=3), *ANSWER, VERDICTS],
            id="a number too low, then one that is there",
        ),
        pytest.param(
            ["alfa gamma", "gamma delta epsilon"], [*OPTIONS, *CHOICE, *OTHER, VERDICTS], id="options, then a question"
        ),
        pytest.param(["alfa beta", "1"], [*ANSWER, VERDICTS, said("thanks_good")], id="a verdict by its number"),
        pytest.param(["alfa beta", "+"], [*ANSWER, VERDICTS, said("thanks_good")], id="a verdict by plus"),
        pytest.param(["alfa beta", "👎"], [*ANSWER, VERDICTS, said("thanks_bad")], id="a verdict by its emoji"),
        pytest.param(["2"], [said("nothing_to_choose"), UNKNOWN[-1]], id="a number where nothing is offered"),
        pytest.param(["alfa gamma", "½"], [*OPTIONS, *CHOICE, *UNKNOWN], id="no number after all"),
        pytest.param(["omega"], UNKNOWN, id="unknown"),
        pytest.param(["[/b] [red]alfa beta"], [*ANSWER, VERDICTS], id="brackets"),
        pytest.param(["alfa beta", "", "gamma delta epsilon"], [*ANSWER, VERDICTS], id="an empty line ends it"),
        pytest.param(["alfa beta", "   "], [*ANSWER, VERDICTS], id="a line of spaces ends it"),
    ],
)
async def test_conversation(talk: Talk, lines: list[str], expected: list[str]) -> None:
    shown = await talk(*lines)

    assert shown == [*WELCOME, *expected, said("bye")]


class Giver(Room):
    """Gives a file whatever is said, and keeps that."""

    prefix = "giv"
    file = Attachment("a.patch", "--- a/één.md\n".encode())
    heard = ""

    async def hears(self, said: Said) -> Turn | None:
        self.heard = said.text
        return Turn((Reply("een <b>bestand</b>", attachment=self.file),))


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(Giver.file, ["--- a.patch", "--- a/één.md"], id="text"),
        pytest.param(
            Attachment("a.docx", b"PK\x03\x04\x1b[2J\xff\xfe" * 500),
            ["--- a.docx", said("file_of_bytes", size_kb=5)],
            id="bytes",
        ),
    ],
)
async def test_file_that_goes_with_a_message_is_shown_where_it_is_text(
    retriever: Retriever, given: Attachment, expected: list[str]
) -> None:
    file = io.StringIO()
    console = Console(file=file, width=200, highlight=False)
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    house = House(retriever, records, SAID, Composer(SAID), commands=COMMANDS)

    giver = Giver(house)
    giver.file = given
    await Terminal(Conversation(house, rooms=(giver,)), retriever, SAID, console).answer("geef")
    await records.close()

    assert [line for line in file.getvalue().splitlines() if line] == ["een bestand", *expected]


@pytest.mark.parametrize("is_terminal", [pytest.param(True, id="typed"), pytest.param(False, id="out of a file")])
async def test_text_as_long_as_an_agreement_comes_in_whole(
    retriever: Retriever, monkeypatch: pytest.MonkeyPatch, *, is_terminal: bool
) -> None:
    """What is behind 4,096 characters of it would be said to be missing."""
    text = "Partijen spreken dit af. " * 400 + "Einde"
    records = Records(":memory:", Keys(secrets.token_bytes(32)), SHELVES)
    await records.open()
    house = House(retriever, records, SAID, Composer(SAID), commands=COMMANDS)
    giver = Giver(house)
    monkeypatch.setattr("sys.stdin", Typed(text, is_terminal=is_terminal))
    monkeypatch.setattr("sys.stdout", io.StringIO())

    await Terminal(Conversation(house, rooms=(giver,)), retriever, SAID, Console(file=io.StringIO())).talk()
    await records.close()

    assert giver.heard == text


async def test_number_as_long_as_a_page_is_a_question(talk: Talk) -> None:
    """Python refuses to read numbers of more than 4,300 digits."""
    shown = await talk("alfa gamma", "9" * 10_000)

    assert shown == [*WELCOME, *OPTIONS, *CHOICE, *ELSEWHERE, CUT, UNKNOWN[-1], said("bye")]


async def test_bot_speaks_the_language_of_the_last_question(talk: Talk, folder: Folder) -> None:
    folder.save("en/faq/a.md", title="who signs the agreement", body="both boards", **CHECKED)

    shown = await talk("who signs the agreement")

    assert shown[len(WELCOME) :] == [
        "who signs the agreement",
        "both boards",
        "Checked on 2 January 2025",
        "[1] 👍 This helps  [2] 👎 Doesn’t help",
        SAID.say("bye", "en"),
    ]


async def test_a_folder_without_dutch_is_not_spoken_of_in_dutch(
    retriever: Retriever, folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.save("en/faq/a.md", title="alfa beta", body="one", **CHECKED)

    shown = await Talk(retriever, folder, monkeypatch)("alfa beta")

    assert shown[-4:] == [
        "one",
        "Checked on 2 January 2025",
        "[1] 👍 This helps  [2] 👎 Doesn’t help",
        SAID.say("bye", "en"),
    ]


async def test_commands_are_the_bots(talk: Talk) -> None:
    shown = await talk("/taal", "2", "/onderwerpen")

    topics = [line for line in shown if "alfa beta" in line]
    assert "[1] Nederlands  [2] English" in shown
    assert SAID.say("language_set", "en") in shown
    assert topics == ["[1] alfa beta"]


async def test_out_of_a_file_each_line_is_answered_under_its_question(talk: Talk) -> None:
    shown = await talk("alfa beta", "", "omega", is_terminal=False)

    assert shown == ["alfa beta", *ANSWER, VERDICTS, "omega", *UNKNOWN]


async def test_out_of_a_file_a_number_chooses_too(talk: Talk) -> None:
    shown = await talk("alfa gamma", "2", is_terminal=False)

    assert shown == ["alfa gamma", *OPTIONS, *CHOICE, "2", *OTHER, VERDICTS]


@pytest.mark.parametrize("question", ["[/b] omega", "[red]omega", ":smile: omega"])
async def test_question_is_shown_as_it_was_asked(talk: Talk, question: str) -> None:
    shown = await talk(question, is_terminal=False)

    assert shown == [question, *UNKNOWN]


async def test_without_a_question_three_examples_are_answered(talk: Talk, folder: Folder) -> None:
    examples = SAID.list("examples", "nl")
    for number, example in enumerate(examples[:3]):
        folder.save(f"nl/faq/example{number}.md", title=example, body=f"antwoord {number}", **CHECKED)

    shown = await talk(is_terminal=False)

    checked = "Gecontroleerd op 2 januari 2025"
    answers = [
        [example, example, f"antwoord {number}", checked, VERDICTS] for number, example in enumerate(examples[:3])
    ]
    assert shown == [said("welcome"), said("examples_intro"), *answers[0], *answers[1], *answers[2]]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program with an answer to the first example, and an encoder that has no numbers: words alone serve."""
    root = small_house(tmp_path / "house", ["mogen"])
    example = SAID.list("examples", "nl")[0]
    Folder(root / "knowledge" / "content").save("nl/faq/a.md", title=example, body="Ja, dat mag.", **CHECKED)
    return root


def run(house: Path, *, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot"],
        cwd=house,
        env={"VAR_DIR": str(house / "var"), "OMP_NUM_THREADS": "1", **environment},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_program_answers_examples_where_nothing_is_typed(house: Path) -> None:
    found = run(house)

    assert found.returncode == 0
    assert " ".join(found.stdout.split()).startswith(said("welcome"))
    assert "Ja, dat mag." in found.stdout
    assert [line for line in found.stderr.splitlines() if "words alone" not in line] == []


def test_program_answers_what_is_piped_in_whatever_it_is(house: Path) -> None:
    found = run(house, stdin="Mogen we samenwerken zonder gemelde route?\n[/]\n")

    assert found.returncode == 0
    assert found.stdout.count("Ja, dat mag.") == 1
    assert [line for line in found.stderr.splitlines() if "words alone" not in line] == []


def test_program_says_what_is_wrong_with_a_token_without_repeating_it(house: Path) -> None:
    found = run(house, BOT_TOKEN="1:sec ret")

    assert found.returncode == 2
    assert "BOT_TOKEN" in found.stderr
    assert "sec ret" not in found.stdout + found.stderr


@pytest.mark.parametrize(
    ("folder_name", "where"),
    [pytest.param("nowhere", "stderr", id="no folder"), pytest.param("empty", "stdout", id="an empty folder")],
)
def test_program_without_texts_ends_and_says_so(house: Path, folder_name: str, where: str) -> None:
    (house / "empty").mkdir()

    found = run(house, KNOWLEDGE_DIR=str(house / folder_name))

    assert found.returncode == 2
    assert str(house / folder_name) in getattr(found, where).replace("\n", "")
