"""Entries and a question come in, hits and an answer go out; nothing here knows of Telegram."""

import os

from knowledge import quiet as quiet

# Before numpy is imported, which reads it then: a question is too small to be shared out among threads, and theirs only
# take the cores from whoever else is being answered.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
