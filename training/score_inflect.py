"""Spanish inflection and analysis measured on a treebank."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import UserError
from core.metrics.interval import Interval, wilson
from core.morphology.spanish import analyse
from core.morphology.spanish_nouns import agree, before, gender, pluralize, singularize
from core.parsing import conllu
from core.parsing.conllu import Sentence, Token
from core.parsing.parsers import Parser
from training.inflect_tasks import GENDERS, NUMBERS, features, regular, verb_task
from training.spacy_data import held_out
from training.spanish_counts import TREEBANKS, tuned_on

Baselines = dict[str, dict[str, float]]
_NO_WORDS = ("PUNCT", "SYM", "X", "_")
# What a rule without knowledge reaches, by the metric beside which it stands.
_BLIND = {
    "conjugate": "regular",
    "pluralize": "add_s",
    "singularize": "drop_s",
    "gender": "always_masculine",
    "agree": "unchanged",
    "lemma_own": "form_as_lemma",
    "lemma_pipeline": "pipeline_lemma",
}


@dataclass(frozen=True)
class InflectScores:
    """Shares in 0–1 with 95 % intervals, how many words each is of, and what blind rules reach."""

    metrics: dict[str, float]
    ci95: dict[str, Interval]
    n: dict[str, int]
    baselines: Baselines


def choose(path: Path) -> tuple[list[Sentence], int]:
    """Return the sentences to report on, and how many were left out as those of tuning.

    Raises UserError when none is left.
    """
    sentences = conllu.load(path)
    if any(path.name == Path(name).name for name in TREEBANKS):
        kept = [sentence for sentence in sentences if not tuned_on(sentence)]
    else:
        kept = sentences
    if not kept:
        raise UserError("error.conllu_none")
    return kept, len(sentences) - len(kept)


class Shares:
    """Hits by metric."""

    def __init__(self) -> None:
        self.hits: Counter[str] = Counter()
        self.n: Counter[str] = Counter()

    def add(self, name: str, right: bool) -> None:
        """Count one answer."""
        self.n[name] += 1
        self.hits[name] += right

    def share(self, name: str) -> float:
        """Return hits among answers; NaN where there are none."""
        return self.hits[name] / self.n[name] if self.n[name] else float("nan")


def score_verbs(sentences: Sequence[Sentence], shares: Shares) -> None:
    """Add how many verb forms are made and read as the treebank has them."""
    for task in filter(None, map(verb_task, _words(sentences))):
        shares.add("conjugate", task.answer() == task.form)
        shares.add("regular", regular(task) == task.form)
        shares.add("read", task.read())
        shares.add("form_of_lemma", task.of_lemma())


def score_nouns(sentences: Sequence[Sentence], shares: Shares) -> None:
    """Add plural, singular and gender of nouns, and agreement of adjectives."""
    for word in _words(sentences):
        feats, form, lemma = features(word), word.form.lower(), word.lemma.lower()
        if not form.isalpha() or feats.keys() & {"Typo", "Abbr", "Foreign"}:
            continue
        if word.upos == "NOUN" and feats.get("Number") == "Plur" and lemma != form:
            shares.add("pluralize", pluralize(lemma) == form)
            shares.add("add_s", lemma + "s" == form)
            shares.add("singularize", singularize(form) == lemma)
            shares.add("drop_s", form.removesuffix("s") == lemma)
        if word.upos == "NOUN" and feats.get("Gender") in GENDERS:
            told = gender(singularize(form))
            shares.add("gender", told in ("", GENDERS[feats["Gender"]]))
            shares.add("always_masculine", feats["Gender"] == "Masc")
        if word.upos == "ADJ" and "Number" in feats and feats.get("Gender", "Masc") in GENDERS:
            wanted = GENDERS[feats.get("Gender", "Masc")], NUMBERS.get(feats["Number"], "sing")
            shares.add("agree", form in (agree(lemma, *wanted), before(lemma, *wanted)))
            shares.add("unchanged", lemma == form)


def score_analysis(
    sentences: Sequence[Sentence],
    shares: Shares,
    name: str,
    classes: Callable[[Sentence], Sequence[str] | None],
) -> None:
    """Add lemma, class and verb features of running text with the classes that are given."""
    for sentence in sentences:
        found = analyse(sentence.forms, classes(sentence))
        for word, one in zip(sentence.words, found, strict=True):
            if word.upos in _NO_WORDS:
                continue
            right = one.lemma.lower() == word.lemma.lower()
            shares.add(f"lemma_{name}", right)
            shares.add(f"upos_{name}", one.upos == word.upos)
            task = verb_task(word)
            if task and task.tense != "participle":
                wanted = _wanted(word)
                shares.add(f"verb_{name}", right and wanted <= set(one.feats.split("|")))
            if name == "own":
                shares.add("form_as_lemma", word.form.lower() == word.lemma.lower())


def _wanted(word: Token) -> set[str]:
    names = ("Mood", "Tense", "VerbForm", "Person", "Number")
    return {f"{name}={value}" for name, value in features(word).items() if name in names}


def _words(sentences: Sequence[Sentence]) -> Iterator[Token]:
    for sentence in sentences:
        yield from sentence.words


def score_pipeline(sentences: Sequence[Sentence], shares: Shares, parser: Parser) -> None:
    """Add lemmas with the classes of a parser, beside its own lemmas and ours without it."""
    parsed = {id(sentence): parser(sentence.forms) for sentence in sentences}
    score_analysis(sentences, shares, "pipeline", lambda sentence: parsed[id(sentence)].upos)
    for sentence in sentences:
        alone = analyse(sentence.forms)
        lemmas = parsed[id(sentence)].lemmas
        for word, other, own in zip(sentence.words, lemmas, alone, strict=True):
            if word.upos not in _NO_WORDS:
                shares.add("pipeline_lemma", other.lower() == word.lemma.lower())
                shares.add("own_same_sentences", own.lemma.lower() == word.lemma.lower())


def measure_file(path: Path, parser: Parser | None) -> InflectScores:
    """Return the scores on a treebank; sentences that the tables were fitted to are left out.

    parser: also give lemmas with its classes, on the sentences that it was not trained on.
    """
    sentences, left_out = choose(path)
    shares = Shares()
    score_verbs(sentences, shares)
    score_nouns(sentences, shares)
    score_analysis(sentences, shares, "gold", lambda one: [word.upos for word in one.words])
    score_analysis(sentences, shares, "own", lambda _: None)
    if parser:
        _, unseen = held_out(conllu.load(path))
        score_pipeline([one for one in sentences if one in unseen], shares, parser)
    metrics = {name: shares.share(name) for name in shares.n if name not in _BLIND.values()}
    return InflectScores(
        metrics,
        {name: wilson(shares.hits[name], shares.n[name]) for name in metrics},
        {"sentences": len(sentences), "of_tuning": left_out, **shares.n},
        {blind: {name: shares.share(blind)} for name, blind in _BLIND.items() if shares.n[name]},
    )
