#!/bin/sh
# newspaper4k gives a page on exams the name of the school: "Examens | Ons Eigen College Breda" gets the second part.
#
# Expected: "Examens", which is the heading of the page and the first part of its title, the rest being the site's. Seen
# with newspaper4k 0.9.6: the longest part is taken, unless another one is a heading of three words or more, such as
# "Examens en toetsen". "Leerroute vmbo-mbo", alike in title and heading, is cut at its hyphen: 'Leerroute vmbo'. In the
# text a table becomes one word, "VakUrentaal12".
# Why it matters: pages of schools have short titles before a long name; all of them get the same one, so that sources
# can't be told apart.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "newspaper4k==0.9.6"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
from importlib.metadata import version

import newspaper

TEXT = "De leerling blijft op een en dezelfde plaats, wat voor de meeste van hen beter is dan een overstap. " * 4
TABLE = "<table><tr><th>Vak</th><th>Uren</th></tr><tr><td>taal</td><td>12</td></tr></table>"


def read(title, heading):
    article = newspaper.Article("https://school.nl/nieuws/a", language="nl")
    article.download(
        input_html=f"<html lang='nl'><head><title>{title}</title></head><body><article>"
        f"<h1>{heading}</h1><p>{TEXT}</p>{TABLE}<p>{TEXT}</p></article></body></html>"
    )
    article.parse()
    return article


school = "Ons Eigen College Breda"
print("newspaper4k", version("newspaper4k"))
titles = [
    read(f"{heading}{rest}", heading).title
    for heading, rest in (
        ("Examens en toetsen", f" | {school}"),
        ("Examens", f" | {school}"),
        ("Examens 2027", f" | {school}"),
        ("Examens", f" - {school}"),
        ("Leerroute vmbo-mbo", ""),
    )
]
print(titles)
assert titles[0] == "Examens en toetsen"
assert titles[1] == school, "it is the page's own"
assert titles[2:] == [school, school, "Leerroute vmbo"]
assert "VakUrentaal12\n" in read("Uren per week", "Uren per week").text
PYTHON
