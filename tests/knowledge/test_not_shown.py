"""What a tool keeps from its readers stays behind here too, and what it would put in from elsewhere is told."""

import pytest

from knowledge.dialects.unfolding import unfold


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
        "<![CDATA[\nintern\n]]>",
        "<%# intern %>",
    ],
    ids=["kramdown", "kramdown in a line", "Hugo", "Hugo in a line", "end of a page", "CDATA", "ERB"],
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


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("<script>\nvar a = 1;\n\nif (a < 2) { b() }\n</script>", ["<script>"]),
        ("<style>\n.a { color: red }\n</style>", ["<style>"]),
        ("<noscript>\nZet scripts aan.\n</noscript>", ["<noscript>"]),
        ("<div hidden>\n\nintern\n\n</div>", []),
        ('<div class="a" style="display: none">\n<div>intern</div>\n<p>intern</p>\n</div>', []),
        ("<details hidden>\n<summary>Intern</summary>\nintern\n</details>", []),
        ("<script>\na()\n</script><style>\n.a { color: red }\n</style>", ["<script>", "<style>"]),
        ("<script>a()</script><style>\n.a { color: red }\n</style>", ["<script>", "<style>"]),
        ("<div><script>\na()\n</script></div>", ["<script>"]),
    ],
    ids=[
        "script",
        "looks",
        "without scripts",
        "hidden",
        "not displayed",
        "hidden part that folds out",
        "one behind another",
        "one in a line and another",
        "within a line",
    ],
)
def test_what_no_browser_shows_is_dropped_over_all_its_lines(text: str, left: list[str]):
    assert told(f"Voor.\n\n{text}\n\nNa.") == (["Voor.", "Na."], left)


@pytest.mark.parametrize(
    "text",
    [
        '<div class="mt-2 hidden md:block">Tekst.</div>',
        '<div class="mt-2 hidden md:block">\nTekst.\n</div>',
        "<p hidden>\nTekst.",
        "<template #eerste>\nTekst.\n</template>",
    ],
    ids=["a class in a line", "a class", "never closed", "of Vue"],
)
def test_what_is_not_hidden_after_all_is_shown(text: str):
    assert "Tekst." in told(text)[0]


def test_words_beside_what_goes_on_over_lines_are_shown():
    text = (
        "De poort sluit. <style>\n.a { color: red }\n</style> Er is een bel.\n\n<p>Ga <svg><path/></svg><b>in</b></p>"
    )

    assert told(text) == (
        ["De poort sluit.", "Er is een bel.", "Ga **in**"],
        ["<style>", "<svg>"],
    )


def test_text_of_confluence_is_shown_without_what_marks_it():
    text = "Zie <ac:link><ac:plain-text-link-body><![CDATA[de prijzen]]></ac:plain-text-link-body></ac:link>."

    assert told(text) == (["Zie de prijzen."], [])


def test_what_logseq_keeps_for_itself_of_an_item_is_not_shown():
    uuid = "64a0c2b1-1111-2222-3333-444455556666"
    text = f"- Van tien tot vijf.\n  id:: {uuid}\n  collapsed:: true\n  :LOGBOOK:\n  CLOCK: [2024-01-01 Mon]\n  :END:\n  Duur:: een uur\n- Bellen ook (({uuid}))."

    assert told(text) == (["- Van tien tot vijf.", "  Duur:: een uur", "- Bellen ook."], ["((…))"])


@pytest.mark.parametrize(
    "text",
    [
        "{{< tab >}}Een{{< /tab >}}{{< tab >}}Twee{{< /tab >}}",
        "{% tab a %}Een{% endtab %}{% tab b %}Twee{% endtab %}",
        '<TabItem value="a">Een</TabItem><TabItem value="b">Twee</TabItem>',
    ],
    ids=["Hugo", "Liquid", "MDX"],
)
def test_parts_beside_each_other_are_not_one_word(text: str):
    assert told(text, is_mdx=True)[0] == ["Een", "Twee"]


def test_what_a_picture_of_html_is_said_to_show_is_shown_as_that_of_markdown():
    text = 'Zo: <img src="a.jpg" alt="De zaal"> is het, <img alt="a.jpg" src="a.jpg">.'

    assert told(text) == (["Zo: De zaal is het, ."], ["<img>", "<img>"])


def test_code_that_shows_what_is_hidden_stays():
    text = "```html\n<div hidden>\nTekst.\n</div>\n```"

    assert unfold(text, "nl").text == text


def test_code_of_mdx_goes_to_its_end():
    text = "import {\n  A,\n  B,\n} from './x';\nexport const over = {\n  titel: 'x',\n};\n\n# Kop\n\nimport is hier een woord."

    assert told(text, is_mdx=True) == (["# Kop", "import is hier een woord."], [])


@pytest.mark.parametrize("text", ["Is dat zo?> Ja", "1 !> 2", "`{::comment}`", "```\n\\newpage\n{{% comment %}}\n```"])
def test_what_only_looks_like_it_stays(text: str):
    assert unfold(text, "nl").text == text
