"""The saved views of a programme: pages as they were set, each under a name."""

from __future__ import annotations

from eit.domain.programme.saved_view import SavedView, read_view
from eit.domain.text_key import plain_words
from eit.store.database import Database


def saved_views(database: Database, programme_id: str) -> tuple[SavedView, ...]:
    """The views of a programme, by name; none in a copy that is made for a room."""
    rows = database.rows("saved_view")
    own = rows.loc[rows["programme_id"] == programme_id, ["view_id", "name", "address"]]
    views = [read_view(*map(str, row)) for row in own.itertuples(index=False, name=None)]
    return tuple(sorted(views, key=lambda view: (plain_words(view.name), view.view_id)))
