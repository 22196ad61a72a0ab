"""A text table without separators: its columns are aligned by spaces, as a printout or an old program gives them.

A column begins where a heading does and ends where every row has a blank. Titles above and a line of dashes below the
headings are no rows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

SAMPLE_ROWS = 200
HEADINGS_WITHIN = 30
"""Lines among which the headings are looked for."""
FEWEST_KNOWN = 2
"""Known headings from which aligned columns are believed."""
TAB = 8
RULE = set("-=_+|* ")

Known = Callable[[Sequence[str]], int]


def aligned_cells(text: str, known: Known) -> list[list[str]] | None:
    """The cells of every line, or None where no line holds FEWEST_KNOWN known headings above aligned columns."""
    lines = [line.expandtabs(TAB).rstrip() for line in text.splitlines()]
    best: tuple[int, int, list[int]] = (FEWEST_KNOWN - 1, 0, [])
    for at, head in enumerate(lines[:HEADINGS_WITHIN]):
        under = [line for line in lines[at + 1 : at + 1 + SAMPLE_ROWS] if not _is_rule(line)]
        starts = _starts(head, under, known)
        if len(starts) > 1 and (count := known(_cells(head, starts))) > best[0]:
            best = count, at, starts
    if not best[2]:
        return None
    _, at, starts = best
    above = [[line.strip()] for line in lines[:at]]
    return [*above, *(_cells("" if _is_rule(line) else line, starts) for line in lines[at:])]


def _is_rule(line: str) -> bool:
    return set(line) <= RULE


def _starts(head: str, rows: Sequence[str], known: Known) -> list[int]:
    """Where the columns under a line of headings begin; none without a row.

    One blank in every row may stand between two words of one cell: it parts known headings only.
    """
    if not rows or not head.strip():
        return []
    width = max(map(len, (head, *rows)))
    blank = [all(line[at : at + 1] in ("", " ") for line in (head, *rows)) for at in range(width)]
    starts: list[int] = []
    before = -2
    for begin, end in _filled(blank):
        title = head[begin:end].strip()
        held = any(line[begin:end].strip() for line in rows)
        near = begin - before == 1 and not (known([title]) and known([head[starts[-1] : before].strip()]))
        if title and (held or not starts) and not near:
            starts.append(begin)
        before = end
    return starts


def _filled(blank: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Begin and end of each run of positions at which some line has a sign."""
    begin = None
    for at, empty in enumerate([*blank, True]):
        if not empty and begin is None:
            begin = at
        elif empty and begin is not None:
            yield begin, at
            begin = None


def _cells(line: str, starts: Sequence[int]) -> list[str]:
    ends = [*starts[1:], len(line)]
    return [
        line[0 if number == 0 else begin : end].strip()
        for number, (begin, end) in enumerate(zip(starts, ends, strict=True))
    ]
