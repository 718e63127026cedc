"""The value of a spreadsheet's cell and the format it is shown in come in, the text that the sheet shows goes out.

Formats are those of ECMA-376 part 1, 18.8.31. Colours are passed over; fractions are rounded to the digits that the format
has. What a format says that isn't known is shown as the bare value.
"""

import operator
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from knowledge.documents.calendar_names import MONTHS, WEEKDAYS

SHORT_MONTHS = {
    "nl": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
}  # else the first three letters
SEPARATORS = {"nl": (".", ","), "en": (",", ".")}  # of thousands, and in front of decimals
ORDER = {"nl": "{day}-{month}-{year}", "en": "{day:02}/{month:02}/{year}"}  # of a date in the system's own format
YES_NO = {"nl": ("ja", "nee"), "en": ("yes", "no")}
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no time zone
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)")
_PIECE = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<elapsed>h+|m+|s+)\]|\[\$(?P<currency>[^\]-]*)[^\]]*\]|\[[^\]]*\]|'
    r"(?P<half>AM/PM|A/P)|(?P<date>[yY]+|[mM]+|[dD]+|[hH]+|[sS]+)|(?P<general>General|Standaard)|(?P<scientific>[Ee][+-])|(?P<other>.)",
    re.IGNORECASE,
)
_CONDITION = re.compile(r"\[(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?\d+(?:\.\d+)?)\]")
_HOLDS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, "=": operator.eq, "<>": operator.ne, ">=": operator.ge, ">": operator.gt,
}  # fmt: skip
_SYSTEM_DATES = (
    "mm-dd-yy",
    "m/d/yy",
    "m/d/yyyy",
    "mm/dd/yy",
)  # shown as the computer's settings have it, whatever they say
_SYSTEM_MOMENT = "m/d/yy h:mm"  # and so is this one


def shown(value: object, number_format: str, lang: str) -> str:
    """The text of a cell; empty for an error, which a reader has no use for."""
    match value:
        case None:
            return ""
        case bool():
            return YES_NO.get(lang, YES_NO["en"])[not value]
        case str():
            text = value.replace("_x000D_", "").strip()
            return "" if _ERROR.fullmatch(text) else _as_text(text, number_format)
        case datetime() | date() | time() | timedelta():
            return _moment(value, number_format, lang)
        case int() | float():
            return _number(value, number_format, lang)
    return str(value).strip()


def _as_text(text: str, number_format: str) -> str:
    sections = _sections(number_format)
    if len(sections) < 4 and not _is_for_text(sections[-1]):
        return text
    return "".join(
        _literal(match) or (text if match[0] == "@" else "") for match in _PIECE.finditer(sections[-1])
    ).strip()


def _is_for_text(section: str) -> bool:
    return any(piece[0] == "@" for piece in _PIECE.finditer(section))


def _sections(number_format: str) -> list[str]:
    """The format for positive numbers, negative ones, zero and text; of one in quotes a ; is no end."""
    parts, part, is_quoted = [], "", False
    for at, character in enumerate(number_format):
        if character == '"':
            is_quoted = not is_quoted
        if character == ";" and not is_quoted and number_format[at - 1 : at] != "\\":
            parts.append(part)
            part = ""
        else:
            part += character
    return [*parts, part]


def _literal(match: re.Match[str]) -> str:
    if match["text"] is not None:
        return match["text"]
    if match["escaped"] is not None:
        return match["escaped"]
    return match["currency"] or "" if match["currency"] is not None else ""


def _number(value: float, number_format: str, lang: str) -> str:
    sections = _sections(number_format or "General")
    if _is_for_text(sections[-1]):  # alone where a number was formatted as text
        sections = sections[:-1] or ["General"]
    if section := _conditional(sections, value):
        pass
    elif len(sections) > 2 and value == 0:
        section = sections[2]
    elif len(sections) > 1 and value < 0:
        section, value = sections[1], -value
    else:
        section = sections[0]
    if not section.strip() and len(sections) > 1:
        return ""
    pieces = list(_PIECE.finditer(section))
    if any(piece["date"] or piece["elapsed"] for piece in pieces):
        return _moment(_EPOCH + timedelta(days=value), section, lang, value)
    if any(piece["general"] for piece in pieces) or not re.search(r"[0#?]", section):
        if not re.search(r"General|Standaard|^$", section, re.IGNORECASE):  # text alone, as "-" for nothing
            return "".join(_literal(piece) or _plain_other(piece) for piece in pieces).strip()
        front = "".join(_literal(piece) for piece in pieces)
        return (
            f"{_general(value, lang)}{front}" if section.lower().startswith("g") else f"{front}{_general(value, lang)}"
        )
    if re.search(r"[#0?]+\s*/\s*[#0?\d]+", _bare(pieces)):
        return _fraction(value, pieces)
    return _digits(value, pieces, lang)


