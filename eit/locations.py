"""Where the parts of the product are: its data, its pages, and the folder of what people write.

A checkout holds `data/`, `pages/` and `app.py` beside the package, and work goes to `workspace/` there. An installed
package holds them inside itself, where nobody may write: work goes to the user's own data folder.
"""

from __future__ import annotations

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
EDITION = Path("workspace") / "edition.duckdb"
"""The sealed edition, relative to `WORK`."""
