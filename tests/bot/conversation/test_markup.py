"""Whatever an admin writes becomes messages that Telegram takes, and nothing of it is lost."""

import re
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.conversation.cutting import MAX_BYTES, MAX_ENTITIES, TARGET_UNITS, cut
from bot.conversation.markup import to_html
from bot.conversation.runs import MESSAGE_UNITS, escape, is_blank, length, plain_text, quotation
from knowledge.entry import Entry
from knowledge.folder import read_folder
from knowledge.passages import plain
from tests.telegram_html import MESSAGE_ENTITIES, parse, parsed, units

CONTENT = Path(__file__).parents[3] / "knowledge" / "content"
ENTRIES = read_folder(CONTENT).entries
FAMILY = "👨‍👩‍👧‍👦"
# Pieces of which most texts mean something in Markdown, and most mean it badly.
PIECES = [
    *("**", "*", "__", "_", "~~", "`", "```\n", "    ", "\n", "\n\n", "  \n", "\\\n", "\\", "# ", "###### ", "---\n"),
    *("> ", ">", "- ", "* ", "+ ", "1. ", "7) ", "  ", "\t", "| a | b |\n", "|---|---|\n", "|", "===\n", "~~~\n"),
    *("[", "]", "(", ")", "![", "](https://x.nl/?a=1&b=2)", "](<a b>)", '](tg://user?id=1 "t")', "](javascript:x)"),
    *("[x]: https://x.nl\n", "[x]", "<https://x.nl>", "<a@b.nl>", "](mailto:a@b.nl)", "<b>", "</b>", "<!--", "<br/>"),
    *("&amp;", "&amp;amp;", "&lt;", "&#0;", "&#xd800;", "&#x202e;", "&nbsp;", "]]>", '"', "'", "<", ">", "&"),
    *(
        "woord",
        "een zin. ",
        "é",
        "e\u0301",
        FAMILY,
        "🇳🇱",
        "👍🏽",
        "\u200f",
        "\u202e",
        "\u200b",
        "\x00",
        "\x0c",
        "\ud83d",
        "\r",
    ),
]
MARKDOWN = st.one_of(
    st.text(st.characters(exclude_categories=())),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(exclude_categories=()))), max_size=20).map(
        "".join
    ),
)
NASTY = {
    "nothing": "",
    "only what can't be seen": "\u200b \ufe0f\u2800\x01",
    "a long word": "x" * 10_000,
    "60,000 characters of prose": "Een zin van gewone lengte, met een komma erin. " * 1280,
    "60,000 characters of paragraphs": ("Een **vet** woord en `code` en [een link](https://x.nl/y). " * 6 + "\n\n")
    * 170,
    "60,000 characters of items": "- x\n" * 15_000,
    "500 quotations in each other": "> " * 500 + "x",
    "500 lists in each other": "- " * 500 + "x",
    "lists in each other, a line each": "\n".join("  " * at + "- x" for at in range(240)),
    "families": FAMILY * 3000,
    "flags": "🇳🇱" * 15_000,
    "marks on one letter": "a" + "\u0301" * 20_000,
    "right to left": "\u202e\u2067שלום\u200f " * 8000,
    "references": "&amp;amp; ]]> " * 4500,
    "less than": "<" * 60_000,
    "quotes": '"' * 60_000,
    "brackets never closed": "[" * 150_000,
    "brackets in each other": "[" * 100_000 + "]" * 100_000,
    "pictures never closed": "![" * 75_000,
    "stars": "a*" * 15_000,
    "bits of code": "`a` " * 8000,
    "code never closed": "`" * 60_000,
    "a long table": "|a|\n|-|\n" + "|b|\n" * 15_000,
    "a wide table": "|a" * 5000 + "|\n" + "|-" * 5000 + "|\n" + "|b" * 5000 + "|\n",
    "a table with a long heading": f"|{'a' * 30_000}|\n|-|\n" + "|b|\n" * 7000,
    "line ends in an item": "- - - - - a\n" + "b\\\n" * 16_000,
    "long links": f"[a](https://x.nl/{'y' * 1900}) " * 30,
    "an endless link": f"[a](https://x.nl/{'y' * 50_000})",
    "the first characters": "".join(map(chr, range(0x3000))),
}


def squeezed(text: str) -> str:
    """Without white space: that at a cut goes."""
    return "".join(text.split())


