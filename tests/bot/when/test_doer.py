"""Who does what is said."""

import pytest

from bot.when.doer import doer, is_speaker, people


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("Ik bel het roc", "Ik"),
        ("wij bellen het roc", "wij"),
        ("Ans mailt de lijst", "Ans"),
        ("ans mailt de lijst", "ans"),
        ("belt Bep", "Bep"),
        ("belt Bep het roc", "Bep"),
        ("Jan de Vries regelt de zaal", "Jan de Vries"),
        ("Jan en Piet bellen het roc", "Jan en Piet"),
        ("team Zorg zal de lijst delen", "team Zorg"),
        ("de teamleider vmbo mailt de ouders", "de teamleider vmbo"),
        ("het mbo levert de toetsen aan", "het mbo"),
        ("lijst mailen door Ans", "Ans"),
        ("lijst mailen (Ans)", "Ans"),
        ("actie: Ans lijst mailen", "Ans"),
        ("Ann will call the college", "Ann"),
        ("Ann and Bob call the college", "Ann and Bob"),
        ("de mentoren bellen de ouders", "de mentoren"),
        ("Lijst delen met het mbo", ""),
        ("roc bellen", ""),
        ("bellen Bep", ""),
        ("call the college", ""),
        ("zal Bep bellen", "Bep"),
        ("dan belt team Zorg", "team Zorg"),
        ("mbo en vmbo mailen", ""),
        ("docenten informeren over het rooster", ""),
        ("Jan en Piet uitnodigen", ""),
        ("PTA en SOK bespreken", ""),
        ("toetsen nakijken", ""),
        ("graag mailt iemand de lijst", ""),
        ("dat belt niet", ""),
        ("", ""),
    ],
)
def test_the_one_who_does_it_is_found(words: str, who: str) -> None:
    assert doer(words) == who


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("team Techniek", "team Techniek"),
        ("wie: mbo", "mbo"),
        ("door de administratie van het mbo en de roosteraar", "de administratie van het mbo en de roosteraar"),
        ("Ans en Bep", "Ans en Bep"),
        ("teachers", "teachers"),
        ("en dan bespreken", ""),
        ("lokaal 3", ""),
        ("", ""),
    ],
)
def test_words_that_are_nothing_but_names_are_people(words: str, who: str) -> None:
    assert people(words) == who


def test_whoever_says_i_is_the_speaker() -> None:
    assert [is_speaker(who) for who in ("Ik", "I", "wij", "Ans", "")] == [True, True, False, False, False]
