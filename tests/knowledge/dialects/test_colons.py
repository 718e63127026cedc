"""Directives of two colons or one, as Nuxt Content and remark write them, show what they hold."""

import pytest

from knowledge.dialects.colons import without_colons
from knowledge.dialects.unfolding import unfold


def told(text: str) -> tuple[str, list[tuple[int, str]]]:
    found = unfold(text, "nl")
    return found.text, [(one.line, one.what) for one in found.left_out]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('::alert{type="info"}\nHeet.\n::\nNa.', "\n> **Let op**  \n> Heet.\n\nNa."),
        ("::card\n---\ntitle: Kaart\nicon: x\n---\nInhoud.\n\n#voet\nOnder.\n::", "\n**Kaart**\n\n\n\n\n\nInhoud.\n\n\nOnder.\n"),
        ("::steps\n:::note\nHeet.\n:::\n::", "\n\n> **Opmerking**  \n> Heet.\n\n"),
        ("::film[Over zwemmen]{#a}", "Over zwemmen"),
        ('De :abbr[AVG]{title="privacywet"} geldt, :badge[nieuw].', "De AVG geldt, nieuw."),
        ("Tekst [in het klein]{.smallcaps}, [een link](https://a.nl){.b}.", "Tekst in het klein, [een link](https://a.nl)."),
        ("Woord\n  : Betekenis", "**Woord**\n\nBetekenis"),
        ("{% tabs %}\n{% tab title=\"Kop\" %}\nTekst.\n{% endtab %}", "\n\n\n## Kop\n\nTekst.\n"),
    ],
    ids=["box", "settings and parts", "in each other", "by itself", "in a line", "words of Pandoc", "meaning", "tab of GitBook"],
)  # fmt: skip
def test_what_a_directive_holds_is_shown(text: str, expected: str):
    assert told(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "expected", "left"),
    [
        ("a\n\n::lijn{.b}\n\nb", "a\n\n\n\nb", [(3, "::lijn")]),
        ('::punt[Kop]{erbij="met meer woorden"}', "Kop", [(1, "::punt")]),
        ('Een :icon{name="x"} ster', "Een  ster", [(1, ":icon")]),
    ],
    ids=["without words", "with words of its own", "in a line"],
)
def test_what_a_directive_would_make_is_told(text: str, expected: str, left: list[tuple[int, str]]):
    assert told(text) == (expected, left)


@pytest.mark.parametrize(
    "text",
    [
        "```\n::code\n::\n```",
        "Zie std::vec[0], a:b[c] en https://a.nl/b[c].",
        "Om 12:30 :-) [zo]",
        "`:a[b]` en `[c]{.d}`",
        "Een [b][c] en [d]",
    ],
)
def test_what_only_looks_like_one_stays(text: str):
    assert told(text) == (text, [])


def test_code_within_a_directive_stays_whole() -> None:
    found = without_colons(["::note", "#title", "```sh", "#todo", "```", "#text", "::", "#todo"])

    assert found.lines == [":::note", "", "```sh", "#todo", "```", "", ":::", "#todo"]


def test_directives_within_others_are_each_looked_at_once() -> None:
    many = 20_000
    found = without_colons([*["::a", "#b"] * many, *["::"] * many])

    assert found.lines == [*[":::a", ""] * many, *[":::"] * many]