def visible(text: str) -> str:
    return "" if is_blank(text) else squeezed(text)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        pytest.param("een\ntwee", "een twee", id="a line end in a paragraph is a space"),
        pytest.param("een  \ntwee\\\ndrie", "een\ntwee\ndrie", id="a hard break stays"),
        pytest.param("een\n\n\n\ntwee", "een\n\ntwee", id="paragraphs"),
        pytest.param("# een\ntwee\n## drie ##", "<b>een</b>\n\ntwee\n\n<b>drie</b>", id="headings"),
        pytest.param("een\n===\ntwee", "<b>een</b>\n\ntwee", id="an underlined heading"),
        pytest.param("# a **b** *c*", "<b>a b <i>c</i></b>", id="bold in a heading"),
        pytest.param("# a `b` c", "<b>a </b><code>b</code><b> c</b>", id="code in a heading"),
        pytest.param("**a *b* c** __d__ _e_", "<b>a <i>b</i> c</b> <b>d</b> <i>e</i>", id="bold and italic"),
        pytest.param("*a **b*** c", "<i>a <b>b</b></i> c", id="bold at the end of italic"),
        pytest.param("*a *b* c*", "<i>a b c</i>", id="italic in italic"),
        pytest.param("~~a~~", "<s>a</s>", id="strikethrough"),
        pytest.param("`a <b> & **c**`", "<code>a &lt;b&gt; &amp; **c**</code>", id="code"),
        pytest.param("**a `b` c**", "<b>a </b><code>b</code><b> c</b>", id="code in bold"),
        pytest.param("```python\na = 1\n\n  b\n```", "<pre>a = 1\n\n  b</pre>", id="a block of code"),
        pytest.param("    a\n    <b>", "<pre>a\n&lt;b&gt;</pre>", id="an indented block of code"),
        pytest.param("```\n```\na", "a", id="an empty block of code"),
        pytest.param("a\n\n---\n\nb", "a\n\n———\n\nb", id="a line"),
        pytest.param("in:\n- a\n- b\n\nuit", "in:\n\n• a\n• b\n\nuit", id="a list"),
        pytest.param("- a\n\n- b", "• a\n• b", id="a loose list"),
        pytest.param("3. a\n3. b\n", "3. a\n4. b", id="numbers"),
        pytest.param("0) a\n1) b\n", "0) a\n1) b", id="numbers from nought, with brackets"),
        pytest.param("- a\n  - b\n    1. c\n- d", "• a\n    • b\n        1. c\n• d", id="a list in a list"),
        pytest.param("- a\n\n  b\\\n  c", "• a\n    b\n    c", id="more in an item"),
        pytest.param("-\n- b\n1.\n", "•\n• b\n\n1.", id="empty items"),
        pytest.param("- - a", "• • a", id="a list that begins with a list"),
        pytest.param("- ```\n  a\n  ```\n- b", "•\n<pre>a</pre>\n• b", id="code in an item"),
        pytest.param("- > a\n  > - b\n- c", "•\n<blockquote>a\n\n• b</blockquote>\n• c", id="a quotation in an item"),
        pytest.param("> a\n> b\n>\n> c\n\nd", "<blockquote>a b\n\nc</blockquote>\n\nd", id="a quotation"),
        pytest.param("> a\n> > b\n>\n> c", "<blockquote>a\n\nb\n\nc</blockquote>", id="a quotation in a quotation"),
        pytest.param(
            "> a\n\n<!-- -->\n\n> b",
            "<blockquote>a</blockquote>\n\n&lt;!-- --&gt;\n\n<blockquote>b</blockquote>",
            id="quotations",
        ),
        pytest.param("> # a\n> `b`", "<blockquote><b>a</b>\n\n<code>b</code></blockquote>", id="code in a quotation"),
        pytest.param(
            "|Jaar|Wie?|\n|-|-|\n|1|**vmbo**|\n|2||\n",
            "• Jaar: 1; Wie? <b>vmbo</b>\n• Jaar: 2",
            id="a table",
        ),
        pytest.param(
            "a\n\n|b||\n|-|-|\n|c|d|\n\ne", "a\n\n• b: c; d\n\ne", id="a table with a column without a heading"
        ),
        pytest.param("|a|b|\n|-|-|\n\nc", "a · b\n\nc", id="a table without rows"),
        pytest.param("a\n\n|||\n|-|-|\n|||\n", "a", id="an empty table"),
        pytest.param(f"|{'a' * 41}||\n|-|-|\n|||\n\nb", f"{'a' * 41}\n\nb", id="a table of empty cells"),
        pytest.param(
            f"|{'a' * 41}|b|\n|-|-|\n|c|d|\n|e|f|",
            f"{'a' * 41} · b\n• c; d\n• e; f",
            id="a table whose heading is too long to say again",
        ),
        pytest.param("<b>a</b> <br> 1 < 2", "&lt;b&gt;a&lt;/b&gt; &lt;br&gt; 1 &lt; 2", id="raw HTML"),
        pytest.param("<div>\na & b\n</div>", "&lt;div&gt; a &amp; b &lt;/div&gt;", id="a block of raw HTML"),
        pytest.param("&copy; &amp;amp; \\*", "© &amp;amp; *", id="references and escapes"),
        pytest.param(
            '[a](https://x.nl/?b=1&c=2 "titel")',
            '<a href="https://x.nl/?b=1&amp;c=2">a</a>',
            id="a link, without title",
        ),
        pytest.param('[a](https://x.nl/"b)', '<a href="https://x.nl/%22b">a</a>', id="a quote in a link"),
        pytest.param("[`a` **b**](http://x.nl)", '<a href="http://x.nl">a <b>b</b></a>', id="code in a link"),
        pytest.param(
            "**[a](tg://resolve?domain=x)**", '<b><a href="tg://resolve?domain=x">a</a></b>', id="a Telegram link"
        ),
        pytest.param("[a][1]\n\n[1]: https://x.nl", '<a href="https://x.nl">a</a>', id="a link by name"),
        pytest.param("<https://x.nl>", '<a href="https://x.nl">https://x.nl</a>', id="an address"),
        pytest.param("[](https://x.nl)", '<a href="https://x.nl">https://x.nl</a>', id="a link without text"),
        pytest.param("[a](b.md) [c](javascript:x) [d](data:x) [e](//x.nl)", "a c d e", id="links that Telegram hasn't"),
        pytest.param("[a](https:b) [c](https:///d)", "a c", id="links that are none"),
        pytest.param("[mail](mailto:a@b.nl?subject=c) <a@b.nl>", "mail (a@b.nl) a@b.nl", id="e-mail"),
        pytest.param("[bel ons](tel:+31201234567)", "bel ons (+31201234567)", id="telephone"),
        pytest.param("[bel ons](<tel:+31 20 123>)", "bel ons (+31 20 123)", id="telephone with spaces"),
        pytest.param("<tel:+31-20-123>", "+31-20-123", id="telephone by itself"),
        pytest.param("[020 123 45 67](tel:+31201234567)", "020 123 45 67", id="telephone that is its own label"),
        pytest.param("[(020) 123-4567](tel:0201234567;ext=2)", "(020) 123-4567", id="telephone with an extension"),
        pytest.param("![a *b*](https://x.nl/c.png)", '<a href="https://x.nl/c.png">a <i>b</i></a>', id="a picture"),
        pytest.param(
            "![](https://x.nl/c.png)", '<a href="https://x.nl/c.png">https://x.nl/c.png</a>', id="no alt text"
        ),
        pytest.param("![a](b.png)", "a", id="a picture in the folder"),
        pytest.param(
            "[![a](https://x.nl/b.png)](https://y.nl)", '<a href="https://y.nl">a</a>', id="a picture in a link"
        ),
        pytest.param("![a [b](https://x.nl)](https://y.nl)", '<a href="https://y.nl">a b</a>', id="a link in alt text"),
        pytest.param("a\x00b\x07c\ud83dd\u202ee\u2067f", "abcdef", id="control characters"),
        pytest.param("a\u2028b\x0cc\r\nd\re", "a b c d e", id="line ends of all kinds"),
        pytest.param("\ufeff", "\ufeff", id="nothing to see"),
    ],
)
def test_markdown_becomes_html(markdown: str, html: str) -> None:
    assert to_html(markdown) == html
    assert parse(html) is not None


