"""Whatever an entry is called, its address leads to it and to nothing else."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.wording import LANGUAGES
from bot.faces.web.addresses import FORMS, Page, Place, entry_address, home_address, page_address, place_of, word_of

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=8).filter(
    lambda name: name not in (".", "..")  # no file is called so
)
WORDS = st.sampled_from([word_of(page, lang) for page in Page for lang in LANGUAGES] + ["-", "faq"])
IDS = (
    st.lists(WORDS | NAMES, min_size=1, max_size=3)
    .map("/".join)
    .filter(lambda one: not one.endswith(tuple(f".{form}" for form in FORMS)))
)


@given(IDS, st.sampled_from(LANGUAGES), st.sampled_from(["", *FORMS]))
def test_an_entrys_address_leads_to_it(entry_id: str, lang: str, form: str) -> None:
    address = entry_address(entry_id, lang, form)

    assert place_of(unquote(urlsplit(address).path)) == Place(lang, None, entry_id, form)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", list(Page))
def test_a_pages_address_leads_to_it(page: Page, lang: str) -> None:
    assert place_of(page_address(page, lang)) == Place(lang, page)
    assert place_of(page_address(page, lang, "T001", q="a b").partition("?")[0]) == Place(lang, page, "T001")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_pages_have_an_address(lang: str) -> None:
    assert len({word_of(page, lang) for page in Page}) == len(Page)
    assert place_of(home_address(lang)) == Place(lang)


@given(st.text(max_size=30))
def test_what_has_no_language_leads_nowhere(path: str) -> None:
    found = place_of(path)

    assert found is None or path.startswith(f"/{found.lang}/")
