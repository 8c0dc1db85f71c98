"""One form of one Spanish verb: its stem, the ending, and the spelling where they meet.

Source: Nueva gramática de la lengua española (RAE and ASALE, 2009), chapter 4.
"""

import re
from functools import lru_cache
from typing import Literal, get_args

from core.morphology.spanish_stress import ACCENTED, bare, prefixed, respelled
from core.morphology.spanish_verb_table import CHANGES, CLASSES, Irregular, verb_table

Tense = Literal[
    "pres",
    "imperfect",
    "preterite",
    "future",
    "conditional",
    "subj",
    "subj_past",
    "imperative",
    "infinitive",
    "gerund",
    "participle",
]
TENSES: tuple[Tense, ...] = get_args(Tense)
FINITE: tuple[Tense, ...] = TENSES[:7]
# Endings of yo, tú, él, nosotros, vosotros, ellos.
ENDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "ar": {
        "pres": ("o", "as", "a", "amos", "áis", "an"),
        "imperfect": ("aba", "abas", "aba", "ábamos", "abais", "aban"),
        "preterite": ("é", "aste", "ó", "amos", "asteis", "aron"),
        "subj": ("e", "es", "e", "emos", "éis", "en"),
    },
    "er": {
        "pres": ("o", "es", "e", "emos", "éis", "en"),
        "imperfect": ("ía", "ías", "ía", "íamos", "íais", "ían"),
        "preterite": ("í", "iste", "ió", "imos", "isteis", "ieron"),
        "subj": ("a", "as", "a", "amos", "áis", "an"),
    },
}
ENDINGS["ir"] = ENDINGS["er"] | {"pres": ("o", "es", "e", "imos", "ís", "en")}
GERUND = {"ar": "ando", "er": "iendo", "ir": "iendo"}
PARTICIPLE = {"ar": "ado", "er": "ido", "ir": "ido"}
STRONG = ("e", "iste", "o", "imos", "isteis", "ieron")
FUTURE = ("é", "ás", "á", "emos", "éis", "án")
PAST_SUBJUNCTIVE = ("ra", "ras", "ra", "ramos", "rais", "ran")
_STRESSED_STEM = (0, 1, 2, 5)
_LAST = {vowel: re.compile(rf"{vowel}(?=[^{vowel}]*$)") for vowel in "eoiu"}


class Verb:
    """One verb that has no prefix: stems, endings and what the table says of it."""

    def __init__(self, lemma: str) -> None:
        table = verb_table()
        self.lemma = lemma
        self.ending = bare(lemma[-2:])
        self.stem = lemma[:-2]
        self.change = table.changes.get(lemma, "u_ú" if _breaks(lemma) else "")
        self.irregular = table.irregular.get(lemma, Irregular())
        self.keeps_z = lemma in table.keeps_z
        self.strong = self.irregular.strong
        if lemma.endswith("ducir") and not self.strong:
            self.strong = f"{lemma[:-3]}j"
        weakens = self.ending == "ir" and self.change in ("e_ie", "e_i", "o_ue")
        self.weakens = weakens and lemma not in table.keeps_e

    def form(self, tense: Tense, slot: int) -> str:
        """Return the form of slot 0–5 (yo … ellos); tenses without persons ignore it."""
        if tense in self.irregular.whole:
            return self.irregular.whole[tense][slot]
        match tense:
            case "future" | "conditional":
                endings = FUTURE if tense == "future" else ENDINGS["er"]["imperfect"]
                return (self.irregular.future or bare(self.lemma)) + endings[slot]
            case "subj_past":
                stem = self.form("preterite", 5).removesuffix("ron")
                return (_accent(stem) if slot == 3 else stem) + PAST_SUBJUNCTIVE[slot]
            case "imperative":
                return self._imperative(slot)
            case "preterite":
                return self._preterite(slot)
            case "pres" | "imperfect" | "subj":
                return self._present(tense, slot)
        return self._nonfinite(tense)

    def _nonfinite(self, tense: Tense) -> str:
        if tense == "gerund":
            return self.irregular.gerund or self.join(self._weak(), GERUND[self.ending])
        return self.irregular.participle or self.join(self.stem, PARTICIPLE[self.ending])

    def _present(self, tense: Tense, slot: int) -> str:
        """Return present, imperfect or present subjunctive."""
        ending = ENDINGS[self.ending][tense][slot]
        first = self.irregular.first
        if first and tense == "pres" and slot == 0:
            return first
        if first.endswith("o") and tense == "subj":
            return first[:-1] + ending
        if tense != "imperfect" and slot in _STRESSED_STEM:
            return self.join(self._stressed(), ending)
        return self.join(self._weak() if tense == "subj" else self.stem, ending)

    def _preterite(self, slot: int) -> str:
        if self.strong:
            stem, ending = self.strong, STRONG[slot]
            if stem.endswith("ic") and slot == 2:
                stem = stem[:-1] + "z"
            return stem + (ending.removeprefix("i") if stem[-1] == "j" and slot == 5 else ending)
        stem = self._weak() if slot in (2, 5) else self.stem
        return respelled(self.join(stem, ENDINGS[self.ending]["preterite"][slot]))

    def _imperative(self, slot: int) -> str:
        if slot == 1:
            return self.irregular.imperative or self.form("pres", 2)
        if slot == 3 and self.irregular.together:
            return self.irregular.together
        return self.lemma[:-1] + "d" if slot == 4 else self.form("subj", slot)

    def _stressed(self) -> str:
        """Return the stem as it is under stress: pens- piens-, re- rí-, env- enví-."""
        if not self.change:
            return self.stem
        if self.change == "e_i" and self.stem.endswith("e"):
            return self.stem[:-1] + "í"
        return changed(self.stem, self.change)

    def _weak(self) -> str:
        """Return the stem before ió, ie and a stressed a: sent- sint-, dorm- durm-."""
        if not self.weakens:
            return self.stem
        vowel, other = ("o", "u") if self.change == "o_ue" else ("e", "i")
        return _LAST[vowel].sub(other, self.stem)

    def join(self, stem: str, ending: str) -> str:
        """Return stem and ending as they are spelled together."""
        if ending[0] in "eéií":
            if self.ending == "ar":
                return _before_front(stem) + ending
            return _before_i(stem, ending)
        if self.ending == "ar":
            return stem + ending
        return self._before_back(stem) + ending

    def _before_back(self, stem: str) -> str:
        """Return the stem of an -er or -ir verb before o and a."""
        if stem.endswith(("gu", "qu")):
            return stem[:-2] + ("g" if stem.endswith("gu") else "c")
        if stem.endswith("g"):
            return stem[:-1] + "j"
        if stem.endswith("c"):
            vowel = stem[-2:-1] in tuple("aeiou") and not self.keeps_z
            return stem[:-1] + ("zc" if vowel else "z")
        return stem[:-1] + "uy" if stem.endswith(("u", "ü")) else stem


