"""Whether a calendar file is as RFC 5545 and 5546 say: by the letter of its bytes, by vobject, and by libical where that is."""

import ctypes
import ctypes.util
import os
import re
from functools import lru_cache
from typing import Any

import vobject

_LINE = re.compile(
    r"(?P<name>[A-Z-]+)(?P<options>(?:;[A-Z-]+=(?:[^\x00-\x1f\x7f\";:,]+|\"[^\x00-\x1f\x7f\"]*\"))*):(?P<value>.*)"
)
_ESCAPED = re.compile(r"(?:[^\\,;\x00-\x08\x0a-\x1f\x7f]|\\[\\;,nN])*")  # TEXT, RFC 5545 3.3.11
_TEXTS = {"SUMMARY", "LOCATION", "DESCRIPTION", "UID", "COMMENT", "TZNAME", "TZID", "PRODID", "NAME", "X-WR-CALNAME"}
_MANY = {"EXDATE", "RDATE"}
_KNOWN = {
    "VCALENDAR": {
        *("VERSION", "PRODID", "METHOD", "CALSCALE"),
        *("NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL"),
    },
    "VEVENT": {
        *("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "ORGANIZER"),
        *("STATUS", "LOCATION", "URL", "DESCRIPTION", "RRULE", "EXDATE", "RECURRENCE-ID"),
    },
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "RRULE"},
}
_NEEDED = {
    "VCALENDAR": {"VERSION", "PRODID", "METHOD"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "ORGANIZER"},  # RFC 5546, 3.2.1
    "VALARM": {"ACTION", "DESCRIPTION", "TRIGGER"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
}


def strictly(data: bytes) -> list[dict[str, str]]:
    """The properties of each event, options and all, as they stand; fails where the file isn't as it is to be."""
    assert vobject.readOne(data.decode()).validate(raiseException=True)
    if (library := _libical()) is not None:
        _by_libical(library, data)
    return _checked(_unfolded(data))


def _unfolded(data: bytes) -> list[str]:
    assert data.endswith(b"\r\n")
    lines = data[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines), "a bare line end"
    assert max(len(line) for line in lines) <= 75, "a line of more than 75 octets"
    unfolded: list[bytes] = []
    for line in lines:
        line.decode("utf-8")  # no character is cut in two
        if line.startswith((b" ", b"\t")):
            unfolded[-1] += line[1:]
        else:
            assert line
            unfolded.append(line)
    return [line.decode("utf-8") for line in unfolded]


def _checked(lines: list[str]) -> list[dict[str, str]]:
    opened: list[tuple[str, list[str]]] = []
    events: list[dict[str, str]] = []
    zones: set[str] = set()
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match, line
        name, value = match["name"], match["value"]
        match name:
            case "BEGIN":
                opened.append((value, []))
                if value == "VEVENT":
                    events.append({})
            case "END":
                kind, names = opened.pop()
                assert kind == value
                assert _NEEDED[kind] <= set(names) <= _KNOWN[kind], (kind, names)
                assert all(names.count(one) == 1 for one in names if one not in _MANY), (kind, names)
            case _:
                kind, names = opened[-1]
                names.append(name)
                if name in _TEXTS:
                    assert _ESCAPED.fullmatch(value), line
                if (kind, name) == ("VTIMEZONE", "TZID"):
                    zones.add(value)
                if kind == "VEVENT":
                    events[-1][name + match["options"]] = value
                    if zone := re.search("TZID=([^;]+)", match["options"]):
                        assert zone[1] in zones, f"{zone[1]} is no zone of the file"
    assert opened == []
    uids = [
        (event["UID"], next((v for k, v in event.items() if k.startswith("RECURRENCE-ID")), "")) for event in events
    ]
    assert len(set(uids)) == len(uids), "two events with one UID"
    return events


@lru_cache
def _libical() -> Any:
    """libical, which holds what it reads against the tables of RFC 5545 and 5546; None where it isn't installed."""
    name = os.environ.get("LIBICAL") or ctypes.util.find_library("ical")
    if not name:
        return None
    library = ctypes.CDLL(name)
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalcomponent_as_ical_string_r.restype = ctypes.c_char_p
    for called in (
        *("icalrestriction_check", "icalcomponent_count_errors"),
        *("icalcomponent_as_ical_string_r", "icalcomponent_free"),
    ):
        getattr(library, called).argtypes = [ctypes.c_void_p]
    return library


def _by_libical(library: Any, data: bytes) -> None:
    calendar = library.icalparser_parse_string(data)
    assert calendar
    is_right = library.icalrestriction_check(calendar)
    said = library.icalcomponent_as_ical_string_r(calendar).decode()
    errors = library.icalcomponent_count_errors(calendar)
    library.icalcomponent_free(calendar)
    assert (is_right, errors) == (1, 0), "\n".join(line for line in said.splitlines() if "X-LIC-ERROR" in line)
