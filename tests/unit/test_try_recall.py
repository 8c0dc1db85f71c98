import json
from pathlib import Path

import pytest

from core.config import settings
from core.lexicon.held_out import heldout_head
from training.score_recall import Asked
from training.translation_figures import Figure, translation_figures
from training.try_recall import Answered, Tally, ask, draw, questions


def test_own_lexicon_asks_where_the_dictionary_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))
    settings.cache_clear()
    known = questions("qu-es")
    assert known.file == ""
    assert len(known.asked) > 2000
    held = draw(known, "heldout", 10)
    assert len(held) == 10
    assert all(heldout_head(one.record.entry) for one in held)
    assert held == draw(known, "heldout", 10) != draw(known, "heldout", 10, seed=1)
    assert not any(one.heldout for one in draw(known, "trained", 10))


def test_school_dictionary_asks_where_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "kichwa").mkdir()
    words = {"casa": "s. wasi, uku", "perro": "s. allku", "comer": "v. mikuna"}
    (tmp_path / "kichwa" / "alvarez-es-qu.json").write_text(json.dumps(words), "utf-8")
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))
    settings.cache_clear()
    known = questions("es-qu")
    assert known.file == "alvarez-es-qu.json"
    assert {one.head: one.senses for one in known.asked}["casa"] == ("wasi", "uku")


def test_dictionary_recalls_its_own_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))
    settings.cache_clear()
    chosen = draw(questions("qu-es"), "heldout", 12)
    tally = Tally(tuple(ask("dictionary", chosen, "qu-es")), len(chosen))
    share, (low, high) = tally.share("any_sense")
    assert share == high == pytest.approx(1.0)
    assert low == pytest.approx(1 / (1 + 1.959964**2 / 12))  # Wilson, all right
    assert tally.wrong == ()


def test_shares_and_wrong_answers() -> None:
    def answered(told: str) -> Answered:
        from core.prompts.records import Record

        return Answered(Asked(Record("", "casa", "wasi, uku"), ("wasi", "uku"), True), told)

    tally = Tally(tuple(map(answered, ["wasi, uku", "uku", "allku", ""])), 9)
    assert tally.share("exact")[0] == 0.25
    assert tally.share("any_sense")[0] == 0.5
    assert [one.told for one in tally.wrong] == ["allku", ""]
    assert Tally().share("exact")[1] == (0.0, 1.0)


def test_kept_figures_with_their_intervals(tmp_path: Path) -> None:
    kept = {
        "metrics": {"chrf++": 31.5, "bleu": 2.0},
        "ci95": {"chrf++": [30.0, 33.0]},
        "n": {"sentences": 200},
        "baselines": {"copy_chrf++": 15.5, "note": "x"},
        "model": "best",
    }
    (tmp_path / "translate_es_qu.json").write_text(json.dumps(kept))
    (tmp_path / "translate_qu_es.json").write_text("{")
    (tmp_path / "faq.json").write_text("{}")
    name = "translate_es_qu.json"
    assert translation_figures(tmp_path) == (
        Figure(name, "es-qu", "best", False, "chrf++", 31.5, 30.0, 33.0, 200),
        Figure(name, "es-qu", "best", False, "bleu", 2.0, None, None, 200),
        Figure(name, "es-qu", "copy", True, "chrf++", 15.5, None, None, 200),
    )
    assert translation_figures(tmp_path / "nowhere") == ()
