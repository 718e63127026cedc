"""How a question is looked at, whatever of it is known already."""

import pytest

from index import calibrations
from index.calibrations import ELSEWHERE
from index.looking import Looks, look
from index.retriever import Retriever
from index.shipped_encoder import MANIFEST, MODEL, ShippedEncoder
from knowledge.folder import read_folder
from tests.conftest import Folder

pytestmark = pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason=f"no model in {MODEL} yet")


async def test_a_question_whose_vector_was_made_before_is_found_the_same_to_the_last_digit(folder: Folder) -> None:
    encoder = ShippedEncoder()
    numbers, elsewhere = (
        calibrations.load(name, calibrations.SHIPPED) for name in (encoder.name, ELSEWHERE.format(encoder.name))
    )
    assert numbers is not None
    assert elsewhere is not None
    for name, title in (("open", "Openingstijden"), ("kosten", "Tarieven"), ("plek", "Parkeren")):
        folder.save(f"nl/faq/{name}.md", title=title, body=f"Wat u over {title.lower()} wilt weten.")
    retriever = Retriever(encoder, None, numbers, elsewhere)
    await retriever.refresh(read_folder(folder.root))
    texts = ("hoe laat gaan jullie dicht", "waar laat ik mijn auto", "wat moet ik betalen", "parkeren")

    alone, spoken = (
        [
            look(text, retriever.snapshot, elsewhere, encoder, spoken=each)
            for text, each in zip(texts, known, strict=True)
        ]
        for known in ([None] * 4, encoder.encode_queries(texts))
    )

    assert [one.confidences.tolist() for one in spoken] == [one.confidences.tolist() for one in alone]
    assert {one.looks for one in alone} == {Looks.QUICK, Looks.WHOLE}
    await retriever.close()
