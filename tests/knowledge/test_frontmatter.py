"""The messages about YAML are libyaml's, which PyYAML's wheels bring."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.front_values import MAX_ITEMS, FrontMatterError, Value
from knowledge.frontmatter import MAX_CHARS, parse

HINT = "check the quotes and the indentation of this line and the one above"


def fault(text: str) -> tuple[int, str]:
    with pytest.raises(FrontMatterError) as caught:
        parse(text)
    return caught.value.line, str(caught.value)


def test_front_matter_body_and_line_are_told_apart():
    text = "---\ntitle: Wie meldt?\nasks:\n  - a\n  - b\n---\n\nHet bestuur.\n"

    actual = parse(text)

    values = {
        "title": Value(("Wie meldt?",), (2,), 2, is_list=False),
        "asks": Value(("a", "b"), (4, 5), 3, is_list=True),
    }
    assert actual == (values, "\nHet bestuur.\n", 7)


@pytest.mark.parametrize("text", ["", "Antwoord.", "\n---\nx\n---\n", "  ---\n", "----\n"])
def test_text_without_a_fence_on_its_first_line_is_all_body(text: str):
    actual = parse(text)

    assert actual == ({}, text, 1)


@pytest.mark.parametrize("front", ["", "\n", "# a remark"], ids=["nothing", "empty line", "comment"])
def test_front_matter_may_be_empty(front: str):
    values, body, _ = parse(f"---\n{front}\n---\nAntwoord.")

    assert (values, body) == ({}, "Antwoord.")


def test_fences_may_have_trailing_white_space():
    actual = parse("--- \ntitle: x\n---\t\nAntwoord.")

    assert actual == ({"title": Value(("x",), (2,), 2, is_list=False)}, "Antwoord.", 4)


def test_a_rule_in_the_body_is_no_fence():
    _, body, _ = parse("---\ntitle: x\n---\nboven\n\n---\n\nonder")

    assert body == "boven\n\n---\n\nonder"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("no", "no"),
        ("12:30", "12:30"),
        ("2026-11-22", "2026-11-22"),
        ("0x1F", "0x1F"),
        ("~", "~"),
        ("", ""),
        ("'it''s'", "it's"),
        ('"a: b # c"', "a: b # c"),
        (r'"caf\u00e9"', "café"),
        ("a # remark", "a"),
        ("a#b", "a#b"),
        ("!!int x", "x"),
        ("🙂", "🙂"),
        ("  a  ", "a"),
    ],
)
def test_scalars_are_kept_as_the_text_they_are(written: str, text: str):
    values, _, _ = parse(f"---\nkey: {written}\n---\n")

    assert values["key"].texts == (text,)


@pytest.mark.parametrize(
    "written",
    [
        r'"een\ntwee"',
        '"een\n  twee"',
        "|\n  een\n  twee",
        ">\n  een\n  twee",
        "een\n  twee",
        "een\u2028twee",
        r'"een\ttwee"',
    ],
    ids=["escape", "quoted", "literal", "folded", "plain", "line separator", "tab"],
)
def test_a_text_over_several_lines_becomes_one_line(written: str):
    values, _, _ = parse(f"---\nkey: {written}\nlast: x\n---\n")

    assert values["key"].texts == ("een twee",)


def test_a_line_separator_of_unicode_leaves_line_numbers_alone():
    values, _, _ = parse("---\na: een\u2028twee\u2029drie\nb: x\n---\n")

    assert values["b"].line == 3


def test_a_list_may_stand_on_one_line():
    values, _, _ = parse("---\ntopics: [T001, T002]\n---\n")

    assert values == {"topics": Value(("T001", "T002"), (2, 2), 2, is_list=True)}


def test_an_alias_gives_the_text_that_it_names():
    values, _, _ = parse("---\ntitle: &t Wie?\nasks: [*t]\n---\n")

    assert values["asks"].texts == ("Wie?",)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(
            "---\ntitle: x\n", 1, "the front matter is not closed; put a line --- under it", id="unclosed fence"
        ),
        pytest.param("---", 1, "the front matter is not closed; put a line --- under it", id="fence alone"),
        pytest.param(
            "---\ntitle: x\nasks:\n\t- a\n---\n",
            4,
            "this is not YAML (found character that cannot start any token); replace the tab by spaces",
            id="tab",
        ),
        pytest.param(
            '---\ntitle: "x\nasks:\n  - a\n  - b\n---\n',
            2,
            f"this is not YAML (found unexpected end of stream); {HINT}",
            id="unclosed double quote",
        ),
        pytest.param(
            "---\nasks:\n  - 'a\n  - b\n---\n",
            3,
            f"this is not YAML (found unexpected end of stream); {HINT}",
            id="unclosed single quote",
        ),
        pytest.param(
            '---\ntitle: "x\nasks: "y"\n---\n',
            3,
            f"this is not YAML (did not find expected key); {HINT}",
            id="quote closed later",
        ),
        pytest.param(
            "---\ntitle: wet: wat is dat\n---\n",
            2,
            "this is not YAML (mapping values are not allowed in this context); "
            "put the text between double quotes, since it holds ': '",
            id="colon in a title",
        ),
        pytest.param(
            "---\ntitle: x\n  asks: y\n---\n",
            3,
            f"this is not YAML (mapping values are not allowed in this context); {HINT}",
            id="indentation",
        ),
        pytest.param(
            "---\ntitle: `x`\n---\n",
            2,
            f"this is not YAML (found character that cannot start any token); {HINT}",
            id="backtick",
        ),
        pytest.param(
            "---\ntitle: *x\n---\n", 2, f"this is not YAML (found undefined alias); {HINT}", id="alias to nowhere"
        ),
        pytest.param("---\n[a]: b\n---\n", 2, "a key has to be one word, such as `title`", id="list as key"),
        pytest.param(
            "---\n- a\n- b\n---\n", 2, "the front matter is not a list of `key: value` lines", id="list alone"
        ),
        pytest.param("---\nhallo\n---\n", 2, "the front matter is not a list of `key: value` lines", id="text alone"),
        pytest.param(
            '---\ntitle: x\nasks: ["a\\0b"]\n---\n',
            3,
            "a \\ in double quotes writes control character U+0000; take it out",
            id="NUL as escape",
        ),
        pytest.param(
            '---\n"a\\eb": x\n---\n',
            2,
            "a \\ in double quotes writes control character U+001B; take it out",
            id="escape in a key",
        ),
        pytest.param(
            f"---\n{'#' * (MAX_CHARS + 1)}\n---\n",
            1,
            "the front matter has 100,001 characters; at most 100,000 are read",
            id="too long",
        ),
        pytest.param(
            "---\ntitle: \ud800\n---\n",
            1,
            "the front matter can't be read as YAML ('utf-8' codec can't encode character '\\ud800' in position 7: "
            "surrogates not allowed); write `key: value` lines",
            id="lone surrogate",
        ),
    ],
)
def test_what_cant_be_read_has_a_line_and_a_way_out(text: str, line: int, message: str):
    actual = fault(text)

    assert actual == (line, message)


@pytest.mark.parametrize(
    ("front", "key", "line", "message"),
    [
        pytest.param(
            "asks:\n  - wet: wat is dat", "asks", 3,
            "an item of 'asks' is not plain text; put it between double quotes", id="colon in an item",
        ),
        pytest.param("title: a\nasks: b\ntitle: c", "title", 4, "the key 'title' stands here twice; keep one", id="twice"),
        pytest.param(
            "title:\n  nl: x", "title", 2,
            "'title' holds keys of its own; write text or a list (quote text with ': ' in it)", id="nested map",
        ),
        pytest.param(
            "<<: {a: b}", "<<", 2,
            "'<<' holds keys of its own; write text or a list (quote text with ': ' in it)", id="merge key",
        ),
        pytest.param(
            "asks:\n  - a\n  - [b]", "asks", 4,
            "an item of 'asks' is not plain text; put it between double quotes", id="list in a list",
        ),
        pytest.param(
            "asks: &a [*a]", "asks", 2,
            "an item of 'asks' is not plain text; put it between double quotes", id="a list that holds itself",
        ),
    ],
)  # fmt: skip
def test_a_value_that_cant_be_taken_has_a_fault_and_the_other_keys_are_read(
    front: str, key: str, line: int, message: str
):
    values, body, _ = parse(f"---\n{front}\nlast: x\n---\nAntwoord.")

    assert (values[key].line, str(values[key].fault)) == (line, message)
    assert (values["last"].texts, body) == (("x",), "Antwoord.")


def test_of_a_key_that_stands_twice_the_first_counts():
    values, _, _ = parse("---\ntitle: a\ntitle: b\n---\n")

    assert values["title"].texts == ("a",)


def test_three_dots_end_front_matter_as_they_do_in_yaml():
    values, body, line = parse("---\ntitle: x\n...\nAntwoord.")

    assert (values["title"].texts, body, line) == (("x",), "Antwoord.", 4)


def test_blank_lines_above_front_matter_are_no_matter_and_lines_keep_their_numbers():
    assert parse("\n\n---\ntitle: x\n---\nAntwoord.") == (
        {"title": Value(("x",), (4,), 4, is_list=False)}, "Antwoord.", 6
    )  # fmt: skip


@pytest.mark.parametrize(
    ("front", "line"), [('title = "a"\nasks = ["b"', 3), ('title = "a"\nasks = ["b",,]\nweight = 3', 3)]
)
def test_a_fault_of_toml_stands_where_it_was_noticed(front: str, line: int):
    with pytest.raises(FrontMatterError) as caught:
        parse(f"+++\n{front}\n+++\nx")

    assert caught.value.line == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            '+++\ntitle = "a"\nasks = ["b", "c"]\nweight = 3\nday = 2026-01-02\nshown = true\n[menu]\nmain = 1\n+++\nx',
            10,
        ),
        (
            '{\n"title": "a",\n"asks": ["b", "c"],\n"weight": 3,\n"day": "2026-01-02",\n"shown": true,\n"menu": {"main": 1}\n}\nx',
            9,
        ),
    ],
    ids=["TOML", "JSON"],
)
def test_toml_and_json_are_read_as_texts_with_their_lines(text: str, line: int):
    values, body, starts = parse(text)

    assert (values["title"], values["asks"]) == (
        Value(("a",), (2,), 2, is_list=False), Value(("b", "c"), (3, 3), 3, is_list=True)
    )  # fmt: skip
    assert [(values[key].texts, values[key].line) for key in ("weight", "day", "shown")] == [
        (("3",), 4), (("2026-01-02",), 5), (("true",), 6)
    ]  # fmt: skip
    assert (str(values["menu"].fault).split(";")[0], body, starts) == ("'menu' holds keys of its own", "x", line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('---json\n{ "title": "a",\n "draft": true }\n---\nx', 5),
        ("---js\n{\n  title: 'a',\n  draft: true,\n}\n---\nx", 7),
        ("--- yaml\ntitle: a\ndraft: true\n---\nx", 5),
        ('---toml\ntitle = "a"\ndraft = true\n---\nx', 5),
        ('"title": "a",\n"draft": true\n;;;\nx', 4),
        (';;;\n{"title": "a", "draft": true}\n;;;\nx', 4),
        ("type:: b\ntitle:: a\ndraft:: true\nx", 4),
    ],
    ids=["JSON", "JavaScript", "YAML", "TOML", "Hexo", "Hexo between fences", "Logseq"],
)
def test_front_matter_that_is_named_or_of_another_form_is_read(text: str, line: int):
    values, body, starts = parse(text)

    assert (values["title"].texts, values["draft"].texts, body, starts) == (("a",), ("true",), "x", line)


def test_front_matter_that_is_a_program_is_refused():
    assert fault('---js\nconst title = "a";\n---\nx')[0] == 2


def test_a_field_in_a_text_is_text():
    assert parse("Prijs:: 5 euro\n\nx") == ({}, "Prijs:: 5 euro\n\nx", 1)


@pytest.mark.parametrize("opening", ["[", "{a: ", "? ", "- "], ids=["lists", "maps", "keys", "items"])
def test_deep_nesting_is_refused_before_it_ends_the_process(opening: str):
    """libyaml's composer calls itself for each level: 20,000 of them were a segmentation fault."""
    text = f"---\ntitle:\n  {opening * 24_000}\n---\n"

    actual = fault(text)

    assert actual == (3, "lists stand in lists more than 8 deep; write text or one list")


