#!/bin/sh
# Kurigram takes the dashes out of "vmbo -- mbo": readers in Telegram get "vmbo  mbo".
#
# Expected: a mark that opens and is never closed stays as it was typed, as in CommonMark.
# Seen with Kurigram 2.2.26, nothing set: --, **, ||, ~~ and __ go wherever they stand, with a partner or without, and
# "9.00--10.30 uur" becomes "9.0010.30 uur"; two dashes in one sentence underline what is between them. With
# ParseMode.HTML the text stays.
# Why it matters: two dashes are how people type a long one; levels and times run together, and no error is given.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "Kurigram==2.2.26"
"$home/venv/bin/python" -W ignore - <<'PYTHON'
import asyncio
from importlib.metadata import version

from pyrogram import Client, enums

TEXTS = ("vmbo -- mbo", "9.00--10.30 uur", "havo || vwo")


async def read(mode):
    client = Client("any", api_id=1, api_hash="a", in_memory=True)
    results = [await client.parser.parse(text, mode) for text in TEXTS]
    return [result["message"] for result in results], [result["entities"] or [] for result in results]


print("Kurigram", version("Kurigram"))
usual, entities = asyncio.run(read(None))
html, _ = asyncio.run(read(enums.ParseMode.HTML))
for text, result in zip(TEXTS, usual):
    print(f"{text!r} -> {result!r}")
assert html == list(TEXTS) and entities == [[], [], []]
assert usual == ["vmbo  mbo", "9.0010.30 uur", "havo  vwo"], "a mark without a partner stays"
PYTHON
