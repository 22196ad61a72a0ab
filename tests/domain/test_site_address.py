"""What may stand in a header or a page as the address of a site."""

from __future__ import annotations

import pytest

from eit.domain.address import is_host, is_site_address


@pytest.mark.parametrize(
    ("typed", "host", "address"),
    [
        ("https://journal.exemple", True, True),
        ("https://journal.exemple:8443", True, True),
        ("http://localhost:9101", True, True),
        ("http://127.0.0.1", True, True),
        ("https://nom.exemple/maillage/public", False, True),
        ("http://journal.exemple", False, False),
        ("http://localhost.evil.example", False, False),
        ("https://a b", False, False),
        ("https://x; script-src *", False, False),
        ("https://x\n", False, False),
        ("https://x/a?b", False, False),
        ('https://x/"><script>', False, False),
        ("https://*.exemple", False, False),
        ("*", False, False),
        ("", False, False),
    ],
)
def test_which_addresses_are_those_of_a_site(typed: str, host: bool, address: bool) -> None:
    assert (is_host(typed), is_site_address(typed)) == (host, address)
