"""Words that name a part of the day, or the whole: "'s middags", "in de ochtend", "tussen de middag", "de hele dag"."""

from datetime import time

from bot.when.marks import Judge, Kind, Rule, Told, pattern, rule
from bot.when.meaning import Part

# What a part takes in: from, up to and with.
RANGES: dict[Part, tuple[time, time]] = {
    Part.MORNING: (time(5), time(12)),
    Part.NOON: (time(11), time(14)),
    Part.AFTERNOON: (time(12), time(18)),
    Part.EVENING: (time(17), time.max),
}
# What is held in a part of the day, whatever the hour: "ouderavond" at seven is in the evening.
HELD_IN = {
    Part.MORNING: pattern(r"(?:ochtend|ontbijt|breakfast|morning)(?!s)"),
    Part.AFTERNOON: pattern(r"(?:middag|afternoon|lunch)(?!s)"),
    Part.EVENING: pattern(r"(?:avond(?:en)?|diner|evening|dinner)\b"),
}


def _part(part: Part) -> Judge[Told]:
    return lambda match, line, base: Told(Kind.PART, match.span(), part=part)


_EDGE = r"(?:(?:aan het )?(?:begin|eind|einde|midden|loop) (?:van )?(?:de )?|(?:vroeg|laat) in de |(?:de )?hele |(?:early|late) (?:in the )?)?"
# By itself "avond" may be the name of what is held then: "open avond".
_BESIDE = f"[{Kind.DAY}{Kind.DAYS}{Kind.RUN}{Kind.REPEAT}{Kind.VAGUE}{Kind.CLOCK}{Kind.HOUR}]"


def _words(adverb: str, noun: str, english: str) -> str:
    return (
        rf"(?<![\w-])(?:{_EDGE}(?:['’`´]?s[\s-]?|des ){adverb}|{_EDGE}(?:in|op) de {noun}|(?:in de loop|(?:aan het )?(?:begin|eind|einde)) van de {noun}|"
        rf"{_EDGE}in the {english}|(?<={_BESIDE}\s){_EDGE}{noun}|(?<={_BESIDE}\s\(){_EDGE}(?:{noun}|{english})(?=\))|dagdeel:? {noun}|(?<={_BESIDE}\s){english}|(?:de )?{noun} van(?= {_BESIDE})|"
        rf"(?:the )?{english} of(?= {_BESIDE}))\b"
    )


RULES: tuple[Rule[Told], ...] = (
    rule(
        r"\b(?:de )?(?:hele|gehele) dag\b|\bheel de dag\b|\ball[\s-]day\b|\b(?:for )?the (?:whole|entire) day\b|\bwhole day\b",
        lambda match, line, base: Told(Kind.WHOLE, match.span()),
    ),
    rule(_words("(?:ochtends|morgens)", "(?:ochtend|morgen)", "morning"), _part(Part.MORNING)),
    rule(
        r"\b(?:tussen|rond) de middag\b|\b(?:rond|tegen|in) het middaguur\b|\blunchtime\b|\b(?:rond|tijdens|met|in) (?:de )?(?:lunch(?:tijd|pauze)?|middagpauze)\b|\bat lunch(?:time)?\b|\bover lunch\b",
        _part(Part.NOON),
    ),
    rule(_words("middags", "middag", "afternoon"), _part(Part.AFTERNOON)),
    rule(_words("avonds", "avond", "evening"), _part(Part.EVENING)),
)
