"""Which Spanish verb links a Kichwa clause, and small words of phrases."""

from core.morphology.spanish_verbs import conjugate
from core.translation.rules.choose import Choose
from core.translation.rules.tables import kichwa_rules
from core.translation.rules.to_spanish.choice import spanish_verb
from core.translation.rules.to_spanish.order import (
    Order,
)
from core.translation.rules.to_spanish.phrases import (
    SpanishPhrase,
)
from core.translation.rules.to_spanish.places import (
    is_when,
)
from core.translation.rules.to_spanish.said import Said, Text
from core.translation.rules.to_spanish.tree import KichwaClause, KichwaPhrase
from core.translation.rules.to_spanish.words import KichwaWord


class CopulaWriter:
    """Chooses ser, estar and costar."""

    choose: Choose

    def _also(self, word: KichwaWord, text: Text) -> Text:
        """Return a phrase with "también" or "solo" where -pash or -lla stands on it."""
        if word.has("add") and word.lemma.lower() not in ("ima", "pi", "may", "maykan"):
            return (*text, Said("también", "also"))
        return text

    def _calls(self, phrase: KichwaPhrase, clause: KichwaClause) -> bool:
        """Return whether a phrase beside a command names who is spoken to."""
        commands = bool(clause.verbs) and clause.verbs[-1].has("imp", "imp2pl")
        return commands and not is_when(phrase) and not phrase.case and phrase.head.upos != "PRON"

    def _clitic(self, phrase: KichwaPhrase, written: SpanishPhrase) -> str:
        if written.pronoun is None or phrase.case not in ("acc", "dat"):
            return ""
        return written.pronoun["object" if phrase.case == "acc" else "receiver"]

    def _infinitive(self, clause: KichwaClause) -> str:
        if clause.helper is not None:
            return clause.helper.verb
        return spanish_verb(clause.verbs[-1], self.choose)[0].word or "ser"

    def _copula(self, clause: KichwaClause, order: Order) -> str:
        """Return estar with a place or a state, costar with a price, else ser."""
        asked = [said.text for said in order.asked]
        if "cuánto" in asked and not order.predicate:
            return "costar"
        if asked in (["cómo"], ["dónde"]) and not order.predicate:
            return "estar"
        if any(phrase.case == "loc" for phrase in clause.phrases):
            return "estar"
        words = [said.text for said in (*order.predicate, *order.rest, *order.front)]
        states = kichwa_rules().states
        masculine = {word[:-1] + "o" if word.endswith("a") else word for word in words}
        return "estar" if states & (set(words) | masculine) else "ser"

    def _no_verb(self, clause: KichwaClause, order: Order, plural: bool) -> Text:
        """Return the copula that Kichwa leaves out, or nothing."""
        denied = (Said("no", "negation"),) if clause.negation else ()
        alone = order.predicate and any(word.has("foc") for word in clause.words)
        if not (order.subject or alone) or not (order.predicate or order.asked or order.rest):
            return denied
        verb = self._copula(clause, order)
        number = "plur" if plural else "sing"
        form = conjugate(verb, "pres", 3, number)
        return (*denied, Said(form, "copula_left_out"))
