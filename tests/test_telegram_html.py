"""The reader of Telegram's HTML refuses what Telegram, or its manual, refuses."""

import pytest

from tests.telegram_html import Entity, Parsed, parsed


def test_entities_are_measured_in_utf_16_units() -> None:
    html = '😀 <b>a&amp;b <i>c</i></b> <a href="https://x.nl/?a=1&amp;b=2">d</a><blockquote expandable>e</blockquote>'

    found = parsed(html)

    assert found == Parsed(
        "😀 a&b c de",
        (
            Entity("bold", 3, 5),
            Entity("italic", 7, 1),
            Entity("text_link", 9, 1, "https://x.nl/?a=1&b=2"),
            Entity("expandable_blockquote", 10, 1),
        ),
    )


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        pytest.param("a<b", 'Unsupported start tag "b" at byte offset 1', id="less than"),
        pytest.param("é<br>", 'Unsupported start tag "br" at byte offset 2', id="another tag"),
        pytest.param("<b>x", 'Can\'t find end tag corresponding to start tag "b"', id="never closed"),
        pytest.param("</b>", "Unexpected end tag at byte offset 0", id="never opened"),
        pytest.param("<b>x</b", "Unclosed end tag at byte offset 4", id="half an end tag"),
        pytest.param(
            "<b><i>x</b></i>", 'Unmatched end tag, expected "</i>", found "</b>" at byte offset 7', id="order"
        ),
        pytest.param("a & b", "Unescaped character '&' at byte offset 2", id="ampersand"),
        pytest.param("a > b", "Unescaped character '>' at byte offset 2", id="greater than"),
        pytest.param("&nbsp;", "Unescaped character '&' at byte offset 0", id="another character reference"),
        pytest.param("&#55357;", "Half of a surrogate pair at byte offset 0", id="half a pair by number"),
        pytest.param("\ud800", "text must be encoded in UTF-8", id="half a pair"),
        pytest.param("a\x01", "Control character U+0001 at byte offset 1", id="control character"),
        pytest.param("<a>x</a>", 'Wrong attributes "" of the tag "a" at byte offset 0', id="a link to nowhere"),
        pytest.param('<b id="1">x</b>', 'Wrong attributes "id="1"" of the tag "b" at byte offset 0', id="attribute"),
        pytest.param(
            '<a href="&x">x</a>', 'Unescaped character "&" in the tag "a" at byte offset 0', id="in attribute"
        ),
        pytest.param("<b>a<b>b</b></b>", 'Tag "b" inside itself at byte offset 4', id="in itself"),
        pytest.param("<b><code>x</code></b>", 'Tag "code" inside "b" at byte offset 3', id="code in bold"),
        pytest.param("<pre><b>x</b></pre>", 'Tag "b" inside "pre" at byte offset 5', id="bold in code"),
        pytest.param(
            '<code class="language-x">x</code>', 'Tag "code" with a language outside "pre" at byte offset 0', id="lang"
        ),
        pytest.param(
            '<a href="https://x.nl"><blockquote>x</blockquote></a>',
            'Tag "blockquote" inside "a" at byte offset 23',
            id="quotation in a link",
        ),
        pytest.param(
            '<tg-time unix="1" format="tD">x</tg-time>',
            'Wrong attributes "unix="1" format="tD"" of the tag "tg-time" at byte offset 0',
            id="time before the day",
        ),
        pytest.param(
            '<a href="https://x.nl"><tg-time unix="1">x</tg-time></a>',
            'Tag "tg-time" inside "a" at byte offset 23',
            id="time in a link",
        ),
        pytest.param(
            "<blockquote><b><blockquote>x</blockquote></b></blockquote>",
            'Tag "blockquote" inside itself at byte offset 15',
            id="quotation in a quotation",
        ),
    ],
)
def test_what_breaks_a_rule_is_refused_in_telegrams_words(html: str, problem: str) -> None:
    with pytest.raises(ValueError, match="can't parse entities") as refused:
        parsed(html)

    assert str(refused.value) == f"can't parse entities: {problem}"
