"""Addresses in an entry, under its sources and in its answer: what readers can open, and what they can't."""

import pytest

from knowledge.entry import Source
from knowledge.entry_file import MAX_LINK, link_fault
from tests.knowledge.entry_texts import entry, faults, read


@pytest.mark.parametrize(
    ("url", "kept"),
    [("mailto:info@school.nl", "mailto:info@school.nl"), ("tel:+31 20 123 45 67", "tel:+31201234567"), ("tel:0201234567", "tel:0201234567"), ("tel:0201234567;ext=12", "tel:0201234567;ext=12"),
     ("tel:%2B31201234567", "tel:%2B31201234567")],
)  # fmt: skip
def test_a_mail_address_and_a_telephone_number_are_sources_and_links(url: str, kept: str):
    file = read(f"title: Vraag\nsources: ['[school]({url})']", f"Bel of mail [ons](<{url}>).")

    assert (entry(file).sources, faults(file)) == ((Source("school", kept),), [])


BAD_ADDRESSES = [
    pytest.param("javascript:alert(1)", "'javascript:alert(1)' is not http or https; write the full public address", id="javascript"),
    pytest.param("JavaScript:alert(1)", "'JavaScript:alert(1)' is not http or https; write the full public address", id="mixed case"),
    pytest.param("data:text/html,x", "'data:text/html,x' is not http or https; write the full public address", id="data"),
    pytest.param("file:///etc/passwd", "'file:///etc/passwd' is not http or https; write the full public address", id="file"),
    pytest.param("ftp://duo.nl/a", "'ftp://duo.nl/a' is not http or https; write the full public address", id="ftp"),
    pytest.param("mailto:a", "'mailto:a' is no mail address or telephone number; write mailto:name@school.nl or tel:+31…", id="mailto"),
    pytest.param("tel:geheim", "'tel:geheim' is no mail address or telephone number; write mailto:name@school.nl or tel:+31…", id="tel"),
    pytest.param("tg://resolve?domain=x", "'tg://resolve?domain=x' is not http or https; write the full public address", id="telegram"),
    pytest.param("duo.nl", "'duo.nl' is not http or https; write the full public address", id="no scheme"),
    pytest.param("//duo.nl", "'//duo.nl' is not http or https; write the full public address", id="scheme of the page"),
    pytest.param("vraag.md", "'vraag.md' is not http or https; write the full public address", id="another entry"),
    pytest.param("#kop", "'#kop' is not http or https; write the full public address", id="anchor"),
    pytest.param("https://", "'https://' names no public site; copy the address from the browser", id="no host"),
    pytest.param("https:duo.nl", "'https:duo.nl' names no public site; copy the address from the browser", id="no slashes"),
    pytest.param("http://localhost/a", "'http://localhost/a' names no public site; copy the address from the browser", id="localhost"),
    pytest.param("http://intranet.", "'http://intranet.' names no public site; copy the address from the browser", id="one name"),
    pytest.param("http://192.168.1.1/", "'http://192.168.1.1/' names no public site; copy the address from the browser", id="a network's number"),
    pytest.param("http://[fd00::1]/a", "'http://[fd00::1]/a' names no public site; copy the address from the browser", id="a network's long number"),
    pytest.param("https://wiki.school.local/a", "'https://wiki.school.local/a' names no public site; copy the address from the browser", id="a network's name"),
    pytest.param("http://[::1]/", "'http://[::1]/' names no public site; copy the address from the browser", id="IPv6"),
    pytest.param("https://duo.nl:abc", "'https://duo.nl:abc' is malformed; copy the address from the browser", id="port of letters"),
    pytest.param("https://duo.nl:99999/a", "'https://duo.nl:99999/a' is malformed; copy the address from the browser", id="port too high"),
    pytest.param("https://duo.nl:-1", "'https://duo.nl:-1' is malformed; copy the address from the browser", id="port below zero"),
    pytest.param("https://[duo.nl", "'https://[duo.nl' is malformed; copy the address from the browser", id="bracket"),
    pytest.param("https://jan@duo.nl/a", "'https://…@duo.nl/a' holds a user name or password; take it out", id="user name"),
    pytest.param("https://jan:geheim@duo.nl", "'https://…@duo.nl' holds a user name or password; take it out", id="password"),
    pytest.param("https://:geheim@duo.nl", "'https://…@duo.nl' holds a user name or password; take it out", id="password alone"),
    pytest.param(
        "ftp://jan:geheim@duo.nl", "'ftp://…@duo.nl' is not http or https; write the full public address", id="password over ftp"
    ),
    pytest.param(
        "https://jan:geheim@duo.nl:x", "'https://…@duo.nl:x' is malformed; copy the address from the browser", id="password and port"
    ),
    pytest.param(
        "https://jan:geheim@intern",
        "'https://…@intern' names no public site; copy the address from the browser",
        id="password of an internal site",
    ),
    pytest.param(
        f"https://duo.nl/{'a' * MAX_LINK}", f"'https://duo.nl/{'a' * 65}…' is longer than 2,048 characters", id="too long"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("url", "fault"), BAD_ADDRESSES)
def test_an_address_that_readers_cant_open_has_a_fault(url: str, fault: str):
    assert str(link_fault(url)) == fault


@pytest.mark.parametrize("url", ["https://duo.nl\t", "https://duo.nl/a b", "https://duo.nl/\x01"])
def test_an_address_holds_no_white_space(url: str):
    assert str(link_fault(url)) == f"'{url}' names no public site; copy the address from the browser"


@pytest.mark.parametrize(
    "url",
    [
        "https://duo.nl",
        "HTTP://DUO.NL/",
        "https://duo.nl:8443/a?b=c#d",
        "https://xn--caf-dma.nl",
        "https://café.nl/é",
        "https://duo.nl/@a:b",
    ],
)
def test_a_public_address_has_no_fault(url: str):
    assert link_fault(url) is None


@pytest.mark.parametrize(("url", "fault"), BAD_ADDRESSES)
def test_a_source_that_readers_cant_open_is_left_out(url: str, fault: str):
    file = read(f"title: Vraag\nsources:\n  - '[goed](https://duo.nl)'\n  - '[fout]({url})'")

    assert (entry(file).sources, faults(file)) == ((Source("goed", "https://duo.nl"),), [(5, f"source {fault}")])


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("https://duo.nl", "https://duo.nl"),
        ("https://jan:geheim@duo.nl", "https://…@duo.nl"),
        ("DUO", "DUO"),
        ("[DUO]()", "[DUO]()"),
        ("[](https://duo.nl)", "[](https://duo.nl)"),
        ("[DUO](https://duo.nl", "[DUO](https://duo.nl"),
        ("DUO](https://duo.nl)", "DUO](https://duo.nl)"),
        ("[DUO] (https://duo.nl)", "[DUO] (https://duo.nl)"),
        ("[DUO](https://duo.nl een)", "[DUO](https://duo.nl een)"),
        ("[", "["),
        ("", ""),
        ("a" * 90, "a" * 80),
    ],
)
def test_a_source_that_is_no_link_is_left_out(written: str, shown: str):
    file = read(f"title: Vraag\nsources: ['{written}']")

    assert entry(file).sources == ()
    assert faults(file) == [(3, f"source '{shown}' is not a link; write \"[who: what (date)](https://…)\"")]