def test_an_alias_bomb_is_never_unfolded():
    bombs = "\n".join(f"b{i + 1}: &b{i + 1} [{', '.join([f'*b{i}'] * 9)}]" for i in range(60))

    values, _, _ = parse(f"---\nb0: &b0 [x, x]\n{bombs}\n---\n")

    assert [key for key, value in values.items() if not value.fault] == ["b0"]


YAML_PIECES = st.sampled_from(
    ["---", "\n", "\n---\n", "title", ": ", "- ", "  ", "[", "]", "{", "}", ", ", '"', "'", "&a ", "*a", "!!", "|", ">", "?", "#", "%", "...", "\t", "\\0", "\0", "\x85", "\u2028", "\ufeff", "\ud800", "é"]
)  # fmt: skip
YAML_LIKE = st.lists(YAML_PIECES | st.text(max_size=3), max_size=30).map("".join)


@given(st.text() | YAML_LIKE | YAML_LIKE.map("---\n{}\n---\nbody".format))
def test_any_text_is_parsed_or_refused_with_a_line_of_its_own(text: str):
    last = text.count("\n") + 1

    try:
        values, body, line = parse(text)
    except FrontMatterError as error:
        values, body, line = {}, "", last + 1
        lines, message = [error.line], str(error)
    else:
        lines = [at for value in values.values() for at in (value.line, *value.lines)]
        message = "none"

    assert all(1 <= at <= last for at in lines)
    assert re.fullmatch(r".+", message)
    assert text.endswith(body)
    assert line == last - body.count("\n") or (body, line) == ("", last + 1)


