import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.__main__ import main
from knowledge.content_file import today
from tests.conftest import Folder

ROOT = Path(__file__).parents[2]


def test_a_good_folder_ends_with_0_and_its_counts(folder, capsys):
    folder.save("nl/faq/a.md", title="Vraag", asks=["hoe", "wat"])
    folder.save("en/faq/a.md", title="Question")
    folder.save("nl/faq/b.md", title="Nog een")

    code = main([str(folder.root)])

    out, err = capsys.readouterr()
    assert out == "remark: nl/faq/b.md: no translation en/faq/b.md\n3 entries (1 en, 2 nl), 2 asks, 0 problems\n"
    assert (code, err) == (0, "")


def test_each_problem_is_printed_and_ends_with_1(folder, capsys):
    folder.save("nl/faq/a.md", title="Vraag", ask="hoe")
    folder.write("nl/faq/b.md", "")

    code = main([str(folder.root)])

    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "nl/faq/a.md:3:1: unknown key 'ask'; did you mean 'asks'?",
        '    ask: "hoe"',
        "    ^",
        "nl/faq/b.md:1:1: the file is empty; write a title and an answer, or delete it",
        "1 entry (1 nl), 0 asks, 2 problems",
    ]
    assert (code, err) == (1, "")


def test_without_a_folder_those_of_knowledge_dir_are_read(folder, capsys, monkeypatch):
    folder.save("een/nl/faq/a.md", title="Vraag")
    folder.save("twee/nl/faq/a.md", title="Vraag van hier")
    folder.save("twee/nl/faq/b.md", title="Nog een", ask="hoe")
    monkeypatch.setenv("KNOWLEDGE_DIR", os.pathsep.join(str(folder.root / name) for name in ("een", "twee")))

    code = main(["--quiet"])

    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "twee/nl/faq/b.md:3:1: unknown key 'ask'; did you mean 'asks'?"
    assert out.splitlines()[-1] == "2 entries (2 nl), 0 asks, 1 problem"
    assert (code, err) == (1, "")


def test_folder_that_is_given_goes_before_knowledge_dir(folder, capsys, monkeypatch):
    folder.save("een/nl/faq/a.md", title="Vraag")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder.root / "twee"))

    code = main(["--quiet", str(folder.root / "een")])

    assert (code, capsys.readouterr().out) == (0, "1 entry (1 nl), 0 asks, 0 problems\n")


def test_check_in_front_is_what_is_done_anyhow_and_no_folder(folder, capsys, monkeypatch):
    folder.save("een/nl/faq/a.md", title="Vraag")
    folder.save("check/nl/faq/b.md", title="Nog een")
    folder.save("check/nl/faq/c.md", title="Een derde")
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder.root / "een"))
    monkeypatch.chdir(folder.root / "een")

    codes = [main(["check", "--quiet"]), main(["--quiet", "check", str(folder.root / "check")])]
    monkeypatch.chdir(folder.root)
    codes.append(main(["--quiet", "check"]))

    one, two = "1 entry (1 nl), 0 asks, 0 problems", "2 entries (2 nl), 0 asks, 0 problems"
    assert (codes, capsys.readouterr().out.splitlines()) == ([0, 0, 0], [one, two, two])


def test_options_may_stand_between_check_and_the_folder(folder, capsys):
    folder.save("nl/faq/a.md", title="Vraag")

    assert main(["check", "--lang", "nl", str(folder.root), "--quiet"]) == 0
    assert capsys.readouterr().out == "1 tekst (1 nl), 0 asks, 0 problemen\n"


def test_knowledge_dir_that_is_not_there_is_told(folder, capsys, monkeypatch):
    monkeypatch.setenv("KNOWLEDGE_DIR", str(folder.root / "weg"))

    code = main(["--quiet"])

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert str(folder.root / "weg") in err


@pytest.mark.parametrize(
    ("lang", "arguments", "last"),
    [
        ("nl_NL.UTF-8", [], "1 tekst (1 nl), 0 asks, 1 probleem"),
        ("en_GB.UTF-8", [], "1 entry (1 nl), 0 asks, 1 problem"),
        ("", [], "1 entry (1 nl), 0 asks, 1 problem"),
        ("en_GB.UTF-8", ["--lang", "nl"], "1 tekst (1 nl), 0 asks, 1 probleem"),
        ("nl_NL", ["--lang=en"], "1 entry (1 nl), 0 asks, 1 problem"),
    ],
)
def test_it_speaks_the_language_of_the_terminal_or_the_one_asked_for(
    folder, capsys, monkeypatch, lang: str, arguments: list[str], last: str
):
    monkeypatch.setenv("LC_ALL", lang)
    folder.save("nl/faq/a.md", review="x")

    main([*arguments, str(folder.root)])

    assert capsys.readouterr().out.splitlines()[-1] == last


