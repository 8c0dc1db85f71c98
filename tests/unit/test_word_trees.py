"""Trees for training, from small tables of our own."""

from pathlib import Path

import pytest

from core.config import settings
from core.morphology.brackets import write
from core.morphology.derivation import joins
from training import word_trees

SPANISH = """\
nación\tnacional\tN\tJ\tal\tsuffix
nacional\tnacionalizar\tJ\tV\tizar\tsuffix
nacionalizar\tnacionalización\tV\tN\tción\tsuffix
nacionalización\tdesnacionalización\tN\tN\tdes\tprefix
desnacionalización\tpredesnacionalización\tN\tN\tpre\tprefix
virgen\tvirgencita\tN\tN\tito\tsuffix
Buenos Aires\tporteño\tN\tJ\teño\tsuffix
penal\tpenalización\tJ\tN\tción\tsuffix
-grafo\tbiógrafo\tN\tN\tbio\tprefix
girar\tgiro\tV\tN\to\tsuffix
giro\tgirar\tN\tV\tar\tsuffix
"""


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "morphology"
    folder.mkdir()
    (folder / "morphynet-spa-derivational.tsv").write_text(SPANISH, encoding="utf-8")
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))
    settings.cache_clear()
    return folder


def test_steps_are_chained_into_trees(sources: Path) -> None:
    trees = {item.word: write(item.tree) for item in word_trees.word_trees("es")}
    assert trees["nacionalización"] == (
        "[noun [verb [adjective [noun [nación]] [suffix [al]]] [suffix [izar]]] [suffix [ción]]]"
    )
    assert trees["desnacionalización"].startswith("[noun [prefix [des]] [noun [verb ")
    assert trees["biógrafo"] == "[noun [prefix [bio]] [noun [grafo]]]"


def test_rows_whose_parts_do_not_show_and_long_chains_are_left_out(sources: Path) -> None:
    words = {item.word for item in word_trees.word_trees("es")}
    assert not words & {"virgencita", "porteño", "penalización", "predesnacionalización"}


def test_words_derived_from_each_other_end(sources: Path) -> None:
    trees = {item.word: write(item.tree) for item in word_trees.word_trees("es")}
    assert trees["giro"] == "[noun [verb [girar]] [suffix [o]]]"
    assert trees["girar"] == "[verb [noun [giro]] [suffix [ar]]]"


def test_held_out_and_gold_words_are_not_trained_on(
    sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = [item.word for item in word_trees.word_trees("es")]
    monkeypatch.setattr(word_trees, "heldout", lambda word: word == "giro")
    monkeypatch.setattr(word_trees, "gold", lambda lang: {"Nacional": ()})
    trained = [item.word for item in word_trees.training_trees(["es"])]
    assert trained == [word for word in everything if word not in ("giro", "nacional")]
    assert [item.word for item in word_trees.heldout_trees("es")] == ["giro"]


def test_one_word_in_twenty_is_held_out_whatever_its_case() -> None:
    words = [f"word{number}" for number in range(4000)]
    assert 150 < sum(map(word_trees.heldout, words)) < 250
    assert all(word_trees.heldout(word) == word_trees.heldout(word.upper()) for word in words)


@pytest.mark.parametrize(
    ("base", "derived", "affix", "kind"),
    [
        ("Freund", "Freundschaft", "schaft", "suffix"),
        ("verwenden", "verwendbar", "bar", "suffix"),
        ("Ball", "Bällchen", "chen", "suffix"),
        ("Himmel", "himmlisch", "isch", "suffix"),
        ("robo", "antirrobo", "anti", "prefix"),
        ("habitar", "cohabitar", "co", "prefix"),
        ("público", "publicidad", "idad", "suffix"),
        ("vaca", "vaquero", "ero", "suffix"),
        ("jugar", "jugador", "dor", "suffix"),
    ],
)
def test_seams_may_change_letters(base: str, derived: str, affix: str, kind: str) -> None:
    assert joins(base, derived, affix, kind)


@pytest.mark.parametrize(
    ("base", "derived", "affix", "kind"),
    [
        ("Dach", "Entdeckung", "ung", "suffix"),
        ("geachtet", "uagtet", "un", "prefix"),
        ("paquete", "empaquetar", "en", "prefix"),
        ("Infektion", "Infektionszahl", "s", "suffix"),
        ("bar", "bar", "bar", "suffix"),
    ],
)
def test_what_does_not_show_does_not_join(base: str, derived: str, affix: str, kind: str) -> None:
    assert not joins(base, derived, affix, kind)
