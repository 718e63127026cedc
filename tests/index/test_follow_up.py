import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.follow_up import STEP, FollowUp, follow_up, weighed, without_thanks

BEFORE = "wie tekent de sok"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("en bij kader?", "bij kader?", id="led by en"),
        pytest.param("En, maar ook bij kader?", "bij kader?", id="several leads"),
        pytest.param("and for kader?", "for kader?", id="led by and"),
        pytest.param("what about parents?", "parents?", id="led by what about"),
        pytest.param("geldt dat ook voor de GLR?", "de GLR?", id="led by geldt dat ook voor"),
        pytest.param("wie betaalt dat?", "wie betaalt dat?", id="points with dat"),
        pytest.param("moet het zo'n format zijn", "moet het zo'n format zijn", id="points with zo'n"),
        pytest.param("who signs it then?", "who signs it then?", id="points with it"),
        pytest.param("by what date?", "by what date?", id="begins with a preposition"),
        pytest.param("zonder gemelde route?", "zonder gemelde route?", id="begins with zonder"),
    ],
)
def test_what_leans_is_searched_together_with_what_came_before(text: str, query: str) -> None:
    meant = follow_up(text, BEFORE)

    assert meant is not None
    assert (meant.query, meant.understood) == (f"{query} {BEFORE}", f"{BEFORE}{STEP}{text}")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("bedankt, en bij kader?", "en bij kader?"),
        ("ok en bij kader?", "en bij kader?"),
        ("Top! geldt dat ook voor kader?", "geldt dat ook voor kader?"),
        ("thanks, and what about the costs?", "and what about the costs?"),
        ("top 3 van de werkvormen?", "top 3 van de werkvormen?"),
        ("duidelijke afspraken?", "duidelijke afspraken?"),
        ("bedankt!", "bedankt!"),
    ],
)
def test_thanks_in_front_of_a_question_are_none_of_it(text: str, left: str) -> None:
    assert without_thanks(text) == left


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("kwalificatieplicht", id="a keyword"),
        pytest.param("voorbeeld van een SOK", id="keywords"),
        pytest.param("Moet een leerling op intake bij het roc?", id="a question with its own subject"),
        pytest.param("En hebben ouders eigenlijk iets te zeggen over een leerroute?", id="long, though led by en"),
        pytest.param("Klopt het dat wij de route elk jaar opnieuw moeten melden?", id="long, though it has dat"),
        pytest.param("van basis naar mbo niveau 3", id="begins with a preposition, but says what it is about"),
        pytest.param("dankjewel!", id="thanks"),
        pytest.param("hallo", id="a greeting"),
        pytest.param("en?", id="a lead alone"),
        pytest.param("dat is het", id="points, and asks nothing"),
        pytest.param("?", id="no word"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_has_a_subject_or_asks_nothing_stands_on_its_own(text: str) -> None:
    assert follow_up(text, BEFORE) is None


def test_with_nothing_before_nothing_leans() -> None:
    assert follow_up("en bij kader?", "") is None


def test_of_several_follow_ups_the_first_question_and_the_latest_are_kept() -> None:
    second = follow_up("en bij kader?", "wat is een glr")
    assert second is not None
    third = follow_up("en gl?", second.understood)
    assert third is not None

    fourth = follow_up("wie beslist dat?", third.understood)

    assert fourth == FollowUp(
        query="wie beslist dat? en gl? wat is een glr",
        understood="wat is een glr → en gl? → wie beslist dat?",
        names_something=True,
        points=True,
        is_bare=True,
    )


@pytest.mark.parametrize(
    ("text", "names_something", "is_bare"),
    [
        pytest.param("en bij kader?", True, True, id="names kader"),
        pytest.param("wat kost dat?", True, True, id="names a cost"),
        pytest.param("en daarna?", False, True, id="names nothing"),
        pytest.param("daarna?", False, True, id="one word that asks"),
        pytest.param("and after that?", False, True, id="names nothing, in English"),
        pytest.param("hoe lang is die eigenlijk geldig", True, True, id="six words, and its subject points back"),
        pytest.param("hoe lang is een overeenkomst dan geldig", True, False, id="six words"),
        pytest.param("by what date?", True, False, id="nothing but its preposition shows that it leans"),
    ],
)
def test_how_much_a_follow_up_says_itself(text: str, names_something: bool, is_bare: bool) -> None:
    meant = follow_up(text, BEFORE)

    assert meant is not None
    assert (meant.names_something, meant.is_bare) == (names_something, is_bare)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("wat kost dat?", True),
        ("how do we make one?", True),
        ("mag kader ook?", True),
        ("wie verzekert ze?", True),
        ("geldt dat voor kader?", True),
        ("en bij kader?", False),
        ("what if both fall under one board?", True),
        ("wat als beide onder een bestuur vallen?", False),
    ],
)
def test_whether_a_follow_up_points_back_with_a_word(text: str, points: bool) -> None:
    meant = follow_up(text, BEFORE)

    assert meant is not None
    assert meant.points is points


@given(
    words=st.lists(st.sampled_from(["kader", "bij", "die", "GLR", "→", "kosten?"]), max_size=6),
    before=st.text(min_size=1, max_size=60),
)
def test_what_was_understood_is_what_came_before_and_then_what_was_asked(words: list[str], before: str) -> None:
    text = " ".join(["en dat", *words])

    meant = follow_up(text, before)

    assert meant is not None
    assert meant.understood.startswith(before.split(STEP)[0] + STEP)
    assert meant.understood.endswith(STEP + text)


def test_an_entry_that_fits_both_texts_wins() -> None:
    found = weighed(np.array([0.6, 0.3, 0.0]), ("a", "b", "c"), {"a": 0.01, "b": 0.5})

    assert np.argmax(found) == 1
    assert found.sum() == pytest.approx(0.9)


def test_an_entry_that_one_text_does_not_find_is_not_ruled_out() -> None:
    found = weighed(np.array([0.9, 0.0]), ("a", "b"), {"b": 0.5})

    assert found.tolist() == [pytest.approx(0.9 * 0.90010 / (0.90010 + 0.5001)), pytest.approx(0.9 * 0.5001 / 1.4002)]


def test_nothing_found_weighs_nothing() -> None:
    assert weighed(np.array([]), (), {"a": 0.5}).tolist() == []


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        ("moet dat elk jaar opnieuw?", True),
        ("does that have to be done again every year?", True),
        ("verandert dat later in de mbo-fase?", True),
        ("how much would it cost us each year?", True),
        ("is het ook verplicht bij kader en basis?", True),
        ("wie moet dat elk jaar opnieuw doen?", False),
        ("moet ik die los van elkaar doorgeven?", False),
        ("does the mbo have to do that too?", False),
        ("moet dat mbo ook iets tekenen dan?", False),
        ("is het mbo daar ook verplicht toe?", False),
        ("sinds wanneer geldt die wet dan?", False),
        ("is it allowed to do that?", False),
    ],
)
def test_what_is_about_nothing_but_what_it_points_back_to_is_bare(text: str, is_bare: bool) -> None:
    found = follow_up(text, "Wie tekent de SOK?")

    assert found is not None
    assert found.is_bare is is_bare
