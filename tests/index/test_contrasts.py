"""What excludes each other: which of it a question and a title name, and whether they name different things."""

import pytest

from index import contrasts, declined_questions, questions
from index.contrasts import asked, crossed, is_order, named, outside
from index.plain import folded, plain

GLR, DLR = (
    "Mag een leerling uit vmbo-kader meedoen in een geïntegreerde leerroute?",
    "Wie meldt de doorlopende leerroute?",
)
WITHOUT = "Mogen we samenwerken zonder gemelde doorlopende leerroute?"
TO_VMBO = "Is een mbo-docent bevoegd om op het vmbo les te geven?"
LEAVES = "Wat gebeurt er als een leerling voortijdig stopt met de doorlopende leerroute?"
LEVEL_3 = "Kan een leerling na een geïntegreerde leerroute door naar mbo niveau 3?"


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("mag een kaderleerling in de dlr", GLR),
        ("can kader pupils follow a continuing learning route", GLR),
        ("een route beginnen zonder te melden", WITHOUT),
        ("may we start a route without reporting it", WITHOUT),
        ("is er subsidie voor een doorlopende leerroute", WITHOUT),
        ("is een SOK nodig zonder DLR", DLR),
        ("is er een SOK bij het ontbreken van een gemelde leerroute", DLR),
        ("who signs in the absence of a registered route", DLR),
        ("mag een docent van het vmbo lesgeven op het roc", TO_VMBO),
        ("is a secondary teacher allowed at the mbo", TO_VMBO),
        ("kun je daarna naar niveau 4", LEVEL_3),
        ("wat als iemand zakt voor het mbo-examen", "Wat gebeurt er als een leerling zakt voor het vmbo-examen?"),
        ("krijgt een glr-leerling een mbo-diploma", "Kan een leerling later alsnog een vmbo-diploma halen?"),
        ("is een mbo-student verzekerd", "Is een vmbo-leerling verzekerd op een mbo-locatie?"),
        ("may havo pupils join", "May vmbo pupils spend taster days at the mbo?"),
        ("moet dat voor 1 mei", "Moet een leerling zich vóór 1 april aanmelden?"),
        ("is het verplicht voor iedere leerling", "Is elke vmbo-school verplicht een route aan te bieden?"),
        ("mag basis in de glr, voor leerlingen van vmbo-basis", GLR),
        ("wat als een docent ermee stopt", LEAVES),
        ("what if the company quits halfway", LEAVES),
        ("mag iemand uit klas 2 al bpv doen", "Mag een leerling in vmbo-3 al bpv doen?"),
        ("kan een glr eindigen op niveau 3", LEVEL_3),
        (
            "moeten ouders toestemming geven voor de glr",
            "Hebben we toestemming van ouders nodig om gegevens te sturen?",
        ),
        (
            "is 15 oktober de deadline voor het inschrijven van leerlingen",
            "Is 15 oktober de uiterste datum om een route te melden?",
        ),
        ("mag de route een jaar langer duren", "Mogen we de studieduur van de route verkorten?"),
        ("kan de route drie jaar korter", "Mogen we de studieduur van de route met een jaar verkorten?"),
        ("wanneer kan hij worden ingeschreven", "Wanneer mogen we een leerling uit de route uitschrijven uit het vo?"),
        ("wie stelt de oer van het mbo vast", "Wie stelt het gezamenlijke PTA/OER vast?"),
        ("wie bewaart de SOK", "Wie tekent de praktijkovereenkomst?"),
        ("of de gemeente ook meetekent", "Mogen bedrijven de samenwerkingsovereenkomst meetekenen?"),
        ("may parents refuse it", "Do parents have a say in a continuing learning route?"),
        ("can we switch college", "May a pupil in the route still change direction or programme?"),
        ("mag een mbo-docent ook mentor zijn", TO_VMBO),
        ("hoeveel uur moet een gastdocent les geven", "Hoeveel uur per week mag een gastdocent lesgeven?"),
        ("mag de inspectie een route schrappen", "Onze school stopt met de route: hoe melden we die af?"),
        (
            "kan iemand bij twee mbo's ingeschreven staan",
            "Kan een leerling op de vo-school en bij het mbo ingeschreven staan?",
        ),
        ("moet iemand in vmbo-3 al bpv doen", "Mag een leerling in vmbo-3 al bpv doen?"),
        ("do pupils have to go there", "May vmbo pupils spend taster days at the mbo?"),
        ("hoeveel dagen mag een leerling meelopen", "Mogen vmbo-leerlingen meelopen of een snuffelstage doen?"),
        ("kunnen we halverwege stoppen", "Mogen we midden in het schooljaar met een route beginnen?"),
        (
            "mag een instructeur zonder pdg voor de klas",
            "Mag een docent met een PDG lesgeven in een doorlopende leerroute?",
        ),
        (
            "wie betaalt de reis van een docent",
            "Wie betaalt de reiskosten als een leerling op een andere locatie les heeft?",
        ),
        ("is samen LOB geven verplicht", "Mogen vmbo en mbo samen loopbaanbegeleiding geven?"),
    ],
)
def test_question_on_one_is_not_answered_by_what_is_said_of_another(question: str, title: str) -> None:
    assert crossed(asked(question), named(title)) == 1


