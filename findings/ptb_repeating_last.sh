#!/bin/sh
# python-telegram-bot refuses a repeated job that begins at a moment without a zone and ends after a number of days.
#
# Expected: a moment without a zone is in the zone of the bot, as the documentation says of first and of last, in any
# combination. Seen with python-telegram-bot 22.8, run_repeating: where one of the two is such a moment and the other a
# length of time or a number of seconds, it raises TypeError "can't compare offset-naive and offset-aware datetimes";
# both as such moments, or first alone, pass.
# Why it matters: "from Monday at 9, for two weeks" is how a reminder is planned; whoever tries it without an end, or
# with both ends written out, sees it work.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet \
  "python-telegram-bot[job-queue]==22.8" "APScheduler==3.11.3" "tzdata==2026.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

from telegram.ext import Application, Defaults

MONDAY = datetime(2099, 3, 2, 9, 0)
defaults = Defaults(tzinfo=ZoneInfo("Europe/Amsterdam"))
jobs = Application.builder().token("1:none").defaults(defaults).build().job_queue
LENGTH = timedelta(days=36_500)


async def remind(context): ...


def planned(first, last):
    try:
        return f"{jobs.run_repeating(remind, timedelta(days=1), first=first, last=last).trigger.start_date:%d-%m %H:%M}"
    except TypeError as error:
        return str(error)


print("python-telegram-bot", version("python-telegram-bot"))
passes = {
    "from Monday": planned(MONDAY, None),
    "from Monday to a moment": planned(MONDAY, MONDAY + timedelta(days=14)),
    "from Monday with its zone, for so long": planned(MONDAY.replace(tzinfo=defaults.tzinfo), LENGTH),
}
refused = {
    "from Monday, for so long": planned(MONDAY, LENGTH),
    "from Monday, for so many seconds": planned(MONDAY, LENGTH.total_seconds()),
    "from tomorrow to a moment": planned(timedelta(days=1), MONDAY),
}
for name, what in (passes | refused).items():
    print(f"{name:38} -> {what}")
assert set(passes.values()) == {"02-03 09:00"}
assert set(refused.values()) == {"can't compare offset-naive and offset-aware datetimes"}, "it is planned"
PYTHON
