"""The tasks that Llamita learns, each as records of question and answer."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Literal

from core.lexicon.dictionary import Entry, read_dictionary
from core.morphology.brackets import write
from core.parsing.conllu import Sentence, faults, load
from core.prompts import llamita
from core.prompts.records import Record
from core.prompts.table import table
from training import killkan, parallel
from training.corpus import LANGUAGES, TextLanguage, running_text
from training.facts import fact_records
from training.guided import guided_records
from training.records import dictionary_records
from training.sources import source
from training.word_trees import training_trees

_TREEBANKS: dict[llamita.Lang, tuple[str, ...]] = {
    "en": ("ud/en_ewt-ud-train.conllu", "ud/en_eslspok-ud-train.conllu"),
    "es": ("ud/es_gsd-ud-dev.conllu",),
    "qu": (parallel.TRAIN,),
}
_TREE_LANGUAGES: tuple[Literal["es", "en", "de"], ...] = ("es", "en", "de")
_DICTIONARIES = "kichwa/alvarez-es-qu.json", "kichwa/alvarez-qu-es.json"
_LONGEST_PARSE = 20  # words; a longer table does not fit a training window
_SHORT = 12  # words, as a class types them
_CONTENT = {"NOUN", "PROPN", "VERB", "ADJ", "ADV", "PRON", "NUM", "INTJ"}
_NOT_SAID = {"_", ""}


def treebank(lang: llamita.Lang) -> Iterator[Sentence]:
    """Yield the sentences of a language that are whole trees; killkan's errors are mended."""
    for name in _TREEBANKS[lang]:
        sentences = load(source(name))
        if name == parallel.TRAIN:
            sentences = list(killkan.clean(sentences).sentences)
        yield from (sentence for sentence in sentences if not faults(sentence))


def parse_records(lang: llamita.Lang, longest: int = _LONGEST_PARSE) -> list[Record]:
    """Return sentences of 1 to `longest` words with their dependency tables."""
    records = []
    for sentence in treebank(lang):
        words = sentence.words
        if not 0 < len(words) <= longest or any(" " in word.form for word in words):
            continue
        heads = [word.head for word in words if word.head is not None]
        answer = table(
            sentence.forms, [word.upos for word in words], heads, [word.deprel for word in words]
        )
        records.append(Record(llamita.PARSE[lang], " ".join(sentence.forms), answer))
    return records


def tree_records(lang: Literal["es", "en", "de"]) -> list[Record]:
    """Return derived words with their bracket trees."""
    return [
        Record(llamita.WORD_TREE[lang], item.word, write(item.tree))
        for item in training_trees([lang])
    ]


def dictionary_entries() -> list[Entry]:
    """Return the articles of both school dictionaries."""
    return [entry for name in _DICTIONARIES for entry in read_dictionary(source(name)).entries]


def word_records() -> list[Record]:
    """Return dictionary articles in both directions, without the held-out heads."""
    return dictionary_records(dictionary_entries())


def sentence_records() -> list[Record]:
    """Return killkan's sentences in both directions."""
    records = []
    for pair in parallel.killkan():
        records.append(Record(llamita.TEXT_TO_SPANISH, pair.kichwa, pair.spanish))
        records.append(Record(llamita.TEXT_TO_KICHWA, pair.spanish, pair.kichwa))
    return records


def keyword_records(lang: llamita.Lang) -> list[Record]:
    """Return the lemmas of the content words of short sentences, with the sentence."""
    records = []
    for sentence in treebank(lang):
        lemmas = [
            word.lemma.lower()
            for word in sentence.words
            if word.upos in _CONTENT and word.lemma not in _NOT_SAID
        ]
        text = sentence.text or ""
        if 3 <= len(sentence.words) <= 12 and len(lemmas) >= 2 and text:
            records.append(Record(llamita.KEYWORDS[lang], " ".join(lemmas), text))
    return records


def text_records(lang: TextLanguage) -> list[Record]:
    """Return running text, for which nothing is asked."""
    return [Record("", "", text) for text in running_text(lang)]


TASKS: dict[str, Callable[[], list[Record]]] = {
    "words": word_records,
    "sentences": sentence_records,
    "guided": guided_records,
    "facts": fact_records,
    "parse-en-short": partial(parse_records, "en", _SHORT),
    **{f"text-{lang}": partial(text_records, lang) for lang in LANGUAGES},
    **{f"parse-{lang}": partial(parse_records, lang) for lang in _TREEBANKS},
    **{f"trees-{lang}": partial(tree_records, lang) for lang in _TREE_LANGUAGES},
    **{f"keywords-{lang}": partial(keyword_records, lang) for lang in _TREEBANKS},
}
