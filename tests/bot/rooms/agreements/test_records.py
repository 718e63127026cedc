"""What an older file of agreements becomes."""

from sqlite_utils import Database

from bot.rooms.agreements.records import AgreementRecords


def test_one_that_was_moved_once_before_hours_were_has_its_hour_as_the_usual_one() -> None:
    db = Database(memory=True)
    *before, last = AgreementRecords.steps
    for step in before:
        step.take(db)
    db.execute(
        "insert into agreements (token, chat, is_group, what, who, day, at, state, since, rule, by_rule) values "
        "('a', 'c', 0, '', '', '2027-03-09', '10:00', 'open', '', 'FREQ=WEEKLY;BYDAY=MO', '2027-03-08'), "
        "('b', 'c', 0, '', '', '2027-03-08', '11:00', 'open', '', 'FREQ=WEEKLY;BYDAY=MO', null)"
    )

    last.take(db)

    assert db.execute("select token, at_by_rule from agreements order by token").fetchall() == [
        ("a", "10:00"),
        ("b", None),
    ]
