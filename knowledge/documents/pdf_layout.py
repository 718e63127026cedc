"""The words of a page of a PDF come in, its lines go out as people read them: column after column, tables by row.

A PDF says where each letter stands, and not what belongs together. A strip without letters that lines on both sides keep clear
of parts two columns, where what stands on both sides is running text, or the columns of a table.
"""

import math
import re
import statistics
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge.dialects.marks import lowered, raised
from knowledge.documents.line_ends import unwrapped, with_next

SMALL = 0.8  # times the height of the letters in front of it: how large a raised or lowered number is at most
RAISED = 0.2  # times the height of letters: how much higher it ends than those in front of it; on their line it ends 0.1 higher
TOUCH = 0.1  # times the height of letters: white below which two parts are one word
STRIP = 0.88  # times the height of letters: how wide a strip between columns is at least; Word leaves 10.8 points between cells, in letters of 12
ALIKE = 2.0  # points that what begins at one place may differ
MOST_ALIKE = 0.6  # share of lines that begin, or end, at one place where a column begins
COLUMN_LINES = 4  # that a column of running text has at least
SHORT_LINES = 2  # … at least, beside a longer one
SHORT_STRIP = 1.2  # times the height of letters: how wide the strip beside that is at least
COLUMN_WORDS = 3  # that its line has, as the median
TRIED = 12  # ends of columns that are looked at for each beginning
MOST_STRIPS = 12  # that are looked at
FEWEST_STRIPS = 2  # between the columns of a table whose first line names them
TABLE_LINES = 3  # that a table without rules has at least
RULES = 3  # of one length above each other, that part the rows of a table at least
NAMED_STRIP = 0.7  # … between cells under names, each of which begins where its name does
CELL_STRIP = 0.45  # times the height of letters: how wide a strip between cells is that rules part the rows of
MOST_RULES = 1_000  # of a page that are looked at
FULL = 0.5  # share of the cells of a table that hold text at least
SAME_RULE = 3.0  # points that rules of one table may differ in where they begin or end; nearer than that two are one
APART = 0.6  # times the height of letters: white between lines, from which a paragraph begins
WIDE = 2.0  # times the height of letters: white within a line, behind which a margin may begin
FAR = 2.5  # … and from which what stands below one column alone is no part of it
OTHER_SIZE = 1.12  # times the height of letters, from which a line is set otherwise
_NUMBER = re.compile(r"[+-]?\d{1,3}[+-]?")
_BOLD_FONT = re.compile(r"bold|black|heavy|semibold|demi", re.IGNORECASE)

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands, in points from the top left; or a table, which stands somewhere as one."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float  # height of its letters
    is_bold: bool = False
    rows: Rows = ()  # of a table

    @property
    def middle(self) -> float:
        """Halfway its height."""
        return (self.top + self.bottom) / 2

    @property
    def columns(self) -> int:
        """How many a table has; 0 of a word."""
        return len(self.rows[0]) if self.rows else 0


@dataclass(frozen=True, slots=True)
class Letters:
    """A line as it is read."""

    text: str  # empty for a gap
    size: float = 0.0  # height of its letters, in points; 0 for a gap
    is_bold: bool = False
    ends: bool = False  # whether somebody ended it here: the next word would have stood on it
    rows: Rows = ()  # of a table, of which the text is all of it


GAP = Letters("")
_Strip = tuple[float, float]  # from where to where, from the left
_Run = tuple[int, list[_Strip]]  # the line at which it ends, and what all lines up to there keep clear of
_Line = tuple[Word, ...]  # what stands beside each other, from the left


def word_of(found: dict[str, object]) -> Word:
    """A word as pdfplumber tells it."""
    text, font = str(found["text"]), str(found["fontname"])
    left, right, top, bottom, size = (float(str(found[key])) for key in ("x0", "x1", "top", "bottom", "size"))
    return Word(text, left, right, top, bottom, round(size, 1), _BOLD_FONT.search(font) is not None)


