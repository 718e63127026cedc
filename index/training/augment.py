"""A question in, the same question as a phone or a hurry would leave it out."""

import random
import unicodedata

_NEIGHBOURS = {
    key: near
    for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    for key, near in ((row[at], row[max(0, at - 1) : at] + row[at + 1 : at + 2]) for at in range(len(row)))
}
_GREETINGS = {
    "nl": (
        "hoi, ",
        "hallo ",
        "goedemorgen, ",
        "beste mensen, ",
        "vraagje: ",
        "even een vraag, ",
        "weet iemand ",
        "hey ",
    ),
    "en": ("hi, ", "hello ", "good morning, ", "dear all, ", "quick question: ", "does anyone know ", "hey "),
}


def augmented(text: str, lang: str, rng: random.Random) -> str:
    """The text, changed in up to two small ways half of the time."""
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        change = rng.choice((_typo, _typo, _typo, _without_accents, _glued, _split, _dropped, _bare, _greeted))
        text = change(text, lang, rng)
    return text


def _typo(text: str, lang: str, rng: random.Random) -> str:
    """One letter swapped, dropped, doubled or replaced by its neighbour on the keyboard."""
    words = text.split(" ")
    at = rng.randrange(len(words))
    word = words[at]
    if len(word) < 4:
        return text
    spot = rng.randrange(1, len(word) - 1)
    before, letter, behind = word[:spot], word[spot], word[spot + 1 :]
    near = _NEIGHBOURS.get(letter.lower(), letter)
    changed = (
        before + behind[:1] + letter + behind[1:],
        before + behind,
        before + letter + letter + behind,
        before + rng.choice(near) + behind,
    )
    words[at] = rng.choice(changed)
    return " ".join(words)


def _without_accents(text: str, lang: str, rng: random.Random) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _glued(text: str, lang: str, rng: random.Random) -> str:
    """Two neighbouring words as one."""
    words = text.split(" ")
    if len(words) < 3:
        return text
    at = rng.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1], *words[at + 2 :]])


def _split(text: str, lang: str, rng: random.Random) -> str:
    """A long word, mostly a compound, as two."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 9]
    if not long:
        return text
    at = rng.choice(long)
    spot = rng.randrange(4, len(words[at]) - 3)
    return " ".join([*words[:at], words[at][:spot], words[at][spot:], *words[at + 1 :]])


def _dropped(text: str, lang: str, rng: random.Random) -> str:
    """A short word left out, as in a hurry; never one that turns the meaning."""
    words = text.split(" ")
    short = [
        at
        for at, word in enumerate(words)
        if len(word) <= 3 and word.lower() not in ("met", "sok", "dlr", "glr", "mbo", "no", "not", "lwt")
    ]
    if len(words) < 5 or not short:
        return text
    at = rng.choice(short)
    return " ".join([*words[:at], *words[at + 1 :]])


def _bare(text: str, lang: str, rng: random.Random) -> str:
    return text.lower().rstrip("?!. ")


def _greeted(text: str, lang: str, rng: random.Random) -> str:
    return rng.choice(_GREETINGS.get(lang, _GREETINGS["nl"])) + text
