"""Files of any bytes: each is an entry or told of, and what was good before them is served."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.folder import keep_last_good, read_folder
from tests.knowledge.folders import DAY

PIECES = st.sampled_from(
    [b"---\n", b"\n---\n", b"title: ", b"asks:\n", b"  - ", b"see: [", b"]\n", b"sources: ['[a](", b")']\n", b"certainty: ", b"sure",
     b"checked: 2026-", b"people: ", b"minutes: ", b"[a](javascript:x)", b"<http://", b"[", b"](", b"# ", b"> ", b"```", b'"', b"&a *a",
     b"\xff\xfe", b"\xef\xbb\xbf", b"\0", b"\r", b"\n", b"\xe9", b"\xe2\x80\xa8", b"\xc2\x85", b"{", b": ", b"\t", b"facts: F-03-05\n"]
)  # fmt: skip
FILES = st.binary(max_size=200) | st.lists(PIECES | st.binary(max_size=3), max_size=30).map(b"".join)
FILES |= FILES.map(lambda content: b"---\ntitle: x\n" + content) | FILES.map(
    lambda content: b"---\ntitle: x\n---\n" + content
)
FILES |= st.text().map(lambda text: text.encode("utf-16"))


@given(FILES)
def test_any_bytes_in_a_file_give_an_entry_or_are_told(tmp_path_factory: pytest.TempPathFactory, content: bytes):
    path = tmp_path_factory.getbasetemp() / "bytes/nl/activities/spel.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)

    reading = read_folder(path.parents[2], day=DAY)

    last = content.count(b"\n") + content.count(b"\r") + 2  # the line under the last, where an answer is missing
    assert [entry.source for entry in reading.entries] in ([], ["nl/activities/spel.md"])
    assert reading.entries or reading.problems or reading.remarks
    for problem in reading.problems:
        assert problem.source == "nl/activities/spel.md"
        assert 1 <= problem.line <= last
        assert str(problem).encode().count(b"\n") == 0


@settings(max_examples=50)
@given(st.dictionaries(st.sampled_from(["nl/a.md", "nl/b.md", "en/a.md"]), FILES))
@example({"nl/a.md": b"#A"})
def test_whatever_happens_to_a_folder_what_was_good_is_served(
    tmp_path_factory: pytest.TempPathFactory, contents: dict[str, bytes]
):
    """Unless it is deleted, or made a page without text, while others stay."""
    root = tmp_path_factory.getbasetemp() / "folder"
    for source in ["nl/a.md", "nl/b.md", "en/a.md"]:
        (root / source).parent.mkdir(parents=True, exist_ok=True)
        (root / source).write_text(f"---\ntitle: {source}\n---\nAntwoord.")
    previous = read_folder(root, day=DAY)
    for source in ["nl/a.md", "nl/b.md", "en/a.md"]:
        (root / source).unlink()
    for source, content in contents.items():
        (root / source).write_bytes(content)

    reading = read_folder(root, day=DAY)
    kept = keep_last_good(reading, previous)

    without_text = {one.source for one in reading.remarks if one.said.key == "page_without_text"}
    stays = (contents.keys() - without_text) or {"nl/a.md", "nl/b.md", "en/a.md"}
    assert {entry.source for entry in kept.entries} == stays
