import json
from pathlib import Path

import pytest

from core.kichwa.lexicon import Entry, Lexicon, lexicon
from core.kichwa.phrasebook import phrases
from core.lexicon.records import dump_records, parse_records
from core.prompts.llamita import TEXT_TO_KICHWA, WORD_TO_SPANISH
from core.storage.corrections import Corrections
from core.storage.database import Database
from core.tasks.export_records import dictionary_pairs, export_records
from tests.unit.storage_process import same


def entry(lemma: str, pos: str, *senses: tuple[str, int]) -> Entry:
    texts, weights = zip(*senses, strict=True)
    return Entry(lemma, pos, texts, weights, "", "own", "borrador")


@pytest.fixture
def corrections(tmp_path: Path) -> Corrections:
    return Corrections(Database(tmp_path / "rimana.sqlite"), same)


def test_a_word_is_told_once_with_the_best_equivalent_first() -> None:
    words = Lexicon(
        [
            entry("puri", "VERB", ("andar", 60), ("caminar", 90)),
            entry("purik", "NOUN", ("andar", 80)),
            entry("puri", "NOUN", ("marcha", 70)),
        ]
    )
    assert dictionary_pairs("es-qu", words) == [
        ("andar", "purik, purina"),
        ("caminar", "purina"),
        ("marcha", "puri"),
    ]
    assert dictionary_pairs("qu-es", words)[0] == ("purina", "caminar, andar")


def test_everything_is_exported_both_ways_and_read_back() -> None:
    records = export_records()
    assert parse_records(dump_records(records).encode(), "r.json") == records
    instructions = {record.instruction for record in records}
    assert {WORD_TO_SPANISH, TEXT_TO_KICHWA} <= instructions
    told = {(record.entry, record.output) for record in records}
    assert len(told) > len(lexicon().entries) + len(phrases())
    assert set(json.loads(dump_records(records[:1]))[0]) == {"Instrucción", "Entrada", "Salida"}


def test_what_a_teacher_accepted_replaces_the_rest(corrections: Corrections) -> None:
    phrase = phrases()[0]
    for proposed, state in [("shuk", "accepted"), ("ishkay", "accepted"), ("kimsa", "rejected")]:
        number = corrections.add(phrase.es, "es-qu", phrase.qu, "memory", proposed)
        corrections.review(number, state, "Rosa")
    records = export_records(("es-qu",), corrections)
    assert [one.output for one in records if one.entry == phrase.es] == ["ishkay"]
    back = export_records(("qu-es",), corrections)
    assert phrase.es in [one.output for one in back if one.entry == "ishkay"]
