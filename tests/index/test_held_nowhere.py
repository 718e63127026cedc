"""What people ask is held nowhere once others have asked: not by what remembers the folder's own texts either."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import index.__main__  # loads what a question may need, as a program does  # noqa: F401
from index import elsewhere
from index.answer import Question
from index.opening import open_retriever
from index.plain import plain
from index.settings import IndexSettings
from knowledge.folder import CONTENT

ASKED = "Mag mijn leerling Qwibbeltje zonder gemelde route naar het mbo, als haar moeder Xandrevik dat wil?"
Remembering = type(plain)
LATER = 16  # questions of others after which nothing is held


def remembered() -> Iterator[str]:
    """Every text by which a function of ours remembers anything."""
    ours = [module for name, module in sys.modules.items() if name.partition(".")[0] in ("index", "knowledge")]
    for one in {value for module in ours for value in vars(module).values() if isinstance(value, Remembering)}:
        for held in gc.get_referents(one):
            if isinstance(held, dict):
                yield from map(repr, held)


@pytest.mark.parametrize("folder", [CONTENT, elsewhere.FOLDER / "library"], ids=["what ships", "another subject"])
async def test_nothing_remembers_a_question_when_others_have_asked(tmp_path: Path, folder: Path) -> None:
    retriever = (await open_retriever(IndexSettings(var_dir=tmp_path, knowledge_dirs=(folder,)))).retriever
    assert retriever.is_elsewhere == (folder != CONTENT)
    await retriever.ask(Question(ASKED, "nl", before="en wie is Qwibbeltje"))
    await retriever.ask_each(Question(f"{ASKED}\nEn wie betaalt de reis van Qwibbeltje?", "nl"))

    for number in range(LATER):
        await retriever.ask(Question(f"wie tekent de overeenkomst voor klas {number}", "nl"))
    await retriever.close()

    names = ("qwibbeltje", "xandrevik")
    assert [text for text in remembered() if any(name in text.casefold() for name in names)] == []
