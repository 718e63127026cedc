import pytest

from index.searched import are_held, is_searched

TITLES = ("Mag een leerling stage lopen?", "wie betaalt de stages", "May a pupil do an internship?")


@pytest.mark.parametrize(
    ("text", "is_short"),
    [
        ("stage", True),
        ("de stage van leerlingen", True),
        ("stage leerlingen zomer", False),
        ("en wat dan", False),  # all of it builds sentences
        ("", False),
    ],
)
def test_question_that_only_says_what_it_is_about_is_searched(text: str, is_short: bool) -> None:
    assert is_searched(text) is is_short


@pytest.mark.parametrize(
    ("text", "is_held"),
    [
        ("stage", True),
        ("Stages?", True),  # in another form
        ("leerling betaalt", True),  # each in another title
        ("internships", True),
        ("stageplek", False),
        ("stage kaas", False),
    ],
)
def test_words_are_held_in_any_form_by_any_of_the_titles(text: str, is_held: bool) -> None:
    assert are_held(text, TITLES) is is_held