@pytest.mark.parametrize("entry", [pytest.param(entry, id=entry.source) for entry in ENTRIES])
def test_an_entry_that_ships_keeps_each_of_its_words(entry: Entry) -> None:
    source, html = re.findall(r"\w+", plain(entry.body)), to_html(entry.body)

    shown = iter(re.findall(r"\w+", "\n".join(parse(part) for part in cut(html))))

    assert [word for word in source if word not in shown] == []  # "in" reads on from the last word found
    assert max(map(length, cut(html))) <= TARGET_UNITS


@given(MARKDOWN)
@example("&#xd83d;&#xde00;")
def test_any_markdown_becomes_html_that_telegram_reads(markdown: str) -> None:
    html = to_html(markdown)

    assert units(parse(html)) == length(html)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_is_the_same_after_escaping_and_reading_control_characters_aside(text: str) -> None:
    read = parse(f'<a href="x{escape(text)}">{escape(text)}</a>')

    assert read == parse(escape(read))
    assert set(read) <= {*text, " ", "\n"}
    assert '"' not in escape(text)


def test_escaping_keeps_what_people_type() -> None:
    assert escape('<b>"Ça & 😀" don\'t\u200d\n') == "&lt;b&gt;&quot;Ça &amp; 😀&quot; don't\u200d\n"


