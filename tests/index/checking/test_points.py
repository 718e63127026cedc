"""Points looked for in agreements: found with a clause that says it, in doubt, or not."""

import numpy as np
import pytest

from index.checking.features import FEATURES, Array, Sought, features, over, ways_of, with_whole
from index.checking.gold import FRESH, HELD, OPEN, UNSEEN, load, read
from index.checking.points import (
    SURER,
    WHOLE,
    Doubt,
    Looked,
    Numbers,
    Verdict,
    doubt_of,
    judge,
    kind_told,
    profiles_of,
    settled,
)
from knowledge.documents.clauses import Clause, Clauses
from knowledge.entry import AgreementKind
from knowledge.folder import CONTENT, read_folder

POINTS = read_folder(CONTENT).points
GOLD = (*load(OPEN), *load(HELD), *load(FRESH), *load(UNSEEN))
NOTHING = (0.0,) * len(FEATURES)
NUMBERS = Numbers(NOTHING, 0.0, NOTHING, (1.0, *(0.0 for _ in WHOLE)), 0.6, 0.3)


@pytest.fixture(scope="module")
def sought() -> Sought:
    return Sought(POINTS, None, None)


def seen(likely: Array) -> Looked:
    """Clauses of which none only seems to settle anything."""
    return Looked(likely, np.zeros_like(likely))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Over vervoer maken partijen geen afspraken.", Doubt.EXCLUDED),
        ("Financiële verrekening maakt geen deel uit van deze overeenkomst.", Doubt.EXCLUDED),
        ("Privacy wordt buiten deze overeenkomst geregeld.", Doubt.EXCLUDED),
        ("This agreement makes no arrangements on transport.", Doubt.EXCLUDED),
        ("De verdeling wordt later bepaald.", Doubt.LATER),
        ("Looptijd: n.t.b.", Doubt.LATER),
        ("Partijen: [naam vo] en [naam mbo].", Doubt.LATER),
        ("De taken zijn opgenomen in bijlage 1.", Doubt.ELSEWHERE),
        ("The tasks are set out in annex B.", Doubt.ELSEWHERE),
        ("De taken zijn opgenomen in bijlage 2.", None),  # which is there
        ("Partijen delen de kosten gelijk, zoals verder uitgewerkt in bijlage 1.", None),
        ("Partij A betaalt aan partij B een bedrag van € ……… per leerling.", Doubt.LATER),
        ("Zij loopt van [datum] tot [datum], of zoveel langer als partijen schriftelijk overeenkomen.", Doubt.LATER),
        ("Toelichting: leg vast wie de examens afneemt.", Doubt.HINT),
        ("Beschrijf hoe u persoonsgegevens beveiligt.", Doubt.HINT),
        ("Note: say who pays for what.", Doubt.HINT),
        ("Wij zullen onderzoeken of een gezamenlijk PTA/OER haalbaar is.", Doubt.PLANNED),
        ("Over de verdeling van kosten praten de controllers verder.", Doubt.PLANNED),
        ("Both boards hope to share the costs.", Doubt.PLANNED),
        ("In 2018 werd de proef door een hogeschool geëvalueerd.", Doubt.UNSURE),
        ("Elk kwartaal bespreken de teams hoe het met iedere leerling gaat.", None),
        ("In 2029 kijken wij of de afspraken nog kloppen, en passen wij ze aan.", None),
        ("In deze route doen de leerlingen geen vmbo-examen.", None),
        ("Een leerling die niet verder kan, krijgt een andere plek.", None),
        ("Kwaliteit · ? · ? · nee", Doubt.LATER),
        ("AVG · uitzoeken · uitzoeken", Doubt.LATER),
        ("Wie de bus betaalt wordt aangehouden tot er een notitie is.", Doubt.LATER),
        ("Kosten: volgens de begroting in bijlage 3, die nog ontbreekt.", Doubt.LATER),
        ("We did not get round to data sharing.", Doubt.LATER),
        ("Uitzoeken wie de route meldt.", Doubt.PLANNED),
        ("Nemen in aanmerking dat goed onderwijs van belang is.", Doubt.UNSURE),
        ("Aanwezig: de bestuurders van beide scholen.", Doubt.UNSURE),
        ("Vervoer · n.v.t.", Doubt.EXCLUDED),
        ("Transport: n/a", Doubt.EXCLUDED),
        ("The costs are still to be divided.", Doubt.LATER),
        ("Dat we nog niet weten wie betaalt, is lastig.", Doubt.LATER),
        ("Kosten · zie begroting", Doubt.ELSEWHERE),
        ("Costs: see budget", Doubt.ELSEWHERE),
        ("Reiskosten · volgens de begroting van het roc, ieder de helft", None),
        ("Wij hebben ervan afgezien iets over vervoer op te nemen.", Doubt.EXCLUDED),
        ("Wie welk geld krijgt, laten wij over aan de controllers.", Doubt.EXCLUDED),
        ("In deze overeenkomst is over reiskosten niets bepaald.", Doubt.EXCLUDED),
        ("Daarom is dit geen overeenkomst van besturen.", Doubt.EXCLUDED),
        ("This agreement does not cover transport.", Doubt.EXCLUDED),
        ("Over toetsen zullen de teams nadere afspraken maken.", Doubt.LATER),
        ("De handtekeningen komen later.", Doubt.LATER),
        ("Hoe dat precies loopt, zien we wel.", Doubt.LATER),
        ("Costs will be settled at a later stage.", Doubt.LATER),
        ("Een toetsplan dat nog moet worden gemaakt.", Doubt.PLANNED),
        ("Tests: on the next agenda.", Doubt.PLANNED),
        ("Actie: navragen wie de bus betaalt.", Doubt.PLANNED),
        ("Overstappen: zie artikel 7.", Doubt.ELSEWHERE),
        ("Handtekening · zie de map van de secretaris · –", Doubt.ELSEWHERE),
        ("Toezicht · afspraken volgen · –", Doubt.LATER),
        ("Kosten: nog geen besluit.", Doubt.LATER),
        ("Onenigheid: verwachten de scholen niet.", Doubt.EXCLUDED),
        ("Vervoer · geen · –", Doubt.EXCLUDED),
        ("Kosten: geen huur, wel materiaal.", None),
        ("De teams gaan na of de afspraken werken en passen ze aan.", None),
        ("Wij gaan na of een bus mogelijk is.", Doubt.PLANNED),
        ("Verschillen leggen partijen voor aan een mediator.", None),
        ("Zie ook lid 2.", Doubt.ELSEWHERE),
        ("De verdeling van kosten is geregeld in artikel 9.", Doubt.ELSEWHERE),
        ("Wie stopt, gaat terug naar zijn klas (zie artikel 7) en praat met de mentor.", None),
        ("Een leerling die nog geen diploma heeft, blijft bij het vmbo ingeschreven.", None),
        ("Niet later dan 1 oktober stellen de besturen het PTA vast.", None),
        ("Hoe vaak overleggen we? Iedere maand.", None),
        ("De mentor vertelt hoe het met de leerling gaat.", None),
        ("4 · Vervoer · volgt · conciërge", Doubt.LATER),
        ("4 · Vervoer · zie de roostermap", Doubt.ELSEWHERE),
        ("4 · Vervoer · met de bus van school", None),
        ("Karin vraagt wie de bus betaalt.", Doubt.PLANNED),
        ("Wie stopt, vraagt de mentor om een gesprek.", None),
        ("Betaalt het roc de bus?", Doubt.PLANNED),
        ("Wie betaalt? Het roc.", None),
        ("Wij bemoeien ons er als docenten niet mee.", Doubt.EXCLUDED),
        ("Zulke kosten betaalt het roc zodra de rekening komt.", None),
        ("Wie betaalt, bespreken wij zodra de eerste rekening komt.", Doubt.LATER),
        ("Het examenreglement van bijlage 7 geldt.", Doubt.ELSEWHERE),
        ("Wie stopt, komt terug in zijn oude klas.", None),
        ("De bus komt terug in november.", Doubt.PLANNED),
        ("Over de looptijd hebben we nog niet gesproken.", Doubt.PLANNED),
        ("Een stuurgroep zou dat kunnen volgen.", Doubt.PLANNED),
        ("Wie de lessen geeft? Geen idee.", Doubt.LATER),
        ("Transport was not discussed.", Doubt.EXCLUDED),
    ],
)
def test_clause_that_settles_nothing_is_told(text: str, expected: Doubt | None):
    assert doubt_of(Clause(text), frozenset({"2"})) == expected


