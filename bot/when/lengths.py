"""Words that say how long something lasts: "anderhalf uur", "45 min.", "1,5 uur", "an hour and a half"."""

import re

from bot.when.clock_words import FREE
from bot.when.marks import Base, Kind, Line, Rule, Told, pattern, rule
from bot.when.vocabulary import NUMBERS, any_of

_FIXED = {
    **dict.fromkeys(("kwartier", "kwartiertje", "quarter of an hour"), 15),
    **dict.fromkeys(("half uur", "half uurtje", "halfuur", "halfuurtje", "half an hour", "half hour"), 30),
    **dict.fromkeys(("drie kwartier", "3 kwartier", "three quarters of an hour"), 45),
    "uurtje": 60,
    **dict.fromkeys(("anderhalf uur", "anderhalf uurtje", "an hour and a half", "one and a half hours"), 90),
    **dict.fromkeys(("twee en een half uur", "tweeënhalf uur", "two and a half hours"), 150),
}
_FRACTIONS = {"½": ".5", "¼": ".25", "¾": ".75", ",": ".", " ": ""}
_PARTS_OF_AN_HOUR = {"1/4": 15, "1/2": 30, "3/4": 45}
_AMOUNT = rf"(?:[0-9]{{1,3}}(?:[.,](?:25|5|75))?(?:\s?[½¼¾])?|[½¼¾]|{any_of(NUMBERS)})"
_EACH = pattern(
    rf"(?P<fixed>{any_of(_FIXED)})\b|(?P<amount>{_AMOUNT})\s?-?(?P<unit>minuten|minuutjes|minutes|minute|min|uurtjes|uren|uur|hours|hour)\b"
)


def _length(match: re.Match[str], line: Line[Told], base: Base) -> Told | None:
    """The sum of all that is named: "een uur en een kwartier"."""
    minutes = 0.0
    for one in _EACH.finditer(match[0].casefold()):
        if one["fixed"]:
            minutes += _FIXED[" ".join(one["fixed"].split())]
        else:
            minutes += _amount(one["amount"]) * (60 if one["unit"][0] in "uh" else 1)
    return Told(Kind.LENGTH, match.span(), round(minutes)) if minutes >= 1 else None


def _amount(word: str) -> float:
    if word in NUMBERS:
        return NUMBERS[word]
    for sign, value in _FRACTIONS.items():
        word = word.replace(sign, value)
    return float(word)


_PLAIN = rf"(?:(?:een |a )?{any_of(_FIXED)}\b|{_AMOUNT}\s?(?:minuten|minuutjes|minutes?|min\b\.?))"
RULES: tuple[Rule[Told], ...] = (
    rule(rf"{FREE}(?:een|één|1|an|one) (?:uur|hour) (?:en|and) {_PLAIN}(?! (?:over|voor|past|to)\b)", _length),
    rule(rf"{FREE}{_PLAIN}(?! (?:over|voor|past|to|of)\b)", _length),
    rule(rf"{FREE}(?:[0-9]{{1,2}}[.,](?:25|5|75)|[0-9]{{1,2}}\s?[½¼¾])\s?(?:uur|u|hours?)\b", _length),
    rule(rf"{FREE}{_AMOUNT} (?:uurtjes|hours|hour)\b", _length),
    rule(rf"{FREE}(?:a )?{_AMOUNT}-(?:minute|hour)\b", _length),
    rule(
        rf"{FREE}(?:1/2|1/4|3/4) (?:uur|hour)\b",
        lambda match, line, base: Told(Kind.LENGTH, match.span(), _PARTS_OF_AN_HOUR[match[0][:3]]),
    ),
    rule(r"(?<!\bom\s)(?<![\w-])een uur\b(?! of\b)", _length),
)