@given(MARKDOWN)
def test_any_quotation_is_one_element_that_telegram_reads(markdown: str) -> None:
    html = to_html(markdown)

    quoted = quotation(html)

    assert parse(quoted) == parse(html).strip()
    assert quoted.startswith("<blockquote expandable>") == bool(parse(html).strip())
    assert quoted.count("<blockquote") <= 1


def test_a_quotation_takes_in_those_within() -> None:
    html = "<b>a</b>\n\n<blockquote>b\n<code>c</code></blockquote>\n\n<blockquote>d</blockquote>\n"

    assert quotation(html) == "<blockquote expandable><b>a</b>\n\nb\n<code>c</code>\n\nd</blockquote>"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("", 0, id="nothing"),
        pytest.param("<b>a</b> &amp;&lt;&gt;&quot;&#39;&amp;amp;", 12, id="references count as one"),
        pytest.param("😀", 2, id="an emoji outside the first plane"),
        pytest.param('<a href="https://x.nl">é</a>', 1, id="addresses don't count"),
    ],
)
def test_length_is_counted_in_utf_16_units_after_parsing(html: str, expected: int) -> None:
    assert length(html) == expected
    assert units(parse(html)) == expected


@given(MARKDOWN, st.integers(2, 60))
@example("\u200b" * 10, 2)
@example("[a](https://x.nl) **b**" * 10, 7)
def test_parts_are_valid_within_the_limit_and_lose_nothing(markdown: str, limit: int) -> None:
    html = quotation(to_html(markdown)) if limit % 2 else to_html(markdown)

    parts = cut(html, limit)

    texts = [parse(part) for part in parts]
    assert all(0 < units(text) <= limit and text == text.strip() and not is_blank(text) for text in texts)
    assert set(squeezed(parse(html))) - set("".join(texts)) <= {char for char in parse(html) if is_blank(char)}
    if not any(is_blank(char) for char in squeezed(parse(html))):
        assert squeezed("".join(texts)) == squeezed(parse(html))


@pytest.mark.parametrize("markdown", [pytest.param(markdown, id=name) for name, markdown in NASTY.items()])
def test_nasty_texts_end_in_messages_that_telegram_takes(markdown: str) -> None:
    began = time.process_time()  # of this process alone: a busy machine is no failure

    html = to_html(markdown)
    parts = cut(html)
    of_quotation = cut(quotation(html))

    assert time.process_time() - began < 8  # what grows with the square takes minutes
    assert "".join(visible(parse(part)) for part in parts) == visible(parse(html))
    for part in (*parts, *of_quotation):
        found = parsed(part)
        assert 0 < units(found.text) <= TARGET_UNITS
        assert len(part.encode()) <= MAX_BYTES
        assert len(found.entities) <= MAX_ENTITIES < MESSAGE_ENTITIES
        assert units(plain_text(part)) <= MESSAGE_UNITS


