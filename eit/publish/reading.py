"""The only thing that a public server opens: one sealed edition, through a locked door, checked against its seal."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from eit.domain.errors import DataError
from eit.domain.jurisdiction import of_before
from eit.publish.sealing import SCHEMA_VERSION, content_digest
from eit.publish.signing import SIGNATURE, is_signed
from eit.store.connections import open_locked
from eit.store.database import file_version
from eit.store.jurisdictions import own_jurisdictions

MEMORY_LIMIT = "256MB"
ATTEMPTS = 5
REASONS = {"hidden": "protected", "empty": "no-flow", "not_estimated": "too-few-factors"}
"""State → why there is no figure. Which cell is sensitive and which only protects another is never told."""

CELLS = """
SELECT cell.* FROM cell
LEFT JOIN territory USING (programme_id, territory_id)
WHERE ($programme_id IS NULL OR cell.programme_id = $programme_id)
    AND ($indicator IS NULL OR cell.indicator = $indicator)
    AND ($territory_id IS NULL OR cell.territory_id = $territory_id)
    AND ($level IS NULL OR coalesce(territory.kind, 'total') = $level)
    AND ($family IS NULL OR cell.family = $family)
ORDER BY cell.rowid
"""


@dataclass(frozen=True)
class Limits:
    """What one question may cost: more is refused, never cut short."""

    seconds: float = 1.0
    rows: int = 1000


PUBLIC_LIMITS = Limits()
"""A page asks for one indicator at a time: 140 territories of seven families still fit."""


class PublicEdition:
    """A read-only view of one sealed file; safe to share between threads. Raises DataError when it is not intact.

    `limits` are those of each question; a maker of editions, who reads everything back, has none. With `key`, an
    edition that its owner did not sign is refused: DataError("unsigned_edition").
    """

    def __init__(self, path: Path, limits: Limits | None = None, key: Ed25519PublicKey | None = None) -> None:
        self.stamp = file_version(path)
        self._limits = limits
        self._lock = threading.Lock()
        try:
            self._connection = open_locked(path, "edition", MEMORY_LIMIT, spill=False)
            self._check_seal(key)
        except (duckdb.Error, UnicodeDecodeError) as error:
            raise DataError("damaged_edition", path=str(path)) from error

    def edition(self) -> pd.Series:
        """The edition: name and published_on."""
        return self._ask("SELECT * FROM edition WHERE current").iloc[0]

    def editions(self) -> pd.DataFrame:
        """This edition and those before it: rank, name, published_on, current."""
        return self._ask("SELECT * FROM edition ORDER BY rank")

    def rules(self) -> pd.DataFrame:
        """The method in figures: key, value."""
        return self._ask("SELECT * FROM rule ORDER BY rowid")

    def programmes(self) -> pd.DataFrame:
        """programme_id, rank, name_fr, name_en, level, jurisdiction, currency, fictitious."""
        found = self._ask("SELECT * FROM programme ORDER BY rank")
        if "jurisdiction" not in found.columns:  # an edition of before held a country
            known = own_jurisdictions()
            found["jurisdiction"] = [of_before(known, code).jurisdiction_id for code in found.pop("country")]
        return found

    def territories(self, programme_id: str) -> pd.DataFrame:
        """territory_id (that of the boundary, or `rest`), kind and name."""
        question = (
            "SELECT * EXCLUDE programme_id FROM territory WHERE programme_id = $programme_id ORDER BY rowid"
        )
        return self._ask(question, {"programme_id": programme_id})

    def cells(
        self,
        programme_id: str | None = None,
        indicator: str | None = None,
        territory_id: str | None = None,
        level: str | None = None,
        family: str | None = None,
    ) -> pd.DataFrame:
        """Cells of the columns of `cell` and `reason` (protected, no-flow, too-few-factors; None: a value).

        None means all. `total` is a territory_id, a level and a family of its own: never add it to the others.
        """
        asked = {
            "programme_id": programme_id,
            "indicator": indicator,
            "territory_id": territory_id,
            "level": level,
            "family": family,
        }
        frame = self._ask(CELLS, asked)
        if "covered" not in frame:  # an edition of before told no coverage
            frame["covered"] = None
        return frame.assign(reason=frame["state"].map(REASONS).astype(object))

    def factors(self, programme_id: str) -> pd.DataFrame:
        """What derived figures are made with: family, indicator, unit per tonne, low, central, high, factor_ids."""
        question = "SELECT * EXCLUDE programme_id FROM family_factor WHERE programme_id = $programme_id ORDER BY rowid"
        return self._ask(question, {"programme_id": programme_id})

    def synergies(self, programme_id: str) -> pd.DataFrame:
        """territory_id, status (under-way, made), state (told, hidden) and count_band."""
        question = "SELECT * EXCLUDE programme_id FROM synergy_count WHERE programme_id = $programme_id ORDER BY rowid"
        return self._ask(question, {"programme_id": programme_id})

    def presentation(self, programme_id: str) -> pd.Series:
        """What the programme says of itself: description_fr, description_en, public_contact (None: nothing)."""
        found = self._of_later("presentation", programme_id, "programme_id")
        return found.iloc[0] if len(found) else pd.Series(dtype=object)

    def statements(self, programme_id: str) -> pd.DataFrame:
        """The results that the programme declares: rank, label_fr, label_en, unit_fr, unit_en, bound, year, value."""
        return self._of_later("statement", programme_id, "rank, year, bound DESC")

    def protection(self, programme_id: str) -> pd.DataFrame:
        """Which rules keep what is hidden: rule (few, dominance, neighbour, either), count_band."""
        return self._of_later("protection", programme_id, "rowid")

    def presence(self, programme_id: str) -> pd.DataFrame:
        """Who has what, in words: direction, family, subject_id, rest, name_fr, name_en, count_band."""
        return self._of_later("presence", programme_id, "rowid")

    def cases(self, programme_id: str) -> pd.DataFrame:
        """Realised synergies: kind (named, pool), subject_fr, subject_en, year, parties, count_band."""
        return self._of_later("public_case", programme_id, "rowid")

    def benchmark(self, programme_id: str) -> pd.DataFrame:
        """Where a programme stands among those like it: indicator, peers_band, low, high, position."""
        return self._of_later("benchmark", programme_id, "rowid")

    def comparable(self) -> list[str]:
        """The programmes that agreed to be compared."""
        ids = [str(one) for one in self.programmes()["programme_id"]]
        held = self._ask("SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'comparable'")
        if not int(held.iloc[0, 0]):
            return []
        agreed = set(self._ask("SELECT programme_id FROM comparable")["programme_id"])
        return [one for one in ids if one in agreed]

    def _of_later(self, table: str, programme_id: str, order: str) -> pd.DataFrame:
        """The rows of a table that editions of before do not hold: then none."""
        known = self._ask(
            "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = $name", {"name": table}
        )
        if not int(known.iloc[0, 0]):
            return pd.DataFrame()
        question = (
            f"SELECT * EXCLUDE programme_id FROM {table} WHERE programme_id = $programme_id ORDER BY {order}"
        )
        return self._ask(question, {"programme_id": programme_id})

    def audit(self) -> pd.DataFrame:
        """What was checked before this edition went out."""
        return self._ask("SELECT * FROM audit ORDER BY rowid")

    @property
    def digest(self) -> str:
        """SHA-256 of the content."""
        return str(self._ask("SELECT value FROM seal WHERE key = 'sha256'").iloc[0, 0])

    @property
    def sequence(self) -> int:
        """How many editions there were, this one included; what is signed says it."""
        return int(self._ask("SELECT rank FROM edition WHERE current").iloc[0, 0])

    def close(self) -> None:
        """Release the file."""
        self._connection.close()

    def __enter__(self) -> PublicEdition:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, question: str, parameters: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer to one SELECT. Raises DataError: refused_question, question_too_long, damaged_edition."""
        with self._lock:
            cursor = self._connection.cursor()
        timer = threading.Timer(self._limits.seconds, cursor.interrupt) if self._limits else None
        try:
            _refuse_all_but_select(cursor, question)
            if timer:
                timer.start()
            cursor.execute("USE edition")
            found = cursor.execute(question, dict(parameters or {}))
            return self._within(found) if self._limits else found.df()
        except (duckdb.InterruptException, duckdb.OutOfMemoryException) as error:
            raise DataError("question_too_long") from error
        except (
            duckdb.IOException,
            duckdb.SerializationException,
            duckdb.InternalException,
            duckdb.FatalException,
        ) as error:
            raise DataError("damaged_edition", path=self.stamp.path) from error
        except duckdb.Error as error:
            raise DataError("refused_question") from error
        finally:
            if timer:
                timer.cancel()
            cursor.close()

    def _within(self, found: duckdb.DuckDBPyConnection) -> pd.DataFrame:
        """All rows, read in pieces so that a flood is refused before it fills the memory."""
        assert self._limits is not None
        pieces = [found.fetch_df_chunk()]
        rows = len(pieces[0])
        while len(pieces[-1]) and rows <= self._limits.rows:
            pieces.append(found.fetch_df_chunk())
            rows += len(pieces[-1])
        if rows > self._limits.rows:
            raise DataError("question_too_long")
        kept = [piece for piece in pieces if len(piece)]
        return pd.concat(kept, ignore_index=True) if kept else pieces[0]

    def _check_seal(self, key: Ed25519PublicKey | None) -> None:
        cursor = self._connection.cursor()
        try:
            cursor.execute("USE edition")
            said = dict(cursor.execute("SELECT key, value FROM seal").fetchall())
            digest = content_digest(cursor)
        finally:
            cursor.close()
        if said.get("schema_version") != SCHEMA_VERSION or said.get("sha256") != digest:
            raise DataError("damaged_edition", path=self.stamp.path)
        if key is not None and not is_signed(key, said.get(SIGNATURE), digest, SCHEMA_VERSION):
            raise DataError("unsigned_edition", path=self.stamp.path)


