"""Markdown as other tools write it: what means something is shown, what is only layout goes, and nothing internal comes out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dialects.unfolding import unfold
from tests.growth import grows_by_the_line


def plain(text: str, lang: str = "nl") -> str:
    return unfold(text, lang).text


def left_out(text: str) -> list[tuple[int, str]]:
    return [(left.line, left.what) for left in unfold(text, "nl", is_mdx=True).left_out]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <!-- intern --> b", "a  b"),
        ("a\n<!--\nintern\n-->\nb", "a\n\n\n\nb"),
        ("<!-- a --> b <!-- c -->", " b "),
        ("%% intern %%\na", "\na"),
        ("a\n%%\nintern\n%%\nb", "a\n\n\n\nb"),
        ("100%% zeker, 50%% niet", "100%% zeker, 50%% niet"),
        ("a {/* intern */} b", "a  b"),
        ("{{/* intern */}}a", "a"),
        ("{% comment %}\nintern\n{% endcomment %}\na", "\n\n\na"),
        ("a {# intern #}", "a "),
        ("a {% # intern %}b", "a b"),
        ("a <%-- intern --%>b <?php echo 1 ?>c", "a b c"),
        ("a {>>intern\nook<<} b", "a \n b"),
        ("a {>> b", "a {>> b"),
        ("<!DOCTYPE html>\na <? b", "\na <? b"),
        ("[//]: # (intern)\n[comment]: <> (ook)\n[//]: # \"en dit\"\na", "\n\n\na"),
        ("`<!-- code -->`", "`<!-- code -->`"),
        ("```html\n<!-- code -->\n```", "```html\n<!-- code -->\n```"),
        ("<!-- a\n```\nb\n```\n-->\nc", "\n\n\n\n\nc"),
    ],
    ids=["in a line", "over lines", "two", "Obsidian", "Obsidian over lines", "per cent", "MDX", "Hugo", "Liquid", "Jinja", "Liquid in a line", "CriticMarkup", "one without an end", "of servers", "declaration", "as a link", "in code", "in a fence", "around a fence"],
)  # fmt: skip
def test_comments_go_and_code_stays(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('=== "Windows"\n\n    Druk op Start.\n\n=== "Mac"\n    !!! tip\n        Of zo.\n\nDaarna.',
         "\n**Windows**\n\n\nDruk op Start.\n\n\n**Mac**\n\n\n> **Tip**  \n> Of zo.\n\n\nDaarna."),
        ("Term\n:   Uitleg\n:   Ook dit\n\nb", "**Term**\n\nUitleg\n\nOok dit\n\nb"),
        (":   geen uitleg", ":   geen uitleg"),
        ("H~2~O is x^2^, ~~weg~~, ~5 en ~6", "H₂O is x², ~~weg~~, ~5 en ~6"),
        ("Druk ++ctrl+alt+del++; C++ en a++", "Druk Ctrl+Alt+Del; C++ en a++"),
    ],
    ids=["tabs", "terms", "no term", "small", "keys"],
)  # fmt: skip
def test_what_mkdocs_and_pandoc_add_is_shown(text: str, expected: str):
    assert plain(text) == expected


def test_a_file_that_is_shown_within_another_is_left_out_and_told():
    assert (plain('a\n--8<-- "intern/x.md"\nb'), left_out('a\n--8<-- "x.md"')) == ("a\n\nb", [(2, '--8<-- "x.md"')])


def test_a_comment_that_doesnt_end_takes_the_rest_and_says_where_it_begins():
    found = unfold("a\nb <!-- c\nd", "nl")

    assert (found.text, found.open_comment) == ("a\nb \n", 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("> [!warning] Pas op\n> Heet.", "> **Pas op**  \n> Heet."),
        ("> [!NOTE]\n> Heet.", "> **Opmerking**  \n> Heet."),
        ("> [!faq]- Mag dat?\n> Ja.", "> **Mag dat?**  \n> Ja."),
        (":::warning Pas op\nHeet.\n\nEn glad.\n:::\nVerder.", "\n> **Pas op**  \n> Heet.\n>\n> En glad.\n\nVerder."),
        (":::note[Pas op]\nHeet.\n:::", "\n> **Pas op**  \n> Heet.\n"),
        (":::tip\nHeet.\n:::", "\n> **Tip**  \n> Heet.\n"),
        ('!!! danger "Pas op"\n    Heet.\n\n    En glad.\nVerder.', "\n> **Pas op**  \n> Heet.\n>\n> En glad.\n\nVerder."),
        ("??? note\n    Heet.", "\n> **Opmerking**  \n> Heet.\n"),
        ("```{warning} Pas op\nHeet.\n```", "\n> **Pas op**  \n> Heet.\n"),
        ("{{% notice warning %}}\nHeet.\n{{% /notice %}}", "**Let op**  \nHeet.\n"),
        ("/// note | Pas op\nHeet.\n///\nVerder.", "\n> **Pas op**  \n> Heet.\n\nVerder."),
        ("/// admonition\n    type: warning\n\nHeet.\n///", "\n> **Let op**  \n>\n>\n> Heet.\n"),
        ('{% include tip.html content="Pak een jas." %}', "**Tip**  \nPak een jas."),
        ('{% include x.html content="Pak een jas." title="Kou" type="warning" %}', "**Kou**  \nPak een jas."),
        ('<Aside type="danger">Heet.</Aside>', "\n**Let op**\n\nHeet."),
        ("<Tip>Heet.</Tip>", "\n**Tip**\n\nHeet."),
    ],
    ids=["GitHub and Obsidian", "without title", "folded", "Docusaurus", "title in brackets", "no title", "MkDocs", "folded MkDocs", "MyST", "Hugo", "PyMdown", "PyMdown with settings", "Jekyll", "Jekyll with title", "Starlight", "Mintlify"],
)  # fmt: skip
def test_a_callout_is_a_quotation_under_its_title(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{info:title=Pas op|icon=false}\nHeet.\n{info}\nVerder.", "\n> **Pas op**  \n> Heet.\n\nVerder."),
        ("{warning}\nHeet.\n{warning}", "\n> **Let op**  \n> Heet.\n"),
        ("# A\n{expand:title=Meer weten}\nHeet.\n{expand}", "# A\n\n## Meer weten\n\nHeet.\n"),
        ("{panel}\nHeet.\n{panel}", "\nHeet.\n"),
        ("{toc:maxLevel=2}\na {info} b", "\na {info} b"),
        ("{info}\nniet dicht", "{info}\nniet dicht"),
        ("*Created by Jan, last modified on Nov 03, 2026*\na", "\na"),
        ('<ac:structured-macro ac:name="note"><ac:rich-text-body><p>Heet.</p></ac:rich-text-body></ac:structured-macro>', "Heet."),
    ],
    ids=["title", "no title", "folds out", "panel", "contents", "not closed", "who made it", "storage format"],
)  # fmt: skip
def test_what_confluence_writes_is_shown(text: str, expected: str):
    assert plain(text) == expected


def test_a_callout_without_title_is_named_in_the_language_of_the_text():
    assert plain("> [!warning]\n> Hot.", "en") == "> **Mind this**  \n> Hot."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## Kop\n<details><summary>Wie?</summary>Wij.</details>", "## Kop\n\n\n### Wie?\nWij."),
        (
            "<details>\n<summary><b>Wie?</b></summary>\n\nWij.\n</details>\nVerder.",
            "\n## **Wie?**\n\n\nWij.\n\nVerder.",
        ),
        ('{{< details "Wie?" >}}\nWij.\n{{< /details >}}', "\n\n## Wie?\n\nWij.\n"),
    ],
    ids=["on one line", "over lines", "Hugo"],
)
def test_what_folds_out_is_a_section(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[Over ons]]", "[Over ons](entry:Over%20ons)"),
        ("[[map/Over ons#Kosten]]", "[Over ons › Kosten](entry:map/Over%20ons)"),
        ("[[Over ons|wie we zijn]]", "[wie we zijn](entry:Over%20ons)"),
        ("| a | [[Over ons\\|wie]] |", "| a | [wie](entry:Over%20ons) |"),
        ("![[Over ons]]", "[Over ons](entry:Over%20ons)"),
        ("![[plaatje.png]] tekst", " tekst"),
        ("[[#Kosten]]", "[Kosten](entry:#)"),
        ("[[#Wat het kost|prijs]]", "[prijs](entry:#)"),
        ("[[#^blok]]", ""),
        ("[hier](../prijzen.md#kop)", "[hier](entry:../prijzen.md)"),
        ('[hier]({{< ref "prijzen.md" >}})', "[hier](entry:prijzen.md)"),
        ("[hier]({% link _faq/prijzen.md %})", "[hier](entry:_faq/prijzen.md)"),
        ("[boven](#kop)", "[boven](entry:#)"),
        ("[boven](#)", "boven"),
        ('<a href="#kop">boven</a>', "[boven](entry:#)"),
        ("- [Prijzen](#prijzen)", "- [Prijzen](entry:#)"),
        ("    1. **[Prijzen (2026)](<#prijzen>)**", "    1. **[Prijzen (2026)](entry:#)**"),
        ("[folder](folder.pdf)", "folder"),
        (
            "[ons](https://a.nl) [mail](mailto:a@b.nl) [bel](tel:020)",
            "[ons](https://a.nl) [mail](mailto:a@b.nl) [bel](tel:020)",
        ),
        ("[duo](duo.nl/a)", "[duo](duo.nl/a)"),
        ("![een kaart van de school](kaart.png)", "een kaart van de school"),
        ("![kaart](kaart.png)", ""),
        ("zie [a][1]\n\n[1]: b.md", "zie [a][1]\n\n[1]: entry:b.md"),
        ('<a href="https://a.nl">ons</a>', "[ons](https://a.nl)"),
    ],
)
def test_links_within_a_folder_lead_to_entries_and_others_stay(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# Kop {#kop .groot}\n{: .klas}\nTekst{: style=\"x\"}", "# Kop\n\nTekst"),
        ("## Kop { data-verborgen }\nTekst { .klas data-a data-b=c }", "## Kop\nTekst"),
        ("Kies { data } of {data-} of { data-a, data-b }", "Kies { data } of {data-} of { data-a, data-b }"),
        ("* TOC\n{:toc}\nTekst", "\n\nTekst"),
        ("[TOC]\nTekst", "\nTekst"),
        ("::: {.kolom}\nTekst\n:::", "\nTekst\n"),
        ("import Tabs from '@theme/Tabs';\n\nTekst", "\n\nTekst"),
        ("import Tabs from \"@theme/Tabs\"; import Item from \"@theme/Item\";\n\nTekst", "\n\nTekst"),
        ("import { Kop } from\n\"@a/b\"; import Naam from\n'@c/d';\n\nTekst", "\n\n\n\nTekst"),
        ("import van hout from\nFinland", "import van hout from\nFinland"),
        ("<Tabs>\n<TabItem value=\"m\" label=\"Mac\">\nTekst\n</TabItem>\n</Tabs>", "\n\n**Mac**\n\n\nTekst\n\n"),
        ("<div class=\"x\">\n    <p>Een.</p>\n    <ul>\n        <li>twee</li>\n    </ul>\n</div>", "\nEen.\n\n- twee\n\n"),
        ("{% raw %}a{% endraw %} {% if x %}b{% endif %}", "a b"),
        ("Tekst\n{{< img\n  src=a.png\n  alt=b\n>}}\nVerder", "Tekst\n\n\n\n\nVerder"),
        ("tekst ^blok-1", "tekst"),
        ("<p hidden>geheim</p><span style=\"display: none\">ook</span>open", "open"),
        ("<script>x()</script>open", "open"),
        ("a\n<div style=\"display: none\">\n\ngeheim <div>ook</div>\n\n</div>\nopen", "a\n\n\n\n\n\nopen"),
        ("<div hidden>\ngeheim\n```\ncode\n```\n</div>\nopen", "\n\n\n\n\n\nopen"),
        ("<div class=\"hidden md:block\">\n\nopen\n\n</div>", "\n\nopen\n\n"),
        ("*[BSN]: burgerservicenummer\nUw BSN.", "\nUw BSN."),
        ("*[Let op]: pas op*", "*[Let op]: pas op*"),
        (":material-phone: bel :octicons-x-16:{ .lg } ons", "bel ons"),
        ("Bel [:material-web:](https://a.nl)", "Bel [a.nl](https://a.nl)"),
        ("/// geen blok\nTekst", "/// geen blok\nTekst"),
        ("/// figure-caption | 12\nDe kaart.\n///", "\nDe kaart.\n"),
    ],
)  # fmt: skip
def test_layout_of_another_program_goes(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [ ] open\n- [x] klaar", "- ☐ open\n- ☑ klaar"),
        (":warning: heet om 12:30:45 :bestaat-niet:", "⚠️ heet om 12:30:45 :bestaat-niet:"),
        ("==belangrijk== want a == b", "belangrijk want a == b"),
        ("| a | b |\n|---|---|\n| x<br>y | z |", "| a | b |\n|---|---|\n| x / y | z |"),
        ("een<br>twee", "een  \ntwee"),
        ("<b>vet</b>, <strong> ruim </strong>, <em>schuin</em>, <kbd>F5</kbd>", "**vet**,  **ruim** , *schuin*, `F5`"),
        ("10<sup>2</sup>, H<sub>2</sub>O, 1<sup>e</sup>", "10², H₂O, 1e"),
        ("<naam> en a < b en c > d", "<naam> en a < b en c > d"),
        ("Noot.[^1] En nog.[^lang]\n\n[^1]: Kort.\n[^lang]: Lang.\n    Verder.", "Noot.¹ En nog.²\n\n¹ Kort.\n\n² Lang.\nVerder."),
        ("Noot.^[meteen]", "Noot. (meteen)"),
        ("Noot^[dat staat hier] en a^[n]", "Noot (dat staat hier) en a^[n]"),
    ],
)  # fmt: skip
def test_small_marks_are_written_as_what_they_mean(text: str, expected: str):
    assert plain(text) == expected


def test_text_in_javascript_is_text():
    text = """Een{" "}twee {'drie'} {vier} <Card title={"vijf"} />"""

    assert unfold(text, "nl", is_mdx=True).text == "Een twee drie {vier} \n**vijf**\n\n"


def test_a_table_of_html_is_a_list_with_merged_cells_in_each_row():
    text = "<table>\n<tr><th>Wie</th><th>Wat</th></tr>\n<tr><td rowspan=2>vmbo</td><td>een</td></tr>\n<tr><td>twee</td></tr>\n</table>\nNa."

    assert plain(text) == "\n- Wie · Wat\n- vmbo · een\n- vmbo · twee\n\nNa."


def test_what_is_left_out_is_told_with_its_line():
    text = '{{< figure src=a.png >}}\n{% include x.html %}\n{{ site.prijs }} euro\n<Kaart adres="x" />\n```mermaid\ngraph\n```\n![](b.png)'

    assert left_out(text) == [
        (1, "{{< figure >}}"),
        (2, "{% include %}"),
        (3, "{{ site.prijs }}"),
        (4, "<Kaart>"),
        (5, "``` mermaid"),
        (8, "b.png"),
    ]


def test_lines_are_known_by_the_numbers_that_they_had():
    found = unfold("een\n<details><summary>Wie?</summary>Wij.</details>\n[a](ftp://b)", "nl")

    line = found.text.split("\n").index("[a](ftp://b)") + 1
    assert (line > 3, found.line_before(line)) == (True, 3)


@pytest.mark.parametrize(
    "text", ["Gewone tekst.\n\n- een\n- twee", "a[1] en (b)", "## Kop\n\n> citaat\n\n`code`", "| a |\n|---|\n| b |"]
)
def test_plain_markdown_stays_as_it_is(text: str):
    assert plain(text) == text


PIECES = st.sampled_from(
    ["<!--", "-->", "%%", "{{<", ">}}", "{%", "%}", "{{", "}}", ":::", "note", "> ", "[!tip]", "!!! ", "    ", "\n", "\n\n", "[[", "]]", "[^1]", ": ",
     "```", "`", "<details>", "<summary>", "</summary>", "</details>", "<table>", "<td>", "</table>", "<br>", "<b>", "</b>", "(", ")", "[", "]", "x.md",
     "- [ ] ", "==", ":ok:", "woord ", "# ", "|", "{#a}", "import x from 'y'", "<p hidden>", "\\"]
)  # fmt: skip


def test_a_meaning_that_takes_several_lines_keeps_the_number_of_its_own() -> None:
    found = unfold("PTA\n: programma<details>toetsing</details>\n\nslot", "nl")

    last = len(found.text.split("\n"))
    assert found.text.split("\n")[-1] == "slot"
    assert (len(found.lines), found.line_before(last)) == (last, 4)


@given(st.lists(PIECES, max_size=25).map("".join), st.booleans())
def test_any_text_is_unfolded_and_its_lines_stay_in_order(text: str, is_mdx: bool):
    found = unfold(text, "nl", is_mdx=is_mdx)

    count = len(found.text.split("\n"))
    assert len(found.lines) in (0, count)
    assert list(found.lines) == sorted(found.lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in found.lines)
    assert "\x00" not in found.text


def test_a_meaning_may_stand_apart_from_its_word_and_have_others_under_it():
    assert plain("Wat kost het?\n\n: Vijf euro.\n\n: Of vier.\n\nTot zover.") == (
        "## Wat kost het?\n\nVijf euro.\n\nOf vier.\n\nTot zover."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<pre>a <b>b</b>\n\n# c &lt;x&gt;\n  d</pre>\nVerder.", "\n```\na b\n\n# c <x>\n  d\n```\n\nVerder."),
        ('<pre><code class="language-js">let a = 1;\n</code></pre>', "\n```\nlet a = 1;\n```\n"),
        ("<pre>```\nx\n```</pre>", "\n````\n```\nx\n```\n````\n"),
        ("<pre></pre>na", "\n\nna"),
        ("| a | <pre>b</pre> |", "| a | b |"),
    ],
    ids=["over lines", "with code", "fences in it", "empty", "in a table"],
)
def test_code_in_html_is_code(text: str, expected: str):
    assert plain(text) == expected


def test_what_mkdocs_makes_of_code_is_left_out_and_told():
    text = "## ::: winkel.kassa\n\n::: winkel.kassa.Bon\n    options:\n      show: x\n\nNa."

    assert (plain(text), left_out(text)) == (
        "## winkel.kassa\n\n\n\n\n\nNa.",
        [(1, "::: winkel.kassa"), (3, "::: winkel.kassa.Bon")],
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x]: #plek", "[x]: entry:#"),
        ("[](#plek)", "[plek](entry:#)"),
        ("[](https://a.nl/b)", "[a.nl/b](https://a.nl/b)"),
        ("[](prijzen.md)", "[](entry:prijzen.md)"),
        ("[zo](gids:prijzen) en [](xref:gids/prijzen)", "zo en gids/prijzen"),
        ("zie [de\nprijzen](prijzen.md) hier", "zie [de\nprijzen](entry:prijzen.md) hier"),
        ("[fout](htp://a.nl) [poort](host:80)", "[fout](htp://a.nl) [poort](host:80)"),
    ],
    ids=["place by name", "place", "no words", "no words, to a page", "places of another program", "over two lines", "mistyped"],
)  # fmt: skip
def test_links_without_words_and_to_places_of_other_programs_are_readable(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<div\n  style={{\n    a: 'b',\n  }}\n>\n    Hier.\n</div>", "\nHier.\n"),
        ('<img\n  alt="a > b"\n  src="a.png"\n/>Hier.', "a > b Hier."),
        ("<span style={{ a: 'b' }}>Hier.</span> {{ page.x }}", "Hier. "),
        ("1 <\n2 > 0", "1 <\n2 > 0"),
        ("<h3>A</h3> <table><tr><td>a</td><td>b</td></tr></table> <h3>B</h3>", "### A\n\n\n- a · b\n\n### B\n"),
        ("De <table> van HTML", "De <table> van HTML"),
    ],
    ids=["over lines", "picture", "braces in braces", "less than", "a table behind a heading", "a table that is none"],
)
def test_tags_over_lines_and_tables_within_a_line_are_seen(text: str, expected: str):
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected", "left"),
    [
        ("<Alleen>\n\nHier.\n\n</Alleen>", "\n\nHier.\n\n", [(1, "<Alleen>")]),
        ("<Praatje titel={[a, { b: { c: [d] } }]} groot>Hier.</Praatje>", "Hier.", [(1, "<Praatje>")]),
        ("a <Teken size={18} /> b", "a  b", [(1, "<Teken>")]),
        ('<docmeta name="a" value="b">\nHier.', "\nHier.", [(1, "<docmeta>")]),
        ("Vul <NAAM> en <uw school> in.", "Vul <NAAM> en <uw school> in.", []),
        ("Een `Promise<Antwoord>` of Promise<Antwoord>.", "Een `Promise<Antwoord>` of Promise<Antwoord>.", []),
    ],
    ids=[
        "around text",
        "properties in each other",
        "by itself",
        "unknown, with attributes",
        "places to fill in",
        "kinds",
    ],
)
def test_components_go_and_are_told_and_words_between_signs_stay(text: str, expected: str, left: list[tuple[int, str]]):
    found = unfold(text, "nl")

    assert (found.text, [(one.line, one.what) for one in found.left_out]) == (expected, left)


@pytest.mark.parametrize(
    "text",
    [
        "- als x <y en\n- y> z, dan\n- klaar",
        "| k | l |\n|---|---|\n| a <b | c |\n| d> e | f |",
        "Als x <y en\n> citaat: a > b",
        "1. a <b\n2. c> d",
        "Zin <b en meer  \nharde regel > zo",
        "Vul in <naam\nvan de leerling> graag",
    ],
    ids=["items", "rows", "quotation", "numbered", "broken line", "word to fill in"],
)
def test_less_than_in_one_line_and_more_than_in_the_next_make_no_tag(text: str):
    assert plain(text) == text


def test_what_stands_behind_code_of_html_in_capitals_is_no_code():
    assert plain("<PRE>a `b`</PRE> daarna").split("\n") == ["", "```", "a `b`", "```", "", " daarna"]


@pytest.mark.parametrize(
    "part",
    ["<a\n", "<pre>\n", "```{note}\n", ":::{note}\n", ":::a\n", "```{a}\n:b: c\n", "<A b={{", "{# a\n", "a\n: b\n", "\n", "::a\n", "::: {.notes}\n", "```{r}\n```\n`r ", "[a]{.b ", ":a[", "{::comment}\n", "{{% comment %}}\n", ":::mermaid\n", "export const a = {\n"],
    ids=["tags", "code", "fences", "boxes", "unclosed", "settings", "shortcodes", "remarks", "terms", "empty", "directives", "notes", "chunks", "spans", "roles", "kramdown", "Hugo", "drawings", "modules"],
)  # fmt: skip
def test_what_never_ends_takes_no_longer_by_the_line(part: str):
    assert grows_by_the_line(lambda size: unfold("</Aa>\n" + part * (size // len(part)), "nl"), 40_000)


@pytest.mark.parametrize("begun", ["import ", "{{< ", "{{% ", "{% ", "{{", "[a](", "![a]("])
@pytest.mark.parametrize("filled", [" ", "a", "-"], ids=["blanks", "letters", "hyphens"])
def test_a_long_line_that_never_ends_takes_no_longer_by_the_letter(begun: str, filled: str):
    assert grows_by_the_line(lambda size: unfold(begun + filled * size, "nl", is_mdx=True), 2_000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zie {{< ref /prijzen >}} nu", "Zie /prijzen nu"),
        ('Een {{< br />}}regel, en {{%- details "Meer" -%}}', "Een regel, en \n\n## Meer\n"),
        ("Voor {{ site.title }} en {{-  naam  -}}.", "Voor  en ."),
        ("Tussen {{}} staat niets.", "Tussen {{}} staat niets."),
        ("Hier {%- include a.html -%} verder", "Hier  verder"),
        ('[a]( b "t" ) en [c](<d e>)', '[a](entry:b "t") en [c](entry:d%20e)'),
    ],
    ids=["reference", "ends by itself", "variables", "nothing", "include", "links"],
)
def test_what_ends_is_read_as_ever(text: str, expected: str):
    assert plain(text) == expected


def test_boxes_in_boxes_stand_in_by_so_much_at_most():
    lines = plain(":::note\n" * 5_000 + "tekst").split("\n")

    assert lines[-1] == f"{'> ' * 10}tekst"


@pytest.mark.parametrize("before", ["[woorden]", "woorden ", ":abbr"])
def test_attributes_that_do_not_end_are_text(before: str) -> None:
    text = f"{before}{{a={'bbb=' * 500} en verder"

    assert unfold(text, "nl").text == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kost {--vijf--}{++zes++} euro", "Kost ~~vijf~~zes euro"),
        ("Kost {~~vijf~>zes~~} euro", "Kost ~~vijf~~ zes euro"),
        ("{==Let hierop==}{>>intern<<} nu", "Let hierop nu"),
        ("`{--a--}` en {--b", "`{--a--}` en {--b"),
    ],
    ids=["out and in", "in place of", "marked", "in code"],
)
def test_what_somebody_proposes_in_a_text_is_told_from_what_stands_there(text: str, expected: str):
    assert plain(text) == expected


def test_the_name_of_a_place_behind_a_heading_is_no_tag_of_notes():
    found = unfold("# Prijzen { #prijzen .groot }\n\nVijf euro { .klein #vijf }. #geld", "nl")

    assert (found.text, found.tags) == ("# Prijzen\n\nVijf euro.", ("geld",))


def test_scripts_of_templates_go_and_are_told():
    text = 'Op <% tp.date.now() %> en 5 <% 6\n\n{% @mermaid/diagram content="a" %}\n\n`<% a %>`'

    assert plain(text) == "Op  en 5 <% 6\n\n\n\n`<% a %>`"
    assert left_out(text) == [(1, "<% … %>"), (3, "{% @mermaid/diagram %}")]


def test_a_card_shows_what_it_is_described_with_and_lost_labels_of_tabs_are_told():
    assert plain('<LinkCard title="Gids" description="Voor ouders" href="/g" />').split("\n") == [
        "", "**Gids**", "", "", "Voor ouders", "", "",
    ]  # fmt: skip
    text = "<Tabs items={['npm', 'yarn']}>\n<Tabs.Tab>eerste</Tabs.Tab>\n<Tabs.Tab>tweede</Tabs.Tab>\n</Tabs>"

    assert plain(text) == "\n\neerste\n\ntweede\n"
    assert left_out(text) == [(1, "<Tabs items>")]


def test_words_that_are_on_no_page_go_and_are_told():
    text = 'Vijf [zes]{.content-hidden when-format="html"} euro, [klein]{.smallcaps}, [pdf]{.content-hidden when-format="pdf"}'

    assert plain(text) == "Vijf  euro, klein, pdf"
    assert left_out(text) == [(1, '[…]{.content-hidden when-format="html"}')]


def test_the_line_under_a_heading_is_no_word_with_a_meaning():
    assert plain("Prijs\n=====\n\n: Vijf euro") == "Prijs\n=====\n\n: Vijf euro"
