import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from bot.conversation import wording
from bot.conversation.wording import LANGUAGES, Wording, WordingError
from bot.faces.web.addresses import Page

HERE = Path(wording.__file__).parent.parent
DUTCH = 'hello = "Dag {name}."\nexamples = ["een", "twee"]\n'
ENGLISH = 'hello = "Hello {name}."\nexamples = ["one", "two"]\n'


def written_keys() -> list[str]:
    texts = [path.read_text("utf-8") for path in sorted(HERE.rglob("wording.nl.toml"))]
    return re.findall(r"^(\w+) =", "\n".join(texts), re.MULTILINE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wording.nl.toml").write_text(DUTCH, "utf-8")
    (tmp_path / "wording.en.toml").write_text(ENGLISH, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("lang", "expected"),
    [("nl", "Dag Ans."), ("en", "Hello Ans."), ("de", "Dag Ans.")],
    ids=["Dutch", "English", "a language that is not served"],
)
def test_sentence_is_said_with_its_gaps_filled(folder: Path, lang: str, expected: str) -> None:
    assert Wording(folder).say("hello", lang, name="Ans") == expected


@pytest.mark.parametrize(("lang", "expected"), [("nl", ("een", "twee")), ("en", ("one", "two"))])
def test_sentences_are_listed(folder: Path, lang: str, expected: tuple[str, ...]) -> None:
    assert Wording(folder).list("examples", lang) == expected


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        pytest.param(
            "wording.en.toml",
            'examples = ["one"]\n',
            "wording.en.toml and wording.nl.toml differ in hello; each needs all",
            id="missing in English",
        ),
        pytest.param(
            "wording.nl.toml",
            'examples = ["een"]\n',
            "wording.en.toml and wording.nl.toml differ in hello; each needs all",
            id="missing in Dutch",
        ),
        pytest.param(
            "wording.en.toml",
            ENGLISH + 'more = ""\nand_more = ""\n',
            "wording.en.toml and wording.nl.toml differ in and_more, more; each needs all",
            id="two too many",
        ),
    ],
)
def test_languages_that_differ_are_told_when_loaded(folder: Path, file: str, content: str, message: str) -> None:
    (folder / file).write_text(content, "utf-8")

    with pytest.raises(WordingError) as raised:
        Wording(folder)

    assert str(raised.value) == message


def test_each_room_has_its_own_files(folder: Path) -> None:
    (folder / "links").mkdir()
    (folder / "links" / "wording.nl.toml").write_text('link = "Koppeling"\n', "utf-8")
    (folder / "links" / "wording.en.toml").write_text('link = "Link"\n', "utf-8")

    said = Wording(folder)

    assert [said.say(key, "en", name="Ans") for key in ("hello", "link")] == ["Hello Ans.", "Link"]


def test_sentence_that_stands_in_two_files_is_told_when_loaded(folder: Path) -> None:
    (folder / "links").mkdir()
    for lang in LANGUAGES:
        (folder / "links" / f"wording.{lang}.toml").write_text('hello = "twice {name}"\n', "utf-8")

    with pytest.raises(WordingError) as raised:
        Wording(folder)

    assert str(raised.value) == "wording.nl.toml: hello stands in another file already; rename it"


def test_every_sentence_has_the_same_gaps_in_every_language() -> None:
    said = Wording()
    keys = written_keys()

    gaps = {key: {lang: sorted(re.findall(r"{(\w+)}", str(said._of(key, lang)))) for lang in LANGUAGES} for key in keys}

    assert {key: found for key, found in gaps.items() if found["nl"] != found["en"]} == {}
    assert {len(said.list("examples", lang)) for lang in LANGUAGES} == {4}


def test_every_sentence_is_said_somewhere() -> None:
    """A sentence that nothing says is one that somebody has to translate for nothing."""
    keys = set(written_keys())
    code = "\n".join(path.read_text("utf-8") for end in ("py", "html") for path in HERE.rglob(f"*.{end}"))
    named = {f"web_{page}" for page in Page} | set(re.findall(r"""["'](\w+)["']""", code))
    built = tuple(set(re.findall(r"""f["'](\w+_){""", code)) - {"web_"})  # keys of which the code knows the beginning

    # Of two, by what the folder is about, one is said; what stands under a title goes by the title's key.
    unsaid = {key for key in keys if not {key, key.removesuffix("_foreign"), key.removesuffix("_text")} & named}
    unsaid = {key for key in unsaid if not key.startswith(built)}

    assert unsaid == set()


@pytest.mark.parametrize(
    ("key", "lang", "one", "more"),
    [
        ("problems_some", "nl", "<b>1 fout in de kennismap</b>", "<b>2 fouten in de kennismap</b>"),
        ("problems_some", "en", "<b>1 fault in the knowledge folder</b>", "<b>2 faults in the knowledge folder</b>"),
        ("figures_count", "nl", "1 vraag", "2 vragen"),
        ("web_activities_found", "en", "1 activity fits", "2 activities fit"),
        ("unanswered_more", "nl", "… en nog 1 andere manier", "… en nog 2 andere manieren"),
    ],
)
def test_a_number_has_the_words_that_go_with_it(key: str, lang: str, one: str, more: str) -> None:
    said = Wording()

    assert (said.say(key, lang, count=1), said.say(key, lang, count=2)) == (one, more)


def test_no_sentence_leaves_it_to_the_reader_how_many_there_are() -> None:
    said = Wording()

    assert [
        key for key in written_keys() for lang in LANGUAGES if re.search(r"\w\((?:s|en|n)\)", str(said._of(key, lang)))
    ] == []


def test_there_is_one_word_for_a_verbinder() -> None:
    said = Wording()
    others = {"nl": r"(?<!-)\bcoördinator", "en": r"(?i)coordinator"}

    assert [
        key for key in written_keys() for lang in LANGUAGES if re.search(others[lang], str(said._of(key, lang)))
    ] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_conversation_keeps_no_sentence_twice(lang: str) -> None:
    """Of two, one is changed and the other forgotten."""
    said = tomllib.loads((Path(wording.__file__).parent / f"wording.{lang}.toml").read_text("utf-8"))
    counts = Counter(text for text in said.values() if isinstance(text, str))

    assert [text for text, count in counts.items() if count > 1] == []
