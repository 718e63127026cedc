"""Whatever people do to folders, a reader that is told what differs reads what one that reads all of it does."""

import os
import random
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from knowledge import tree, unchanged
from knowledge.entry import Reading
from knowledge.folder import read_folder
from knowledge.joining import Joining
from knowledge.reader import Reader
from knowledge.watch import look
from tests.conftest import Folder
from tests.hands import Hands

DAY = date(2026, 9, 1)
STEPS = 60


def told(reading: Reading) -> dict[str, str]:
    """All that a reading says, with what two problems may differ in that are the same otherwise."""
    return {field.name: repr(getattr(reading, field.name)) for field in fields(reading)}


def differing(before: dict[str, tuple[int, ...]], after: dict[str, tuple[int, ...]]) -> set[str]:
    return {path for path, _ in before.items() ^ after.items()}


@pytest.fixture(params=[False, True], ids=["unsettled", "settled"])
def settled(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What changed a moment ago is looked at again in any case; here it isn't, so that nothing is seen for that alone."""
    if request.param:
        monkeypatch.setattr(tree, "SETTLED_NS", -60_000_000_000)
        monkeypatch.setattr(unchanged, "SETTLED_NS", -60_000_000_000)


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("folders", [1, 3], ids=["one folder", "three"])
@pytest.mark.parametrize("seed", range(int(os.environ.get("SEEDS", "6"))))
def test_what_differs_makes_the_reading_that_all_of_it_does(tmp_path: Path, seed: int, folders: int) -> None:
    roots = [tmp_path / f"map{number}" / "inhoud" for number in range(folders)]
    for root in roots:
        (root / "nl").mkdir(parents=True)
    hands = [Hands(seed * 10 + number, root) for number, root in enumerate(roots)]
    for hand in hands:
        for _ in range(15):
            hand.write()
    reader, dice = Reader(roots), random.Random(seed)
    before, seen = reader.read(day=DAY), dict(look(roots))
    deeds: list[str] = []
    for step in range(STEPS):
        deeds = [dice.choice(hands).does() for _ in range(dice.choice((1, 1, 1, 2, 5)))]
        now = dict(look(roots))

        paths = differing(seen, now)
        after = reader.read(day=DAY, paths=paths)

        expected = Reader(roots).read(day=DAY)
        assert (step, deeds, told(after)) == (step, deeds, told(expected))
        touched = {Path(path).name for path in paths}
        old = {entry.source: entry for entry in (*before.entries, *before.points)}
        kept = [entry for entry in (*after.entries, *after.points) if old.get(entry.source) == entry]
        others = [entry for entry in kept if old[entry.source] is not entry]
        assert [entry.source for entry in others if Path(entry.source).name not in touched] == []
        before, seen = after, now


@pytest.fixture
def walks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that all of it is walked, or worked out."""
    found: list[str] = []
    for owner, name in ((tree.Tree, "_walk"), (Joining, "_renew")):
        as_ever = getattr(owner, name)

        def noted(*given: object, as_ever: Callable[..., None] = as_ever, name: str = name) -> None:
            found.append(name)
            as_ever(*given)

        monkeypatch.setattr(owner, name, noted)
    return found


def house(root: Path) -> Folder:
    """A folder with all that files have to do with one another."""
    folder = Folder(root)
    folder.save("nl/faq/a.md", title="Wie meldt?", asks=["wie geeft het door", "wie dan"])
    folder.save("nl/faq/b.md", title="Wat kost het?", see=["faq/a"], was=["faq/oud"])
    folder.save("nl/faq/c.md", title="Hoe laat?", asks=["wie dan"], see=["faq/weg", "faq/oud"])
    folder.write("nl/gids/d.md", "# Inleiding\n\nZie [de kosten](../faq/b.md) en [[Wie meldt?]].\n")
    folder.write("nl/gids/e.md", "# Inleiding\n\nNog een.\n")
    folder.save("nl/checklists/p.md", title="Een punt", number=1, asks=["een punt"])
    folder.write("questions.toml", '["faq/a"]\nnl = ["wie meldt er"]\n')
    return folder


@pytest.mark.parametrize("folders", [1, 2], ids=["one folder", "two"])
@pytest.mark.parametrize(
    "edit",
    [
        lambda folder: folder.save("nl/faq/a.md", title="Wie meldt?", asks=["wie dan"], body="Een ander antwoord."),
        lambda folder: folder.save("nl/faq/a.md", title="Wie meldt het?", asks=["iets anders"]),
        lambda folder: folder.save("nl/faq/nieuw.md", title="Iets nieuws?"),
        lambda folder: (folder.root / "nl/faq/c.md").unlink(),
        lambda folder: (folder.root / "nl/faq/c.md").rename(folder.root / "nl/faq/anders.md"),
        lambda folder: folder.write("nl/faq/a.md", "---\ntitle: a: b\n---\nx\n"),
        lambda folder: folder.write("nl/gids/e.md", "# Slot\n\nNog een.\n"),
        lambda folder: folder.write("questions.toml", '["faq/c"]\nnl = ["hoe laat is het"]\n'),
    ],
    ids=["text", "title and asks", "new", "gone", "renamed", "broken", "heading", "question"],
)
def test_an_everyday_edit_costs_no_look_at_the_rest(
    tmp_path: Path, walks: list[str], monkeypatch: pytest.MonkeyPatch, edit: Callable[[Folder], object], folders: int
) -> None:
    monkeypatch.setattr(tree, "SETTLED_NS", -60_000_000_000)
    roots = [tmp_path / "land" / "inhoud", tmp_path / "eigen" / "inhoud"][-folders:]
    made = [house(root) for root in roots]
    reader = Reader(roots)
    reader.read(day=DAY)
    before = look(roots)
    walks.clear()

    edit(made[-1])
    after = reader.read(day=DAY, paths=differing(dict(before), dict(look(roots))))

    assert walks == []
    assert told(after) == told(Reader(roots).read(day=DAY))


def test_a_file_that_nobody_told_of_is_seen_when_all_is_read(tmp_path: Path) -> None:
    folder = house(tmp_path)
    reader = Reader([tmp_path])
    reader.read(day=DAY)
    (tmp_path / "nl/faq/a.md").write_text("---\ntitle: Iets anders?\n---\nJa.\n")
    os.utime(tmp_path / "nl/faq/a.md", (1_700_000_000, 1_700_000_000))

    told_of = reader.read(day=DAY, paths=[str(folder.save("nl/faq/b.md"))])
    all_of_it = reader.read(day=DAY)

    assert {entry.id for entry in told_of.entries} == {entry.id for entry in all_of_it.entries}
    assert told(all_of_it) == told(read_folder(tmp_path, day=DAY))


def test_what_came_and_went_untold_is_seen_with_the_next_edit(tmp_path: Path) -> None:
    folder = house(tmp_path)
    reader = Reader([tmp_path])
    reader.read(day=DAY)
    folder.save("nl/diep/er/in.md")
    (tmp_path / "nl/faq/c.md").unlink()

    reading = reader.read(day=DAY, paths=[str(folder.save("nl/faq/a.md", title="Anders?"))])

    assert told(reading) == told(read_folder(tmp_path, day=DAY))


def test_a_file_written_twice_within_a_tick_is_read_again_with_the_next_edit(tmp_path: Path) -> None:
    """Disks that count in two seconds say the same of both; nobody is told of the second."""
    folder = house(tmp_path)
    reader = Reader([tmp_path])
    first = folder.save("nl/faq/a.md", title="Eerste keer?")
    reader.read(day=DAY)
    folder.save("nl/faq/a.md", title="Tweede keer")
    found = first.stat()

    reading = reader.read(day=DAY, paths=[str(folder.save("nl/faq/b.md", title="Anders?"))])

    assert found.st_size == first.stat().st_size
    assert told(reading) == told(read_folder(tmp_path, day=DAY))


def test_another_day_and_another_folder_in_its_place_are_read_as_a_whole(tmp_path: Path) -> None:
    folder, other = house(tmp_path / "een"), Folder(tmp_path / "ander")
    folder.save("nl/faq/a.md", title="Straks?", checked="2026-09-02")
    other.save("nl/faq/z.md")
    reader = Reader([folder.root])
    reader.read(day=DAY)

    on_another_day = reader.read(day=date(2026, 9, 2), paths=[])
    folder.root.rename(tmp_path / "weg")
    other.root.rename(folder.root)
    in_its_place = reader.read(day=date(2026, 9, 2), paths=[])

    assert [entry.checked for entry in on_another_day.entries if entry.id == "faq/a"] == [date(2026, 9, 2)]
    assert [entry.id for entry in in_its_place.entries] == ["faq/z"]


def test_a_reading_that_failed_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = house(tmp_path)
    reader = Reader([tmp_path])
    reader.read(day=DAY)
    path = folder.save("nl/faq/a.md", title="Anders?")

    with monkeypatch.context() as broken:
        broken.setattr(Joining, "change", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reader.read(day=DAY, paths=[str(path)])
    reading = reader.read(day=DAY, paths=[])

    assert told(reading) == told(read_folder(tmp_path, day=DAY))
