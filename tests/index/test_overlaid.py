from index import overlaid
from index.overlaid import Overlaid


def test_changes_are_laid_over_what_stays_as_it_is():
    base = {"a": 1, "b": 2, "c": 3}
    first = Overlaid(base)

    later = first.changed({"b": 20, "c": None, "d": 4})
    again = later.changed({"c": 30, "d": None, "a": None, "z": None})

    assert (dict(first), dict(later), dict(again)) == (base, {"a": 1, "b": 20, "d": 4}, {"b": 20, "c": 30})
    assert (len(first), len(later), len(again)) == (3, 3, 2)
    assert [name in later for name in "abcd"] == [True, True, False, True]
    assert (later.get("c"), later.get("b"), again.get("z", 0)) == (None, 20, 0)
    assert base == {"a": 1, "b": 2, "c": 3}


def test_where_nothing_changes_it_is_the_same():
    first = Overlaid({"a": 1})

    assert first.changed({}) is first


def test_many_changes_become_what_others_are_laid_over(monkeypatch):
    monkeypatch.setattr(overlaid, "MOST", 2)
    later = Overlaid({"a": 1, "b": 2})

    for number in range(7):
        later = later.changed({f"n{number}": number, "a": number, f"n{number - 3}": None})

    assert dict(later) == {"b": 2, "a": 6, "n4": 4, "n5": 5, "n6": 6}
    assert len(later) == 5
