import json

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from knowledge.changes.rewriting import RewriteError, draft_text, with_ask
from knowledge.folder import CONTENT
from knowledge.frontmatter import parse

ASK = "mag het: ja?"
BODY = "Het antwoord.  \n\n## Meer\n---\n* x\n"


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        pytest.param("title: a\nasks:\n  - b\n", 'title: a\nasks:\n  - b\n  - "mag het: ja?"\n', id="a list"),
        pytest.param("asks:\n- b\ntitle: a\n", 'asks:\n- b\n- "mag het: ja?"\ntitle: a\n', id="a list that is not indented"),
        pytest.param(
            "title: a\nasks:\n    - b\n    -   c\nsee: [d]\n",
            'title: a\nasks:\n    - b\n    -   c\n    - "mag het: ja?"\nsee: [d]\n',
            id="a list that is indented far",
        ),
        pytest.param(
            "title: a\nasks:\n  # eerst\n  - b   # zo\n\n  - c\n  # laatst\n\n# waar\ntopics: [T001]\n",
            'title: a\nasks:\n  # eerst\n  - b   # zo\n\n  - c\n  - "mag het: ja?"\n  # laatst\n\n# waar\ntopics: [T001]\n',
            id="comments and empty lines",
        ),
        pytest.param("title: 'a'\nasks:\n  - 'b'\n", "title: 'a'\nasks:\n  - 'b'\n  - 'mag het: ja?'\n", id="single quotes"),
        pytest.param("title: a\nasks: [b,  c]  # zo\n", 'title: a\nasks: [b,  c, "mag het: ja?"]  # zo\n', id="brackets"),
        pytest.param("title: a\nasks: [b,\n  c,]\n", 'title: a\nasks: [b,\n  c, "mag het: ja?"]\n', id="brackets over two lines, with a comma too many"),
        pytest.param("title: a\nasks: [\n  b\n]\nsee: []\n", 'title: a\nasks: [b, "mag het: ja?"]\nsee: []\n', id="a bracket on a line of its own"),
        pytest.param("title: a\nasks: []  # geen\n", 'title: a\nasks:  # geen\n  - "mag het: ja?"\n', id="empty brackets"),
        pytest.param("title: a\nasks:\nsee: [b]\n", 'title: a\nasks:\n  - "mag het: ja?"\nsee: [b]\n', id="nothing behind the colon"),
        pytest.param("title: a\nasks: ''\n", "title: a\nasks:\n  - 'mag het: ja?'\n", id="nothing between quotes"),
        pytest.param("title: a\nasks: b # zo\n", 'title: a\nasks:\n  - b # zo\n  - "mag het: ja?"\n', id="one text, not a list"),
        pytest.param(
            "title: a\nasks: |\n  b\n  c\nsee: [d]\n",
            'title: a\nasks:\n  - |\n      b\n      c\n  - "mag het: ja?"\nsee: [d]\n',
            id="one text of several lines",
        ),
        pytest.param(
            "title: a\nasks:\n  - een lange vraag\n    over twee regels\n  - >\n    en nog\n    een\nsee: [d]\n",
            'title: a\nasks:\n  - een lange vraag\n    over twee regels\n  - >\n    en nog\n    een\n  - "mag het: ja?"\nsee: [d]\n',
            id="items of several lines",
        ),
        pytest.param("title: >\n  a\n  b\nsee: [c]\n", 'title: >\n  a\n  b\nasks:\n  - "mag het: ja?"\nsee: [c]\n', id="no asks, a title of several lines"),
        pytest.param('"title": a\n\'asks\': [b]\n', '"title": a\n\'asks\': [b, "mag het: ja?"]\n', id="keys between quotes"),
        pytest.param("title: a\nunknown:  no # 12:30\nchecked:   2026-11-01\nasks: [no]\n", 'title: a\nunknown:  no # 12:30\nchecked:   2026-11-01\nasks: [no, "mag het: ja?"]\n', id="what YAML would take for something else"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["", "byte-order mark"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_an_ask_comes_last_and_all_else_stays_as_it_was_written(front: str, expected: str, mark: str, ending: str):
    before, after = (f"{mark}---\n{text}---\n{BODY}".replace("\n", ending) for text in (front, expected))

    assert with_ask(before, ASK) == after


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        ("mag het ook zonder", "mag het ook zonder"),
        ("wat kost 't, en wie betaalt?", '"wat kost \'t, en wie betaalt?"'),
        ("'s avonds", '"\'s avonds"'),
        ('"zo" dan', '"\\"zo\\" dan"'),
        ("- dit", '"- dit"'),
        ("#mbo", '"#mbo"'),
        ("mbo #2", '"mbo #2"'),
        ("café €5 😀", "café €5 😀"),
        ("[x] of {y}", '"[x] of {y}"'),
        ("no", "no"),
        ("12:30", "12:30"),
        ("2026-11-24", '"2026-11-24"'),
        ("C:\\pad", "C:\\pad"),
        ("a" * 300, "a" * 300),
    ],
)
def test_an_ask_is_quoted_where_it_has_to_be(ask: str, expected: str):
    before = "---\ntitle: a\nasks:\n  - b\n---\nAntwoord.\n"

    assert with_ask(before, ask) == f"---\ntitle: a\nasks:\n  - b\n  - {expected}\n---\nAntwoord.\n"