@pytest.mark.parametrize(
    ("heading", "lead", "expected"),
    [
        ("Overeenkomst › 9. Not covered", "", Doubt.EXCLUDED),
        ("Overeenkomst › Open punten", "", Doubt.EXCLUDED),
        ("Overeenkomst › Wat we pas later regelen", "", Doubt.EXCLUDED),
        ("Overeenkomst › Andere samenwerkingen", "", Doubt.EXCLUDED),
        ("Overeenkomst", "Overwegende dat", Doubt.UNSURE),
        ("Agreement › Recitals", "", Doubt.UNSURE),
        ("Overeenkomst › OVERWEGINGEN", "", Doubt.UNSURE),
        ("Overeenkomst › Open dagen", "Het roc zorgt voor:", None),
        ("Overwegingen › Artikel 1. Kosten", "", None),  # it stands under the article
    ],
)
def test_what_stands_under_reasons_or_what_is_left_out_is_not_agreed(heading: str, lead: str, expected: Doubt | None):
    assert doubt_of(Clause("De scholen delen de kosten.", heading, lead), frozenset()) == expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["Overeenkomst geïntegreerde leerroute"], (AgreementKind.GLR, True)),
        (["De doorlopende leerroute begint in leerjaar 3."], (AgreementKind.DLR, True)),
        (["De GLR en de DLR.", "De doorlopende leerroute.", "Onze DLR."], (AgreementKind.GLR, False)),
        (["De route begint in leerjaar 3."], (AgreementKind.DLR, False)),
        (["De route begint.", "Deze route loopt.", "Na de route stopt het."], (AgreementKind.DLR, True)),
        (["Leerlingen lopen een dag mee op het mbo."], (AgreementKind.WITHOUT, False)),
        (["Wij werken samen zonder gemelde leerroute."], (AgreementKind.WITHOUT, True)),
        (["Dit is geen doorlopende leerroute."], (AgreementKind.WITHOUT, True)),
        (["This is not a registered route."], (AgreementKind.WITHOUT, True)),
    ],
)
def test_kind_is_told_from_the_words_where_they_say_so(texts: list[str], expected: tuple[AgreementKind, bool]):
    assert kind_told(Clauses(tuple(map(Clause, texts)), (), 0)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Leerlingen van PIE en van Zorg & Welzijn.", ("PIE", "Z&W")),
        ("bouwen, wonen en interieur", ("BWI",)),
        ("Wij lopen over het groene gras.", ()),
        ("Het profiel Groen.", ("Groen",)),
    ],
)
def test_profiles_are_told_by_code_or_in_full(text: str, expected: tuple[str, ...]):
    assert profiles_of(Clauses((Clause(text),), (), 0)) == expected


