"""Spanish noun phrases as Kichwa ones: what comes before the noun, which ending it takes."""

from dataclasses import replace

from core.kichwa.suffixes import suffixes
from core.translation.rules.choose import Choose
from core.translation.rules.pieces import Piece, Pieces, marked, spelled
from core.translation.rules.tables import spanish_rules
from core.translation.rules.to_kichwa.choice import other_word, verb_stem
from core.translation.rules.to_kichwa.tree import Nominal
from core.translation.rules.to_kichwa.words import Word

_UNMARKED = frozenset({"uno", "una", "un"})


def is_person(phrase: Nominal) -> bool:
    """Return whether the noun names a person or stands for one."""
    head = phrase.head
    if head is None:
        return False
    rules = spanish_rules()
    things = ("esto", "eso", "aquello", "algo", "nada", "ello", "todo")
    singular = head.low.removesuffix("s")
    return (
        head.kind == "name"
        or (head.kind == "pron" and head.low not in things)
        or bool({head.low, singular, head.low.removesuffix("es"), head.lemma} & rules.people)
    )


def is_time(phrase: Nominal) -> bool:
    """Return whether the noun says when."""
    head = phrase.head
    return head is not None and bool(
        {head.low, head.low.removesuffix("s"), head.lemma} & spanish_rules().times
    )


def noun_phrase(phrase: Nominal, choose: Choose, relative: Pieces = ()) -> Pieces:
    """Return a noun phrase without its case; `relative` is its clause, already translated."""
    head = phrase.head
    owner = _owner(phrase, choose)
    before = tuple(piece for word in _ordered(phrase.before) for piece in _modifier(word, choose))
    after = tuple(piece for word in phrase.after for piece in _modifier(word, choose))
    if head is None:
        core: Pieces = ()
        if not relative and not owner:
            return (*before, *after)
        if not relative:
            return (*before, *owner)
        core = relative
        relative = ()
    else:
        core = _head(head, choose)
    name = [word for word in phrase.after if word.kind == "name"]
    if phrase.of is not None and _measures(phrase):
        return (*_one(phrase), *before, *core, *owner)
    if not _possesses(phrase) and before and owner:
        return _numbered(phrase, (*relative, *before, *owner, *after, *core))
    if _measures(phrase) and phrase.indefinite:
        before = (*_one(phrase), *before)
    if name and head is not None and head.kind == "name":
        return _numbered(phrase, (*relative, *owner, *before, *core, *after))
    return _numbered(phrase, (*owner, *relative, *before, *after, *core))


def _measures(phrase: Nominal) -> bool:
    """Return whether the noun is a unit such as libra."""
    head = phrase.head
    if head is None:
        return False
    return bool({head.low, head.low.removesuffix("s"), head.lemma} & spanish_rules().measures)


def _one(phrase: Nominal) -> Pieces:
    return spelled("shuk", "number") if phrase.indefinite else ()


def _possesses(phrase: Nominal) -> bool:
    """Return whether "de …" names an owner, not a kind: "de mi hermana", not "de cuenta"."""
    of = phrase.of
    if of is None:
        return False
    article = any(word.kind in ("article", "det", "poss") for word in of.before)
    return of.prep == "del" or article or is_person(of)


def _ordered(words: list[Word]) -> list[Word]:
    """Return demonstratives, then possessors, numbers, adjectives."""
    order = {"det": 0, "poss": 1, "num": 2, "adj": 3}
    return sorted((word for word in words if word.kind in order), key=lambda w: order[w.kind])


def _modifier(word: Word, choose: Choose) -> Pieces:
    rules = spanish_rules()
    if word.kind == "det":
        return spelled(rules.determiners[word.low], "determiner", word.form)
    if word.kind == "poss":
        return spelled(rules.possessives[word.low], "possessor", word.form)
    if word.kind == "num" and word.low in _UNMARKED:
        return spelled("shuk", "word", word.form)
    return other_word(word, choose)


def _head(head: Word, choose: Choose) -> Pieces:
    rules = spanish_rules()
    if head.kind == "adv":  # "desde ayer", "de aquí": the place gets the case of the preposition
        return _caseless(spelled(rules.adverbs[head.low], "adverb", head.form))
    if head.kind == "pron" and head.low in rules.pronouns:
        return spelled(rules.pronouns[head.low], "pronoun", head.form)
    if head.kind in ("pron", "det") and head.low in rules.determiners:
        return spelled(rules.determiners[head.low], "pronoun", head.form)
    if head.kind == "poss":
        return spelled(rules.possessives[head.low], "possessor", head.form)
    if head.kind == "verb" and head.reading("infinitive"):
        stem, _ = verb_stem(head.readings[0].lemma, False, choose)
        return marked(stem, "nmlz", "nominal")
    return other_word(head, choose)


def _caseless(pieces: Pieces) -> Pieces:
    last = pieces[-1]
    kept = tuple(tag for tag in last.tags if tag not in ("loc", "dat", "acc"))
    return (*pieces[:-1], replace(last, tags=kept))


def _numbered(phrase: Nominal, pieces: Pieces) -> Pieces:
    """Return the phrase with -kuna where more than one is meant and no number word says so."""
    counted = any(
        word.kind == "num" or word.low.startswith(("much", "poc", "vari", "bastant", "cada"))
        for word in phrase.before
    )
    head = phrase.head
    fixed = head is not None and head.kind in ("pron", "num")
    if not pieces or counted or fixed or not phrase.plural or "pl" in pieces[-1].tags:
        return pieces
    return marked(pieces, "pl", "plural")


def _owner(phrase: Nominal, choose: Choose) -> Pieces:
    """Return what "de …" becomes before the noun: owner, origin, or what it is made of."""
    if phrase.of is None:
        return ()
    inner = noun_phrase(phrase.of, choose)
    if not inner:
        return ()
    if phrase.of.also is not None:
        inner = (*inner, *noun_phrase(phrase.of.also, choose))
    if _possesses(phrase) and not _measures(phrase):
        origin = is_person(phrase) and not is_person(phrase.of)
        marker, rule = ("abl", "origin") if origin else ("gen", "owner")
        if inner[-1].stem == "ñuka":
            return marked(inner, "", rule)
        return marked(inner, marker, rule)
    return inner


def with_case(pieces: Pieces, target: str, rule: str) -> Pieces:
    """Return the phrase with an ending ("loc") or a noun of place that takes it ("hawa+loc")."""
    *words, last = target.split()
    if not words and last in suffixes():
        return pieces if last in _tags(pieces) else marked(pieces, last, rule)
    if words and words[0] in ("abl", "gen"):
        return (*marked(pieces, words[0], rule), *spelled(" ".join((*words[1:], last)), rule))
    return (*pieces, *spelled(target, rule))


def _tags(pieces: Pieces) -> tuple[str, ...]:
    return pieces[-1].tags if pieces else ()


def joined(first: Pieces, second: Pieces, joint: str) -> Pieces:
    """Return two phrases side by side: the last gets -pash, or an "or" stands between."""
    if joint in ("o", "u"):
        return (*first, Piece("mana", rules=("or",)), *spelled("ka+same+top", "or"), *second)
    return (*first, *marked(second, "add", "and"))
