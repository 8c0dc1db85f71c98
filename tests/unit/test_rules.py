"""Translation by rules: textbook sentences, reasons, choices, and text that is no sentence."""

import csv
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.i18n.catalogue import catalogue
from core.kichwa.phrasebook import phrases
from core.translation.result import Direction
from core.translation.rules import explain, translate_rules
from core.translation.rules.tables import kichwa_rules, spanish_rules

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "rules.csv"
DIRECTIONS: tuple[Direction, ...] = ("es-qu", "qu-es")
HOSTILE = [
    "", " ", "\n\n", "...", "¿?", "😀😀", "<b>hola</b> & \"adiós\"", "a" * 3000, "\u202eabc\u200b",
    "привет 你好 नमस्ते", "que que que que", "no no no", "de de la el", "y", "se lo", "mana mana chu",
    "1234567890 3,5 10:30 2026-11-20", "kan kan kan ka", "-shpa -kpi", "me te se nos le",
    "para que si cuando porque", "(((", "@usuario #tema http://a.b/c?d=e", "nishka nishka nishpa",
]  # fmt: skip


def rows() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row["source"]))
def test_textbook_sentence(row: dict[str, str]) -> None:
    direction: Direction = "es-qu" if row["direction"] == "es-qu" else "qu-es"
    best = translate_rules(row["source"], direction)[0]
    assert best.text in row["expected"].split(" | ")
    assert best.engine == "rules"


def test_there_are_enough_sentences_of_each_kind() -> None:
    found = [row["direction"] for row in rows()]
    assert min(found.count(direction) for direction in DIRECTIONS) >= 75


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_text_never_fails(text: str, direction: Direction) -> None:
    for candidate in translate_rules(text, direction):
        assert candidate.text.strip()
        assert 0 <= candidate.confidence <= 1
    explain(text, direction)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_sentences_run_together_and_shuffled_never_fail(direction: Direction) -> None:
    rng = random.Random(0)
    known = [one.es if direction == "es-qu" else one.qu for one in phrases()]
    together = ["kanpa shutita killkay cuentapa yupayta killkapay."]
    for _ in range(60):
        words = " ".join(rng.sample(known, 2)).replace(".", "").split()
        together.append(" ".join(words))
        together.append(" ".join(rng.sample(words, len(words))))
    for text in together:
        assert translate_rules(text, direction)[0].text


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("word", ["zxqwv", "😀", "Schrödinger", "你好", "42", "3:30"])
def test_what_no_dictionary_has_is_carried_over(word: str, direction: Direction) -> None:
    sentence = {"es-qu": f"Mi madre compró {word}.", "qu-es": f"Ñuka mama {word} rantirka."}
    assert word in translate_rules(sentence[direction], direction)[0].text


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_lines_stay_lines(direction: Direction) -> None:
    text = {"es-qu": "Mi casa.\n\nTu casa.", "qu-es": "Ñuka wasi.\n\nKanpa wasi."}[direction]
    told = translate_rules(text, direction)[0].text
    assert len(told.split("\n")) == 3


def test_unknown_words_are_listed_and_cost_confidence() -> None:
    known = translate_rules("Mi madre compró pan.", "es-qu")[0]
    strange = translate_rules("Mi madre compró zxqwv.", "es-qu")[0]
    assert known.unknown == ()
    assert strange.unknown == ("zxqwv",)
    assert strange.confidence < known.confidence


def test_others_differ_from_the_best() -> None:
    texts = [one.text for one in translate_rules("La mujer trabaja mucho en la montaña.", "es-qu")]
    assert len(texts) > 1
    assert len(set(texts)) == len(texts)


def test_learned_choices_come_before_the_lexicon() -> None:
    def choose(lemma: str, upos: str) -> Sequence[str]:
        return {"perro": ("ashku",), "allku": ("can",)}.get(lemma, ())

    assert "Ashku" in translate_rules("El perro duerme.", "es-qu", choose)[0].text
    assert "can" in translate_rules("Allkuka puñun.", "qu-es", choose)[0].text


def test_reasons_name_the_endings() -> None:
    reasons = {(step.word, step.rule) for step in explain("Voy a la casa con Juan.", "es-qu")}
    assert ("wasiman", "case_dat") in reasons
    assert ("Juanwan", "case_ins") in reasons


def test_reasons_of_the_other_direction() -> None:
    rules = {step.rule for step in explain("Wasipimi mikushpa kawsarkani.", "qu-es")}
    assert {"case_loc", "same_subject"} <= rules


@pytest.mark.parametrize("row", rows()[::5], ids=lambda row: str(row["source"]))
def test_every_reason_has_a_text(row: dict[str, str]) -> None:
    direction: Direction = "es-qu" if row["direction"] == "es-qu" else "qu-es"
    for step in explain(row["source"], direction):
        assert step.text_key in catalogue(), step


def test_tables_are_whole() -> None:
    assert set(spanish_rules().tenses) >= {"pres", "preterite", "future", "conditional"}
    assert kichwa_rules().cases["loc"] == "en"
