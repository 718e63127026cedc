#!/bin/sh
# courlan changes the lasting address of an article of a Dutch law into another address: its "&" becomes "%26".
#
# Expected: an address that says the same: in a path "&", ";", "'" and "*" may stand bare, and to write them as % and
# digits makes another address (RFC 3986, 2.2 and 3.3). Seen with courlan 1.4.0, in clean_url and in what check_url
# gives back: https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.2 gets %26; "=", "," and "!" stay as they
# are.
# Why it matters: laws are referred to by these addresses (a Juriconnect reference names an article and a day behind
# "&"); once cleaned, the source of an answer is no longer the address that the law gives, and two of one page differ.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "courlan==1.4.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from courlan import check_url, clean_url

LAW = "https://wetten.overheid.nl/jci1.3:c:BWBR0007625&artikel=7.2.2&z=2026-08-01&g=2026-08-01"
KEPT = "https://school.nl/a=b,c!d"
OTHER = {
    LAW: LAW.replace("&", "%26"),
    "https://school.nl/route;vmbo": "https://school.nl/route%3Bvmbo",
    "https://school.nl/mbo'ers": "https://school.nl/mbo%27ers",
    "https://school.nl/a*b": "https://school.nl/a%2Ab",
}
print("courlan", version("courlan"), clean_url(LAW))
assert clean_url(KEPT) == KEPT
for address, seen in OTHER.items():
    assert clean_url(address) != address, "the address is kept"
    assert clean_url(address) == seen
assert check_url(LAW)[0] == OTHER[LAW]
PYTHON
