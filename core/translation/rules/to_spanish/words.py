"""Kichwa text read word by word: what each word is for the rules."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from core.kichwa.analyse import analyse_sentence
from core.kichwa.analysis import Analysis
from core.kichwa.lexicon import lexicon
from core.kichwa.suffixes import suffixes
from core.translation.rules.marks import is_cited, spaced, tokens
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.settle import FINITE, settled

Kind = Literal["mark", "noun", "finite", "adverbial", "nominalised", "particle", "question", "no"]
ADVERBIAL = ("same", "diff", "purp_same", "purp_diff", "until")
NOMINALISED = ("inf", "nmlz", "agent", "part")
CASES = ("acc", "dat", "loc", "abl", "ins", "gen", "ben", "ter", "cause", "equ", "assoc", "with",
         "toward", "without")  # fmt: skip
ENCLITICS = frozenset({"top", "foc", "neg", "quest", "open", "add", "cont", "infer", "dub", "emph",
                       "contrast", "self", "lim", "very"})  # fmt: skip
_LONGEST = 3
_NEGATIVE = {"mana": "mana", "na": "mana", "ama": "ama", "manarak": "manarak"}


@dataclass(frozen=True, slots=True)
class KichwaWord:
    """One word in its likeliest reading.

    verbal: the ending that makes a verb what it is here ("same", "inf" …), "" without one.
    lexical: the nominalised verb as a head word of its own ("mikuna", "yachachik"), "" where none.
    told: its Spanish where no table is asked.
    """

    form: str
    kind: Kind
    lemma: str
    upos: str
    tags: tuple[str, ...]
    verbal: str
    language: str
    lexical: str = ""
    told: str = ""

    @property
    def low(self) -> str:
        """Return the form in lower case."""
        return self.form.lower()

    @property
    def case(self) -> str:
        """Return the outermost case, "" without one."""
        return next((tag for tag in reversed(self.tags) if tag in CASES), "")

    @property
    def key(self) -> str:
        """Return the stem with its endings but the enclitics: "may+loc"."""
        kept = (tag for tag in self.tags if tag not in ENCLITICS or tag == "add")
        return "+".join((self.lemma.lower(), *kept))

    @property
    def plain_key(self) -> str:
        """Return the key without -pash."""
        return self.key.removesuffix("+add")

    @property
    def derived(self) -> tuple[str, ...]:
        """Return the endings that make a verb stem from a verb stem."""
        return tuple(t for t in self.tags if suffixes()[t].makes == "V")

    def has(self, *tags: str) -> bool:
        """Return whether one of these endings stands in the word."""
        return any(tag in self.tags for tag in tags)


@lru_cache(maxsize=256)  # each alternative reads the same sentences again
def read_kichwa(text: str) -> tuple[KichwaWord, ...]:
    """Return the words of a Kichwa sentence."""
    forms = _prohibited(tokens(text))
    shown = spaced(text)
    found = settled(forms, analyse_sentence(forms))
    words = [_word(form, readings) for form, readings in zip(shown, found, strict=True)]
    return tuple(_joined(_quoted(words)))


def _prohibited(forms: Sequence[str]) -> list[str]:
    """Return the forms with the -y that speech swallows in "ama kaparichu"."""
    return [
        form[:-3] + "ychu" if form.lower().endswith("ichu") and _forbids(forms, at) else form
        for at, form in enumerate(forms)
    ]


def _forbids(forms: Sequence[str], at: int) -> bool:
    return at > 0 and forms[at - 1].lower() == "ama"


def _quoted(words: Sequence[KichwaWord]) -> list[KichwaWord]:
    """Return the words without "nishka" after a noun: it only presents a foreign one."""
    found: list[KichwaWord] = []
    for word in words:
        last = found[-1] if found else None
        presents = word.lemma.lower() == "ni" and word.verbal == "part" and last is not None
        if presents and last is not None and last.kind == "noun" and not last.tags:
            found[-1] = replace(last, tags=tuple(tag for tag in word.tags if tag != "part"))
        else:
            found.append(word)
    return found


def _joined(words: Sequence[KichwaWord]) -> list[KichwaWord]:
    """Return the words, those that are one head word of the lexicon joined."""
    joined: list[KichwaWord] = []
    at = 0
    while at < len(words):
        length = _together(words, at)
        joined.append(words[at] if length == 1 else _compound(words[at : at + length]))
        at += length
    return joined


def _together(words: Sequence[KichwaWord], at: int) -> int:
    """Return how many words from `at` are one head word of the lexicon ("uyachik anta")."""
    for length in range(min(_LONGEST, len(words) - at), 1, -1):
        key = _key(words[at : at + length])
        found = lexicon().of(key)
        if (
            key in kichwa_rules().words
            or " ".join(_lows(words[at : at + length])) in kichwa_rules().words
        ):
            return length
        if key in kichwa_rules().questions:
            return length
        if any(entry.pos in ("NOUN", "ADJ", "ADV", "INTJ") for entry in found):
            return length
    return 1


def _key(words: Sequence[KichwaWord]) -> str:
    last = words[-1].lexical or words[-1].lemma
    return " ".join((*(word.low for word in words[:-1]), last.lower()))


def _lows(words: Sequence[KichwaWord]) -> list[str]:
    return [word.low for word in words]


def _compound(words: Sequence[KichwaWord]) -> KichwaWord:
    """Return several words as one, with the endings of the last."""
    last, key = words[-1], _key(words)
    low = " ".join(_lows(words))
    if low in kichwa_rules().words or key in kichwa_rules().words:
        key = low if low in kichwa_rules().words else key
        form = " ".join(word.form for word in words)
        return replace(last, form=form, kind="particle", lemma=key, upos="ADV", verbal="")
    if key in kichwa_rules().questions:
        form = " ".join(word.form for word in words)
        return replace(last, form=form, kind="question", lemma=key, upos="ADV", verbal="")
    pos = next(e.pos for e in lexicon().of(key) if e.pos in ("NOUN", "ADJ", "ADV", "INTJ"))
    form = " ".join(word.form for word in words)
    kind: Kind = "particle" if pos in ("ADV", "INTJ") else "noun"
    return replace(last, form=form, kind=kind, lemma=key, upos=pos, verbal="", language="qu")


def _word(form: str, readings: Sequence[Analysis]) -> KichwaWord:
    if is_cited(form):
        return KichwaWord(form, "noun", form, "PROPN", (), "", "")
    if not any(letter.isalnum() for letter in form):
        return KichwaWord(form, "mark", form, "PUNCT", (), "", "")
    if not readings:
        return KichwaWord(form, "noun", form, "X", (), "", "unknown")
    best = readings[0]
    verbal = next((t for t in best.tags if t in (*ADVERBIAL, *NOMINALISED, "hab")), "")
    kind = _kind(form.lower(), best, verbal)
    if kind == "noun" and _known_whole(best):
        kind = "particle"
    lexical = _lexical(best, verbal) if kind == "nominalised" else ""
    return KichwaWord(
        form, kind, best.lemma, best.upos, best.tags, verbal, best.stem_language, lexical
    )


def _known_whole(best: Analysis) -> bool:
    """Return whether a table has the word with its case ("kaypi", "kunanka")."""
    kept = [tag for tag in best.tags if tag not in ENCLITICS]
    return "+".join((best.lemma.lower(), *kept)) in kichwa_rules().words


def _lexical(best: Analysis, verbal: str) -> str:
    stem = best.lemma.lower()
    for tag in best.tags:
        stem += suffixes()[tag].form
        if tag == verbal:
            break
    return stem if lexicon().of(stem, "NOUN") or lexicon().of(stem, "ADJ") else ""


def _kind(low: str, best: Analysis, verbal: str) -> Kind:
    rules = kichwa_rules()
    lemma = best.lemma.lower()
    if lemma in ("mana", "na", "ama") or (lemma in _NEGATIVE and not best.tags):
        return "no"
    if _asked(low):
        return "question"
    if low in rules.words and best.upos not in ("NOUN", "PRON", "DET", "ADJ"):
        return "particle"
    if verb := _verb_kind(best, verbal):
        return verb
    if lemma in rules.stems_asked and "add" not in best.tags:
        return "question"
    apart = best.upos in ("ADV", "CCONJ", "SCONJ", "PART", "INTJ") or low in rules.words
    return "particle" if apart else "noun"


def _verb_kind(best: Analysis, verbal: str) -> Kind | None:
    if verbal in ADVERBIAL:
        return "adverbial"
    if verbal in NOMINALISED:
        return "nominalised"
    return "finite" if any(tag in FINITE for tag in best.tags) else None


def _asked(low: str) -> str:
    """Return the question word of a form such as "imashpatak", "" where it is none."""
    bare = low.removesuffix("tak").removesuffix("ta") if low.endswith("tak") else low
    return bare if bare in kichwa_rules().questions else ""


def question_key(word: KichwaWord) -> str:
    """Return the key of a question word in the table."""
    return _asked(word.low) or word.plain_key


def negation_of(word: KichwaWord) -> str:
    """Return "mana", "ama" or "manarak"."""
    lemma = word.lemma.lower()
    if lemma == "mana" and word.has("cont"):
        return "manarak"
    return _NEGATIVE.get(lemma, "mana")
