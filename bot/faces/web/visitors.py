"""Who asks over the web, as far as anybody may know: a code that their tab holds, and how much came from one address lately."""

import ipaddress
import re
import secrets
import time
from collections.abc import Callable, Mapping
from hashlib import blake2b

from bot.faces.floods import ASKED
from bot.faces.windows import Memory, Window
from bot.records.people import Asker, Keys

TAB = re.compile(r"[0-9a-f]{32}")
MINUTE_S = 60.0
A_BUILDING = 400  # questions a minute from one address: a school has one for everybody in it
TYPED = 3000  # … and suggestions, one for nearly each letter
READ = 3000  # … and texts that a program reads: a mirror reads all of them
NETWORK_BITS = 64  # of an IPv6 address, which is what somebody is given at the least
_WITH_PORT = re.compile(r'"?(?:\[([^\[\]]*)\]|([0-9.]+))(?::[0-9]{1,5})?"?')


class Visitors:
    """Knows nobody: codes become pseudonyms, and addresses are counted in memory under a key that ends with the process."""

    def __init__(self, keys: Keys, proxies: int = 0, now_s: Callable[[], float] = time.monotonic) -> None:
        """proxies: how many stand in front, each of which adds the address that it was asked from to X-Forwarded-For."""
        self._keys, self._proxies, self._now_s = keys, proxies, now_s
        self._secret = secrets.token_bytes(16)
        self._by_tab, self._by_address = _memory(*ASKED), _memory(A_BUILDING, MINUTE_S)
        self._typed, self._read = _memory(TYPED, MINUTE_S), _memory(READ, MINUTE_S)

    @staticmethod
    def new_tab() -> str:
        """A code for a tab that has none."""
        return secrets.token_hex(16)

    def asker(self, tab: str, lang: str) -> Asker:
        """Who holds that code. Raises ValueError where it is none."""
        if not TAB.fullmatch(tab):
            raise ValueError("no code of a tab")
        pseudonym = self._keys.pseudonym("tab", int(tab, 16))
        return Asker(pseudonym, pseudonym, lang)

    def wait_s(self, asker: Asker, address: str, *, is_new: bool) -> float:
        """Count a question; how long it would have to wait, 0: not at all. is_new: of a tab that has just got its code."""
        now_s = self._now_s()
        windows = [self._by_address.of(self.network_of(address), now_s)]
        if not is_new:  # a code that nobody will send again is not worth remembering
            windows.append(self._by_tab.of(asker.person, now_s))
        free_s = max(window.free_s(now_s) for window in windows)
        if free_s <= now_s:
            for window in windows:
                window.take(now_s)
        return free_s - now_s

    def wait_of_address_s(self, address: str) -> float:
        """The same for a program, which holds no code."""
        return self._wait_s(self._by_address, address)

    def wait_to_read_s(self, address: str) -> float:
        """The same for a program that reads, which takes nothing from what its building may ask."""
        return self._wait_s(self._read, address)

    def may_type(self, address: str) -> bool:
        """Count what is asked for while somebody types; False where it is too much."""
        return not self._wait_s(self._typed, address)

    def _wait_s(self, counted: Memory[Window], address: str) -> float:
        """Count one; how long it would have to wait, 0: not at all."""
        now_s = self._now_s()
        window = counted.of(self.network_of(address), now_s)
        free_s = window.free_s(now_s)
        if free_s <= now_s:
            window.take(now_s)
        return free_s - now_s

    def address_of(self, peer: str, headers: Mapping[str, str]) -> str:
        """The address that somebody asks from: as the proxies in front say it, else that of the connection."""
        told = _told(headers, "X-Forwarded-For")
        found = _address(told[-self._proxies]) if self._proxies and len(told) >= self._proxies else None
        return str(found) if found else peer

    def scheme_of(self, own: str, headers: Mapping[str, str]) -> str:
        """ "http" or "https", as somebody asks: as the proxies in front say it, which may end TLS; else that of the connection."""
        told = _told(headers, "X-Forwarded-Proto")
        found = told[-self._proxies :][0].lower() if self._proxies and told else ""
        return found if found in ("http", "https") else own

    def network_of(self, address: str) -> bytes:
        """What an address is counted under; nobody finds the address from it once the process has ended."""
        told = _address(address) or ipaddress.ip_address(0)
        if isinstance(told, ipaddress.IPv6Address) and told.ipv4_mapped:
            told = told.ipv4_mapped
        bits = NETWORK_BITS if told.version == 6 else told.max_prefixlen
        network = int(told) >> (told.max_prefixlen - bits)
        return blake2b(f"{told.version} {network}".encode(), key=self._secret, digest_size=8).digest()


def _told(headers: Mapping[str, str], name: str) -> list[str]:
    """What proxies say in a header, the nearest last."""
    return [part for one in headers.get(name, "").split(",") if (part := one.strip())]


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address without the port that some proxies write behind it; None where it is none."""
    found = _WITH_PORT.fullmatch(text)
    host = (found[1] or found[2]) if found else text
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


def _memory(most: int, period_s: float) -> Memory[Window]:
    """Of each of many, how much came lately."""
    return Memory(lambda: Window(most, period_s), lambda window, now_s: not window.is_clear(now_s))
