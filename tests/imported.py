"""What the bot imports on its way to the first answer: loaded once by the process that tests/nursery.py forks."""

import gc
import os

_BEFORE = dict(os.environ)

import anyio._backends._asyncio  # noqa: E402, F401, which httpx loads as it first asks
import bot.faces.opened  # noqa: E402, F401, after the look at the environment
import bot.faces.serving  # noqa: E402, F401
import bot.faces.telegram.serving  # noqa: E402, F401
import index.shipped_encoder  # noqa: E402, F401
import onnxruntime  # noqa: E402, F401
import tests.moved_bot  # noqa: E402, F401
from bot import rooms  # noqa: E402

rooms.shelves()

SET_BY_IMPORTS = {name: value for name, value in os.environ.items() if _BEFORE.get(name) != value}

gc.freeze()  # what is shared with forks stays shared
