"""How the encoder that ships is made: text comes in, the files of index/model/ go out; serving code never imports it."""

import os
from pathlib import Path

from knowledge import quiet

quiet.keep_in(Path(os.environ.get("VAR_DIR") or "var"))  # here, since its modules import what looks for it
