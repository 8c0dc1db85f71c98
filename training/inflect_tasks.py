"""What the verbs of a Spanish treebank ask of a conjugator."""

from dataclasses import dataclass

from core.morphology.spanish_conjugation import is_infinitive
from core.morphology.spanish_nouns import agree
from core.morphology.spanish_verbs import Tense, conjugate, verb_readings
from core.parsing.conllu import Token

_MOODS: dict[tuple[str, str], Tense] = {
    ("Ind", "Pres"): "pres",
    ("Ind", "Imp"): "imperfect",
    ("Ind", "Past"): "preterite",
    ("Ind", "Fut"): "future",
    ("Cnd", ""): "conditional",
    ("Sub", "Pres"): "subj",
    ("Sub", "Imp"): "subj_past",
    ("Imp", ""): "imperative",
}
_FORMS: dict[str, Tense] = {"Inf": "infinitive", "Ger": "gerund", "Part": "participle"}
NUMBERS = {"Sing": "sing", "Plur": "plur"}
GENDERS = {"Masc": "masc", "Fem": "fem"}


@dataclass(frozen=True)
class VerbTask:
    """A verb of the treebank whose lemma and features say which form it is."""

    form: str
    lemma: str
    tense: Tense
    person: int
    number: str
    gender: str

    def answer(self) -> str:
        """Return the form that the conjugator gives."""
        person, number = self.person or 3, self.number or "sing"
        form = conjugate(self.lemma, self.tense, person, number)
        if self.tense == "participle":
            return agree(form, self.gender or "masc", number)
        return form

    def read(self) -> bool:
        """Return whether the readings hold this one."""
        return any(
            (one.lemma, one.tense, one.person, one.number or self.number)
            == (self.lemma, self.tense, self.person, self.number)
            and (not self.gender or one.gender == self.gender)
            for one in verb_readings(self.form)
        )

    def of_lemma(self) -> bool:
        """Return whether the form is one of this verb at all, in whatever tense."""
        known = verb_readings(self.form)
        return any(one.lemma == self.lemma and not one.mended for one in known)


def features(word: Token) -> dict[str, str]:
    """Return the features of a word by name."""
    return dict(pair.split("=", 1) for pair in word.feats.split("|") if "=" in pair)


def verb_task(word: Token) -> VerbTask | None:
    """Return the task that a word sets; None for misspelt words and what is no Spanish verb."""
    feats, lemma = features(word), word.lemma.lower()
    if word.upos not in ("VERB", "AUX") or feats.keys() & {"Typo", "Abbr", "Foreign"}:
        return None
    if not is_infinitive(lemma) or not word.form.isalpha():
        return None
    tense = _FORMS.get(feats.get("VerbForm", "")) or _MOODS.get(
        (feats.get("Mood", ""), feats.get("Tense", ""))
    )
    finite = tense is not None and tense not in _FORMS.values()
    if tense is None or (finite and ("Person" not in feats or "Number" not in feats)):
        return None
    number = NUMBERS.get(feats.get("Number", ""), "")
    if not finite:
        number = (number or "sing") if tense == "participle" else ""
    gender_ = GENDERS.get(feats.get("Gender", ""), "") if tense == "participle" else ""
    person = int(feats["Person"]) if finite else 0
    return VerbTask(word.form.lower(), lemma, tense, person, number, gender_)


def regular(task: VerbTask) -> str:
    """Return the form as if the verb were cantar, comer or vivir."""
    model = {"ar": "cantar", "er": "comer", "ir": "vivir", "ír": "vivir"}[task.lemma[-2:]]
    stem = model[:-2]
    like = VerbTask(task.form, model, task.tense, task.person, task.number, task.gender)
    return task.lemma[:-2] + like.answer().removeprefix(stem)
