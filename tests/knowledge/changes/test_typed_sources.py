"""Sources as people type them: words and an address on a line, however these stand to each other."""

import pytest

from knowledge.changes.change import EditError
from knowledge.changes.typed_sources import sources_of


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("https://www.duo.nl/rio", ["[duo.nl](https://www.duo.nl/rio)"]),
        ("DUO: RIO (2026) https://duo.nl/rio.", ["[DUO: RIO (2026)](https://duo.nl/rio)"]),
        ("- https://duo.nl/rio: wat RIO is", ["[wat RIO is](https://duo.nl/rio)"]),
        ("[Wet, artikel 10b1](https://wetten.overheid.nl/x)", ["[Wet, artikel 10b1](https://wetten.overheid.nl/x)"]),
        ("a https://a.nl/1\n\n• b https://b.nl/2\na https://a.nl/1", ["[a](https://a.nl/1)", "[b](https://b.nl/2)"]),
    ],
)
def test_each_line_is_a_source(typed: str, expected: list[str]) -> None:
    assert list(sources_of(typed)) == expected


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("in een boek", "source_without_address"),
        ("DUO https://duo.nl/rio\nen mijn map", "source_without_address"),
        ("intranet https://intranet/plan", "source_fault"),
        ("plan https://ans:geheim@school.nl/plan", "source_fault"),
        (" \n - \n", "sources_how_many"),
        ("\n".join(f"https://a.nl/{at}" for at in range(11)), "sources_how_many"),
    ],
)
def test_what_no_reader_can_open_is_refused(typed: str, key: str) -> None:
    with pytest.raises(EditError) as refused:
        sources_of(typed)

    assert refused.value.notice.key == key
