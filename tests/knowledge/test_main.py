import os
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.__main__ import main

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
        "nl/faq/a.md:3: unknown key 'ask'; did you mean 'asks'?",
        "nl/faq/b.md:1: the file is empty; write a title and an answer, or delete it",
        "1 entries (1 nl), 0 asks, 2 problems",
    ]
    assert (code, err) == (1, "")


def test_quiet_leaves_remarks_out(folder, capsys):
    folder.save("nl/faq/a.md", title="Vraag", review="2020-01-01")

    code = main(["--quiet", str(folder.root)])

    assert (code, capsys.readouterr().out) == (0, "1 entries (1 nl), 0 asks, 0 problems\n")


@pytest.mark.parametrize(
    ("name", "printed"),
    [("weg", "weg"), (os.fsdecode(b"caf\xe9"), "caf\\xe9"), ("x" * 300, "x" * 300)],
    ids=["missing", "odd name", "too long"],
)
def test_a_missing_folder_is_a_problem_in_words(folder, capsys, name: str, printed: str):
    code = main([str(folder.root / name)])

    assert capsys.readouterr().out.splitlines() == [
        f"{folder.root}/{printed}:1: there is no such folder; set KNOWLEDGE_DIR to one",
        "0 entries (none), 0 asks, 1 problems",
    ]
    assert code == 1


def test_an_empty_folder_is_a_problem(folder, capsys):
    code = main([str(folder.root)])

    assert capsys.readouterr().out.splitlines() == [
        f"{folder.root}:1: there are no entries; write one as nl/faq/<name>.md",
        "0 entries (none), 0 asks, 1 problems",
    ]
    assert code == 1


def test_an_unknown_option_ends_with_2(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--stil"])

    assert ended.value.code == 2
    assert "unrecognized arguments: --stil" in capsys.readouterr().err


def test_the_command_prints_to_any_console(folder):
    """On one that shows ASCII alone, an ellipsis in a message was a traceback."""
    folder.write("nl/faq/a.md", "Antwoord.")

    ran = subprocess.run(
        [sys.executable, "-m", "knowledge", str(folder.root)],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "ascii:strict"},
        capture_output=True,
        check=False,
        timeout=60,
    )

    assert ran.stdout.decode("ascii").splitlines() == [
        r"nl/faq/a.md:1: there is no title; write `title: \u2026` between two lines ---",
        "0 entries (none), 0 asks, 1 problems",
    ]
    assert (ran.returncode, ran.stderr) == (1, b"")
