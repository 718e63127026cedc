"""A terminal shows what Telegram would, with every address in full."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.conversation.markup import to_html
from bot.conversation.runs import plain_text, quotation
from bot.faces.terminal.markup import renderable
from knowledge.entry import Entry
from knowledge.folder import read_folder

CONTENT = Path(__file__).parents[4] / "knowledge" / "content"
URL = "https://x.nl/een-heel-lange-weg/naar/nog-een-lange-bladzijde.jsp?a=1&b=2"


def printed(html: str, *, width: int = 30, colours: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=colours, color_system="standard" if colours else None
    )
    console.print(renderable(html), crop=False)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().removesuffix("\n")


@pytest.mark.parametrize(
    ("html", "lines"),
    [
        pytest.param("een\n\ntwee &amp; &lt;b&gt; [bold]", ["een", "", "twee & <b> [bold]"], id="text"),
        pytest.param(
            "een regel die langer is dan het scherm breed is",
            ["een regel die langer is dan", "het scherm breed is"],
            id="a long line goes on",
        ),
        pytest.param(
            "• een regel die langer is dan het scherm breed is\n    1. ook deze is langer dan dat",
            ["• een regel die langer is dan", "  het scherm breed is", "    1. ook deze is langer dan", "       dat"],
            id="an item goes on under its own first word",
        ),
        pytest.param(
            "<blockquote expandable>een regel die langer is dan\n\n• het scherm breed is, en meer</blockquote>",
            ["│ een regel die langer is dan", "│ ", "│ • het scherm breed is, en", "│   meer"],
            id="a quotation has a bar",
        ),
        pytest.param(
            "a\n\n<blockquote>b</blockquote>\n\n<blockquote>c</blockquote>\nd",
            ["a", "", "│ b", "", "│ c", "d"],
            id="what stands around quotations",
        ),
        pytest.param("a<blockquote>b</blockquote>c", ["a", "│ b", "c"], id="a quotation makes its own lines"),
        pytest.param('<a href="https://x.nl?a&amp;b">a</a>.', ["a: https://x.nl?a&b."], id="a link"),
        pytest.param('<a href="https://x.nl">https://x.nl</a>', ["https://x.nl"], id="an address"),
        pytest.param("<pre>a\n    b  c</pre>", ["a", "    b  c"], id="code keeps its spaces"),
        pytest.param("日本語" * 3 + " " + "日本語" * 3, ["日本語" * 3, "日本語" * 3], id="wide letters count double"),
        pytest.param("", [""], id="nothing"),
    ],
)
def test_a_message_is_shown_as_lines(html: str, lines: list[str]) -> None:
    assert printed(html).split("\n") == lines


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        pytest.param("<b>a</b>", "\x1b[1ma\x1b[0m", id="bold"),
        pytest.param("<b>a <i>b</i></b>", "\x1b[1ma \x1b[0m\x1b[1;3mb\x1b[0m", id="italic in bold"),
        pytest.param("<s>a</s>", "\x1b[9ma\x1b[0m", id="strikethrough"),
        pytest.param("<code>a</code>", "\x1b[36ma\x1b[0m", id="code"),
        pytest.param("<blockquote>a</blockquote>", "\x1b[2m│ \x1b[0m\x1b[2ma\x1b[0m", id="quotation"),
        pytest.param('<a href="https://x.nl">a</a>', "a: \x1b[34mhttps://x.nl\x1b[0m", id="link"),
    ],
)
def test_a_message_is_shown_in_style(html: str, shown: str) -> None:
    assert printed(html, colours=True) == shown


@pytest.mark.parametrize(
    "html", [f'• zie <a href="{URL.replace("&", "&amp;")}">de bron</a>, en verder', URL.replace("&", "&amp;")]
)
@pytest.mark.parametrize("width", [1, 20, 200])
def test_an_address_stays_whole_on_any_screen(html: str, width: int) -> None:
    assert URL in printed(quotation(html), width=width)
    assert URL in printed(html, width=width)


@given(st.text(), st.integers(1, 60))
def test_nothing_of_any_message_is_lost(markdown: str, width: int) -> None:
    html = to_html(markdown)

    shown = printed(html, width=width)

    assert "".join(shown.replace("│", "").split()) == "".join(plain_text(html).replace("│", "").split())


@pytest.mark.parametrize(
    "entry", [pytest.param(entry, id=entry.source) for entry in read_folder(CONTENT).entries[::20]]
)
def test_entries_that_ship_keep_within_eighty_columns(entry: Entry) -> None:
    shown = printed(to_html(entry.body), width=80)

    assert max(len(line) for line in shown.split("\n")) <= 80
