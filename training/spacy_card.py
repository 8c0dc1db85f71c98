"""The card of a spaCy pipeline, written from the run that trained it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.parsing.conllu import Sentence
from core.parsing.parsers import parse_with
from training.score_parse import ParseScores, choose, measure
from training.score_raw import score_raw
from training.spacy_config import SpacyRecipe

if TYPE_CHECKING:
    from spacy.language import Language

LANGUAGE_NAMES = {"en": "English", "es": "Spanish", "qu": "Ecuadorian Kichwa"}


@dataclass(frozen=True)
class Measured:
    """Scores on one held-out treebank: words given, and from running text."""

    given: ParseScores
    raw: Mapping[str, float]
    lemmas: float


def measure_pipeline(nlp: "Language", sentences: Sequence[Sentence]) -> Measured:
    """Return how right a pipeline is on sentences it was not trained on."""
    chosen = choose(sentences)
    given = measure(lambda forms: parse_with(nlp, forms), chosen)
    pairs = [
        (word.lemma, lemma)
        for sentence in chosen.sentences
        for word, lemma in zip(sentence.words, parse_with(nlp, sentence.forms).lemmas, strict=True)
    ]
    lemmas = sum(gold == told for gold, told in pairs) / len(pairs)
    return Measured(given, score_raw(nlp, chosen.sentences), lemmas)


def licence(recipe: SpacyRecipe) -> str:
    """Return the licence that all the data allow: share-alike once one of them asks for it."""
    alike = any("SA" in bank.licence for bank in recipe.train)
    return "CC BY-SA 4.0" if alike else "CC BY 4.0"


def _percent(scores: ParseScores, name: str) -> str:
    low, high = scores.ci95[name]
    return f"{100 * scores.metrics[name]:.1f} [{100 * low:.1f}, {100 * high:.1f}]"


def _row(name: str, measured: Measured) -> str:
    given, raw = measured.given, measured.raw
    scores = " | ".join(_percent(given, key) for key in ("uas", "las", "upos"))
    best = max(given.baselines.items(), key=lambda item: item[1]["uas"])
    return (
        f"| {name} | {given.n['sentences']:,} / {given.n['words']:,} | {scores} "
        f"| {100 * measured.lemmas:.1f} | {100 * given.metrics['valid']:.1f} "
        f"| {100 * raw['words']:.1f} / {100 * raw['uas']:.1f} / {100 * raw['las']:.1f} "
        f"| {100 * raw['one_sentence']:.1f} "
        f"| {100 * best[1]['uas']:.1f} ({best[0]}) |"
    )


def card(
    recipe: SpacyRecipe, measured: Mapping[str, Measured], facts: Mapping[str, str], weights: Path
) -> str:
    """Return the card; `facts`: rows of its table that the run knows, `measured`: by treebank."""
    banks = "; ".join(f"{bank.name} ({bank.licence})" for bank in recipe.train)
    held = [bank.name for bank in recipe.train if bank.hold_out]
    split = (
        "A tenth of each treebank is held out: documents (else sentences) whose id has a CRC-32 "
        "that 10 divides. The shipped weights were trained on the rest, and nothing was chosen "
        "by the held-out part."
        if held
        else "Measured on: " + "; ".join(bank.name for bank in recipe.dev) + ". That is a "
        "development set: the recipe was settled with a look at it, though the last step is "
        "shipped and not the best one. It is no test set."
    )
    rows = {
        "What": f"spaCy pipeline for {LANGUAGE_NAMES[recipe.language]}: tok2vec, tagger, "
        "morphologizer, lemmatizer, dependency parser; Universal Dependencies",
        "Size": f"{weights.stat().st_size / 1e6:.1f} MB, weights in float16",
        "Data": banks,
        "Licence of the weights": licence(recipe),
        "Trained by": f"`python -m training.spacy_pipelines spacy-{recipe.language}` from "
        f"`training/recipes/spacy-{recipe.language}.toml`, seed {recipe.seed}",
        **facts,
    }
    lines = [
        f"# {recipe.name}",
        "",
        "| | |",
        "| --- | --- |",
        *(f"| {name} | {value} |" for name, value in rows.items()),
        "",
        split,
        "",
        "In %, all words, punctuation too; relations with their subtypes; brackets: 95 % interval, "
        "bootstrap over sentences. From text: F1 when spaCy finds the words itself, sentence by "
        "sentence; left in one piece: sentences that it does not cut in two.",
        "",
        "| Held-out | sentences / words | UAS | LAS | UPOS | lemma | valid trees "
        "| from text: words / UAS / LAS | left in one piece | best blind UAS |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(name, item) for name, item in measured.items()),
        "",
        *_limits(recipe),
    ]
    return "\n".join(lines) + "\n"


def _limits(recipe: SpacyRecipe) -> list[str]:
    told = {
        "en": "ESLSpok has neither lemmas nor features: it teaches tags and trees only. Where a "
        "sentence ends is guessed badly on web text: give one sentence at a time.",
        "es": "Little data, as the large Spanish treebanks are not here; COSER is rural speech, "
        "much harder than the rest. spaCy publishes UAS 90.2 and LAS 86.6 for its own small "
        "pipeline, trained and tested on AnCora. In running text *del* and *al* are two words, "
        "but pronouns at the end of verbs (*verlo*) stay one. The treebanks' own tags differ, so "
        "the tagger gives classes.",
        "qu": "One radio drama with much Spanish in it, by few speakers and annotators; the "
        "tokenizer is spaCy's for any language. Chapters 17–20 were neither trained nor measured "
        "on. No speaker has reviewed its output.",
    }
    return [f"**Limits.** {told[recipe.language]} Long sentences are rarely right in every word."]