@given(
    st.dictionaries(
        st.text("abcxyz", min_size=1, max_size=8),
        st.from_regex(r"[^\W_]([\w ?']{0,20}[^\W_])?", fullmatch=True),
        max_size=6,
    )
)
def test_plain_words_come_back_as_written(front_matter: dict[str, str]):
    front = "".join(f"{key}: {text}\n" for key, text in front_matter.items())

    values, body, line = parse(f"---\n{front}---\nAntwoord.")

    expected = {
        key: Value((" ".join(text.split()),), (at,), at, is_list=False)
        for at, (key, text) in enumerate(front_matter.items(), 2)
    }
    assert (values, body, line) == (expected, "Antwoord.", len(front_matter) + 3)


def test_list_without_end_is_a_problem_rather_than_minutes_of_work() -> None:
    items = "\n".join(f"  - T{number}" for number in range(MAX_ITEMS + 1))

    values, _, _ = parse(f"---\ntitle: a\ntopics:\n{items}\n---\nb\n")

    assert str(values["topics"].fault) == f"'topics' has {MAX_ITEMS + 1} items; at most {MAX_ITEMS} are read"


@pytest.mark.parametrize(
    ("text", "keys", "body", "line"),
    [
        ("title: A: b\ntags:\n- x\n- y\n---\nTekst.", {"title": ("A: b",), "tags": ("x", "y")}, "Tekst.", 6),
        ("layout: page\nname: x\n---\n\nTekst.", {"layout": ("page",), "name": ("x",)}, "\nTekst.", 4),
        ("Title: A\nDate: 2026-01-01\nSummary: een\n    twee\n\nTekst.", {"title": ("A",), "date": ("2026-01-01",), "summary": ("een twee",)}, "Tekst.", 6),
        ("Title: A\nStatus: draft\n\nTekst.", {"title": ("A",), "status": ("draft",)}, "Tekst.", 4),
    ],
    ids=["Hexo", "Hexo without a title", "Pelican", "a draft"],
)  # fmt: skip
def test_keys_with_no_fence_above_them_are_read(text: str, keys: dict[str, tuple[str, ...]], body: str, line: int):
    values, found, at = parse(text)

    assert ({key: value.texts for key, value in values.items()}, found, at) == (keys, body, line)


