"""A title and an answer in, the change that makes an entry of them out."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from knowledge.changes.change import Change
from knowledge.changes.editing import draft
from knowledge.entry import Certainty, Entry, Reading

SECTION = "faq"  # where it is put


async def new_entry(
    folders: Sequence[Path],
    lang: str,
    title: str,
    asks: Sequence[str],
    answer: str,
    *,
    sources: Sequence[str] = (),
    certainty: Certainty = Certainty.UNCONFIRMED,
) -> Change:
    """A new file; without an answer, one that is to be written. Raises EditError."""
    making = partial(draft, folders, lang, SECTION, title, asks, sources=sources, certainty=certainty)
    made = await asyncio.to_thread(making)
    if not answer:
        return made
    [edit] = made.edits
    after = (edit.after or b"") + f"{answer.strip()}\n".encode("utf-8", "replace")
    return replace(made, edits=(replace(edit, after=after),), is_draft=False, summary=f"{edit.source}: written")


def made_by(change: Change, reading: Reading) -> Entry | None:
    """What is read of the file that a change makes; None where nothing can be."""
    [edit] = change.edits
    return next((one for one in reading.entries if one.place == edit.source), None)
