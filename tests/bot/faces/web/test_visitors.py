"""Who asks is nobody: a code becomes a pseudonym, an address is counted and forgotten."""

import pytest

from bot.faces.floods import ASKED
from bot.faces.web.visitors import A_BUILDING, MINUTE_S, READ, TYPED, Visitors
from bot.records.people import Keys

KEYS = Keys(b"k" * 32)
TAB = "0123456789abcdef" * 2


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_a_code_is_the_same_somebody_each_time_and_nobody_of_telegrams() -> None:
    visitors = Visitors(KEYS)
    number = 123456789
    forged = f"{number:032x}"

    assert visitors.asker(TAB, "nl") == visitors.asker(TAB, "nl")
    assert visitors.asker(forged, "nl").person not in {KEYS.pseudonym("person", number), KEYS.pseudonym("chat", number)}
    assert TAB not in visitors.asker(TAB, "nl").person


@pytest.mark.parametrize("code", ["", "x", TAB.upper(), TAB + "0", "0" * 31 + "\n", "٠" * 32])
def test_what_is_no_code_is_nobody(code: str) -> None:
    with pytest.raises(ValueError, match="no code"):
        Visitors(KEYS).asker(code, "nl")


def test_a_tab_may_ask_so_much_a_minute_and_waiting_helps() -> None:
    clock = Clock()
    visitors = Visitors(KEYS, now_s=clock)
    asker = visitors.asker(TAB, "nl")

    waits = [visitors.wait_s(asker, "192.0.2.1", is_new=False) for _ in range(ASKED[0] + 5)]
    clock.now_s = ASKED[1]

    assert waits == [0.0] * ASKED[0] + [ASKED[1]] * 5  # asking again and again makes it no longer
    assert visitors.wait_s(asker, "192.0.2.1", is_new=False) == 0.0


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),  # one household
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::1%eth1", True),
        ("unknown", "nonsense", True),
    ],
)
def test_addresses_are_counted_by_whose_they_are(one: str, other: str, is_same: bool) -> None:
    visitors = Visitors(KEYS, now_s=Clock())
    for _ in range(A_BUILDING):
        visitors.wait_of_address_s(one)

    assert (visitors.wait_of_address_s(other) > 0) == is_same


def test_typing_and_reading_have_limits_of_their_own() -> None:
    visitors = Visitors(KEYS, now_s=Clock())

    assert [visitors.may_type("192.0.2.1") for _ in range(TYPED + 1)] == [True] * TYPED + [False]
    assert [visitors.wait_to_read_s("192.0.2.1") for _ in range(READ + 1)] == [0.0] * READ + [MINUTE_S]
    assert visitors.wait_of_address_s("192.0.2.1") == 0.0


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.7", "192.0.2.9"),  # anybody can say so
        (1, "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "198.51.100.1, 203.0.113.7", "198.51.100.1"),
        (2, "203.0.113.7", "192.0.2.9"),
        (1, " , ", "192.0.2.9"),
        (1, "", "192.0.2.9"),
        (1, "203.0.113.7:51234", "203.0.113.7"),
        (1, "[2001:db8::7]:51234", "2001:db8::7"),
        (1, '"[2001:db8::7]"', "2001:db8::7"),
        (1, "unknown", "192.0.2.9"),  # else all whom a proxy says nothing readable of would be one
        (1, "203.0.113.7:x", "192.0.2.9"),
    ],
)
def test_as_many_proxies_are_believed_as_there_are(proxies: int, told: str, address: str) -> None:
    assert Visitors(KEYS, proxies).address_of("192.0.2.9", {"X-Forwarded-For": told}) == address


@pytest.mark.parametrize(
    ("proxies", "told", "scheme"),
    [
        (0, "https", "http"),  # anybody can say so
        (1, "https", "https"),
        (1, "http, HTTPS", "https"),
        (2, "https, http", "https"),
        (2, "https", "https"),
        (1, "ftp", "http"),
        (1, " , ", "http"),
    ],
)
def test_proxies_are_believed_where_they_end_tls(proxies: int, told: str, scheme: str) -> None:
    assert Visitors(KEYS, proxies).scheme_of("http", {"X-Forwarded-Proto": told}) == scheme