def table_at(rows: Rows, box: tuple[float, float, float, float]) -> Word:
    """A table that stands at (left, top, right, bottom)."""
    left, top, right, bottom = box
    return Word(" ".join(cell for row in rows for cell in row if cell), left, right, top, bottom, 0.0, rows=rows)


@dataclass(frozen=True, slots=True)
class Rule:
    """A line that is drawn across a page, or the edge of a shaded row."""

    left: float
    right: float
    at: float  # from the top


def laid_out(words: Iterable[Word]) -> Iterator[Letters]:
    """The lines of a page, in the order in which they are read; gaps between paragraphs, columns and tables."""
    lines = _lines(list(words))
    clear = _cleared(lines)
    named = _named_tables(lines)
    at, pending = 0, list[_Line]()
    looked: _Run | None = None  # that holds no columns, wherever it is begun
    while at < len(lines):
        if at in named:
            end, _ = named[at]
            pending += lines[at:end]
            at = end
            continue
        runs = _up_to(named, at, _runs(clear, at))
        end, place = _columns(lines, runs, at) if runs and runs[-1] != looked else (at, 0.0)
        looked = runs[-1] if runs and end == at else None
        if not place:
            pending += lines[at : max(end, at + 1)]
            at = max(end, at + 1)
            continue
        yield from _flow(pending)
        pending = []
        for is_left in (True, False):
            yield GAP
            yield from laid_out(word for line in lines[at:end] for word in line if (word.left < place) is is_left)
        yield GAP
        at = end
    yield from _flow(pending)


def _lines(words: Sequence[Word]) -> list[_Line]:
    """Words that stand beside each other, from the top; a raised number stands in the line that it is raised from."""
    shifted = _shifted_from(words)
    found: list[list[Word]] = []
    for word in sorted((word for word in words if word not in shifted), key=lambda word: (word.middle, word.left)):
        last = found[-1][0] if found else None
        if (
            last
            and not last.rows
            and not word.rows
            and abs(word.middle - _middle(found[-1])) < 0.5 * min(word.bottom - word.top, last.bottom - last.top)
        ):
            found[-1].append(word)
        else:
            found.append([word])
    line_of = {word: line for line in found for word in line} if shifted else {}
    for number, before in shifted.items():
        line_of[before].append(number)
    return [tuple(sorted(line, key=lambda word: word.left)) for line in found]


def _shifted_from(words: Sequence[Word]) -> dict[Word, Word]:
    """Small numbers that stand higher or lower than the word that they touch, each with that word; by itself each looks like a line."""
    small = [word for word in words if _NUMBER.fullmatch(word.text)]
    ends: dict[int, list[Word]] = {}
    for word in words if small else ():
        ends.setdefault(round(word.right), []).append(word)
    found: dict[Word, Word] = {}
    for number in small:
        near = [word for at in (-1, 0, 1) for word in ends.get(round(number.left) + at, ())]
        for word in near:
            shared = min(word.bottom, number.bottom) - max(word.top, number.top)
            if (
                number.size <= SMALL * word.size
                and abs(number.left - word.right) < TOUCH * word.size
                and shared > 0.5 * (number.bottom - number.top)
            ):
                found[number] = word
    return {number: word for number, word in found.items() if word not in found}


def _middle(line: Sequence[Word]) -> float:
    return statistics.fmean(word.middle for word in line)


@dataclass(frozen=True, slots=True)
class _Clear:
    """The strips that each of some lines keeps clear of, between the two sides that all of them keep to."""

    left: float
    right: float
    least: float  # how wide a strip is at least
    strips: tuple[tuple[_Strip, ...], ...]  # of each line, from the left


def _cleared(lines: Sequence[_Line], strip: float = STRIP) -> _Clear:
    if not lines:
        return _Clear(0.0, 0.0, 0.0, ())
    left, right = min(line[0].left for line in lines) - 1, max(line[-1].right for line in lines) + 1
    sizes = [word.size for line in lines for word in line if word.size]
    least = strip * statistics.median(sizes) if sizes else 10.0
    strips = []
    for line in lines:
        ends, starts = [left, *(word.right for word in line)], [*(word.left for word in line), right]
        strips.append(tuple(one for one in zip(ends, starts, strict=True) if one[1] - one[0] >= least))
    return _Clear(left, right, least, tuple(strips))