def _conditional(sections: list[str], value: float) -> str:
    """The section whose own condition holds, else the one for the rest; empty where no section has a condition."""
    conditions = [_CONDITION.search(section) for section in sections[:2]]
    if not any(conditions):
        return ""
    for section, condition in zip(sections, conditions, strict=False):
        if condition and _HOLDS[condition["sign"]](value, float(condition["limit"])):
            return section
    rest = [section for section in sections[:3] if not _CONDITION.search(section)]
    return rest[-1] if rest else "General"


def _plain_other(piece: re.Match[str]) -> str:
    return piece["other"] if piece["other"] and piece["other"] not in "?#0" else ""


def _bare(pieces: list[re.Match[str]]) -> str:
    return "".join(piece["other"] or piece["scientific"] or "" for piece in pieces)


def _general(value: float, lang: str) -> str:
    """As a cell without a format is shown: up to eleven digits, no trailing zeros."""
    if isinstance(value, int) or float(value).is_integer():
        return str(int(value)) if abs(value) < 1e15 else f"{value:.5E}"
    text = f"{value:.10g}"
    return text.replace(".", SEPARATORS.get(lang, SEPARATORS["en"])[1]) if "e" not in text else text


def _digits(value: float, pieces: list[re.Match[str]], lang: str) -> str:
    """A number by its placeholders: how many digits at least, how many decimals, thousands apart, per cent, scientific."""
    thousands, point = SEPARATORS.get(lang, SEPARATORS["en"])
    bare = _bare(pieces)
    whole, _, rest = re.sub(r"[^0#?.,%E+-]", "", bare).partition(".")
    rest = re.split(r"[E%]", rest)[0]
    scale = sum(len(part) - len(part.rstrip(",")) for part in (whole.rstrip("%"), rest))
    decimals = len(re.findall(r"[0#?]", rest))
    least = rest.count("0")
    if any(piece["scientific"] for piece in pieces):
        return f"{value:.{decimals}E}".replace(".", point)
    number = Decimal(str(value)) * 100 ** bare.count("%") / 1000**scale
    number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    digits, _, fraction = f"{abs(number):f}".partition(".")
    while len(fraction) > least and fraction.endswith("0"):
        fraction = fraction[:-1]
    digits = digits.rjust(whole.count("0"), "0") if whole.count("0") > 1 else digits
    if "," in whole.rstrip(","):
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", thousands, digits)
    if digits == "0" and "0" not in whole:
        digits = ""
    written = digits + (point + fraction if fraction else "")
    sign = "-" if number < 0 else ""
    return sign + _around(pieces, written)


def _around(pieces: list[re.Match[str]], written: str) -> str:
    """A number within the text of its format, in the place of its placeholders; of a mask such as 00-00-00 each gets its digit."""
    is_digit = [(piece["other"] or "") in tuple("0#?.,") for piece in pieces]
    places = [at for at, is_one in enumerate(is_digit) if is_one]
    digits: dict[int, str] = {}
    if places and not all(is_digit[places[0] : places[-1] + 1]) and written.isdigit():
        last = {at: written[len(written) - back] for back, at in enumerate(reversed(places), 1) if back <= len(written)}
        digits = last | {places[0]: written[: max(len(written) - len(places) + 1, 0)]}
    elif places:
        digits = {places[0]: written}
    found = ""
    for at, piece in enumerate(pieces):
        other = piece["other"] or ""
        if is_digit[at]:
            found += digits.get(at, "")
        elif other:
            found += other
        else:
            found += _literal(piece) or (" " if piece[0].startswith("_") else "")
    return " ".join(found.split())


def _fraction(value: float, pieces: list[re.Match[str]]) -> str:
    bare = _bare(pieces)
    below = re.search(r"/\s*([#0?\d]+)", bare)
    size = int(below[1]) if below and below[1].isdigit() and int(below[1]) else 10 ** len(below[1]) - 1 if below else 9
    found = Fraction(value).limit_denominator(size)
    whole, rest = divmod(found, 1)
    if not re.match(r"[#0?]+\s+[#0?]", bare.strip()):
        return f"{found.numerator}/{found.denominator}"
    return f"{whole if whole or not rest else ''} {f'{rest.numerator}/{rest.denominator}' if rest else ''}".strip()