def test_found_takes_a_clause_without_a_doubt(sought: Sought):
    """The likeliest clause is in doubt, the next is not: it is the one that is quoted."""
    excluded, said = Clause("Over vervoer maken partijen geen afspraken."), Clause("De school regelt een bus.")
    clauses = Clauses((excluded, said), (), 0)
    likely = np.full((2, len(sought.points)), 0.01)
    at = [point[0].id for point in sought.points].index("checklists/locaties-en-vervoer")
    likely[:, at] = 0.95, 0.9

    checked = judge(clauses, seen(likely), sought, NUMBERS, AgreementKind.DLR)
    alone = judge(Clauses((excluded,), (), 0), seen(likely[:1]), sought, NUMBERS, AgreementKind.DLR)

    [found] = checked.with_verdict(Verdict.FOUND)
    [maybe] = alone.with_verdict(Verdict.MAYBE)
    assert (found.point[0].id, found.clause) == ("checklists/locaties-en-vervoer", said)
    assert (maybe.clause, maybe.doubt) == (excluded, Doubt.EXCLUDED)


def test_obligatory_points_come_first_and_only_those_of_the_kind(sought: Sought):
    likely = np.zeros((1, len(sought.points)))
    clauses = Clauses((Clause("Hallo daar allemaal."),), (), 0)

    dlr, without = (
        judge(clauses, seen(likely), sought, NUMBERS, kind) for kind in (AgreementKind.DLR, AgreementKind.WITHOUT)
    )

    flags = [dlr.is_obligatory(one) for one in dlr.findings]
    assert flags == sorted(flags, reverse=True)
    assert sum(flags) == 4
    assert {one.point[0].id for one in dlr.findings} - {one.point[0].id for one in without.findings} == {
        "checklists/examen-en-diploma",
        "checklists/melding",
        "checklists/pta-oer",
    }


def test_what_a_word_means_settles_nothing():
    meaning = "PTA/OER: het programma van toetsing met de onderwijs- en examenregeling"

    assert doubt_of(Clause(meaning, "Artikel 1 › Begripsbepalingen"), frozenset()) is Doubt.UNSURE
    assert doubt_of(Clause(meaning, "Artikel 5 › Programma"), frozenset()) is None


def test_clause_among_others_that_agree_on_something_counts_for_more_than_one_in_an_annex():
    """The same clause, between articles and among rows of a table."""
    likely = np.full((40, 3), 0.01)
    likely[2:9, 0] = 0.9
    likely[5], likely[30] = (0.01, 0.6, 0.01), (0.01, 0.6, 0.01)
    numbers = Numbers(NOTHING, 0.0, NOTHING, (1.0, 0.0, 1.0, 0.0, 0.0), 0.6, 0.3)

    told = settled(likely, np.zeros_like(likely), numbers)[:, 1]

    assert told[5] > 2 * told[30]
    assert told[30] == pytest.approx(0.6 / 0.4 * 0.03 / (1 + 0.6 / 0.4 * 0.03), rel=0.05)


