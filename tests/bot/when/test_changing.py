"""What people say of something that was kept just now."""

import pytest

from bot.when.changing import Change, Kind, change_of, drops


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("haal die maar weer weg", Change(Kind.ANY, "", "", is_dropped=True)),
        ("Verwijder dat.", Change(Kind.ANY, "", "", is_dropped=True)),
        ("nee, laat die afspraak maar vervallen", Change(Kind.AGREEMENT, "", "", is_dropped=True)),
        ("zeg het overleg maar af", Change(Kind.MEETING, "", "", is_dropped=True)),
        ("het overleg met techniek gaat niet door", Change(Kind.MEETING, "techniek", "")),
        ("cancel that meeting", Change(Kind.MEETING, "", "", is_dropped=True)),
        ("take it off the list please", Change(Kind.ANY, "", "", is_dropped=True)),
        ("move it to Friday", Change(Kind.ANY, "", "Friday")),
        ("verander die van techniek naar 22 januari", Change(Kind.ANY, "techniek", "22 januari")),
        ("verzet de afspraak met Kees naar maandag 10 uur", Change(Kind.AGREEMENT, "Kees", "maandag 10 uur")),
        ("maak er vrijdag van", Change(Kind.ANY, "", "vrijdag")),
        ("actually make it Thursday at 3", Change(Kind.ANY, "", "Thursday at 3")),
        ("o nee, maak er vrijdag van", Change(Kind.ANY, "", "vrijdag")),
        ("schuif het een week op", Change(Kind.ANY, "", "een week op")),
        ("het kan een uur later", Change(Kind.ANY, "", "het kan een uur later")),
        ("schuif die van joris een week op", Change(Kind.ANY, "joris", "een week op")),
        ("zet de afspraak van wiskunde maar op 1 februari", Change(Kind.AGREEMENT, "wiskunde", "1 februari")),
        ("mag ik m ook weer schrappen", Change(Kind.ANY, "", "")),
        ("done with that one", Change(Kind.ANY, "", "")),
        ("move it an hour later", Change(Kind.ANY, "", "an hour later")),
        ("die is al gedaan", Change(Kind.ANY, "", "")),
        ("that's done", Change(Kind.ANY, "", "")),
    ],
)
def test_which_is_meant_and_when_it_should_be(text: str, change: Change) -> None:
    assert change_of(text) == change


@pytest.mark.parametrize(
    "text",
    [
        "mag het diploma vervallen",
        "een week later",
        "hoe verwijder ik een route uit rio",
        "wie haalt de leerlingen weg",
        "verwijder alles van mij",
        "zet een overleg op dinsdag",
        "gaat de route niet door als het mbo stopt?",
        "x" * 200,
        "",
    ],
)
def test_what_is_about_something_else(text: str) -> None:
    assert change_of(text) is None


def test_what_is_told_of_a_meeting_is_no_order() -> None:
    assert drops("haal die maar weg")
    assert not drops("het overleg gaat niet door")
    assert not drops("haal die van techniek weg")


@pytest.mark.parametrize("text", ["zet dit in mijn agenda", "put this in my calendar", "zet het op de lijst"])
def test_where_something_is_put_is_no_day(text: str) -> None:
    assert change_of(text) is None