def _breaks(lemma: str) -> bool:
    """Return whether a verb in -uar says ú under stress: actúo, but averiguo."""
    return lemma.endswith("uar") and not lemma.endswith(("guar", "cuar"))


def changed(stem: str, change: str) -> str:
    """Return a stem with its last vowel changed.

    >>> changed("avergonz", "o_ue"), changed("ol", "o_ue"), changed("err", "e_ie")
    ('avergüenz', 'huel', 'yerr')
    """
    vowel, under_stress = CHANGES[change]
    found = _LAST[vowel].search(stem)
    if not found:
        return stem
    at = found.start()
    if at == 0 and change in ("o_ue", "e_ie"):
        under_stress = {"o_ue": "hue", "e_ie": "ye"}[change]
    elif change == "o_ue" and stem[at - 1] == "g":
        under_stress = "üe"
    return stem[:at] + under_stress + stem[at + 1 :]


def _before_front(stem: str) -> str:
    """Return the stem of an -ar verb before e: busqu-, llegu-, empiec-, averigü-."""
    for end, spelled in (("gu", "gü"), ("c", "qu"), ("g", "gu"), ("z", "c")):
        if stem.endswith(end):
            return stem[: -len(end)] + spelled
    return stem


def _before_i(stem: str, ending: str) -> str:
    """Return stem and an ending in e or i: leyó, oído, riendo, tañó, construye."""
    last = stem[-1:]
    silent = stem.endswith(("gu", "qu"))
    if ending.startswith(("ie", "ió")):
        if last in ("ñ", "i") or stem.endswith("ll"):
            return stem + ending[1:]
        if last in tuple("aeouü") and not silent:
            return stem.replace("ü", "u") + "y" + ending[1:]
    elif ending[0] == "i" and last in ("a", "e", "o"):
        return f"{stem}í{ending[1:]}"
    elif ending[0] == "e" and last in ("u", "ü") and not silent:
        return stem.replace("ü", "u") + "y" + ending
    return stem + ending


def _accent(stem: str) -> str:
    return stem[:-1] + ACCENTED.get(stem[-1:], stem[-1:])


@lru_cache(maxsize=4096)
def _verb(lemma: str) -> Verb:
    return Verb(lemma)


def is_infinitive(lemma: str) -> bool:
    """Return whether `lemma` looks like an infinitive without a pronoun."""
    return lemma.endswith(CLASSES) and lemma.isalpha() and (len(lemma) > 2 or lemma == "ir")


@lru_cache(maxsize=65536)
def inflected(lemma: str, tense: Tense, slot: int) -> str:
    """Return one form of a verb (slot 0–5: yo … ellos), its prefix put back."""
    if tense == "infinitive":
        return lemma
    prefix, base = verb_table().prefixed.get(lemma, ("", lemma))
    form = _verb(base).form(tense, slot)
    return prefixed(prefix, form) if prefix else form
