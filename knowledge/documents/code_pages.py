"""Bytes that are no UTF-8 come in, the text as it was typed goes out: as Windows, MS-DOS or an old Macintosh writes it.

Excel saves as each of them. They are told apart by what makes no sense within a word: "ge‹ntegreerd", "caf‚".
"""

import re

CODE_PAGES = ("cp1252", "cp858", "mac_roman")  # the likeliest first; cp858 is cp850 with a euro
MAX_LOOKED_AT = 1_000_000  # bytes by which they are told apart
_WITHIN = "éëïöüèóêâîôûçñáàäíúùò"  # letters that stand in a word of ours
_FIRST = "éàäöüÉÀÄÖÜÈËÏÇ"  # … that one begins with
_LAST = "éëèàêóáíú"  # … and ends with
_COMMON = "éëïöüèó"
_STRANGE = "šžœŸßæøåãõýÿðþ"  # in names alone
_AROUND_WORDS = "‘’“”«»‹›–—…•·€£§©®™°²³½¼¾×±µ¡¿¹ªº\xa0"
_OPENING = "‚„"  # quotes that stand in front of a word alone
_ODD = re.compile(r"[^\x00-\x7f]")


def decoded(data: bytes) -> str:
    """The text of bytes of which nothing says how they were written."""
    looked_at = data[:MAX_LOOKED_AT]
    weighed = {name: _nonsense(looked_at.decode(name, "replace")) for name in CODE_PAGES}
    usual = CODE_PAGES[0]
    best = min(CODE_PAGES, key=lambda name: weighed[name]) if weighed[usual][0] else usual
    return data.decode(best, "replace")


def _nonsense(text: str) -> tuple[int, int]:
    """(how many characters make no sense where they stand, below nothing how many are common letters)."""
    odd = common = 0
    for match in _ODD.finditer(text):
        at = match.start()
        before, one, after = text[max(at - 2, 0) : at], match[0], text[at + 1 : at + 2]
        odd += not _makes_sense(before, one, after)
        common += one in _COMMON
    return odd, -common


def _makes_sense(before: str, one: str, after: str) -> bool:
    is_in_capitals = len(before) == 2 and before.isupper() and before.isalpha()
    before = before[-1:]
    is_in_word = before.isalpha() and after.isalpha()
    if one.isalpha() and one not in "ªº":
        if one.isupper() and before.isalpha():
            return one.lower() in _WITHIN and before.isupper() and not after.islower()
        if one.islower() and is_in_capitals:
            return False
        if is_in_word:
            return one in _WITHIN + _STRANGE
        if after.isalpha():
            return one in _FIRST + _STRANGE
        if before.isalpha():
            return one in _LAST + _STRANGE
        return one == "à"
    if one in _OPENING:
        return not before.isalpha() and before not in tuple(_OPENING) and (after.isalnum() or after in tuple("“‘’"))
    return one == "’" or (one in _AROUND_WORDS and not is_in_word)
