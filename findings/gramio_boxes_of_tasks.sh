#!/bin/sh
# GramIO drops the boxes of a list of tasks: what is done and what is still to be done look the same in Telegram.
#
# Expected: a mark that tells "[x]" from "[ ]", or the brackets as they stand. Seen with @gramio/format 0.8.0 and
# marked 15.0.12: "- [ ] tekenen" and "- [x] melden" become "- tekenen" and "- melden". The depth of a list goes too
# (points under step 1 stand beside it), and "&euro;" and "&amp;" reach the reader as they are written (CommonMark
# 0.31, 2.5).
# Why it matters: agreements between schools are kept as lists of tasks; the message shows each of them as one more
# point.
# Exits with 1 when that changes.
set -eu
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
npm install --silent --no-audit --no-fund --prefix "$home" @gramio/format@0.8.0 marked@15.0.12
cat > "$home/look.mjs" <<'JS'
import assert from "node:assert";
import { markdownToFormattable } from "@gramio/format/markdown";

const shown = (text) => markdownToFormattable(text).text;
const tasks = shown("- [ ] tekenen\n- [x] melden\n");
const steps = shown("1. kiezen\n   - vmbo\n   - mbo\n2. melden\n");
const signs = shown("&euro; 450 &amp; meer");
console.log("@gramio/format 0.8.0", [tasks, steps, signs]);
assert.equal(shown("- **tekenen**\n- melden\n"), "- tekenen\n- melden");
assert.equal(tasks, "- tekenen\n- melden", "the boxes are told apart");
assert.equal(steps, "1. kiezen\n- vmbo\n- mbo\n2. melden");
assert.equal(signs, "&euro; 450 &amp; meer");
JS
node "$home/look.mjs"
