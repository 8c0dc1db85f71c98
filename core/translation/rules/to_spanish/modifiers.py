"""What stands around a Spanish noun, agreeing with it: determiners, numbers, adjectives."""

from collections.abc import Mapping, Sequence

from core.errors import UserError
from core.kichwa.lexicon import lexicon
from core.kichwa.numbers import from_kichwa
from core.kichwa.spanish_numbers import to_spanish
from core.morphology.spanish_nouns import agree, before
from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.choice import spanish_noun
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.words import KichwaWord

_DEGREES = {
    "yalli": "más", "ashtawan": "más", "yapa": "muy", "ninan": "muy", "may": "muy", "sumak": "muy",
}  # fmt: skip


class Modified:
    """What stands before and after a noun, agreeing with it; closed: no article is wanted."""

    def __init__(self, choose: Choose, which: str, plurality: str) -> None:
        self.choose = choose
        self.gender = which
        self.plurality = plurality
        self.before: Text = ()
        self.after: Text = ()
        self.closed = False

    def number(self, count: int, words: Sequence[KichwaWord]) -> None:
        """Add a number before the noun, in digits where it is written so."""
        digits = next((word.form for word in words if word.form[:1].isdigit()), "")
        one = "una" if self.gender == "fem" else "un"
        text = digits or (one if count == 1 else to_spanish(count))
        self.before = (*self.before, Said(text, "number"))
        self.closed = True

    def add(self, word: KichwaWord) -> None:
        """Add one word."""
        rules, low = kichwa_rules(), word.lemma.lower()
        if word.kind == "question" and low in rules.questions:
            self._lead(_asking(rules.questions[low], self.gender, self.plurality), "question_word")
        elif low in _DEGREES and word.upos == "ADV":
            self.before = (*self.before, Said(_DEGREES[low], "adverb"))
        elif low in rules.determiners:
            self._determiner(rules.determiners[low])
        elif (row := pronoun_row(word)) is not None:
            self._lead(agree(row["owner"], self.gender, self.plurality), "possessor")
        elif word.upos == "ADJ" or word.verbal == "part" or lexicon().of(low, "ADJ"):
            self._adjective(word)
        elif word.upos in ("ADV", "PART"):
            self.after = (Said(spanish_noun(word, self.choose).word, "word"), *self.after)
        else:
            chosen = spanish_noun(word, self.choose)
            said = Said(f"de {chosen.word}", "made_of", word.form if chosen.guessed else "")
            self.after = (*self.after, said)

    def _lead(self, text: str, rule: str) -> None:
        self.before = (*self.before, Said(text, rule))
        self.closed = True

    def _determiner(self, base: str) -> None:
        form = {"este": _this, "ese": _this}.get(base, agree)(base, self.gender, self.plurality)
        if base == "todo":
            article = {"masc sing": "el", "fem sing": "la", "masc plur": "los", "fem plur": "las"}
            form = f"{form} {article[f'{self.gender} {self.plurality}']}"
        elif base == "cada":
            form = base
        elif base in ("uno", "alguno", "ninguno"):
            form = before(base, self.gender, self.plurality)
        self._lead(form, "determiner")

    def _adjective(self, word: KichwaWord) -> None:
        chosen = spanish_noun(word, self.choose)
        base, *rest = chosen.word.split() or [word.form]
        source = word.form if chosen.guessed else ""
        if base in kichwa_rules().leading:
            form = before(base, self.gender, self.plurality)
            self.before = (*self.before, Said(form, chosen.rule, source))
        else:
            form = " ".join((agree(base, self.gender, self.plurality), *rest))
            self.after = (Said(form, chosen.rule, source), *self.after)


def _this(base: str, which: str, number: str) -> str:
    forms = {"masc sing": base, "fem sing": base[:-1] + "a"}
    return forms.get(f"{which} {number}", base[:-1] + ("as" if which == "fem" else "os"))


def _asking(base: str, which: str, number: str) -> str:
    return agree(base, which, number) if base == "cuánto" else base


def bare_key(word: KichwaWord) -> str:
    """Return stem and plural of a word without its case."""
    return word.lemma.lower() + ("+pl" if word.has("pl") else "")


def pronoun_row(word: KichwaWord) -> Mapping[str, str] | None:
    """Return the row of a personal pronoun."""
    rows = kichwa_rules().pronouns
    return rows.get(bare_key(word)) if word.upos in ("PRON", "DET") else None


def means_many(word: KichwaWord) -> bool:
    """Return whether a determiner asks for the plural."""
    return word.lemma.lower() in ("achka", "ashtaka", "wakin", "mashna")


def counted_apart(words: Sequence[KichwaWord]) -> tuple[int, list[KichwaWord]]:
    """Return the number that number words give, 0 without one, and the other words."""
    numbers = [word for word in words if word.upos == "NUM"]
    others = [word for word in words if word.upos != "NUM"]
    if not numbers:
        return 0, others
    try:
        return from_kichwa(" ".join(word.lemma.lower() for word in numbers)), others
    except UserError:
        digits = "".join(letter for letter in numbers[0].form if letter.isdigit())
        return (int(digits), others) if digits else (0, list(words))
