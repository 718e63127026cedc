#!/bin/sh
# PyYAML writes the text "0612345678" without quotation marks, and yaml (npm) reads the number 612345678.
#
# Expected: a text on both sides. Seen with PyYAML 6.0.4 and yaml 2.9.1: PyYAML knows YAML 1.1, where a number that
# begins with 0 is octal and has no 8 in it, so that this one is a text; yaml knows 1.2, where it is a decimal number.
# The telephone number "0612345670" is written with its marks and comes over well.
# Why it matters: the head of a Markdown file, written by a program in Python and read by one in JavaScript, loses the
# first figure of telephone numbers with an 8 or a 9 in them, and of no others.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
python3 -m venv "$home/venv"
"$home/venv/bin/pip" --disable-pip-version-check install --quiet "PyYAML==6.0.4"
npm install --silent --no-audit --no-fund --prefix "$home" yaml@2.9.1
"$home/venv/bin/python" - > "$home/head.yaml" <<'PYTHON'
import yaml

head = {"met_een_8": "0612345678", "zonder": "0612345670"}
text = yaml.safe_dump(head)
assert yaml.safe_load(text) == head
print(text, end="")
PYTHON
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const text = readFileSync(new URL("head.yaml", import.meta.url), "utf8");
const seen = parse(text);
console.log("PyYAML 6.0.4, yaml 2.9.1", text, seen);
assert.equal(seen.zonder, "0612345670");
assert.equal(seen.met_een_8, 612345678, "it is a text on both sides");
JS
node "$home/look.mjs"
