"""How many of something, as a sentence says it: the number, or the word that goes with it."""


class Number:
    """A number in a gap: "{count}" is it, "{count:fout|fouten}" the word for one or for any other number."""

    def __init__(self, value: int, shown: str = "") -> None:
        """shown: as the number is written; empty: in plain digits."""
        self._value, self._shown = value, shown or str(value)

    def __format__(self, spec: str) -> str:
        one, has_words, more = spec.partition("|")
        if has_words:
            return one if self._value == 1 else more
        return format(self._value, spec) if spec else self._shown

    def __str__(self) -> str:
        return self._shown
