"""French and English say the same things, under the same keys."""

from __future__ import annotations

import re
import string
import tomllib
from pathlib import Path

import pytest

from eit.views import texts as views_texts
from eit.views.texts import LANGUAGES, Tables, Texts, texts

FR, EN = texts("fr"), texts("en")


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert FR.keys() == EN.keys()


def test_keys_under_a_prefix_are_those_that_begin_with_it_and_no_other_is_walked() -> None:
    every = FR.keys()
    for key in every[::40]:
        for prefix in (key, key[:-1], f"{key}.", key.rpartition(".")[0] + "."):
            assert FR.keys(prefix) == [one for one in every if one.startswith(prefix)]
    assert FR.keys("nothing.") == []
    assert Texts("fr", {"own": {"a": "b"}, "other": Untouched()}).keys("own.") == ["own.a"]


class Untouched(dict):
    """A group that nobody may walk."""

    def items(self):
        raise AssertionError("every sentence was walked for those of one group")


def test_a_key_has_the_same_placeholders_in_both_languages() -> None:
    english = dict(EN.items())
    assert {k: placeholders(s) for k, s in FR.items()} == {k: placeholders(s) for k, s in english.items()}


def test_no_sentence_is_empty_or_left_in_the_other_language() -> None:
    long = {k: s for k, s in FR.items() if len(s) > 25}
    assert all(s.strip() for t in (FR, EN) for _, s in t.items())
    assert [k for k, s in long.items() if dict(EN.items())[k] == s] == []


def test_a_missing_key_says_which_and_where() -> None:
    with pytest.raises(KeyError, match=r"no\.such.*'fr'"):
        FR("no.such")
    with pytest.raises(KeyError, match=r"needs a value for 'n'|plural that needs n"):
        FR("map_screen.unplaced_flow")
    with pytest.raises(KeyError, match="group"):
        FR("map")
    with pytest.raises(KeyError, match="de"):
        texts("de")


@pytest.mark.parametrize(
    ("lang", "n", "expected"),
    [
        ("fr", 0, "0 organisation"),
        ("fr", 1, "1 organisation"),
        ("fr", 2, "2 organisations"),
        ("fr", 1234, "1\u202f234 organisations"),
        ("en", 0, "0 organisations"),
        ("en", 1, "1 organisation"),
        ("en", 1234, "1,234 organisations"),
    ],
)
def test_plurals_follow_the_language(lang: str, n: int, expected: str) -> None:
    assert texts(lang)("count.company", n=n) == expected


def test_french_has_no_ordinary_space_before_double_signs() -> None:
    wrong = re.compile(r" [:;!?%»]|« ")
    assert [k for k, s in FR.items() if wrong.search(s)] == []
    assert "\u202f;" in FR("control.radius_help")
    assert "\u00a0:" in FR("app.demo_banner")


def test_quebec_french_never_says_dechet() -> None:
    assert [k for k, s in FR.items() if re.search("déchet", s, re.IGNORECASE)] == []


TERMINAL_ONLY = {
    *(
        "problem.password_missing",
        "problem.no_spark",
        "problem.roads_folder_in_use",
        "problem.programme_missing",
    ),
    *("problem.build_over_work", "refusal.spark-needs-folder", "refusal.spark-whole-programme"),
    *("refusal.spark-best", "refusal.import-columns-option", "records.geocoder.would_send"),
}
"""Of what no page does."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_screen_names_an_option_of_the_terminal(lang: str) -> None:
    option = re.compile(r"(?:^|[ («'’\u00a0])--[a-z]")
    named = {key for key, said in texts(lang).items() if option.search(said)}
    assert {key for key in named if not key.startswith("terminal.")} == TERMINAL_ONLY
    assert any(key.startswith("terminal.") for key in named)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_empty_states_say_what_to_do(lang: str) -> None:
    t = texts(lang)
    assert t("problem.no_data_file", path="data/flows.duckdb").endswith("python -m eit build")
    assert "50" in t("empty.no_exchange", radius="50 km")
    assert t("problem.unknown_link_value", name="r", value="x").count("x")


def test_a_file_of_texts_is_read_when_one_of_its_tables_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    given = tomllib.loads
    monkeypatch.setattr("eit.views.texts.tomllib.loads", lambda text: read.append(len(text)) or given(text))
    tables = Tables(Path(views_texts.__file__).parent / "fr", "fr")
    assert "problem" in tables and "nothing" not in tables and not read
    assert tables["problem"] == tables["problem"] and len(read) == 1
    assert set(tables) == set(dict(tables)), "every heading is a table"


def test_two_files_that_hold_the_same_table_are_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[one.two]\nx = "1"\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[one]\ny = "2"\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.toml repeats the table one"):
        Tables(tmp_path, "fr")
