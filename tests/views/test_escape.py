"""Whatever people typed stays text."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eit.views.escape import contact_link, encode, encode_url


@given(st.text())
def test_encoding_leaves_no_sign_that_could_act(text: str) -> None:
    assert not set(encode(text)) & set("<>\"'`$\\{}\u2028\u2029\u202e\u2066")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_a_browser_shows_what_was_typed(text: str) -> None:
    assert html.unescape(encode(text)) == text


def test_missing_is_empty_and_a_control_is_shown() -> None:
    assert encode(None) == encode(float("nan")) == ""
    assert encode("a\x00b") == "a\ufffdb"


def test_only_web_addresses_are_linked() -> None:
    assert encode_url("https://x.ca/?a=1&b=2") == "https://x.ca/?a=1&amp;b=2"
    with pytest.raises(ValueError, match="javascript"):
        encode_url("javascript:alert(1)")


@pytest.mark.parametrize(
    ("contact", "link"),
    [
        ("eit@exemple.org", "mailto:eit@exemple.org"),
        (" mailto:eit@exemple.org ", "mailto:eit@exemple.org"),
        ("https://exemple.org/a?b=1", "https://exemple.org/a?b=1"),
        ("Guichet, 1 rue Haute", ""),
        ("mailto:a@b.org?bcc=c@d.org", ""),
        ("javascript:alert(1)", ""),
        ("data:a@b.org", ""),
        ("", ""),
    ],
)
def test_whom_to_write_to_is_linked_only_when_it_is_an_address(contact: str, link: str) -> None:
    assert contact_link(contact) == link
    if link:
        assert encode_url(link)
