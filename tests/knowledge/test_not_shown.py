"""What a tool keeps from its readers stays behind here too, and what it would put in from elsewhere is told."""

import pytest

from knowledge.dialects import unfold


def told(text: str, *, is_mdx: bool = False) -> tuple[list[str], list[str]]:
    """(the lines that hold something, what was left out)."""
    found = unfold(text, "nl", is_mdx=is_mdx)
    return [line for line in found.text.split("\n") if line.strip()], [one.what for one in found.left_out]


@pytest.mark.parametrize(
    "text",
    [
        "{::comment}\nintern\n{:/comment}",
        "{::comment}intern{:/}",
        "{{% comment %}}\nintern\n{{% /comment %}}",
        "{{< comment >}}intern{{< /comment >}}",
        "\\newpage",
    ],
    ids=["kramdown", "kramdown in a line", "Hugo", "Hugo in a line", "end of a page"],
)
def test_remarks_of_a_tool_are_dropped_without_a_word(text: str):
    assert told(f"Voor.\n\n{text}\n\nNa.") == (["Voor.", "Na."], [])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("```{todo}\nintern\n```", "{todo}"),
        ("```{only} intern\nintern\n```", "{only}"),
        ('::: {.content-visible when-profile="intern"}\nintern\n:::', '::: {.content-visible when-profile="intern"}'),
        ('::: {.content-visible when-format="pdf"}\nx\n:::', '::: {.content-visible when-format="pdf"}'),
        ('::: {.content-hidden unless-format="pdf"}\nx\n:::', '::: {.content-hidden unless-format="pdf"}'),
        ('::: {.content-hidden when-format="html"}\nx\n:::', '::: {.content-hidden when-format="html"}'),
        ("::: {.content-hidden}\nx\n:::", "::: {.content-hidden}"),
        (":::mermaid\ngraph TD\n:::", "::: mermaid"),
        ("<!-- @include: ./deel.md{3,} -->", "@include: ./deel.md"),
        ("<<< @/delen/a.js{2}", "<<< @/delen/a.js{2}"),
        ("{% partial file=\"a.md\" /%}", "{% partial %}"),
        ("{% $naam.voor %}", "{% $naam.voor %}"),
    ],
    ids=[
        "to be done", "for some", "profile", "format", "unless", "hidden in a format", "hidden", "drawing", "included",
        "code from a file", "part", "variable",
    ],
)  # fmt: skip
def test_what_no_page_shows_or_another_file_holds_is_told(text: str, left: str):
    assert told(f"Voor.\n\n{text}\n\nNa.") == (["Voor.", "Na."], [left])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("```{only} html\nTekst.\n```", ["Tekst."]),
        ('::: {.content-visible when-format="html"}\nTekst.\n:::', ["Tekst."]),
        ('::: {.content-hidden when-profile="intern"}\nTekst.\n:::', ["Tekst."]),
        ('::: {.content-visible unless-format="pdf"}\nTekst.\n:::', ["Tekst."]),
        ('{% callout type="note" title="Let goed op" %}\nTekst.\n{% /callout %}', ["**Let goed op**  ", "Tekst."]),
        ('```admonish warning title="Pas op"\nHeet.\n```', ["> **Pas op**  ", "> Heet."]),
        ("~~~admonish tip\nHeet.\n~~~", ["> **Tip**  ", "> Heet."]),
        ("?> Zo gaat het snel", ["> **Tip**  ", "> Zo gaat het snel"]),
        ("!> Heet", ["> **Let op**  ", "> Heet"]),
    ],
    ids=["for a site", "format", "other profile", "other format", "Markdoc", "mdBook", "mdBook without title", "Docsify", "Docsify warning"],
)  # fmt: skip
def test_what_a_page_shows_is_shown(text: str, expected: list[str]):
    assert told(text) == (expected, [])


def test_code_of_mdx_goes_to_its_end():
    text = "import {\n  A,\n  B,\n} from './x';\nexport const over = {\n  titel: 'x',\n};\n\n# Kop\n\nimport is hier een woord."

    assert told(text, is_mdx=True) == (["# Kop", "import is hier een woord."], [])


@pytest.mark.parametrize("text", ["Is dat zo?> Ja", "1 !> 2", "`{::comment}`", "```\n\\newpage\n{{% comment %}}\n```"])
def test_what_only_looks_like_it_stays(text: str):
    assert unfold(text, "nl").text == text
