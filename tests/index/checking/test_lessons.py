"""What agreements teach of points beside the ways of putting them."""

import numpy as np

from index.checking.lessons import Lesson, learned, lesson_of, told_besides

TEXTS = np.eye(3, 4, dtype=np.float32)  # three texts, unlike each other


def test_what_is_left_untold_is_learned():
    left = np.array([[0.8, 0.0], [0.0, -0.5], [0.0, 0.0]])
    found = told_besides(TEXTS, learned(TEXTS, left, ["a", "b"]), ["a", "b"])
    assert found[0, 0] > 0.2 > abs(found[2, 0])
    assert found[1, 1] < -0.1 < found[2, 1]


def test_point_without_a_lesson_is_told_by_its_ways_alone():
    lessons = {"a": Lesson(np.ones(4, dtype=np.float32), 0.5)}
    assert told_besides(TEXTS, lessons, ["own", "a"]).tolist() == [[0.0, 1.5]] * 3


def test_lesson_comes_back_as_it_was_kept_within_a_step():
    lesson = Lesson(np.linspace(-0.9, 1.27, 640, dtype=np.float32), -0.125)
    again = lesson_of(lesson.kept(), lesson.scale, lesson.bias)
    assert np.abs(again.weights - lesson.weights).max() <= lesson.scale / 2 + 1e-6
    assert (again.kept(), again.bias) == (lesson.kept(), lesson.bias)


def test_lesson_of_nothing_is_kept_too():
    nothing = Lesson(np.zeros(4, dtype=np.float32), 0.0)
    assert lesson_of(nothing.kept(), nothing.scale, 0.0).weights.tolist() == [0.0] * 4