def open_current(
    path: Path, limits: Limits | None = PUBLIC_LIMITS, key: Ed25519PublicKey | None = None
) -> PublicEdition:
    """The edition that stands at `path`, its stamp its own even when it is replaced meanwhile.

    With `key`, one older than was shown before is refused: DataError("older_edition").
    """
    for _ in range(ATTEMPTS):
        edition = PublicEdition(path, limits, key)
        if edition.stamp == file_version(path):
            break
    if key is not None:
        refuse_older(path, edition)
    return edition


_latest: dict[Path, int] = {}


def refuse_older(path: Path, edition: PublicEdition) -> None:
    """Remember how far the editions at `path` have come, here and in `<path>.served`; who signed an old one signed it.

    Raises DataError("older_edition").
    """
    memory = path.with_name(path.name + ".served")
    try:
        kept = int(memory.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = 0
    latest, found = max(kept, _latest.get(path, 0)), edition.sequence
    if found < latest:
        edition.close()
        raise DataError("older_edition", path=str(path), found=str(found), latest=str(latest))
    _latest[path] = found
    if found > kept:
        with contextlib.suppress(OSError):  # a folder that only its owner may change: this process remembers
            memory.write_text(str(found), encoding="utf-8")


def _refuse_all_but_select(cursor: duckdb.DuckDBPyConnection, question: str) -> None:
    statements = cursor.extract_statements(question)
    if [statement.type for statement in statements] != [duckdb.StatementType.SELECT]:
        raise DataError("refused_question")
