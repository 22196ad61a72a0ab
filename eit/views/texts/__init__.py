"""Every sentence that a person reads lives in fr/<subject>.toml and en/<subject>.toml, under the same keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from eit.views.typography import digits, typeset

LANGUAGES = ("fr", "en")
PLURAL_FORMS = frozenset({"one", "other"})
HEADING = re.compile(r"^\[([\w-]+)", re.MULTILINE)
"""The heading of a table of a file; a table within it begins alike."""


class Tables(Mapping[str, Any]):
    """The tables of every file of a language, each file read when one of its tables is asked for first.

    Raises ValueError when two files hold the same table.
    """

    def __init__(self, folder: Path, lang: str) -> None:
        self._lang = lang
        self._read: dict[str, Any] = {}
        self._files: dict[str, Path] = {}
        for path in sorted(folder.glob("*.toml")):
            for table in HEADING.findall(path.read_text("utf-8")):
                if self._files.setdefault(table, path) != path:
                    raise ValueError(f"{path.name} repeats the table {table}")

    def __getitem__(self, table: str) -> Any:
        if table not in self._read:
            found = tomllib.loads(self._files[table].read_text("utf-8"))
            self._read = {**self._read, **_typeset_tree(found, self._lang)}
        return self._read[table]

    def __contains__(self, table: object) -> bool:
        return table in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@dataclass(frozen=True)
class Texts:
    """The sentences of one language. `t("map_screen.smaller", n=3)` looks a key up and fills its placeholders."""

    lang: str
    _tree: Mapping[str, Any]

    def __call__(self, key: str, **values: object) -> str:
        """Return the sentence at `key`; whole numbers are grouped, `n` chooses between `one` and `other`.

        Raises KeyError (with the key and the language) when the key or a placeholder's value is missing.
        """
        node = self._find(key)
        if isinstance(node, dict):
            if not set(node) <= PLURAL_FORMS or "n" not in values:
                raise KeyError(f"text {key!r} in {self.lang!r} is a group, or a plural that needs n")
            node = node["one" if is_singular(values["n"], self.lang) else "other"]
        shown = {name: self._shown(value) for name, value in values.items()}
        try:
            return node.format(**shown) if "{" in node else node
        except KeyError as missing:
            raise KeyError(f"text {key!r} in {self.lang!r} needs a value for {missing}") from None

    def has(self, key: str) -> bool:
        """Tell whether the key leads to a sentence or a plural."""
        try:
            self._find(key)
        except KeyError:
            return False
        return True

    def keys(self, prefix: str = "") -> list[str]:
        """List the dotted keys (plural forms as `key.one`, `key.other`), those under `prefix` when given.

        Only the group that the prefix names is walked: a table asks for each of its cells, and there are thousands.
        """
        group = prefix.rpartition(".")[0].rstrip(".")  # a key may be a point: the decimal sign
        try:
            node = self._find(group) if group else self._tree
        except KeyError:
            return []
        return [key for key, _ in _leaves(node, group) if key.startswith(prefix)]

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield every dotted key with its unfilled sentence."""
        yield from _leaves(self._tree, "")

    def _find(self, key: str) -> Any:
        node: Any = self._tree
        for part in key.split("."):
            if isinstance(node, str) or part not in node:
                raise KeyError(f"no text {key!r} in {self.lang!r}")
            node = node[part]
        return node

    def _shown(self, value: object) -> str:
        if isinstance(value, int) and not isinstance(value, bool):
            return digits(value, self.lang)
        return str(value)


def is_singular(count: object, lang: str) -> bool:
    """French counts 0 and 1 (and 1.5) as singular; English only 1."""
    number = abs(float(count))  # type: ignore[arg-type]
    return number < 2 if lang == "fr" else number == 1


@lru_cache(maxsize=len(LANGUAGES))
def texts(lang: str) -> Texts:
    """Load the texts of `fr` or `en`. Raises KeyError for another language."""
    if lang not in LANGUAGES:
        raise KeyError(f"no texts in language {lang!r}; there are {', '.join(LANGUAGES)}")
    return Texts(lang, Tables(Path(__file__).parent / lang, lang))


def _typeset_tree(node: Any, lang: str) -> Any:
    if isinstance(node, dict):
        return {key: _typeset_tree(value, lang) for key, value in node.items()}
    return typeset(node, lang)


def _leaves(node: Any, prefix: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield prefix, node
        return
    for key, value in node.items():
        yield from _leaves(value, f"{prefix}.{key}" if prefix else key)
