#!/bin/sh
# price-parser takes "10 lessen: € 450" for 10 euro, and "Schooljaar 2026: EUR 25" for 2026 euro.
#
# Expected: the number beside the sign of the currency, as the sign is found. Seen with price-parser 0.5.1: when the
# sign stands before its number, as it does in Dutch, and another number comes earlier in the text, the currency comes
# from the one and the amount from the other: "2 x € 15,00" is € 2. With the price in front ("€ 15,00 x 2") it is right.
# Why it matters: the bot names costs that are far too low or absurd, in a form that looks checked.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "price-parser==0.5.1"
"$home/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from price_parser import Price

print("price-parser", version("price-parser"))
seen = {}
for text in ("€ 15,00 x 2", "2 x € 15,00", "10 lessen: € 450", "per 1 augustus € 1.250,00", "Schooljaar 2026: EUR 25"):
    price = Price.fromstring(text)
    seen[text] = f"{price.currency} {price.amount}"
    print(f"{text:26} -> {seen[text]}")
assert seen["€ 15,00 x 2"] == "€ 15.00"
assert list(seen.values())[1:] == ["€ 2", "€ 10", "€ 1", "EUR 2026"], "the amount beside the currency is taken"
PYTHON