@pytest.mark.parametrize(
    ("html", "parts"),
    [
        pytest.param("aaaa bbbb\n\ncccc. dd\nee", ("aaaa bbbb", "cccc. dd\nee"), id="at a blank line"),
        pytest.param("aaaa. bbbb\ncccc. dddd", ("aaaa. bbbb", "cccc. dddd"), id="at a line end"),
        pytest.param("aa bb. cc dd ee ff", ("aa bb.", "cc dd ee ff"), id="at a sentence end"),
        pytest.param("aa bb?” cc dd ee f", ("aa bb?”", "cc dd ee f"), id="after a quote"),
        pytest.param("aaaa 3.14 bbbb", ("aaaa 3.14", "bbbb"), id="at a space"),
        pytest.param("aaaaaaaaaaaaaaa bb", ("aaaaaaaaaaaa", "aaa bb"), id="in a word"),
        pytest.param("a\n\nbbbb bbbb bbbb", ("a\n\nbbbb bbbb", "bbbb"), id="a full part rather than a blank line"),
        pytest.param("a\n\nbbbbbbbbbbbbbbbb", ("a", "bbbbbbbbbbbb", "bbbb"), id="a short part rather than half a word"),
        pytest.param("aaaaa\n\n<b>bb</b>\n\ncccc cc", ("aaaaa", "<b>bb</b>\n\ncccc cc"), id="not under a heading"),
        pytest.param("aaaaa\n✅ <b>b</b>\ncccc c", ("aaaaa", "✅ <b>b</b>\ncccc c"), id="not under one with a sign"),
        pytest.param("aaaaa\n\nbb:\n\n• cc\n• dd", ("aaaaa", "bb:\n\n• cc", "• dd"), id="not before a list"),
        pytest.param(
            "<b>aaaa <i>bbbb cccc</i></b>", ("<b>aaaa <i>bbbb</i></b>", "<b><i>cccc</i></b>"), id="open elements"
        ),
        pytest.param(
            '<blockquote expandable><a href="https://x.nl/?a&amp;b">aaaaaa\n\nbbbbbbb</a></blockquote>',
            (
                '<blockquote expandable><a href="https://x.nl/?a&amp;b">aaaaaa</a></blockquote>',
                '<blockquote expandable><a href="https://x.nl/?a&amp;b">bbbbbbb</a></blockquote>',
            ),
            id="open elements with attributes",
        ),
        pytest.param("&amp;" * 13, ("&amp;" * 12, "&amp;"), id="not in a reference"),
        pytest.param("a" * 11 + "😀", ("a" * 11, "😀"), id="not in a surrogate pair"),
        pytest.param("a" * 11 + "e\u0301e", ("a" * 11, "e\u0301e"), id="not before an accent"),
        pytest.param("a" * 9 + "👍🏽", ("a" * 9, "👍🏽"), id="not before a colour of skin"),
        pytest.param("🇳🇱" * 4, ("🇳🇱" * 3, "🇳🇱"), id="not in a flag"),
        pytest.param("aaaa\n\n \u200b\n\n ", ("aaaa\n\n \u200b",), id="nothing but white space at the end"),
        pytest.param(" \n ", (), id="nothing"),
    ],
)
def test_a_cut_falls_where_it_hurts_least(html: str, parts: tuple[str, ...]) -> None:
    assert cut(html, 12) == parts


def test_families_are_not_parted() -> None:
    parts = cut(FAMILY * 1000)

    assert {part.replace(FAMILY, "") for part in parts} == {""}


@pytest.mark.parametrize("depth", [1, 97, 98, 99, 100, 500])
@pytest.mark.parametrize("sign", [">", "-", "7.", "> -"])
def test_what_lies_too_deep_for_the_parser_is_shown_as_it_is_written(sign: str, depth: int) -> None:
    text = parse(to_html(f"{sign} " * depth + "woord"))

    assert text.endswith("woord")


def test_brackets_that_are_too_many_for_the_parser_are_shown_as_they_are_written() -> None:
    assert to_html("**a**" + "[" * 201) == "**a**" + "[" * 201
    assert to_html("**a**" + "[" * 200) == "<b>a</b>" + "[" * 200


def test_a_message_that_fits_stays_as_it_is() -> None:
    html = to_html("# Kop\n\n- **a** `b`\n\n> [c](https://x.nl)")

    assert cut(html) == (html,)


def test_many_elements_make_more_messages_for_telegram_shows_no_more_than_a_hundred() -> None:
    parts = cut(to_html("**a** b\n\n" * 200))

    assert [len(parsed(part).entities) for part in parts] == [90, 90, 20]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<b>a</b> &amp; <i>b</i>", "a & b", id="formatting goes"),
        pytest.param('<a href="https://x.nl/?a&amp;b"><b>c</b> d</a>.', "c d (https://x.nl/?a&b).", id="a link"),
        pytest.param('<a href="https://x.nl">https://x.nl</a>', "https://x.nl", id="an address"),
        pytest.param(
            '<a href="https://x.nl">a</a><a href="https://x.nl">b</a>', "a (https://x.nl)b (https://x.nl)", id="two"
        ),
        pytest.param("a < b <unknown>c</unknown> &c", "a < b c &c", id="what Telegram would refuse"),
        pytest.param("<b>a</i></b>c <i>d", "ac d", id="wrongly nested"),
    ],
)
def test_plain_text_keeps_all_words_and_addresses(html: str, expected: str) -> None:
    assert plain_text(html) == expected


def test_plain_text_leaves_out_addresses_rather_than_grow_too_long() -> None:
    html = '<a href="https://x.nl/1">a</a> ' + "b" * 4080 + ' <a href="https://x.nl/2">c</a>'

    assert plain_text(html) == "a " + "b" * 4080 + " c"


def test_guidelines_are_cut_above_a_heading_or_within_its_text_never_under_it() -> None:
    ends = [part.rsplit("\n", 1)[-1] for entry in ENTRIES for part, _ in pairwise(cut(to_html(entry.body), 1500))]

    assert [end for end in ends if end.startswith("<b>") and end.endswith("</b>")] == []
    assert len(ends) > 50