def _moment(value: datetime | date | time | timedelta, number_format: str, lang: str, days: float | None = None) -> str:
    """A date or a time by its format."""
    section = _sections(number_format)[0]
    bare = re.sub(r"\[\$[^\]]*\]|\[[A-Za-z]+\]", "", section).replace("\\", "").strip().lower()
    elapsed = _seconds(value, days)
    if isinstance(value, timedelta):
        value = _EPOCH + value
    moment = value if isinstance(value, datetime) else None
    if moment is None:
        moment = datetime.combine(value, time()) if isinstance(value, date) else datetime.combine(_EPOCH.date(), value)
    has_seconds = "s" in bare
    if not has_seconds and moment.microsecond >= 500_000:
        moment += timedelta(seconds=1)
    if section in ("General", "") or bare in (*_SYSTEM_DATES, _SYSTEM_MOMENT) or number_format.startswith("[$-F800]"):
        order = ORDER.get(lang, ORDER["en"])
        if moment.year <= 1900:
            return _clock(moment)
        day = order.format(day=moment.day, month=moment.month, year=moment.year)
        return f"{day} {moment:%H:%M}" if bare == _SYSTEM_MOMENT else day
    return _written(list(_PIECE.finditer(section)), moment, elapsed, lang)


def _clock(moment: datetime) -> str:
    return f"{moment:%H:%M}" if not moment.second else f"{moment:%H:%M:%S}"


def _seconds(value: datetime | date | time | timedelta, days: float | None) -> int:
    """Since the sheet's day 0, for formats such as [h]:mm."""
    if days is not None:
        return round(days * 86_400)
    if isinstance(value, timedelta):
        return round(value.total_seconds())
    if isinstance(value, datetime):
        return round((value - _EPOCH).total_seconds())
    if isinstance(value, time):
        return value.hour * 3600 + value.minute * 60 + value.second
    return (value - _EPOCH.date()).days * 86_400


def _written(pieces: list[re.Match[str]], moment: datetime, elapsed: int, lang: str) -> str:
    months, days = MONTHS.get(lang, MONTHS["en"]), WEEKDAYS.get(lang, WEEKDAYS["en"])
    is_twelve = any(piece["half"] for piece in pieces)
    found, before = "", ""  # before: the last letter of time, since m behind h, or in front of s, is minutes
    for at, piece in enumerate(pieces):
        code = (piece["date"] or "").lower()
        if piece["elapsed"]:
            unit = piece["elapsed"][0].lower()
            number = elapsed // {"h": 3600, "m": 60, "s": 1}[unit]
            found, before = found + str(number).rjust(len(piece["elapsed"]), "0"), unit
            continue
        if not code:
            if piece["half"]:
                found += "AM" if moment.hour < 12 else "PM"
            elif piece["other"]:
                found += "" if piece["other"] in "0#?" else piece["other"]
            else:
                found += _literal(piece)
            continue
        following = next((one["date"][0].lower() for one in pieces[at + 1 :] if one["date"]), "")
        if code[0] == "m" and (before == "h" or following == "s"):
            found += str(moment.minute).rjust(min(len(code), 2), "0")
        elif code[0] == "m":
            texts = (
                str(moment.month),
                f"{moment.month:02}",
                SHORT_MONTHS.get(lang, months)[moment.month - 1][:3],
                months[moment.month - 1],
                months[moment.month - 1][:1],
            )
            found += texts[min(len(code), 5) - 1]
        elif code[0] == "d":
            texts = (
                str(moment.day),
                f"{moment.day:02}",
                days[moment.weekday()][: 2 if lang == "nl" else 3],
                days[moment.weekday()],
                "",
            )
            found += texts[min(len(code), 4) - 1]
        elif code[0] == "y":
            found += f"{moment.year % 100:02}" if len(code) < 3 else str(moment.year)
        elif code[0] == "h":
            hour = (moment.hour % 12 or 12) if is_twelve else moment.hour
            found += str(hour).rjust(min(len(code), 2), "0")
        else:
            found += str(moment.second).rjust(min(len(code), 2), "0")
        before = code[0]
    return re.sub(r"(?<=\d)[.,](?=$)", "", " ".join(found.split()))
