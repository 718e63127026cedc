#!/bin/sh
# python-telegram-bot repeats a job of every day at 9:00 at 10:00 once summer time has begun.
#
# Expected: with Defaults(tzinfo=Amsterdam) and an interval of timedelta(days=1) it stays at 9:00, as a moment in that
# zone plus a day is in Python, and as run_daily has it. Seen with python-telegram-bot 22.8 and APScheduler 3.11.3,
# run_repeating: 24 hours are counted, so 9:00 becomes 10:00 from 28 March on; the note on summer time that its
# documentation points to is about the trigger of run_daily.
# Why it matters: "every week at 9" is written as an interval, since run_daily knows no two weeks; until October it goes
# out an hour late, and started in summer an hour early in winter.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet \
  "python-telegram-bot[job-queue]==22.8" "APScheduler==3.11.3" "tzdata==2026.2"
"$home/venv/bin/python" - <<'PYTHON'
from datetime import datetime, time, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

from telegram.ext import Application, Defaults

ZONE = ZoneInfo("Europe/Amsterdam")
FIRST = datetime(2027, 3, 26, 9, 0, tzinfo=ZONE)
jobs = Application.builder().token("1:none").defaults(Defaults(tzinfo=ZONE)).build().job_queue


async def remind(context): ...


def moments(job):
    found = [job.trigger.get_next_fire_time(None, FIRST)]
    for _ in range(3):
        found.append(job.trigger.get_next_fire_time(found[-1], found[-1] + timedelta(seconds=1)))
    return [f"{moment:%d-%m %H:%M}" for moment in found]


daily = jobs.run_daily(remind, time(9, 0))
repeated = jobs.run_repeating(remind, timedelta(days=1), first=FIRST)
seen = moments(daily), moments(repeated), [f"{FIRST + timedelta(days=day):%d-%m %H:%M}" for day in range(4)]
print("python-telegram-bot", version("python-telegram-bot"), "APScheduler", version("APScheduler"))
print("run_daily    ", seen[0], "\nrun_repeating", seen[1], "\nPython       ", seen[2])
assert seen[0] == seen[2] == ["26-03 09:00", "27-03 09:00", "28-03 09:00", "29-03 09:00"]
assert seen[1] == ["26-03 09:00", "27-03 09:00", "28-03 10:00", "29-03 10:00"], "the hour is kept"
PYTHON
