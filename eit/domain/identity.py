"""Who acts, where people sign in: a verified identity, and what its role lets it do in a programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

READ, EDIT, PUBLISH, ADMINISTER = "read", "edit", "publish", "administer"
ROLES = (READ, EDIT, PUBLISH, ADMINISTER)
"""Each may do what those before it may."""


@dataclass(frozen=True)
class Identity:
    """A person as a provider vouches for them: the provider, its own id for them, and the address it has verified."""

    issuer: str
    subject: str
    email: str

    @property
    def signature(self) -> str:
        """How an entry of the journal names them: readable, and never two persons."""
        return f"{self.email} ({self.issuer} {self.subject})"


def allows(roles: Mapping[str, str], email: str, needed: str) -> bool:
    """Whether a person may do what `needed` names. `roles`: address → role; empty: nobody was given one yet."""
    if not roles:
        return True
    role = roles.get(email.strip().lower())
    return role is not None and ROLES.index(role) >= ROLES.index(needed)
