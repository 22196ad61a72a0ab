"""Does a test notice? Lines chosen at random are changed one at a time, and the tests that run through them are run.

`make mutate` (ARGS="--lines 50 --under eit/domain --tests tests/domain --seed 3"). The changes are made in a copy of
the project. Which test runs which line is measured first, by coverage contexts; a line that no test runs counts as
not noticed. Changes that change nothing are in `equivalent.toml`, each with its reason.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[1]
EQUIVALENT = Path(__file__).with_name("equivalent.toml")
LEFT_BEHIND = (".venv", ".git", "__pycache__", "artifacts", ".*_cache", ".hypothesis", "node_modules")
LINES, GOAL, LONGEST_S = 200, 0.95, 600
MOST_TESTS = 150
"""Tests of one line; of more, that many drawn at random: whoever breaks what all use is noticed by any of them."""
PYTEST = (
    sys.executable,
    "-m",
    "pytest",
    "-q",
    "-x",
    "--no-header",
    "-p",
    "no:cacheprovider",
    "-m",
    "not browser",
)
OTHER = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Add: ast.Sub, ast.Sub: ast.Add,
    ast.Mult: ast.Div, ast.Div: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
"""An operator, and the one that takes its place."""


class Mutant(NamedTuple):
    """One change: in a file, from a line and column to another, the text that stands there and the new one."""

    file: str
    line: int
    start: int
    end_line: int
    end: int
    before: str
    after: str

    def told(self) -> str:
        """Where it is and what it does, on one line."""
        return f"{self.file}:{self.line}: {self.before} → {self.after}"


def mutants(file: str, text: str) -> Iterator[Mutant]:
    """Every change of one file that this tool knows; no annotation, no docstring, no default text."""
    lines = text.splitlines()
    tree = ast.parse(text)
    skipped = {id(below) for node in ast.walk(tree) for kind in ("annotation", "returns")
               for below in ast.walk(getattr(node, kind, None) or ast.Pass())}  # fmt: skip
    for node in ast.walk(tree):
        changed = None if id(node) in skipped else _changed(node)
        if changed is None or getattr(node, "lineno", 0) != getattr(node, "end_lineno", -1):
            continue
        before = _text(lines, node)
        if before and not before.startswith(("f'", 'f"')):
            place = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
            yield Mutant(file, *place, before, changed)


def _changed(node: ast.AST) -> str | None:
    """The text of the node after its change; None: it has none."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        other = OTHER[type(node.ops[0])]()
        return f"({ast.unparse(ast.Compare(node.left, [other], node.comparators))})"
    if isinstance(node, ast.BinOp) and type(node.op) in OTHER:
        return f"({ast.unparse(ast.BinOp(node.left, OTHER[type(node.op)](), node.right))})"
    if isinstance(node, ast.BoolOp):
        return f"({ast.unparse(ast.BoolOp(OTHER[type(node.op)](), node.values))})"
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return f"bool({ast.unparse(node.operand)})"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return str(not node.value)
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return repr(node.value + 1)
    if isinstance(node, ast.Return) and node.value is not None and ast.unparse(node.value) != "None":
        return "return None"
    return None


def _text(lines: list[str], node: ast.AST) -> str:
    """What stands there; columns count bytes."""
    line = lines[node.lineno - 1].encode()  # type: ignore[attr-defined]
    return line[node.col_offset : node.end_col_offset].decode()  # type: ignore[attr-defined]


def apply(mutant: Mutant, text: str) -> str:
    """The text of the file with the change in it."""
    lines = text.splitlines(keepends=True)
    line = lines[mutant.line - 1].encode()
    lines[mutant.line - 1] = (line[: mutant.start] + mutant.after.encode() + line[mutant.end :]).decode()
    return "".join(lines)


def contexts(project: Path, tests: str) -> CoverageData:
    """Which test runs which line: one run of the tests. Raises CalledProcessError when one of them fails."""
    command = [*PYTEST, "--cov=eit", "--cov-context=test", "--cov-report=", tests]
    file = project / ".coverage.mutate"
    subprocess.run(command, cwd=project, check=True, env={**os.environ, "COVERAGE_FILE": str(file)})
    data = CoverageData(str(file))
    data.read()
    return data


def tests_of(data: CoverageData, project: Path, mutant: Mutant, dice: random.Random) -> list[str]:
    """The tests that run a line; of one that runs when its module is imported, those that run any line of the file."""
    lines = data.contexts_by_lineno(str(project / mutant.file))
    found = set(lines.get(mutant.line, []))
    if found == {""}:
        found = {name for names in lines.values() for name in names}
    tests = sorted({name.split("|")[0] for name in found if name})
    return tests if len(tests) <= MOST_TESTS else dice.sample(tests, MOST_TESTS)


def noticed(project: Path, mutant: Mutant, tests: list[str]) -> bool:
    """Whether one of the tests fails, or never ends, with the change in place."""
    path = project / mutant.file
    text = path.read_text(encoding="utf-8")
    path.write_text(apply(mutant, text), encoding="utf-8")
    try:
        done = subprocess.run([*PYTEST, *tests], cwd=project, capture_output=True, timeout=LONGEST_S)
    except subprocess.TimeoutExpired:
        return True
    finally:
        path.write_text(text, encoding="utf-8")
    return done.returncode != 0


def chosen(project: Path, under: str, lines: int, dice: random.Random) -> list[Mutant]:
    """One change for each of so many lines, drawn among all that can be changed, but those known to change nothing."""
    known = {tuple(one[key] for key in ("file", "before", "after")) for one in equivalents()}
    by_line: dict[tuple[str, int], list[Mutant]] = {}
    for path in sorted((project / under).rglob("*.py") if (project / under).is_dir() else [project / under]):
        file = path.relative_to(project).as_posix()
        for mutant in mutants(file, path.read_text(encoding="utf-8")):
            if (file, mutant.before, mutant.after) not in known:
                by_line.setdefault((file, mutant.line), []).append(mutant)
    places = sorted(by_line)
    return [dice.choice(by_line[place]) for place in dice.sample(places, min(lines, len(places)))]


def equivalents() -> list[dict[str, str]]:
    """Changes that change nothing anybody could see, each with its reason."""
    return tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]


def main(words: list[str]) -> int:
    """Measure, change, run, tell; 1 when less than `GOAL` of the changes were noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--under", default="eit")
    parser.add_argument("--tests", default="tests")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args(words)
    dice, missed = random.Random(asked.seed), []
    with TemporaryDirectory() as folder:
        project = Path(folder).resolve() / "maillage"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*LEFT_BEHIND))
        data = contexts(project, asked.tests)
        drawn = chosen(project, asked.under, asked.lines, dice)
        for number, mutant in enumerate(drawn, 1):
            tests = tests_of(data, project, mutant, dice)
            if not tests or not noticed(project, mutant, tests):
                missed.append(mutant)
                why = f"{len(tests)} essais (tests)" if tests else "aucun essai n'y passe (no test runs it)"
                print(f"{number}/{len(drawn)} {mutant.told()} — {why}", flush=True)
    share = 1 - len(missed) / max(len(drawn), 1)
    print(f"{len(drawn)} lignes (lines), {share:.0%} remarquées (noticed), --seed {asked.seed}")
    return int(share < GOAL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
