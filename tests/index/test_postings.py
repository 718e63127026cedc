import numpy as np

from index import lexicon
from index.postings import Postings
from index.words import stems_of

MOST = 65_536  # documents whose numbers fit into two bytes


def test_documents_that_come_behind_more_than_two_bytes_count_are_found() -> None:
    alfa, beta, gamma = map(lexicon.numbered, ("alfa", "beta", "gamma"))
    nobody = np.zeros(0, dtype=np.int64)
    first = Postings([alfa] * (MOST - 1), stems_of, np.full(MOST - 1, -1))

    grown = first.grown([beta], stems_of, [], nobody).grown([gamma], stems_of, [], nobody)

    found = [np.flatnonzero(grown.scores(stems_of([word]))).tolist() for word in ("beta", "gamma")]
    assert found == [[MOST - 1], [MOST]]
