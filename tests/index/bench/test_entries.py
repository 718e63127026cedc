"""What measuring is done on: folders that read without fault, the smaller one the beginning of the larger."""

from pathlib import Path

from index.bench import entries as bench_entries
from knowledge.folder import read_folder
from knowledge.passages import split


def test_generated_entries_read_without_fault_and_look_like_those_that_ship(tmp_path: Path) -> None:
    bench_entries.write(tmp_path, 60)

    reading = read_folder(tmp_path)

    assert (len(reading.entries), reading.problems) == (60, ())
    assert len({entry.title for entry in reading.entries}) == 60
    assert {len({entry.lang for entry in reading.entries if entry.id == one.id}) for one in reading.entries} == {2}
    assert 6 <= sum(len(split(entry)) for entry in reading.entries) / 60 <= 12


def test_smaller_folder_is_the_beginning_of_the_larger(tmp_path: Path) -> None:
    bench_entries.write(tmp_path / "small", 10)
    bench_entries.write(tmp_path / "large", 20)

    small, large = (
        {path.relative_to(root): path.read_text("utf-8") for path in root.rglob("*.md")}
        for root in (tmp_path / "small", tmp_path / "large")
    )
    assert small.items() <= large.items()
    assert len(large) == 20


def test_each_edit_is_another_and_of_one_title_alone(tmp_path: Path) -> None:
    bench_entries.write(tmp_path, 4)
    before = {(entry.id, entry.lang): entry.title for entry in read_folder(tmp_path).entries}

    for number in (0, 1):
        bench_entries.edit(tmp_path, number)
        after = {(entry.id, entry.lang): entry.title for entry in read_folder(tmp_path).entries}

        assert {key for key in before if before[key] != after[key]} == {("faq/onderwerp-0", "nl")}
        assert after["faq/onderwerp-0", "nl"] == f"{number} {before['faq/onderwerp-0', 'nl']}"