def _runs(clear: _Clear, at: int) -> Iterator[_Run]:
    """(the end, the widest strips with something on both sides that all lines up to there keep clear of) for each end beyond a line."""
    strips: list[_Strip] = [(clear.left, clear.right)]
    for end in range(at, len(clear.strips)):
        shared = ((max(one[0], other[0]), min(one[1], other[1])) for one in strips for other in clear.strips[end])
        strips = [one for one in shared if one[1] - one[0] >= clear.least]
        if len(strips) > MOST_STRIPS:
            strips = sorted(sorted(strips, key=lambda one: one[0] - one[1])[:MOST_STRIPS])
        if not strips:
            return
        if inner := [one for one in strips if one[0] > clear.left and one[1] < clear.right]:
            yield end + 1, inner


def _longest_first(runs: Sequence[_Run]) -> Sequence[_Run]:
    """Some of the ends, of many not each: a page of a table has hundreds of lines."""
    return runs[:: -max(1, len(runs) // TRIED)]


def _columns(lines: Sequence[_Line], runs: Sequence[_Run], at: int) -> tuple[int, float]:
    """(the end of the columns that begin at a line, where the first of them ends); that is 0 where they are those of a table.

    The line itself where none begin there.
    """
    for end, strips in _longest_first(runs):
        for start, stop in strips:
            place = (start + stop) / 2
            sides = _sides(lines[at:end], place)
            is_short = stop - start >= SHORT_STRIP * _size(lines[at]) and _is_beside(*sides)
            if (all(map(_is_text, sides)) or is_short) and _is_aligned(sides[1]):
                end = _without_what_is_below(lines, at, end, place)
                return end, 0.0 if _is_paired(*sides) else place
    return at, 0.0


def _sides(lines: Sequence[_Line], place: float) -> tuple[list[_Line], list[_Line]]:
    """What stands on the left of a place, and on the right of it; lines with nothing there left out."""
    left, right = (
        [side for line in lines if (side := tuple(word for word in line if (word.left < place) is is_left))]
        for is_left in (True, False)
    )
    return left, right


def _is_beside(first: Sequence[_Line], second: Sequence[_Line]) -> bool:
    """Whether a short paragraph stands beside running text: on both sides sentences go on, which those of cells seldom do."""
    short, long = sorted((first, second), key=len)
    if len(short) < SHORT_LINES or len(short) >= COLUMN_LINES or not _is_text(long):
        return False
    is_one = not any(_is_apart(before, line) for before, line in pairwise(short))
    return is_one and statistics.median(map(len, short)) >= COLUMN_WORDS and _goes_on(short) and _goes_on(long)


def _goes_on(side: Sequence[_Line]) -> bool:
    """Whether most lines begin amid a sentence."""
    amid = sum(line[0].text[:1].islower() and before[-1].text[-1:] not in ".!?:;" for before, line in pairwise(side))
    return amid * 2 > len(side) - 1


def _is_text(side: Sequence[_Line]) -> bool:
    """Whether it is running text, and no cells."""
    return len(side) >= COLUMN_LINES and statistics.median(len(line) for line in side) >= COLUMN_WORDS


def _is_aligned(side: Sequence[_Line]) -> bool:
    """Whether most lines begin at one place, or end there as numbers do; white in justified text does not."""
    for places in ([line[0].left for line in side], [line[-1].right for line in side]):
        ordered = sorted(places)
        near = max(bisect_right(ordered, one + ALIKE) - bisect_left(ordered, one - ALIKE) for one in ordered)
        if near >= MOST_ALIKE * len(places):
            return True
    return False


def _is_paired(first: Sequence[_Line], second: Sequence[_Line]) -> bool:
    """Whether each paragraph on one side begins beside one on the other, as the cells of a table do."""
    starts, others = _starts(first), _starts(second)
    beside = sum(any(abs(one - other) <= ALIKE for other in others) for one in starts[1:])
    return len(starts) > 2 and beside >= 0.8 * (len(starts) - 1)


def _starts(side: Sequence[_Line]) -> list[float]:
    """The heights at which paragraphs begin."""
    return [_middle(side[0]), *(_middle(line) for before, line in pairwise(side) if _is_apart(before, line))]


def _without_what_is_below(lines: Sequence[_Line], at: int, end: int, place: float) -> int:
    """The end of columns, what stands far below both of them left out."""
    last = max(row for row in range(at, end) if lines[row][-1].left >= place)
    for row in range(last + 1, end):
        if _white(lines[row - 1], lines[row]) > FAR * _size(lines[row]):
            return row
    return end


# --- lines of one column


def _flow(found: Sequence[_Line]) -> Iterator[Letters]:
    """Lines of one column, with its tables and gaps; what stands in the margin beside a line comes where its paragraph ends."""
    tables = _tables(found)
    within = {row for start, (end, _) in tables.items() for row in range(start, end)}
    lines, beside = _without_margin(found, within)
    at = 0
    edge = _edge(lines)
    aside: list[Letters] = []
    while at < len(lines):
        if at and (lines[at][0].rows or _is_apart(lines[at - 1], lines[at])):
            yield from (GAP, *aside)
            aside = []
        end, strips = tables.get(at, (at, []))
        if lines[at][0].rows:
            yield Letters(lines[at][0].text, rows=lines[at][0].rows)
            yield GAP
        elif end > at:
            yield _as_table(lines[at:end], strips)
            yield GAP
        else:
            following = lines[at + 1] if at + 1 < len(lines) else None
            yield replace(_letters(lines[at]), ends=following is not None and _would_fit(lines[at], following, edge))
        end = max(end, at + 1)
        aside += [one for row in range(at, end) if row in beside for one in (_letters(beside[row]), GAP)]
        at = end
    yield from (GAP, *aside) if aside else ()


def _tables(lines: Sequence[_Line]) -> dict[int, _Run]:
    """(the end, what parts the columns) of each table without rules, by the line at which it begins."""
    named = _named_tables(lines)
    found = dict(named)
    clear = _cleared(lines)
    at = 0
    looked: _Run | None = None  # that holds no table, wherever it is begun
    while at < len(lines):
        if at in named:
            at, _ = named[at]
            continue
        runs = _up_to(named, at, _table_runs(lines, clear, at))
        end, strips = _table(lines, runs, at) if runs and runs[-1] != looked else (at, [])
        looked = runs[-1] if runs and end == at else None
        if end > at:
            found[at] = (end, strips)
        at = max(end, at + 1)
    return found


def _without_margin(lines: Sequence[_Line], tables: Collection[int]) -> tuple[list[_Line], dict[int, _Line]]:
    """(the lines without what stands in the margin on their right, that, by the number of the line); those of tables have none."""
    mains = [_main(line) for line in lines]
    beside: dict[int, _Line] = {}
    for at, line in enumerate(lines):
        rest = line[len(mains[at]) :]
        near = [mains[row] for row in (at - 1, at + 1) if 0 <= row < len(lines) and row not in tables]
        ends = [one[-1].right for one in near]
        if rest and ends and at not in tables and mains[at][-1].right < max(ends) < rest[0].left:
            beside[at] = rest
    return [mains[at] if at in beside else line for at, line in enumerate(lines)], beside


def _main(line: _Line) -> _Line:
    """What stands in front of the first wide gap of a line."""
    for at, (before, word) in enumerate(pairwise(line), 1):
        if word.left - before.right > WIDE * word.size:
            return line[:at]
    return line


def _edge(lines: Sequence[_Line]) -> float:
    """Where lines end at the right: as far as two of them go."""
    ends = sorted(line[-1].right for line in lines if not line[0].rows)
    return ends[-2] if len(ends) > 1 else 0.0


def _would_fit(line: _Line, following: _Line, edge: float) -> bool:
    first = following[0]
    space = 0.3 * _size(line)
    return not first.rows and line[-1].right + space + (first.right - first.left) < edge - space


def _size(line: Sequence[Word]) -> float:
    return statistics.median([word.size for word in line]) or 10.0


def _white(before: Sequence[Word], line: Sequence[Word]) -> float:
    return min(word.top for word in line) - max(word.bottom for word in before)


def _is_apart(before: _Line, line: _Line) -> bool:
    """Whether a paragraph begins: white above it, or letters of another size or weight."""
    if before[0].rows or line[0].rows or _white(before, line) > APART * min(_size(before), _size(line)):
        return True
    sizes = sorted((_size(before), _size(line)))
    return sizes[1] > sizes[0] * OTHER_SIZE or _is_bold(before) != _is_bold(line)


def _is_bold(line: Sequence[Word]) -> bool:
    return all(word.is_bold for word in line)


def _letters(line: _Line) -> Letters:
    return Letters(_text(line), _size(line), _is_bold(line))


def _text(line: Sequence[Word]) -> str:
    """Words with spaces between them; of one in letters of two kinds the parts touch."""
    parts = [line[0].text] if line else []
    for before, word in pairwise(line):
        touches = word.left - before.right < TOUCH * word.size
        parts.append(_shifted(before, word) if touches else f" {word.text}")
    return "".join(parts)


def _shifted(before: Word, word: Word) -> str:
    """A part of a word: a small number that stands higher or lower than what it stands behind is written so, as in 10² and CO₂."""
    if word.size > SMALL * before.size or not _NUMBER.fullmatch(word.text):
        return word.text
    if before.bottom - word.bottom > RAISED * before.size:
        return raised(word.text)
    return lowered(word.text) if word.bottom > before.bottom else word.text


def _table_runs(lines: Sequence[_Line], clear: _Clear, at: int) -> list[_Run]:
    """What lines keep clear of up to each end, as long as they stand together and the last one has a second cell."""
    runs: list[_Run] = []
    for end, strips in _runs(clear, at):
        if any(
            line[0].rows or _is_of_another(before, line) for before, line in pairwise(lines[max(at, end - 2) : end])
        ):
            break
        runs.append((end, strips))
    while runs and lines[runs[-1][0] - 1][-1].left < runs[-1][1][0][1] - 0.1:
        runs.pop()
    return runs


def _table(lines: Sequence[_Line], runs: Sequence[_Run], at: int) -> _Run:
    """(the end of a table without rules that begins at a line, what parts its columns); the line itself where none does."""
    for end, strips in _longest_first(runs):
        part = lines[at:end]
        inner = [strip for strip in strips if _parts(part, strip)] if len(part) >= TABLE_LINES else []
        if inner and all(any(_cells(line, inner)[1:]) for line in (part[0], part[-1])):
            return end, inner
    return at, []


def _named(lines: Sequence[_Line], runs: Sequence[_Run], at: int) -> _Run:
    """A table of three columns or more, of which the first line fills each and so names them; rows may have as many lines as they like."""
    longest = {len(strips): (end, strips) for end, strips in runs}
    for count in sorted(longest, reverse=True):
        end, strips = longest[count]
        part = lines[at:end]
        while part and not any(_cells(part[-1], strips)[1:]):
            part = part[:-1]
        columns = _columns_of(part, strips)
        if (
            count >= FEWEST_STRIPS
            and len(part) >= TABLE_LINES
            and all(_cells(part[0], strips))
            and all(len(column) > 1 and _is_aligned(column) for column in columns[1:])
            and any(_is_short(column) for column in columns)
        ):
            return at + len(part), strips
    return at, []


def _columns_of(lines: Sequence[_Line], strips: Sequence[_Strip]) -> list[list[_Line]]:
    """The lines of each column, empty ones left out."""
    edges = [-math.inf, *(strip[1] - 0.1 for strip in strips), math.inf]
    return [
        [cell for line in lines if (cell := tuple(word for word in line if left <= word.left < right))]
        for left, right in pairwise(edges)
    ]


def _is_short(column: Sequence[_Line]) -> bool:
    """Whether it holds cells of a word or two, and no running text; bullets and numbers are neither."""
    counts = [len(line) for line in column]
    is_marks = all(len(line) == 1 and len(line[0].text.strip(".)")) < TABLE_LINES for line in column)
    return statistics.median(counts) < COLUMN_WORDS and not is_marks


def _named_tables(lines: Sequence[_Line]) -> dict[int, _Run]:
    """(the end, what parts the columns) of each table whose first line names them, by the line at which it begins."""
    found: dict[int, _Run] = {}
    clear = _cleared(lines, NAMED_STRIP)
    at = 0
    while at < len(lines):
        has_names = len(_inner(clear, clear.strips[at])) >= FEWEST_STRIPS
        run = _named(lines, _table_runs(lines, clear, at), at) if has_names else (at, [])
        if run[0] > at:
            found[at] = run
        at = max(run[0], at + 1)
    return found


def _up_to(named: Mapping[int, _Run], at: int, runs: Iterable[_Run]) -> list[_Run]:
    """Those that end before the next table whose first line names its columns: that is no part of another, nor of columns."""
    stop = min((start for start in named if start > at), default=math.inf)
    return [run for run in runs if run[0] <= stop]


def _is_of_another(before: _Line, line: _Line) -> bool:
    """Whether a line stands far below the one before it, or is set in letters of another size, as a heading among cells is."""
    sizes = sorted((_size(before), _size(line)))
    return sizes[1] > sizes[0] * OTHER_SIZE or _white(before, line) > FAR * sizes[0]


def _parts(lines: Sequence[_Line], strip: _Strip) -> bool:
    """Whether a strip stands between cells: on both sides in most lines, and what is behind it begins or ends at one place."""
    behind = [found for line in lines if (found := tuple(word for word in line if word.left >= strip[1] - 0.1))]
    before = [line for line in lines if line[0].right <= strip[0] + 0.1]
    if len(behind) < MOST_ALIKE * len(lines) or len(before) < MOST_ALIKE * len(lines):
        return False
    firsts = [(line[0],) for line in behind]
    return _is_aligned(firsts)


def _cells(line: _Line, strips: Sequence[_Strip]) -> list[str]:
    cells: list[list[Word]] = [[] for _ in range(len(strips) + 1)]
    for word in line:
        cells[sum(word.left >= strip[1] - 0.1 for strip in strips)].append(word)
    return [_text(cell) for cell in cells]


def _as_table(lines: Sequence[_Line], strips: Sequence[_Strip]) -> Letters:
    """The rows of a table; a line goes on with those above where it has no first cell, or where white parts the rows."""
    rows: list[list[str]] = []
    cut = [_cells(line, strips) for line in lines]
    whites = [0.0, *(_white(before, line) for before, line in pairwise(lines))]
    parting = _parting_white(cut, whites)
    has_white = len(strips) == 1 and _is_paired(*_sides(lines, strips[0][1] - 0.1))
    for at, cells in enumerate(cut):
        if rows and (
            not cells[0]
            or (has_white and not _is_apart(lines[at - 1], lines[at]))
            or (parting is not None and whites[at] <= parting)
            or _is_rest(rows[-1], cells)
        ):
            rows[-1] = [with_next(above, cell) for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    found = tuple(map(tuple, rows))
    return Letters(" ".join(cell for row in found for cell in row if cell), rows=found)


def _parting_white(cut: Sequence[Sequence[str]], whites: Sequence[float]) -> float | None:
    """The white that parts no rows, where more of it does; None where rows stand no further apart than their lines do."""
    within = [white for cells, white in zip(cut[1:], whites[1:], strict=True) if not cells[0]]
    between = [white for cells, white in zip(cut[1:], whites[1:], strict=True) if cells[0]]
    if not within or not between:
        return None
    most = max(within) + 1
    return most if sum(white > most for white in between) * 2 >= len(between) else None


def _is_rest(row: Sequence[str], cells: Sequence[str]) -> bool:
    """Whether cells go on in small letters with a row that began with a large one."""
    return row[0][:1].isupper() and all(not cell or cell[:1].islower() for cell in cells)


# --- tables between rules


def ruled_tables(words: Iterable[Word], rules: Iterable[Rule]) -> Iterator[Word]:
    """The tables whose rows are parted by rules or shades alone; their columns are parted by strips without letters.

    The names of the columns may stand above the first rule, and a last row below the last one.
    """
    found = list(words)
    for group in _of_one_length(rules):
        left, right = group[0].left - SAME_RULE, group[0].right + SAME_RULE
        lines = _lines([word for word in found if left <= word.left and word.right <= right and not word.rows])
        yield from _between_rules(lines, [rule.at for rule in group])


def _of_one_length(rules: Iterable[Rule]) -> Iterator[Sequence[Rule]]:
    """Rules that begin and end alike, from the top, as many as part the rows of a table."""
    groups: list[list[Rule]] = []
    for rule in _whole(rules)[:MOST_RULES]:
        for group in groups:
            if abs(group[0].left - rule.left) <= SAME_RULE and abs(group[0].right - rule.right) <= SAME_RULE:
                group.append(rule)
                break
        else:
            groups.append([rule])
    yield from (group for group in groups if len(group) >= RULES)


def _whole(rules: Iterable[Rule]) -> list[Rule]:
    """Rules from the top; what is drawn cell by cell, or as two sides of a thick one, is one."""
    heights: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if heights and rule.at - heights[-1][0].at <= SAME_RULE:
            heights[-1].append(rule)
        else:
            heights.append([rule])
    found: list[Rule] = []
    for height in heights:
        first = len(found)
        for rule in sorted(height, key=lambda rule: rule.left):
            if len(found) > first and rule.left <= found[-1].right + SAME_RULE:
                found[-1] = replace(found[-1], right=max(found[-1].right, rule.right))
            else:
                found.append(replace(rule, at=height[0].at))
    return found


def _between_rules(lines: Sequence[_Line], rules: Sequence[float]) -> Iterator[Word]:
    """The tables whose rows stand between rules, each as long as its lines stand together and keep clear of the same strips."""
    bands = [
        [line for line in lines if above <= _middle(line) < below] for above, below in pairwise([0.0, *rules, math.inf])
    ]
    at = 0
    while at < len(rules):
        above = _nearest(bands[at][::-1], rules[at])[::-1]
        for head in (above, []) if above else ([],):
            rows, strips = _clear_rows(bands[at + 1 : -1], head)
            count = len(rows) - bool(head)
            if strips and count + bool(last := _below(rows, strips, bands[at + count + 1], rules[at + count])) > 0:
                rows += [last] if last else []
                if made := _made([row for row in rows if row], strips, has_head=bool(head)):
                    yield made
                    at += count
                    break
        at += 1


def _made(rows: Sequence[Sequence[_Line]], strips: Sequence[_Strip], *, has_head: bool) -> Word | None:
    """The table of some rows; None where too few cells hold text."""
    cells = [tuple(_row(row, strips)) for row in rows]
    if len(rows) == 2 and not has_head:  # a rule above the names of the columns, one below, and one at the end
        cells = [cells[0], *_as_table(rows[1], strips).rows]
    if len(cells) < 2 or sum(bool(cell) for row in cells for cell in row) < FULL * len(cells) * (len(strips) + 1):
        return None
    inside = [word for row in rows for line in row for word in line]
    left, top = min(word.left for word in inside), min(word.top for word in inside)
    right, bottom = max(word.right for word in inside), max(word.bottom for word in inside)
    return table_at(tuple(cells), (left, top, right, bottom))


def _nearest(lines: Sequence[_Line], rule: float) -> list[_Line]:
    """The lines that stand together next to a rule, nearest first, where one of them has a second cell."""
    kept: list[_Line] = []
    for line in lines:
        white = _white_between(kept[-1], line) if kept else min(abs(line[0].top - rule), abs(line[0].bottom - rule))
        if white > (APART if kept else 1.0) * _size(line) or (kept and _is_of_another_kind(kept[-1], line)):
            break
        kept.append(line)
    return kept if any(not _is_one_cell([line]) for line in kept) else []


def _is_of_another_kind(one: _Line, other: _Line) -> bool:
    sizes = sorted((_size(one), _size(other)))
    return sizes[1] > sizes[0] * OTHER_SIZE or _is_bold(one) != _is_bold(other)


def _white_between(one: _Line, other: _Line) -> float:
    return max(_white(one, other), _white(other, one))


def _clear_rows(bands: Sequence[Sequence[_Line]], head: Sequence[_Line]) -> tuple[list[Sequence[_Line]], list[_Strip]]:
    """(the names of the columns, if there are any, and the bands that go with them, what parts their cells); ([], []) where none do.

    A band of one cell may lie in the middle: it names what is below it.
    """
    rows: list[Sequence[_Line]] = [head] if head else []
    found: tuple[list[Sequence[_Line]], list[_Strip]] = ([], [])
    for band in bands:
        flat = [line for row in rows[-1:] for line in row[-1:]] + list(band)
        if any(_is_of_another(before, line) for before, line in pairwise(flat)):
            break
        if rows and _is_one_cell(band):
            rows.append(band)
            continue
        strips = _shared_strips([*rows, band])
        if not strips or (found[1] and len(strips) < len(found[1])):
            break
        rows.append(band)
        found = (list(rows), strips)
    return found


def _below(
    rows: Sequence[Sequence[_Line]], strips: Sequence[_Strip], band: Sequence[_Line], rule: float
) -> list[_Line]:
    """The row below the last rule; empty where there is none."""
    last = _nearest(band, rule)
    return last if last and len(_shared_strips([*rows, last])) == len(strips) else []


def _is_one_cell(band: Sequence[_Line]) -> bool:
    clear = _cleared(band, CELL_STRIP)
    return len(band) == 1 and not any(_inner(clear, strips) for strips in clear.strips)


def _shared_strips(rows: Sequence[Sequence[_Line]]) -> list[_Strip]:
    """What parts the cells of all rows; those of one cell don't count."""
    rows = [row for row in rows if row and not _is_one_cell(row)]
    lines = [line for row in rows for line in row]
    runs = list(_runs(_cleared(lines, CELL_STRIP), 0))
    if len(lines) < 2 or not runs or runs[-1][0] < len(lines):
        return []
    return [one for one in runs[-1][1] if _parts_cells(rows, one, STRIP * _size(lines[0]))]


def _inner(clear: _Clear, strips: Iterable[_Strip]) -> list[_Strip]:
    return [one for one in strips if one[0] > clear.left and one[1] < clear.right]


def _parts_cells(bands: Sequence[Sequence[_Line]], strip: _Strip, wide: float) -> bool:
    """Whether a strip parts the cells of most rows; what stands behind a narrow one begins or ends at one place."""
    firsts: list[_Line] = []
    filled = [band for band in bands if band]
    for band in filled:
        behind = [word for line in band for word in line if word.left >= strip[1] - 0.1]
        if behind:
            firsts.append((min(behind, key=lambda word: word.left),))
    has_both = len(firsts) >= MOST_ALIKE * len(filled)
    return has_both and (strip[1] - strip[0] >= wide or _is_aligned(firsts))


def _row(band: Sequence[_Line], strips: Sequence[_Strip]) -> list[str]:
    """The cells of a row, of which each goes on at its next line."""
    parts = [_cells(line, strips) for line in band]
    return [unwrapped(cells[at] for cells in parts) for at in range(len(strips) + 1)]
