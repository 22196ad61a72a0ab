"""The small worlds of the specifications serve the answers of single pages too."""

from __future__ import annotations

from tests.spec.conftest import world as world
