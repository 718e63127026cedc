import pytest

from bot.fetching.addresses import Address, address_of, addresses_in, without


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://duo.nl/a", "https://duo.nl/a"),
        ("duo.nl/a", "https://duo.nl/a"),
        ("www.duo.nl", "https://www.duo.nl/"),
        ("HTTPS://DUO.nl:443/A?b=1&utm_source=x#c", "https://duo.nl/A?b=1#c"),
        ("http://duo.nl:8080/", "http://duo.nl:8080/"),
        ("duo.nl:8080/x", "https://duo.nl:8080/x"),
        ("https://duo.nl/?fbclid=1", "https://duo.nl/"),
        ("https://duo.nl/a#:~:text=melden", "https://duo.nl/a"),
        ("https://duo.nl/a%20b?q=%C3%A9", "https://duo.nl/a%20b?q=%C3%A9"),
        ("https://müller.nl/", "https://xn--mller-kva.nl/"),
        ("https://me:secret@duo.nl/", "https://me:secret@duo.nl/"),
    ],
)
def test_address_is_made_tidy(text: str, url: str) -> None:
    found = address_of(text)

    assert found is not None
    assert found.url == url


@pytest.mark.parametrize(
    "text",
    ["", "file:///etc/passwd", "javascript:alert(1)", "mailto:a@duo.nl", "http://", "http://[", "tg://resolve?a"],
)
def test_what_is_no_address_of_the_web_is_none(text: str) -> None:
    assert address_of(text) is None


@pytest.mark.parametrize(
    "other",
    [
        *("http://duo.nl/a?b=1&c=2", "https://DUO.NL/a/?b=1&c=2", "https://duo.nl:443/a?c=2&b=1"),
        *("https://duo.nl/a?utm_source=mail&b=1&UTM_medium=x&c=2&gclid=7", "https://duo.nl/a?b=1&c=2#chapter"),
        *("https://duo.nl./a?b=1&c=2", "https://duo.nl/a?b=1&c=2&", "duo.nl/a?b=1&c=2"),
    ],
)
def test_one_page_has_one_key(other: str) -> None:
    first, second = address_of("https://duo.nl/a?b=1&c=2"), address_of(other)

    assert isinstance(first, Address)
    assert isinstance(second, Address)
    assert first.key == second.key


@pytest.mark.parametrize(
    "other",
    [
        *("https://www.duo.nl/a", "https://duo.nl/A", "https://duo.nl/a?b=1", "https://duo.nl:8443/a"),
        *("https://duo.nl/a#/route", "https://duo.nl/a#!route", "https://duo.nl/b"),
    ],
)
def test_other_pages_have_other_keys(other: str) -> None:
    first, second = address_of("https://duo.nl/a"), address_of(other)

    assert isinstance(first, Address)
    assert isinstance(second, Address)
    assert first.key != second.key


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zie https://duo.nl/a, en (www.sbb.nl).", ("https://duo.nl/a", "www.sbb.nl")),
        ("https://nl.wikipedia.org/wiki/A_(b)", ("https://nl.wikipedia.org/wiki/A_(b)",)),
        ("<https://duo.nl/a>", ("https://duo.nl/a",)),
        ("wat doet duo.nl?", ()),
        ("https://duo.nl https://duo.nl", ("https://duo.nl",)),
    ],
)
def test_addresses_are_found_in_a_text(text: str, found: tuple[str, ...]) -> None:
    assert addresses_in(text) == found


def test_rest_of_a_message_is_what_it_says_besides() -> None:
    assert without("Kijk:  https://duo.nl/a\nhandig! duo.nl/b", ["duo.nl/b"]) == "Kijk: handig!"
