"""What the bot imports on its way to the first answer: loaded once by the process that tests/nursery.py forks."""

import gc
import os
from importlib import import_module

IMPORTED = (
    *("anyio._backends._asyncio", "onnxruntime", "index.shipped_encoder"),
    *("bot.faces.opened", "bot.faces.serving", "bot.faces.telegram.serving", "bot.rooms", "tests.moved_bot"),
)

_before = dict(os.environ)
for name in IMPORTED:
    import_module(name)
import_module("bot.rooms").shelves()  # loads each room
SET_BY_IMPORTS = {name: value for name, value in os.environ.items() if _before.get(name) != value}

gc.freeze()  # what is shared with forks stays shared