def test_line_ends_that_differ_stay_as_they_are():
    before = "---\r\ntitle: a\nasks:\r\n  - b\n  - c\r\n---\nx\r\ny\n"

    assert with_ask(before, "d") == "---\r\ntitle: a\nasks:\r\n  - b\n  - c\r\n  - d\r\n---\nx\r\ny\n"


def test_where_all_asks_are_quoted_so_is_the_new_one():
    before = '---\ntitle: a\nasks:\n  - "b"\n---\nx'

    assert with_ask(before, "gewoon") == '---\ntitle: a\nasks:\n  - "b"\n  - "gewoon"\n---\nx'


@pytest.mark.parametrize(
    "front",
    [
        pytest.param("{title: a, asks: [b]}", id="all between braces"),
        pytest.param("title: &a b\nasks:\n  - *a", id="an alias"),
        pytest.param("title: a\nasks:\n  - !!str b\n  - [c]", id="a list in the list"),
        pytest.param("title: [", id="no YAML"),
        pytest.param("title: a\ntitle: b", id="a key twice"),
        pytest.param("- a", id="no keys"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_cant_be_added_to_without_touching_the_rest_is_told(front: str):
    with pytest.raises(RewriteError) as error:
        with_ask(f"---\n{front}\n---\nx\n", "wie meldt")

    assert str(error.value) == (
        "the asks stand in a way that can't be added to without changing the rest; add 'wie meldt' by hand"
    )


def test_a_file_whose_title_is_its_heading_gets_asks_behind_its_other_keys():
    assert with_ask("---\nlayout: page\ntags:\n- x\n---\n# A\nb\n", "wie meldt") == (
        "---\nlayout: page\ntags:\n- x\nasks:\n  - wie meldt\n---\n# A\nb\n"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_with_nothing_at_its_top_gets_its_title_and_the_ask_there(end: str):
    text = f"# Wie meldt?{end}De school.{end}"

    assert with_ask(text, "melden: wie", title="Wie meldt?").split(end) == [
        "---", "title: Wie meldt?", "asks:", '  - "melden: wie"', "---", "# Wie meldt?", "De school.", ""
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["+++\ntitle = 'a'\n+++\nb\n", '{\n"title": "a"\n}\nb\n', "title: a\ntags: b\n---\nc\n"],
    ids=["TOML", "JSON", "not opened"],
)
def test_what_is_no_yaml_is_left_to_the_admin(text: str):
    with pytest.raises(RewriteError, match="add 'wie meldt' by hand"):
        with_ask(text, "wie meldt", title="a")


@pytest.mark.parametrize("text", ["", "Antwoord.\n", "---\ntitle: a\n", "\ufeff"])
def test_a_file_without_front_matter_is_told(text: str):
    with pytest.raises(RewriteError) as error:
        with_ask(text, "wie meldt")

    assert str(error.value) == "there is no front matter; write `title: …` between two lines ---"


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.md"))[::12], ids=lambda path: path.name)
def test_every_file_that_ships_takes_an_ask_and_gains_nothing_but_its_line(path):
    before = path.read_bytes().decode()

    after = with_ask(before, ASK)

    assert after.replace(f'  - "{ASK}"\n', "", 1) == before


@example("'", [], "block")
@example("a: b", ["c"], "flow")
@example("\u2028", ["a\u2028b"], "block")
@settings(max_examples=50)
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"]), min_size=1, max_size=40),
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=10), max_size=3),
    st.sampled_from(["block", "flow"]),
)
def test_any_ask_is_read_back_after_any_others(ask: str, others: list[str], style: str):
    ask = " ".join(ask.split())
    assume(ask)
    quoted = [json.dumps(other, ensure_ascii=False) for other in others]
    asks = f"asks: [{', '.join(quoted)}]" if style == "flow" else "\n".join(["asks:", *(f"- {q}" for q in quoted)])
    before = f"---\ntitle: a\n{asks}\nsee: [b]\n---\nx\n"

    after = with_ask(before, ask)

    values, body, _ = parse(after)
    old, _, _ = parse(before)
    asked = old["asks"].texts if others else ()
    assert (values["asks"].texts, body) == ((*asked, ask), "x\n")
    assert {key: value.texts for key, value in values.items() if key != "asks"} == {"title": ("a",), "see": ("b",)}


def test_a_draft_has_all_but_the_answer():
    text = draft_text("Wie meldt: de school?", ["wie meldt", "moet ík dat: melden"], is_activity=False)

    assert text == (
        '---\ntitle: "Wie meldt: de school?"\nasks:\n  - wie meldt\n  - "moet ík dat: melden"\ntopics: []\n'
        "certainty: unconfirmed\nchecked:\nsources: []\n---\n"
    )


def test_a_draft_of_an_activity_has_what_activities_tell_too():
    text = draft_text("Spel", [], is_activity=True)

    assert text == (
        "---\ntitle: Spel\ntopics: []\ncertainty: unconfirmed\nchecked:\nsources: []\nminutes:\npeople:\nplace:\n---\n"
    )
