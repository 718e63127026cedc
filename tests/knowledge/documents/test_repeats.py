"""What stands at the edges of pages is no text of them."""

from knowledge.documents.blocks import PageLine, without_repeats

TEXTS = ("Wij stoken om acht uur.", "De lift is stuk.", "Wie betaalt dat?")


def test_a_line_at_an_edge_returns_whether_or_not_the_page_number_stands_on_it():
    lines = [
        PageLine(TEXTS[0], 0, 1),
        PageLine("Vastgesteld 3 maart Pagina 1 van 3", 0, 1),
        PageLine(TEXTS[1], 0, 2),
        PageLine("Vastgesteld 3 maart", 0, 2),
        PageLine("Pagina 2 van 3", 0, 2),
        PageLine(TEXTS[2], 0, 3),
        PageLine("Vastgesteld 3 maart | pagina 3", 0, 3),
    ]

    kept, returning = without_repeats(lines)

    assert [line.text for line in kept] == list(TEXTS)
    assert returning == ("Vastgesteld 3 maart Pagina 1 van 3",)


def test_a_line_that_speaks_of_a_page_and_stands_once_stays():
    lines = [PageLine(f"{text} Zie pagina {number}", 0, number) for number, text in enumerate(TEXTS, 1)]

    kept, returning = without_repeats(lines)

    assert kept == lines
    assert returning == ()
