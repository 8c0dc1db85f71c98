"""Kichwa words from a stem and suffixes, or from a stem and features."""

from collections.abc import Sequence
from functools import lru_cache

from core.kichwa.candidates import stage_of
from core.kichwa.chains import swaps_after
from core.kichwa.features import parse
from core.kichwa.suffixes import Stage, suffixes

_THIRD_PLURAL = {"past": "p3pl_past", "perf": "p3pl_past"}


def stage_for(tags: Sequence[str], upos: str = "") -> Stage:
    """Return what a stem that takes these suffixes is: a verb or a nominal."""
    if upos:
        return stage_of(upos)
    return "V" if any("V" in suffixes()[tag].on for tag in tags) else "N"


def ordered(tags: Sequence[str], upos: str = "") -> tuple[str, ...]:
    """Return the suffixes in an order in which they may stand, the given one where it may.

    Raises ValueError for an unknown suffix, and for suffixes that do not go together.

    >>> ordered(["foc", "loc", "pl"])
    ('pl', 'loc', 'foc')
    """
    table = suffixes()
    if unknown := [tag for tag in tags if tag not in table]:
        raise ValueError(f"no Kichwa suffix {unknown[0]!r}")
    start = stage_for(tags, upos)
    stacked = sum(table[tag].group == "case" for tag in tags) > 1
    by_slot = sorted(tags, key=lambda tag: table[tag].slot)
    for row, most in ((tags, int(stacked)), (by_slot, 1)):
        swaps = swaps_in(row, start)
        if swaps is not None and swaps <= most:
            return tuple(row)
    raise ValueError(f"suffixes that do not go together: {' '.join(tags)}")


def swaps_in(tags: Sequence[str], stage: Stage) -> int | None:
    """Return how many suffixes stand out of order after a stem, None where they may not follow."""
    slot, swaps = 0, 0
    for tag in tags:
        suffix = suffixes()[tag]
        swapped = swaps_after(suffix, stage, slot)
        if swapped is None:
            return None
        swaps += swapped
        slot = slot if suffix.free else max(slot, suffix.slot)
        stage = suffix.after(stage)
    return swaps


def generate(lemma: str, tags: Sequence[str], upos: str = "") -> str:
    """Return the word in unified spelling; suffixes in any order are put into theirs.

    Raises ValueError as `ordered` does.

    >>> generate("wasi", ["loc", "pl", "foc"]), generate("puri", ["past", "p1pl"], "VERB")
    ('wasikunapimi', 'purirkanchik')
    """
    return lemma + "".join(suffixes()[tag].form for tag in ordered(tags, upos))


@lru_cache(maxsize=1)
def _nominal_tags() -> tuple[tuple[str, dict[str, str]], ...]:
    """Return the suffixes beyond those of verbs that have features, with these."""
    found = [(s.tag, parse(s.feats[0])) for s in suffixes().values() if s.on != ("V",)]
    found = [(tag, feats) for tag, feats in found if feats and tag not in _HARDLY]
    return (*found, *((tag, parse(feats)) for tag, feats in _SHORTER))


# Suffixes whose features others have too, and which these say less often.
_HARDLY = frozenset({"aff", "old", "prone", "with", "ben", "contrast", "cond", "past", "perf"})
# Shorter descriptions that stand for a suffix where no longer one has been taken for it.
_SHORTER = (
    ("open", "QuestType=Open"),
    ("quest", "QuestType=Polar"),
    ("open", "Info=Foc|PronType=Int"),
    ("foc", "Info=Foc"),
)
_VERB_FORMS = {"Inf": "inf", "Vnoun": "nmlz", "NomAg": "agent", "Part": "part"}
_DERIVATIONS = ("des", "caus", "refl", "iter", "recp", "ven", "prog", "prosp", "obj1", "polite")
_PRESENT = {
    ("1", "Sing"): "p1",
    ("2", "Sing"): "p2",
    ("3", "Sing"): "p3",
    ("3", ""): "p3",
    ("1", "Plur"): "p1pl",
    ("2", "Plur"): "p2pl",
    ("3", "Plur"): "p3pl",
}
_SEVERAL = {"Aspect": "Prog", "Number": "Plur", "Person": "3"}
_FUTURE = {"p1": "fut1", "p3": "fut3", "p1pl": "fut1pl", "p3pl": "fut3pl"}
_IMPERATIVE = {"p2": "imp", "p2pl": "imp2pl", "p3": "juss", "p1pl": "fut1pl", "p3pl": "juss3pl"}


