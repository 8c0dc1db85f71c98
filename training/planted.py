"""Plant known faults into clean records, to see which an inspection finds."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from core.lexicon.likeness import same_key
from core.prompts.records import Record

Planter = Callable[[Record, random.Random], Record]
_PERSONAL = ("0991234567", "1710034065", "ana.perez@correo.com", "12345678Z", "4111 1111 1111 1111")
_SOUTHERN = (
    "Ñuqaqa llaqtaypi tiyachkani wawqiykunawan",
    "Paykunaqa allin runakunam, qamkunahina",
    "Imaynallam kachkanki qamqa sutiyqa Juanmi",
    "Manam yachanichu maypichus kachkan",
)
_STRAY = "¬¦§¶•~^|\\©®¤¨"


@dataclass
class Planted:
    """Records with faults in them.

    faults: {kind: rows, counted from 1, of which one at least must be named}.
    touched: rows that hold a fault or are its partner; the others are clean.
    """

    records: list[Record]
    test: list[Record]
    faults: list[tuple[str, int]] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)


def _mojibake(record: Record, chance: random.Random) -> Record:
    return replace(record, entry=record.entry.encode().decode("latin-1"))


def _in_word(text: str, change: Callable[[str], str], chance: random.Random, least: int = 4) -> str:
    parts = text.split(" ")
    places = [at for at, part in enumerate(parts) if len(part) >= least and part.isalpha()]
    at = chance.choice(places)
    parts[at] = change(parts[at])
    return " ".join(parts)


def _spell(mark: str) -> Planter:
    def plant(record: Record, chance: random.Random) -> Record:
        def cut(word: str) -> str:
            at = chance.randint(2, len(word) - 2)
            return word[:at] + mark + word[at:]

        return replace(record, output=_in_word(record.output, cut, chance))

    return plant


def _stray(record: Record, chance: random.Random) -> Record:
    return _spell(chance.choice(_STRAY))(record, chance)


def _hyphen(record: Record, chance: random.Random) -> Record:
    return _spell(chance.choice(("  ", "- ", "\xad", "\n")))(record, chance)


def _mixed(record: Record, chance: random.Random) -> Record:
    swaps = {"l": "1I", "i": "1l", "o": "0", "s": "5"}

    def confuse(word: str) -> str:
        places = [at for at, letter in enumerate(word) if at and letter in swaps]
        if not places:
            return word[:2] + "1" + word[2:]
        at = chance.choice(places)
        return word[:at] + chance.choice(swaps[word[at]]) + word[at + 1 :]

    return replace(record, output=_in_word(record.output, confuse, chance))


def _capital(record: Record, chance: random.Random) -> Record:
    def raise_one(word: str) -> str:
        places = [at for at in range(1, len(word)) if word[at] not in "iIlL"]
        at = chance.choice(places)
        return word[:at] + word[at].upper() + word[at + 1 :]

    return replace(record, output=_in_word(record.output, raise_one, chance))


def _personal(record: Record, chance: random.Random) -> Record:
    return replace(record, output=f"{record.output}, {chance.choice(_PERSONAL)}")


def _foreign(record: Record, chance: random.Random) -> Record:
    """Write the Kichwa side as older books do."""
    swaps = (("k", "c"), ("wa", "hua"), ("w", "hu"), ("i", "e"), ("u", "o"), ("h", "j"))

    def old(text: str) -> str:
        for new, older in swaps:
            text = text.replace(new, older)
        return text

    side = "output" if "kichwa" in record.instruction else "entry"
    return replace(record, **{side: old(getattr(record, side))})


def _flipped(record: Record, chance: random.Random) -> Record:
    return replace(record, entry=record.output, output=record.entry)


def _empty(record: Record, chance: random.Random) -> Record:
    return replace(record, output=chance.choice(("", " ")))


def _too_long(record: Record, chance: random.Random) -> Record:
    return replace(record, output=", ".join([record.output] * (3000 // len(record.output))))


def _wrong_language(record: Record, chance: random.Random) -> Record:
    side = "output" if "kichwa" in record.instruction else "entry"
    return replace(record, **{side: chance.choice(_SOUTHERN)})


IN_PLACE: dict[str, Planter] = {
    "mojibake": _mojibake,
    "stray_symbol": _stray,
    "hyphenation": _hyphen,
    "mixed_letters": _mixed,
    "inner_capital": _capital,
    "torn_word": _spell(" "),
    "personal_data": _personal,
    "foreign_letter": _foreign,
    "flipped": _flipped,
    "empty": _empty,
    "too_long": _too_long,
    "wrong_language": _wrong_language,
}


def _same(record: Record, chance: random.Random) -> Record:
    return chance.choice((record, replace(record, entry=record.entry.upper())))


def _conflict(record: Record, chance: random.Random) -> Record:
    return replace(record, output=f"{record.output} {record.output}")


def _near(record: Record, chance: random.Random) -> Record:
    """Drop one letter of the question."""

    def cut(word: str) -> str:
        at = chance.randrange(1, len(word))
        return word[:at] + word[at + 1 :]

    return replace(record, entry=_in_word(record.entry, cut, chance))


REPEATS: dict[str, Planter] = {"same": _same, "conflict": _conflict, "near": _near}


def plant(
    clean: Sequence[Record],
    fits: Callable[[str, Record], bool],
    each: int,
    seed: int,
) -> Planted:
    """Return clean records with `each` faults of each kind at places where they fit."""
    chance = random.Random(seed)
    planted = Planted(list(clean), [])
    for kind, planter in IN_PLACE.items():
        for row in _places(planted, kind, fits, each, chance):
            planted.records[row - 1] = planter(planted.records[row - 1], chance)
            planted.faults.append((kind, row))
    for kind, planter in REPEATS.items():
        for row in _places(planted, kind, fits, each, chance):
            planted.records.append(planter(planted.records[row - 1], chance))
            planted.faults.append((kind, len(planted.records)))
            planted.touched.add(len(planted.records))
    _plant_leaks(planted, fits, each, chance)
    return planted


def _plant_leaks(
    planted: Planted, fits: Callable[[str, Record], bool], each: int, chance: random.Random
) -> None:
    for kind in ("leak_same", "leak_near"):
        for row in _places(planted, kind, fits, each, chance):
            planted.test.append(_leak(kind, planted.records[row - 1], chance))
            planted.faults.append((kind, row))
    asked = {same_key(record.entry) for record in planted.test}
    for row, record in enumerate(planted.records, 1):
        if asked & {same_key(record.entry), same_key(record.output)}:
            planted.touched.add(row)  # another direction of what leaked


def _leak(kind: str, record: Record, chance: random.Random) -> Record:
    if kind == "leak_near":
        return _near(record, chance)
    turned = replace(record, entry=record.output, output=record.entry)
    return chance.choice((record, turned))


def _places(
    planted: Planted,
    kind: str,
    fits: Callable[[str, Record], bool],
    each: int,
    chance: random.Random,
) -> list[int]:
    free = [
        row
        for row, record in enumerate(planted.records, 1)
        if row not in planted.touched and fits(kind, record)
    ]
    rows = chance.sample(free, min(each, len(free)))
    planted.touched.update(rows)
    return rows
