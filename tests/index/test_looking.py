"""How a question is looked at, whatever of it is known already."""

from dataclasses import replace

import pytest

from index import calibrations
from index.calibrations import ELSEWHERE
from index.encoder import Begun
from index.looking import Looks, look
from index.ranking import Calibration
from index.retriever import Retriever
from index.shipped_encoder import MANIFEST, MODEL, ShippedEncoder
from index.snapshot import Snapshot
from knowledge.folder import read_folder
from tests.conftest import Folder

pytestmark = pytest.mark.skipif(not (MODEL / MANIFEST).exists(), reason=f"no model in {MODEL} yet")


QUESTIONS = ("hoe laat gaan jullie dicht", "waar laat ik mijn auto", "wat moet ik betalen", "parkeren")


@pytest.fixture
def encoder() -> ShippedEncoder:
    return ShippedEncoder()


@pytest.fixture
def numbers(encoder: ShippedEncoder) -> Calibration:
    """Those for other subjects."""
    found = calibrations.load(ELSEWHERE.format(encoder.name), calibrations.SHIPPED)
    assert found is not None
    return found


@pytest.fixture
async def snapshot(folder: Folder, encoder: ShippedEncoder, numbers: Calibration) -> Snapshot:
    """Of a folder on another subject."""
    for name, title in (("open", "Openingstijden"), ("kosten", "Tarieven"), ("plek", "Parkeren")):
        folder.save(f"nl/faq/{name}.md", title=title, body=f"Wat u over {title.lower()} wilt weten.")
    retriever = Retriever(encoder, None, numbers, numbers)
    await retriever.refresh(read_folder(folder.root))
    await retriever.close()
    return retriever.snapshot


def opened(numbers: Calibration) -> Calibration:
    """The same, with questions that may be clear at a glance."""
    assert numbers.quick is not None
    return replace(numbers, quick=replace(numbers.quick, sure=0.98, hopeless=0.05))


def test_a_question_whose_vector_was_made_before_is_found_the_same_to_the_last_digit(
    snapshot: Snapshot, numbers: Calibration, encoder: ShippedEncoder
) -> None:
    some = opened(numbers)

    alone, spoken = (
        [look(text, snapshot, some, encoder, spoken=each) for text, each in zip(QUESTIONS, known, strict=True)]
        for known in ([None] * len(QUESTIONS), encoder.encode_queries(QUESTIONS))
    )

    assert [one.confidences.tolist() for one in spoken] == [one.confidences.tolist() for one in alone]
    assert {one.looks for one in alone} == {Looks.QUICK, Looks.WHOLE}


def test_on_another_subject_both_halves_are_waited_for(
    snapshot: Snapshot, numbers: Calibration, encoder: ShippedEncoder
) -> None:
    assert {look(text, snapshot, numbers, encoder).looks for text in QUESTIONS} == {Looks.WHOLE}


@pytest.mark.parametrize("may_be_clear", [False, True])
def test_the_second_half_is_begun_ahead_where_no_question_is_clear_without(
    monkeypatch: pytest.MonkeyPatch,
    snapshot: Snapshot,
    numbers: Calibration,
    encoder: ShippedEncoder,
    *,
    may_be_clear: bool,
) -> None:
    begun: list[bool] = []
    begin = encoder.begin

    def noted(text: str, *, ahead: bool = False) -> Begun:
        begun.append(ahead)
        return begin(text, ahead=ahead)

    monkeypatch.setattr(encoder, "begin", noted)

    look("parkeren", snapshot, opened(numbers) if may_be_clear else numbers, encoder)

    assert begun == [not may_be_clear]