def test_a_folder_of_another_tool_is_a_screenful_and_all_is_behind_an_option(folder, capsys):
    for number in range(40):
        folder.write(
            f"nl/{number}.md", f"---\nlayout: x\nreview: y\n---\n# Titel {number}\nTekst {number} zonder meer."
        )

    main([str(folder.root)])
    short = capsys.readouterr().out.splitlines()
    main(["--all", str(folder.root)])
    full = capsys.readouterr().out.splitlines()

    assert (len(short) <= 24, len(full) > 120) == (True, True)


def test_quiet_leaves_remarks_out(folder, capsys):
    folder.save("nl/faq/a.md", title="Vraag", review="2020-01-01")

    code = main(["--quiet", str(folder.root)])

    assert (code, capsys.readouterr().out) == (0, "1 entry (1 nl), 0 asks, 0 problems\n")


@pytest.mark.parametrize(
    ("name", "printed"),
    [("weg", "weg"), (os.fsdecode(b"caf\xe9"), "caf\\xe9"), ("x" * 300, "x" * 300)],
    ids=["missing", "odd name", "too long"],
)
def test_a_missing_folder_is_a_problem_in_words(folder, capsys, name: str, printed: str):
    code = main([str(folder.root / name)])

    assert capsys.readouterr().out.splitlines() == [
        f"{folder.root}/{printed}:1: there is no such folder; set KNOWLEDGE_DIR to one",
        "0 entries (none), 0 asks, 1 problem",
    ]
    assert code == 1


def test_an_empty_folder_is_a_problem(folder, capsys):
    code = main([str(folder.root)])

    assert capsys.readouterr().out.splitlines() == [
        f"{folder.root}:1: there are no entries; write one as nl/faq/<name>.md",
        "0 entries (none), 0 asks, 1 problem",
    ]
    assert code == 1


def test_an_unknown_option_ends_with_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--stil"])

    assert ended.value.code == 2
    assert "unrecognized arguments: --stil" in capsys.readouterr().err


def test_the_command_prints_to_any_console(folder):
    """On one that shows ASCII alone, an ellipsis in a message was a traceback."""
    folder.write("nl/faq/a.md", "---\ntitle: café\nchecked: één\n---\nAntwoord.")

    ran = subprocess.run(
        [sys.executable, "-m", "knowledge", str(folder.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert ran.stdout.decode("ascii").splitlines() == [
        r"nl/faq/a.md:3:10: checked '\xe9\xe9n' is not a date; write year-month-day, such as " + str(today()),
        r"    checked: \xe9\xe9n",
        "             ^",
        "1 entry (1 nl), 0 asks, 1 problem",
    ]
    assert (ran.returncode, ran.stderr) == (1, b"")


@pytest.fixture
def repository(folder, monkeypatch):
    """A content folder in git, of which one entry has been deleted since."""
    if shutil.which("git") is None:
        pytest.skip("git isn't installed")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("VAR_DIR", str(folder.root.parent / "var"))
    content = Folder(folder.root / "kennis")
    content.save("nl/faq/fiets.md", title="Waar staat de fiets?")
    content.save("nl/faq/taart.md", title="Wie bakt de taart?")
    settings = ("-c", "user.name=Somebody", "-c", "user.email=x@y", "-c", "commit.gpgSign=false")
    for arguments in (("init", "-q"), ("add", "."), (*settings, "commit", "-qm", "een")):
        subprocess.run(["git", *arguments], cwd=content.root, check=True)
    (content.root / "nl/faq/fiets.md").unlink()
    return content


def test_what_an_edit_does_to_known_questions_is_shown_where_the_folder_differs_from_git(repository, capfd):
    code = main([str(repository.root)])

    out, err = capfd.readouterr()
    assert "1 entry (1 nl), 0 asks, 0 problems\n" in out
    assert ": 1 entry differs; 2 questions asked of both in " in out
    assert out.endswith("    Waar staat de fiets?\n")
    assert (code, err) == (0, "")


@pytest.mark.parametrize("option", ["--quiet", "--no-effects"])
def test_effects_can_be_left_out(repository, capfd, option: str):
    main([option, str(repository.root)])

    assert capfd.readouterr().out.endswith("1 entry (1 nl), 0 asks, 0 problems\n")


def test_folder_with_problems_has_them_mended_first(repository, capfd):
    repository.write("nl/faq/b.md", "")

    code = main([str(repository.root)])

    assert (code, capfd.readouterr().out.splitlines()[-1]) == (1, "1 entry (1 nl), 0 asks, 1 problem")


def test_whoever_has_read_enough_gets_no_fault_of_the_program(folder):
    for number in range(3000):
        folder.write(f"nl/faq/{number}.md", "")
    command = [sys.executable, "-m", "knowledge", "--all", "--lang", "nl", str(folder.root)]

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()

    assert (running.returncode, said) == (1, "")