def tags_of(feats: str, upos: str) -> tuple[str, ...]:
    """Return suffixes that give a word of a class these features, in order.

    >>> tags_of("Number=Plur|Person=1|Tense=Past|VerbForm=Fin|Voice=Cau", "VERB")
    ('caus', 'past', 'p1pl')
    >>> tags_of("Case=Loc|Info=Top|Number=Plur", "NOUN")
    ('pl', 'loc', 'top')
    """
    left = parse(feats)
    if _SEVERAL.items() <= left.items():  # -naku also says that several are at it
        left = {**left, "Voice": left.get("Voice", "") + "Rcp"}
        del left["Aspect"], left["Number"]
    tags = _of_verb(left) if stage_of(upos) == "V" else []
    stage: Stage = "N" if stage_of(upos) == "N" or set(tags) & set(_VERB_FORMS.values()) else "F"
    if left.get("Person") == "1":  # ñukanchik is plural without a suffix
        left.pop("Number", None)
    for tag, wanted in _nominal_tags():
        if stage in suffixes()[tag].on and wanted.items() <= left.items() and tag not in tags:
            tags.append(tag)
            left = {name: value for name, value in left.items() if name not in wanted}
    return ordered(tags, upos)


def _of_verb(left: dict[str, str]) -> list[str]:
    """Return the suffixes of a verb up to its person; takes what they mean from `left`."""
    tags = []
    voice = left.pop("Voice", "")
    for tag, part in (("caus", "Cau"), ("refl", "Rfl"), ("recp", "Rcp")):
        if part in voice:
            tags.append(tag)
    for tag in _DERIVATIONS:
        wanted = parse(suffixes()[tag].feats[0])
        if "Voice" not in wanted and wanted.items() <= left.items():
            tags.append(tag)
            for name in wanted:
                del left[name]
    return tags + _ending(left)


def _ending(left: dict[str, str]) -> list[str]:
    """Return tense, mood and person, or what makes a clause or a nominal of the verb."""
    form = left.pop("VerbForm", "Fin")
    person, number = left.pop("Person", ""), left.get("Number", "")
    tense, mood = left.pop("Tense", ""), left.pop("Mood", "")
    switch = left.pop("Switch", "")
    if form == "Conv":
        if left.get("Case") == "Ter":
            left.pop("Case")
            return ["until"]
        kind = "diff" if switch == "Diff" else "same"
        return [f"purp_{kind}" if mood == "Prp" else kind]
    if form in _VERB_FORMS and not (form == "Part" and person):
        return [_VERB_FORMS[form]]
    left.pop("Number", None)
    who = _PRESENT.get((person, number), "p3")
    if form == "Part" or tense == "Past":
        return _past("perf" if form == "Part" else "past", who)
    if mood == "Imp":
        return [_IMPERATIVE.get(who, "imp")]
    if mood == "Opt":
        return ["cond1"] if who == "p1" else [who, "cond"]
    return [_FUTURE.get(who, who) if tense == "Fut" else who]


def _past(tense: str, who: str) -> list[str]:
    if who == "p3":
        return [tense]
    return [tense, _THIRD_PLURAL[tense] if who == "p3pl" else who]


def generate_feats(lemma: str, upos: str, feats: str) -> str:
    """Return the word of a lemma with Universal Dependencies features.

    >>> generate_feats("miku", "VERB", "Switch=Same|VerbForm=Conv")
    'mikushpa'
    """
    return generate(lemma, tags_of(feats, upos), upos)
