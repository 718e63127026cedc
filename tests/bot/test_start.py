"""What a start takes: whatever a question does not need is not imported before it is answered."""

import subprocess
import sys

# Each takes a tenth of a second or more to import, and belongs to one face or to what is seldom done.
SELDOM = (
    "aiohttp",
    "telegram",
    "httpx",
    "tornado",
    "mcp",
    "jinja2",
    "matplotlib",
    "scipy",
    "torch",
    "sentence_transformers",
)


def test_a_conversation_in_the_terminal_imports_no_other_face_and_no_web() -> None:
    imported = "import sys, bot.__main__, bot.faces.terminal.talking; from bot import rooms; rooms.kinds()"
    told = f"{imported}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()

    assert not set(SELDOM) & set(found)
    assert {"bot", "index", "knowledge"} <= set(found)
