import pytest

from core.translation.memory import Memory, look_up, mended
from core.translation.result import Source

PAIRS = [
    Source("Ñukaka kutin wasimanmi rini.", "Vuelvo a casa.", 0.0, "phrasebook"),
    Source("Wasikunapi mikunchik.", "Comemos en las casas.", 0.0, "killkan 1_1"),
    Source("Allku kaparin.", "El perro ladra.", 0.0, "killkan 1_2", reviewed=True),
    Source("Allku kaparin.", "Ladra el perro.", 0.0, "killkan 1_3"),
]


@pytest.fixture(scope="module")
def memory() -> Memory:
    return Memory(PAIRS[::-1], "qu")


def test_stems_meet_under_other_suffixes(memory: Memory) -> None:
    [first, *_] = memory.best("Wasipimi mikunki")
    assert first.target == "Comemos en las casas."
    assert 0.3 < first.likeness < 1


def test_the_same_sentence_is_surely_known_and_the_reviewed_first(memory: Memory) -> None:
    found = memory.best("allku  KAPARIN.")
    assert [(one.likeness, one.reviewed) for one in found[:2]] == [(1.0, True), (1.0, False)]


def test_spanish_forms_of_a_word_meet() -> None:
    memory = Memory([Source("Conversamos ayer.", "x", 0, ""), Source("Comen.", "y", 0, "")], "es")
    likeness = memory.likenesses("Conversaron mañana")
    assert likeness[0] > 0.05
    assert likeness[1] == 0


@pytest.mark.parametrize("text", ["", "!!!", "🙂", "xyz" * 4000, "Привет", "\u202e<b>"])
def test_nothing_is_like_odd_texts(memory: Memory, text: str) -> None:
    assert memory.best(text) == []
    assert Memory([], "qu").best(text) == []


def test_signed_corrections_come_before_the_phrasebook() -> None:
    signed = [("Buenos días.", "Alli puncha kachun.")]
    first, second = look_up("Buenos días.", "es-qu", signed, limit=2)
    assert (first.origin, first.target, first.reviewed) == (
        "correction",
        "Alli puncha kachun.",
        True,
    )
    assert second.origin == "phrasebook"


@pytest.mark.parametrize(
    ("text", "source", "target", "wanted"),
    [
        ("Rosaka shamun.", "Pepeka shamun.", "Pepe viene.", "Rosa viene."),
        ("Cuesta 20 dólares.", "Cuesta 15 dólares.", "15 dolarta valin.", "20 dolarta valin."),
        ("Viene Rosa.", "Viene Pepe.", "Pepeka shamunmi.", "Rosaka shamunmi."),
        ("Misika shamun.", "Allkuka shamun.", "El perro viene.", None),
        ("Rosaka rin.", "Pepeka shamun.", "Pepe viene.", None),
        ("Cuesta 20 dólares.", "Cuesta 15 dólares.", "Chunka pichka dolarta valin.", None),
        ("Cuesta 20 dólares.", "Cuesta 1 dólar.", "Shuk dolarta valin.", None),
        ("Rosa, Pepe.", "Pepe, Pepe.", "Pepe, Pepe.", None),
    ],
)
def test_only_names_and_numbers_are_exchanged(
    text: str, source: str, target: str, wanted: str | None
) -> None:
    assert mended(text, Source(source, target, 0.9, "")) == wanted
