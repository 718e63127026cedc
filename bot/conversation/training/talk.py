"""python -m bot.conversation.training.talk: phrasings and questions in, talk.npz, known.json, short.json and how well it tells them apart out.

What is printed is of a quarter of the phrasings that nothing was learned from, first by chance, then by shape: those of one
label that lie near each other, a phrasing and its translation among them, are held out together, so that what is new there
is new in both languages. What is written has learned from all.
"""

import argparse
from collections.abc import Sequence
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from bot.conversation import short
from bot.conversation.phrases import KNOWN, QUESTION, Phrase, learned, write_known
from bot.conversation.talk import MODEL, told
from bot.conversation.training import said
from index import declined_questions, questions, sorting
from index.encoder import Encoder, Matrix
from index.plain import plain
from index.shipped_encoder import ShippedEncoder
from index.sorting import Sorter
from index.training.sorting import train
from knowledge.folder import CONTENT, read_folder

SMALL_TALK = ("smalltalk", "insults")  # styles of tuning questions that ask nothing
ALIKE = 0.72  # cosine from which two phrasings of one label are of one shape
PARTS = 4  # one of so many is held out for the figures


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when it is written or told."""
    parser = argparse.ArgumentParser(prog="python -m bot.conversation.training.talk", description=__doc__)
    parser.add_argument("--write", action="store_true", help="write talk.npz besides telling the figures")
    parser.add_argument(
        "--known", action="store_true", help="write known.json and short.json alone, which takes a second"
    )
    options = parser.parse_args(arguments)
    if options.known or options.write:
        write_known()
        short.write(short.of(said.taught()))
        print(f"{KNOWN.name} and {short.SHORT.name} are written")
    if options.known:
        return 0
    encoder = ShippedEncoder()
    phrases = (*said.taught(), *_asked())
    vectors = encoder.encode_queries([plain(phrase.text) for phrase in phrases])
    for how, keys in (("by chance", [phrase.text for phrase in phrases]), ("by shape", _shapes(phrases, vectors))):
        is_held_out = np.array([crc32(key.encode()) % PARTS == 0 for key in keys])
        seen = [phrase for phrase, out in zip(phrases, is_held_out, strict=True) if not out]
        unseen = [phrase for phrase, out in zip(phrases, is_held_out, strict=True) if out]
        print(f"held out {how}:")
        print(_figures(_fitted(seen, vectors[~is_held_out], encoder), unseen, vectors[is_held_out]))
    if options.write:
        sorting.save(_fitted(phrases, vectors, encoder), MODEL)
        print(f"{MODEL.name} is written")
    return 0


def _asked() -> list[Phrase]:
    """Questions on the subject, those that entries are found by, what leans on one, and questions that aren't ours: none of them is an act.

    Small talk of the search is none of these: "who is typing this" is declined by it, and is an act all the same. What is
    neither stands in said.*.toml.
    """
    texts = [
        *_ours(),
        *_searched(),
        *(one.text for one in questions.load() if not one.right and one.style not in SMALL_TALK),
    ]
    texts += [one.text for one in declined_questions.fitted() if one.kind is not declined_questions.Kind.SMALLTALK]
    known = {phrase.text for phrase in said.taught()}
    return [Phrase(text, QUESTION) for text in dict.fromkeys(texts) if text not in known]


def _shapes(phrases: Sequence[Phrase], vectors: Matrix) -> list[str]:
    """For each phrase the text of the first of its shape."""
    first = [phrase.text for phrase in phrases]
    for label in {phrase.label for phrase in phrases}:
        rows = np.flatnonzero([phrase.label == label for phrase in phrases])
        _, groups = connected_components(csr_matrix(vectors[rows] @ vectors[rows].T > ALIKE), directed=False)
        for group in range(groups.max() + 1):
            members = rows[groups == group]
            for row in members:
                first[row] = phrases[members[0]].text
    return first


def _ours() -> list[str]:
    """Questions on the subject, and what leans on one."""
    asked = [one.text for one in questions.load() if one.right]
    return asked + [talk.second for talk in questions.load_conversations() if talk.leans]


def _searched() -> list[str]:
    """What entries are found by."""
    return [text for entry in read_folder(CONTENT).entries for text in (entry.title, *entry.asks)]


def _fitted(phrases: Sequence[Phrase], vectors: Matrix, encoder: Encoder) -> Sorter:
    return train(
        [plain(phrase.text) for phrase in phrases],
        [phrase.label for phrase in phrases],
        vectors,
        encoder.name,
        learned(said.taught()),
    )


def _figures(sorter: Sorter, phrases: Sequence[Phrase], vectors: Matrix) -> str:
    """Of what was held out; entries' own titles and asks are none of the questions, since the search knows them already."""
    searched = set(_searched())
    found = [
        (phrase, *told(sorter, sorter.by_words(plain(phrase.text)) + sorter.by_vector(vector)))
        for phrase, vector in zip(phrases, vectors, strict=True)
        if phrase.text not in searched
    ]
    lines = []
    for kind in ("act", "deed"):
        right = [is_likely and label == one.label for one, label, is_likely in found if one.label.startswith(kind)]
        lines.append(f"{kind}s recognised: {np.mean(right):.1%} of {len(right)}")
    offered = [label == one.label for one, label, _ in found if one.label.startswith("deed")]
    lines.append(f"deeds recognised, or offered under an answer: {np.mean(offered):.1%} of {len(offered)}")
    ours = set(_ours())
    asked = [(one.text in ours, label, is_likely) for one, label, is_likely in found if one.label == QUESTION]
    taken = [label != QUESTION and is_likely for _, label, is_likely in asked]
    lines.append(f"questions taken for one: {np.mean(taken):.2%} of {len(taken)}")
    taken = [label != QUESTION and is_likely for is_ours, label, is_likely in asked if is_ours]
    deeds = [label.startswith("deed") and is_likely for is_ours, label, is_likely in asked if is_ours]
    lines.append(f"of those on the subject: {np.mean(taken):.2%} of {len(taken)}, for a deed {np.mean(deeds):.2%}")
    under = [not is_likely for _, _, is_likely in asked]
    lines.append(f"questions under whose answer a deed is offered: {np.mean(under):.2%} of {len(under)}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
