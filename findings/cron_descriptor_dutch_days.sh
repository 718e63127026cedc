#!/bin/sh
# cron-descriptor names days and months in English in its Dutch sentences.
#
# Expected: "Om 09:00, alleen op maandag" for locale_code "nl_NL", as cronstrue gives. Seen with cron-descriptor 2.2.1:
# "Om 09:00, alleen op Monday" and "alleen in September"; names come from the locale of the process, not from the one
# that was asked for.
# Why it matters: a coordinator who is told when a reminder recurs gets a sentence in two languages.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "cron-descriptor==2.2.1"
LC_ALL=C.UTF-8 "$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from cron_descriptor import Options, get_description

options = Options()
options.locale_code = "nl_NL"
options.use_24hour_time_format = True
print("cron-descriptor", version("cron-descriptor"))
seen = [get_description(line, options) for line in ("0 9 * * 1", "0 9 1 3 *")]
print(*seen, sep="\n")
assert seen == ["Om 09:00, alleen op Monday", "Om 09:00, op dag 1 van de maand, alleen in March"], "the names are Dutch"
PYTHON
