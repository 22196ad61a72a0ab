"""A sector known by its code alone has the label of the code; what people wrote stays."""

from __future__ import annotations

from eit.store.sectors import sector_label, split_code, with_label


def test_a_code_in_any_spelling_has_its_label_and_a_finer_one_that_of_its_parent():
    assert sector_label("NAF", "24.10Z") == sector_label("NAF", "2410")
    assert sector_label("NAF", "24.10Z")[0].startswith("Sidérurgie")
    assert sector_label("SCIAN", "331110")[1].startswith("Iron and steel")
    assert sector_label("SCIAN", "3311109") == sector_label("SCIAN", "331110")
    assert sector_label("SCIAN", "24.10Z") != sector_label("NAF", "24.10Z")


def test_no_code_has_no_label_and_nothing_that_was_written_is_replaced():
    assert (
        sector_label("NAF", "") is None
        and sector_label("NAF", "Z") is None
        and sector_label("NAF", "00.99") is None
    )
    assert with_label("NAF", "24.10Z", "Fonderie", None) == ("Fonderie", "Fonderie")
    assert with_label("NAF", "24.10Z", "—", "") == sector_label("NAF", "24.10Z")
    assert with_label("NAF", None, None, None) == ("—", "—")


def test_a_code_is_read_apart_from_its_label_and_gets_its_zero_back() -> None:
    told = {
        "24.20Z Fabrication de tubes": ("24.20Z", "Fabrication de tubes"),
        "NACE 24.20": ("24.20", ""),
        "C24.20": ("C24.20", ""),
        "E-3811": ("E-3811", ""),
        "111Z": ("0111Z", ""),
        "1.11Z": ("01.11Z", ""),
        "11.05Z": ("11.05Z", ""),
        "Scieries": ("", "Scieries"),
        "3e transformation": ("", "3e transformation"),
    }
    assert {text: split_code("NAF", text) for text in told} == told
    assert split_code("SCIAN", "321 Produits en bois") == ("321", "Produits en bois")
    assert split_code("SCIAN", "31-33") == ("31-33", "")
    assert sector_label("SCIAN", "31-33") is None, "a range of sectors is no code of one"
    assert sector_label("NAF", "0111Z") != sector_label("NAF", "11.05Z")