def test_clause_that_is_the_whole_document_goes_by_itself():
    """Nothing stands near it, which says no more against it than a neighbour that is as likely would."""
    numbers = Numbers(NOTHING, 0.0, NOTHING, (1.0, 0.0, 1.0, 0.0, 0.0), 0.6, 0.3)

    alone, of_two = (settled(np.full((many, 1), 0.9), np.zeros((many, 1)), numbers)[0, 0] for many in (1, 2))

    assert alone == pytest.approx(of_two)
    assert alone > 0.6


def test_clause_whose_words_only_seem_to_settle_it_counts_for_less():
    """Two clauses that are as likely by themselves, in words that are otherwise those of what is left open."""
    likely, seeming = np.full((2, 1), 0.6), np.array([[0.0], [4.0]])
    numbers = Numbers(NOTHING, 0.0, NOTHING, (1.0, 0.0, 0.0, -0.5, 0.0), 0.6, 0.3)

    told = settled(likely, seeming, numbers)[:, 0]

    assert told[0] == pytest.approx(0.6)
    assert told[1] == pytest.approx(0.6 / 0.4 * np.exp(-2) / (1 + 0.6 / 0.4 * np.exp(-2)))


def test_fixed_part_has_to_be_surer_than_another_point(sought: Sought):
    """As likely each: what may be left out is found, what is a fixed part only where it is likelier still."""
    clauses, likely = Clauses((Clause("De school regelt een bus."),), (), 0), np.full((1, len(sought.points)), 0.65)

    less = judge(clauses, seen(likely), sought, NUMBERS, AgreementKind.DLR)
    more = judge(clauses, seen(likely + SURER), sought, NUMBERS, AgreementKind.DLR)

    assert {one.verdict for one in less.findings if less.is_obligatory(one)} == {Verdict.MAYBE}
    assert {one.verdict for one in less.findings if not less.is_obligatory(one)} == {Verdict.FOUND}
    assert {one.verdict for one in more.findings} == {Verdict.FOUND}


def test_document_without_clauses_has_no_point():
    assert settled(np.zeros((0, 3)), np.zeros((0, 3)), NUMBERS).shape == (0, 3)


def test_doubt_in_one_cell_is_none_of_another():
    row = "3 · vmbo · n.v.t."

    assert doubt_of(Clause(row, cell="Staat bij: vmbo (Leerjaar 3)"), frozenset()) is None
    assert doubt_of(Clause(row, cell="Vervoer: n.v.t. (Leerjaar 3)"), frozenset()) is Doubt.EXCLUDED


def test_ways_teach_their_own_point_and_misses_none():
    """Ways of a unit length each, at right angles: what lies on one is of its point, and what lies on a miss of none."""
    ways = [one for one in ways_of(POINTS) if one.point < 2]
    taught = Sought([one for one in POINTS if one.point and one.point.number <= 2], np.eye(len(ways)), slice(0, 4))

    found = with_whole(np.zeros((len(ways), 2, len(FEATURES))), range(len(ways)), np.eye(len(ways)), taught)

    told = found[:, :, FEATURES.index("taught")]
    assert [row.argmax() for row, way in zip(told, ways, strict=True) if not way.is_miss] == [
        way.point for way in ways if not way.is_miss
    ]
    assert max(told[at, way.point] for at, way in enumerate(ways) if way.is_miss) < 0


def test_words_of_a_point_are_its_own(sought: Sought):
    clause = Clause("Geschillen worden in onderling overleg opgelost.")

    found = features([clause], None, {}, sought)[0]

    best = found[:, FEATURES.index("telling")].argmax()
    assert sought.points[best][0].id == "checklists/geschillen"
    assert over(Clause("x", "Artikel 1 › Duur")) == "Duur"


# --- the agreements that it is measured on


def test_there_are_enough_agreements_with_traps_and_their_marks_are_points():
    names = {point.id.rpartition("/")[2] for point in POINTS}

    assert len(GOLD) >= 24
    assert sum(bool(gold.seeming) for gold in GOLD) >= 8
    assert {name for gold in GOLD for name in (*gold.settled, *gold.seeming)} <= names


def test_no_way_of_putting_a_point_is_copied_from_what_is_held_out():
    lines = [set(line.split()) for gold in load(HELD) for found in gold.settled.values() for line in found]
    ways = [
        set(read("", f"{way.text}\n<!-- kind: dlr -->").clauses.found[0].text.lower().split())
        for way in ways_of(POINTS)
    ]

    copied = [way for way in ways for line in lines if len(way) >= 6 and len(way & line) >= 0.8 * len(way | line)]

    assert copied == []
