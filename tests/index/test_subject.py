"""What is near the subject is never told that it is none of ours."""

import pytest

from index.subject import is_near


@pytest.mark.parametrize(
    "text",
    [
        "Mag ik van een leerling doorgeven dat hij medicijnen slikt?",
        "hoeveel uren krijgt een verbinder",
        "wanneer schaffen ze de DLR af",
        "MBO'ers met een beperking",
        "samenwerkingspartners zoeken",
        "may a teacher do that",
    ],
)
def test_near(text: str) -> None:
    assert is_near(text)


@pytest.mark.parametrize(
    "text",
    ["", "hoe laat gaat de trein", "recept voor appeltaart", "verhuur van een busje", "what is the weather like"],
)
def test_elsewhere(text: str) -> None:
    assert not is_near(text)