def test_a_source_of_brackets_is_read_in_no_time():
    """A pattern that tries each of them as the end of the label took 40 seconds."""
    file = read(f"title: Vraag\nsources: ['{'[](' * 33_000}']")

    assert faults(file) == [(3, f"source '{('[](' * 27)[:80]}' is not a link; write \"[who: what (date)](https://…)\"")]


@pytest.mark.parametrize(
    ("body", "line", "fault"),
    [
        pytest.param("a\n\n[b](javascript:alert(1))", 6, "'javascript:alert(1)' is not http or https", id="javascript"),
        pytest.param("[b](data:text/html,x)", 4, "'data:text/html,x' is not http or https", id="data"),
        pytest.param("<javascript:alert(1)>", 4, "'javascript:alert(1)' is not http or https", id="bare"),
        pytest.param(
            "> [b][c]\n\n[c]: javascript:alert(1)", 6, "'javascript:alert(1)' is not http or https", id="reference"
        ),
        pytest.param(
            "[b](&#106;avascript:alert(1))", 4, "'javascript:alert(1)' is not http or https", id="in disguise"
        ),
        pytest.param("## Kop\n[b](ftp://a.nl)", 5, "'ftp://a.nl' is not http or https", id="under a heading"),
        pytest.param("een\ntwee [b](ftp://a.nl)", 5, "'ftp://a.nl' is not http or https", id="on a later line"),
    ],
)
def test_a_link_in_the_answer_that_readers_cant_open_is_a_problem(body: str, line: int, fault: str):
    file = read(body=body)

    assert faults(file) == [(line, f"link {fault}; write the full public address")]
    assert entry(file).body == body


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("https://duo.nl:99999", "'https://duo.nl:99999' is malformed; copy the address from the browser"),
        ("https://jan:geheim@duo.nl", "'https://…@duo.nl' holds a user name or password; take it out"),
        ("http://localhost", "'http://localhost' names no public site; copy the address from the browser"),
    ],
)
def test_links_in_the_answer_are_held_to_the_same_rules_as_sources(url: str, fault: str):
    assert faults(read(body=f"[a]({url}) [b](https://duo.nl)")) == [(4, f"link {fault}")]


def test_lines_of_links_are_counted_from_the_top_of_the_file():
    file = read("title: Vraag\ncertainty: sure", "\n\nEen.\n\n[b](tg:x)")

    assert faults(file) == [(9, "link 'tg:x' is not http or https; write the full public address")]
    assert entry(file).line == 7
