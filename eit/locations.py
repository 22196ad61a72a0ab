"""Where the parts of the product are: its data, its pages, and the folder of what people write.

A checkout holds `data/`, `pages/` and `app.py` beside the package, and work goes to `workspace/` there. An installed
package holds them inside itself, where nobody may write: work goes to the user's own data folder.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from platformdirs import user_data_path

PACKAGE = Path(__file__).resolve().parent
FROM_CHECKOUT = (PACKAGE.parent / "app.py").is_file() and (PACKAGE.parent / "data" / "reference").is_dir()
HOME = PACKAGE.parent if FROM_CHECKOUT else PACKAGE
"""Holds `app.py`, `pages/` and `data/`."""
DATA = HOME / "data"
GEO = DATA / "geo"
PAGES = HOME / "pages"
APPLICATION = HOME / "app.py"
DEMONSTRATION = DATA / "flows.duckdb"
WORK = HOME if FROM_CHECKOUT else user_data_path("maillage", appauthor=False)
"""Where `workspace/` is."""
WORKSPACE = Path("workspace") / "maillage.duckdb"
"""The work file, relative to `WORK`."""
OWNER, EVERYONE = 0o600, 0o644
"""Modes of a private file, and of one that is made to be read by others."""
EDITION = Path("workspace") / "edition.duckdb"
"""The sealed edition, relative to `WORK`."""


def keep_files_private() -> None:
    """What this process writes from now on is its owner's alone: files 0600, folders 0700."""
    os.umask(stat.S_IRWXG | stat.S_IRWXO)


def settle_mode(fresh: Path, path: Path) -> None:
    """Give what takes the place of `path` its mode: the owner's alone, or one that somebody closed to others.

    The demonstration holds nobody: everyone on a machine may read it.
    """
    before = stat.S_IMODE(path.stat().st_mode) if path.exists() else stat.S_IRWXO
    chosen = before if not before & stat.S_IRWXO else OWNER
    fresh.chmod(EVERYONE if path.resolve() == DEMONSTRATION else chosen)
