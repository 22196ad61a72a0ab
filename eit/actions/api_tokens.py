"""Gives and takes back tokens of the interface for programs. A token changes nothing in the data file."""

from __future__ import annotations

from eit.actions.access import ADMINISTER, require
from eit.actions.edit import EditContext
from eit.domain.door.api import LONGEST_DAYS, LONGEST_LABEL, ROLES, SHORTEST_DAYS
from eit.domain.errors import InvalidSelection
from eit.store.api_tokens import Token, TokenBook
from eit.store.version.workspace import refuse_demonstration

DAY_S = 86_400


def give_token(door: EditContext, programme_id: str, role: str, label: str, days: int) -> tuple[Token, str]:
    """Give a program a token for `days`; the token and its word, which is told this once.

    Raises InvalidSelection: "api-role-unknown", "api-days", "api-label"; DataError: "role_missing",
    "demonstration_read_only", "tokens_unusable".
    """
    refuse_demonstration(door.path)
    require(door.path, door.identity, programme_id, ADMINISTER)
    if role not in ROLES:
        raise InvalidSelection("api-role-unknown", value=role)
    if not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise InvalidSelection("api-days", value=days, unit=f"{SHORTEST_DAYS}–{LONGEST_DAYS}")
    said = " ".join(label.split())
    if not said or len(said) > LONGEST_LABEL:
        raise InvalidSelection("api-label", value=said[:LONGEST_LABEL], unit=str(LONGEST_LABEL))
    book = TokenBook(door.path)
    return book.add(programme_id, role, said, book.now() + days * DAY_S)


def take_token(door: EditContext, programme_id: str, token_id: str) -> None:
    """Take a token back, at once. Raises InvalidSelection("api-token-unknown"), DataError as `give_token`."""
    require(door.path, door.identity, programme_id, ADMINISTER)
    book = TokenBook(door.path)
    if token_id not in {one.token_id for one in book.tokens() if one.programme_id == programme_id}:
        raise InvalidSelection("api-token-unknown", value=token_id)
    book.revoke(token_id)
