#!/bin/sh
# url-normalize turns https://school.nl/#/route/4 into https://school.nl/#%2Froute%2F4, another address.
#
# Expected: the address as it is: a slash, a comma, round brackets and an "=" may stand bare behind the # (RFC 3986,
# 3.5), and to write such a mark as % and digits makes another address (2.2). Seen with url-normalize 3.1.0: all but
# the "=" are replaced behind the #, a heading of Wikipedia, "#Niveau_4_(middenkader)", and a place on a map,
# "#51.58,4.77", too, while behind the ? they stay.
# Why it matters: sites made as one page name their pages behind the #; unless such a site undoes it, the cleaned
# address opens its front page, and the source of an answer can't be checked.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "url-normalize==3.1.0"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from url_normalize import url_normalize

SAME = ("https://school.nl/a?b=c/d&e=f,g(h)", "https://school.nl/gids.pdf#page=3", "https://school.nl/a#wie-tekent")
OTHER = {
    "https://school.nl/#/route/4": "https://school.nl/#%2Froute%2F4",
    "https://nl.wikipedia.org/wiki/Mbo#Niveau_4_(middenkader)": (
        "https://nl.wikipedia.org/wiki/Mbo#Niveau_4_%28middenkader%29"
    ),
    "https://school.nl/kaart#51.58,4.77": "https://school.nl/kaart#51.58%2C4.77",
}
print("url-normalize", version("url-normalize"))
for address in OTHER:
    print(address, "->", url_normalize(address))
assert [url_normalize(address) for address in SAME] == list(SAME)
for address, seen in OTHER.items():
    assert url_normalize(address) != address, "the address is kept"
    assert url_normalize(address) == seen
PYTHON