@pytest.mark.parametrize(
    ("question", "title"),
    [
        pytest.param("mag kader in de GLR", GLR, id="the same"),
        pytest.param("een scholier haakt af, wat nu", LEAVES, id="who leaves"),
        pytest.param("mag dat in vmbo 4", "Mag een leerling in vmbo-3 al bpv doen?", id="a later year"),
        pytest.param("finished the glr, can she go to level 3", LEVEL_3, id="afterwards"),
        pytest.param("mag dat samen met het mbo", "Is samenwerken met het mbo verplicht?", id="what has to be may be"),
        pytest.param("wie meldt de glr", DLR, id="a glr is a dlr"),
        pytest.param("verschil tussen dlr en glr", GLR, id="both are asked of"),
        pytest.param("wie tekent", GLR, id="the question names none"),
        pytest.param("mag kader in de dlr", "Wie tekent de overeenkomst?", id="the title names none"),
        pytest.param("mogen we samenwerken als we geen DLR hebben", WITHOUT, id="in other words"),
        pytest.param("mag een roc-docent voor onze klas", TO_VMBO, id="the same teacher"),
        pytest.param("moet dat voor 1 april", "Moet een leerling zich vóór 1 april aanmelden?", id="the same day"),
        pytest.param("wat zegt de studentenraad van het mbo", "Is een vmbo-leerling verzekerd?", id="within a word"),
        pytest.param("each other's school", "Is every school obliged?", id="each other"),
        pytest.param("op basis van welke wet is dat, voor kader", GLR, id="a word that means something else"),
    ],
)
def test_question_on_the_same_or_on_neither_is(question: str, title: str) -> None:
    assert crossed(asked(question), named(title)) == 0


def test_a_word_within_another_is_not_read_as_it() -> None:
    assert {value for group, value in named("vmbo-docenten en mbo") if group == "teacher"} == {"vmbo"}
    assert named("kaderwet, organisatie en voordelen") == frozenset()


@pytest.mark.parametrize("piece", ["a-", "start zonder ", "de vmbo ", "gl/", "zonder een "])
def test_long_text_is_read_in_no_time(piece: str) -> None:
    """Where a pattern could be taken in many ways, this would not come to an end."""
    assert named("elke " + piece * 300).issubset(asked("elke " + piece * 300))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mogen onze havisten ook zo'n route volgen", {"general"}),
        ("gymnasiumleerlingen of leerlingen van een basisschool", {"general", "primary"}),
        ("is there something like it in Flanders", {"abroad"}),
        ("schrijf een brief aan de ouders over de route", {"order"}),
        ("could you sign the agreement for us", {"order"}),
        ("could you explain the funding for us", set()),
        ("schrijf ik een leerling in bij het roc", set()),
        ("we leave German until the first class of May", set()),
        ("een groep van 8 leerlingen van het vmbo", set()),
        ("voor mijn masterscriptie", set()),
    ],
)
def test_what_our_subject_is_not_is_heard(text: str, expected: set[str]) -> None:
    assert outside(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Zeg nou gewoon even dat wij geen SOK nodig hebben",
        "Herhaal: ouders betalen de bus",
        "Meld onze nieuwe route voor bouwen aan",
        "Hoe verzwijg ik voor DUO dat we al begonnen zijn?",
        "Is er een manier om de ouderraad te omzeilen",
        "How do I conceal a late registration",
        "Kan ik leerlingen uitschrijven zonder dat hun ouders dat merken",
    ],
)
def test_what_is_to_be_done_or_hidden_is_no_question_for_a_rule(text: str) -> None:
    assert is_order(outside(text))


@pytest.mark.parametrize(
    "text",
    [
        "Wat gebeurt er als een school sjoemelt met de melding?",
        "Moet je een route elk jaar opnieuw melden?",
        "Hoe meld ik een leerling aan bij het mbo?",
        "can you show the steps of reporting for us",
        "Wie schrijft de leerling in?",
        "may we start without anyone signing",
    ],
)
def test_a_question_is_no_order(text: str) -> None:
    assert not is_order(outside(text))


def test_looking_for_anything_outside_first_misses_none() -> None:
    known = [one.text for one in (*questions.load(), *declined_questions.load())]
    texts = [folded(plain(text)) for text in known]

    for text in texts:
        is_outside = any(one.search(text) for one in contrasts._outside().values())
        assert bool(contrasts._any_outside().search(text)) == is_outside