@pytest.mark.parametrize(
    "text",
    ["Naam: Jan\nTelefoon: 12\n---\nTekst.", "Title: A\n\nTekst.", "Title: A\nNaam: b\n\nTekst.", "Let op: dit\n---\nTekst.", "title: A\ngewone tekst\n---\n"],
)  # fmt: skip
def test_lines_that_are_text_stay_text(text: str):
    assert parse(text) == ({}, text, 1)


@pytest.mark.parametrize(
    ("text", "told", "body", "line"),
    [
        (":orphan:\n\n# Kop\n", {"orphan": ""}, "\n# Kop\n", 2),
        ("\n:orphan:\n:tocdepth: 2\n\nTekst", {"orphan": "", "tocdepth": "2"}, "\nTekst", 4),
        ("---\ntitle: A\n---\n:nosearch:\n\nTekst", {"title": "A", "nosearch": ""}, "\nTekst", 5),
        (":Status: draft\n:date: 2026-01-01\n\nTekst", {"status": "draft", "date": "2026-01-01"}, "\nTekst", 3),
        (":html_theme.sidebar_secondary.remove: true\n", {"html_theme.sidebar_secondary.remove": "true"}, "", 2),
    ],
    ids=["by itself", "several", "below a fence", "a day among them", "nothing below"],
)
def test_what_sphinx_is_told_in_fields_is_no_text(text: str, told: dict[str, str], body: str, line: int):
    values, *rest = parse(text)

    assert ({key: value.texts[0] for key, value in values.items()}, *rest) == (told, body, line)


