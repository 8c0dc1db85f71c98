"""Kichwa clauses as Spanish ones: order, prepositions, copulas, questions."""

from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.choice import spanish_noun
from core.translation.rules.to_spanish.copulas import CopulaWriter
from core.translation.rules.to_spanish.order import (
    FREE,
    Order,
    Tied,
    is_copula,
    is_predicate,
    is_predicated,
)
from core.translation.rules.to_spanish.phrases import (
    Article,
    PhraseWriter,
    SpanishPhrase,
    with_preposition,
)
from core.translation.rules.to_spanish.places import (
    after_than,
    compares,
    hour_text,
    is_some,
    is_when,
    which_asked,
)
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase
from core.translation.rules.to_spanish.verbs import (
    FEELINGS,
    Person,
    Wanted,
    person_of,
    shows_person,
    tense_of,
    verb_text,
)
from core.translation.rules.to_spanish.words import KichwaWord, question_key


class ClauseWriter(CopulaWriter):
    """Writes clauses in Spanish; formal: the sentence says usted."""

    def __init__(self, choose: Choose, formal: bool) -> None:
        self.choose = choose
        self.formal = formal
        self.phrases = PhraseWriter(choose, self.described)

    def write(self, clause: KichwaClause, tied: Tied = FREE) -> Text:
        """Return a clause in Spanish."""
        order = Order()
        subject = self._subject(clause)
        written = self.phrases.write(subject) if subject is not None else None
        if written is not None:
            order.like = f"{written.gender} {written.number}"
        for item in clause.items:
            if isinstance(item, KichwaWord):
                self._particle(item, clause, order)
            elif item is subject and written is not None:
                order.subject = (*order.subject, *self._also(item.head, written.text))
            elif not isinstance(item, KichwaWord):
                self._phrase(item, clause, order)
        plural = written is not None and written.number == "plur"
        order.verb = self._verb(clause, order, tied, plural)
        text = order.text()
        return (Said(tied.word, tied.rule), *text) if tied.word else text

    def _subject(self, clause: KichwaClause) -> KichwaPhrase | None:
        if clause.kind == "agent":
            return None
        bare = [phrase for phrase in clause.phrases if not phrase.case and not is_when(phrase)]
        if clause.verbs and clause.verbs[-1].lemma.lower() == "tiya":
            return None
        bare = [phrase for phrase in bare if not self._calls(phrase, clause)]
        pronouns = [p for p in bare if p.head.upos == "PRON" and p.head.lemma.lower() != "ima"]
        topics = [p for p in bare if p.head.has("top")]
        found = pronouns or topics or bare
        if not found:
            return None
        if not clause.verbs or is_copula(clause):
            others = [p for p in clause.phrases if p is not found[0]]
            words = [i for i in clause.items if isinstance(i, KichwaWord)]
            if not others and not words and not found[0].head.has("top"):
                return None
            if not clause.verbs and not is_predicated(clause):
                return None
            return found[0]
        return found[0]

    def _phrase(self, phrase: KichwaPhrase, clause: KichwaClause, order: Order) -> None:
        if self._calls(phrase, clause):
            called = self.phrases.write(phrase, "none").text
            order.last = (*order.last, Said(f", {called[0].text}", called[0].rule), *called[1:])
        else:
            self._written(phrase, clause, order)

    def _written(self, phrase: KichwaPhrase, clause: KichwaClause, order: Order) -> None:
        """Put a phrase into its place: by its case, or as what something is."""
        bare = is_predicate(phrase, clause) or is_some(phrase, clause, self.choose)
        article: Article = "none" if bare else "definite"
        written = self.phrases.write(phrase, article, order.like if article == "none" else "")
        clitic = self._clitic(phrase, written)
        if clitic:
            order.clitics.append(clitic)
        elif "question" in (phrase.head.kind, phrase.words[0].kind):
            order.asked = (*order.asked, *with_preposition(written, phrase.case))
        elif is_when(phrase):
            order.rest = (*order.rest, *written.text)
        elif not phrase.case:
            self._uncased(phrase, clause, order, written)
        elif phrase.case == "abl" and compares(clause):
            order.last = (*order.last, Said("que", "comparison"), *after_than(written))
        elif phrase.case == "acc":
            order.objects = (*order.objects, *self._object(phrase, written))
        else:
            told = self._placed(phrase) or with_preposition(written, phrase.case)
            order.rest = (*order.rest, *self._also(phrase.head, told))

    def _uncased(
        self, phrase: KichwaPhrase, clause: KichwaClause, order: Order, written: SpanishPhrase
    ) -> None:
        if clause.kind == "agent":
            order.objects = (*order.objects, *written.text)
        else:
            order.predicate = (*order.predicate, *self._also(phrase.head, written.text))

    def _object(self, phrase: KichwaPhrase, written: SpanishPhrase) -> Text:
        relative = phrase.relative
        if relative is not None and relative.verbs[0] is phrase.head:
            return written.text
        return self._also(phrase.head, with_preposition(written, "acc"))

    def _placed(self, phrase: KichwaPhrase) -> Text:
        """Return "dentro de la casa" for "wasi ukupi", nothing where no such noun stands."""
        if hour := hour_text(phrase):
            return hour
        place = kichwa_rules().places.get(phrase.head.lemma.lower())
        if place is None or (len(phrase.words) == 1 and phrase.owner is None):
            return ()
        if len(phrase.words) > 1:
            inner = KichwaPhrase(phrase.words[:-1], phrase.owner, phrase.relative)
        else:
            assert phrase.owner is not None
            inner = phrase.owner
        written = self.phrases.write(inner)
        text = written.text
        if written.pronoun is not None:
            text = (Said(written.pronoun["after"], "pronoun"),)
        return (Said(place, "case_place"), *text)

    def _particle(self, word: KichwaWord, clause: KichwaClause, order: Order) -> None:
        rules = kichwa_rules()
        if word.kind == "question":
            text = rules.questions.get(question_key(word)) or rules.questions.get(
                word.lemma.lower(), "qué"
            )
            order.asked = (*order.asked, Said(text, "question_word"))
            return
        told = rules.words.get(word.key, rules.words.get(word.lemma.lower()))
        told = rules.words.get(word.low, told)
        source = ""
        if told is None:
            chosen = spanish_noun(word, self.choose)
            told, source = chosen.word, word.form if chosen.guessed else ""
        said = (Said(told, "word", source),) if told else ()
        if told in rules.manner:
            order.objects = (*said, *order.objects)
        elif order.subject or order.objects or order.rest:
            order.rest = (*order.rest, *said)
        else:
            order.front = (*order.front, *said)

    def _verb(self, clause: KichwaClause, order: Order, tied: Tied, plural: bool) -> Text:
        if not clause.verbs:
            return self._no_verb(clause, order, plural)
        last = clause.verbs[-1]
        infinitive = self._infinitive(clause)
        tense = tied.tense or tense_of(last, infinitive)
        person = tied.person or self._person(clause, last, plural, order)
        clitics = [*order.clitics]
        if any(word.has("obj1") for word in clause.verbs) and "me" not in clitics:
            if clause.verbs[0].lemma.lower() in FEELINGS:
                person = (1, "sing")
            else:
                clitics.insert(0, "me")
        if tense == "imperative" and person[0] == 3:
            tense = "subj_command" if not clause.negation else "subj"
        nobody = any(said.text in ("nadie", "nada") for said in order.subject)
        if is_copula(clause) and [said.text for said in order.asked] == ["qué"]:
            order.asked = which_asked(order)
        wanted = Wanted(tense, person, bool(clause.negation) and not nobody, tuple(clitics))
        if clause.negation == "manarak":
            order.front = (*order.front, Said("todavía", "negation"))
        copula = self._copula(clause, order) if is_copula(clause) else ""
        return verb_text(clause, wanted, self.choose, copula)

    def _person(self, clause: KichwaClause, last: KichwaWord, plural: bool, order: Order) -> Person:
        if self._infinitive(clause) == "haber" and clause.helper is None:
            return 3, "sing"
        if not shows_person(last) and (doer := self._doer(clause)) is not None:
            return doer
        return person_of(last, self.formal, plural)

    def described(self, clause: KichwaClause, agreement: str) -> Text:
        """Return a clause that describes a noun, or is one: "que vende pan", "comprado"."""
        verbal = clause.kind
        if verbal == "inf" and (doer := self._doer(clause)) is not None:
            return self.write(clause, Tied("future", doer, "que", "complement"))
        if verbal in ("inf", "nmlz"):
            return self.write(clause, Tied("infinitive"))
        number = agreement.split()[1]
        tense = {"agent": "pres", "part": "preterite"}[verbal]
        if any(isinstance(item, KichwaWord) and item.low == "kayna" for item in clause.items):
            tense = "preterite"
        person: Person | None = (3, number) if verbal == "agent" else self._doer(clause)
        return self.write(clause, Tied(tense, person, "que", f"relative_{verbal}"))

    def _doer(self, clause: KichwaClause) -> Person | None:
        """Return the person of a pronoun that stands before the nominalised verb."""
        rows = kichwa_rules().pronouns
        for phrase in clause.phrases:
            row = rows.get(phrase.head.plain_key)
            if row is not None and not phrase.case:
                number = "plur" if row["person"].endswith("pl") else "sing"
                return int(row["person"][1]), number
        return None
