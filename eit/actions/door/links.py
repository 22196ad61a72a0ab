"""Makes and withdraws the links that open a firm's form. A link changes nothing in the data file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from eit.actions.access import require
from eit.actions.edit import EditContext
from eit.actions.organisation.flows import programme_of_company
from eit.domain.door.link import LONGEST_DAYS, SHORTEST_DAYS
from eit.domain.door.sheet import FIRM, Sheet
from eit.domain.errors import InvalidSelection
from eit.domain.identity import EDIT
from eit.store.mailbox.address import door_address as door_address
from eit.store.mailbox.box import Mailbox
from eit.store.version.workspace import refuse_demonstration

DAY_S = 86_400


def make_link(door: EditContext, programme_id: str, about: str, sheet: Sheet, days: int) -> None:
    """Make the link of an organisation (or of a meeting), for `days`; the one that it had opens nothing any more.

    Raises InvalidSelection: "company-unknown", "door-days"; DataError: "role_missing", "demonstration_read_only",
    "mailbox_unusable".
    """
    box = link_box(door, programme_id)
    if sheet.kind == FIRM and programme_of_company(door, about) != programme_id:
        raise InvalidSelection("company-unknown", value=about)
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise InvalidSelection("door-days", value=days, unit=f"{SHORTEST_DAYS}–{LONGEST_DAYS}")
    box.make_link(programme_id, about, sheet, int(box.clock()) + days * DAY_S)


def revoke_link(door: EditContext, programme_id: str, about: str, kind: str = FIRM) -> None:
    """Withdraw the link of an organisation (or of a meeting); what was answered by it stays.

    Raises InvalidSelection("door-no-link") when it has none.
    """
    box = link_box(door, programme_id)
    found = box.links_of(programme_id, about, kind)
    if not found:
        raise InvalidSelection("door-no-link", value=about)
    for link in found:
        box.revoke(link.link_id)


def links_to_renew(path: Path, programme_id: str, version: str) -> list[str]:
    """The organisations whose links show a sheet of another version of the file."""
    box = Mailbox(path)
    links = box.links_of(programme_id)
    return [one.about for one in links] if links and box.noted(_note(programme_id)) != version else []


def renew_links(path: Path, programme_id: str, sheets: Mapping[str, Sheet], version: str) -> None:
    """Let the links that stand show what is on record now; `version`: of which these sheets are."""
    box = Mailbox(path)
    for link in box.links_of(programme_id):
        if link.about in sheets and sheets[link.about] != link.sheet:
            box.renew(link, sheets[link.about])
        elif link.about not in sheets:
            box.revoke(link.link_id)
    box.note(_note(programme_id), version)


def _note(programme_id: str) -> str:
    return f"sheets of {programme_id}"


def link_box(door: EditContext, programme_id: str) -> Mailbox:
    """The mailbox of a work file, for whoever may edit the programme. Raises DataError."""
    refuse_demonstration(door.path)
    require(door.path, door.identity, programme_id, EDIT)
    return Mailbox(door.path)