@pytest.mark.parametrize(
    "text",
    [":wave: Welkom\n\nTekst", ":date: 3 maart\n\nTekst", ":orphan:\nTekst", "Tekst\n\n:orphan:\n", ": a\n"],
    ids=["sign", "sign that is a field", "in a paragraph", "further on", "meaning"],
)
def test_what_only_looks_like_a_field_is_text(text: str):
    assert parse(text) == ({}, text, 1)


def test_title_author_and_day_of_pandoc_are_told_apart_from_the_text():
    values, *rest = parse("% Onze regels\n%\n% 3 maart 2026\n\nTekst.")

    assert ({key: value.texts[0] for key, value in values.items()}, *rest) == (
        {"title": "Onze regels", "date": "3 maart 2026"}, "\nTekst.", 4
    )  # fmt: skip


@pytest.mark.parametrize("text", ["% van allen\nis tevreden.", "Tekst.\n\n% Titel\n", "% a\n% b\n% c\n% d\n\nTekst."])
def test_lines_with_a_percent_sign_that_are_no_title_are_text(text: str):
    assert parse(text) == ({}, text, 1)


@pytest.mark.parametrize(
    ("remarks", "text"),
    [
        ("% SPDX-License-Identifier: CC0-1.0\n", "\n# Zaalverhuur\n\n## Prijzen\n\nEen uur kost 20 euro."),
        ("% 1\n% 2\n% 3\n% 4\n", "# Zaalverhuur\n\nTekst."),
        ("% nog nalezen\n", "\n(zaal)=\n# Zaalverhuur\n\n```sh\n# toelichting\n```"),
    ],
    ids=["with sections", "more than Pandoc has", "a place, and a comment in code"],
)
def test_lines_with_a_percent_sign_above_the_one_title_are_remarks_of_myst(remarks: str, text: str):
    assert parse(remarks + text) == ({}, text, remarks.count("\n") + 1)


def test_title_of_pandoc_above_several_headings_is_one():
    values, *_ = parse("% Onze regels\n\n# Prijzen\n\nTekst.\n\n# Tijden\n\nTekst.")

    assert {key: value.texts[0] for key, value in values.items()} == {"title": "Onze regels"}
