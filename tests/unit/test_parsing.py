import itertools
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
import spacy
from safetensors.numpy import load_file, save_file
from spacy.training import Example
from spacy.util import load_model_from_config
from thinc.api import Config

from core.errors import UserError
from core.parsing import conllu, parsers, pipelines
from core.parsing.baselines import OffsetByClass, baselines, random_tree
from core.parsing.eisner import eisner
from core.parsing.parse import Parse, gold
from core.parsing.score import score
from core.parsing.tree import is_projective, is_tree
from tests.unit.treebank import TINY_RECIPE, TREEBANK
from training.evaluate import main
from training.score_parse import choose
from training.score_raw import gold_spans, score_raw
from training.spacy_config import SpacyRecipe, spacy_config
from training.spacy_data import held_out, spacing, to_doc


@pytest.fixture(scope="module")
def treebank() -> list[conllu.Sentence]:
    return conllu.parse(TREEBANK)


@pytest.fixture(scope="module")
def tiny(treebank):
    """A pipeline with random weights: what it says is nonsense, but always the same."""
    recipe = SpacyRecipe(**tomllib.loads(TINY_RECIPE))
    config = Config(spacy_config(recipe, Path("unused"), Path("unused")))
    nlp = load_model_from_config(config, auto_fill=True)
    docs = [to_doc([sentence], nlp.vocab) for sentence in treebank]
    nlp.initialize(lambda: [Example(doc, doc) for doc in docs])
    return nlp


@pytest.mark.parametrize("n", [1, 2, 3, 4, 5, 6])
def test_eisner_finds_the_best_tree_there_is(n):
    rng = np.random.default_rng(n)
    trees = [h for h in itertools.product(range(n + 1), repeat=n) if is_tree(h)]
    projective = np.array([heads for heads in trees if is_projective(heads)])
    for _ in range(10):
        scores = rng.normal(size=(n + 1, n))
        totals = scores[projective, np.arange(n)].sum(axis=1)
        assert eisner(scores) == projective[totals.argmax()].tolist()


def test_eisner_keeps_to_one_root_and_to_allowed_arcs():
    scores = np.zeros((4, 3))
    scores[0] = 9.0  # every word would like to be the root
    assert eisner(scores).count(0) == 1
    scores[0] = -np.inf, 0.0, -np.inf
    assert eisner(scores) == [2, 0, 2]
    with pytest.raises(ValueError, match="no projective tree"):
        eisner(np.full((4, 3), -np.inf))
    with pytest.raises(ValueError, match="arc scores"):
        eisner(np.full((3, 3), 0.0))


def test_random_trees_of_60_words_are_projective_trees():
    heads = random_tree(60, np.random.default_rng(0))
    assert is_tree(heads)
    assert is_projective(heads)


def test_scores_of_a_hand_marked_parse():
    right = Parse(
        ("a", "b", "c"), ("DET", "NOUN", "VERB"), (2, 3, 0), ("det", "nsubj:pass", "root")
    )
    told = Parse(("a", "b", "c"), ("DET", "VERB", "VERB"), (3, 3, 0), ("det", "nsubj", "root"))
    metrics, ci95 = score([right], [told])
    assert metrics == pytest.approx(
        {"uas": 2 / 3, "las": 1 / 3, "las_universal": 2 / 3, "upos": 2 / 3, "valid": 1, "whole": 0}
    )
    assert set(ci95) == set(metrics)
    with pytest.raises(ValueError, match="was asked"):
        score([right], [Parse(("a",), ("DET",), (0,), ("root",))])


def test_the_recorded_answer_of_the_talk_is_no_tree():
    # "Today is a good day", heads 1 2 None 3 1 counted from 0 (research/explorer.md, finding 4)
    words = ("Today", "is", "a", "good", "day")
    heads = (2, 3, None, 4, 2)
    assert not Parse(words, ("X",) * 5, heads, ("dep",) * 5).is_valid


def test_blind_baselines_by_hand(treebank):
    sentences = [gold(sentence) for sentence in treebank]
    found = baselines(sentences)
    # previous word: dog<-The? no. n't? no. Right are only ". <- bark" and ", gato <- root" kinds:
    previous = sum(head == at for parse in sentences for at, head in enumerate(parse.heads)) / sum(
        len(parse.forms) for parse in sentences
    )
    assert found["previous word"]["uas"] == pytest.approx(previous)
    assert OffsetByClass(sentences).heads(["DET", "NOUN", "VERB"]) == [2, 3, 0]


def test_a_parse_becomes_conllu_and_comes_back(treebank):
    parse = gold(treebank[0])
    (again,) = conllu.parse(conllu.write([parse.sentence(["# text = x"])]), strict=True)
    assert gold(again) == parse


def test_words_of_ranges_stand_close_only_when_they_spell_them(treebank):
    assert spacing(treebank[0]) == [True, True, False, True, False, True]  # do n't
    assert spacing(treebank[1]) == [True, True, True, True, False, True]  # de el


def test_docs_carry_the_annotation(treebank):
    doc = to_doc(treebank[:2], spacy.blank("en").vocab)
    assert doc.text == "The dog doesn't bark. El gato de el rey. "
    assert [sent.root.text for sent in doc.sents] == ["bark", "gato"]
    assert [token.lemma_ for token in doc][:4] == ["the", "dog", "do", "not"]
    assert doc[1].morph.get("Number") == ["Sing"]
    without = to_doc(treebank[:1], doc.vocab, featured=False)
    assert (without[0].pos_, without[0].tag_, without[0].dep_) == ("", "DT", "det")


def test_documents_are_held_out_whole():
    texts = [TREEBANK.replace("one", f"d{i}").replace("two", f"e{i}") for i in range(40)]
    sentences = [s for text in texts for s in conllu.parse(text)]
    kept, held = held_out(sentences)
    assert len(kept) + len(held) == len(sentences)
    assert 0 < len(held) < len(sentences) / 4
    documents = [{s.comment("sent_id").split("-")[0] for s in part} for part in (kept, held)]
    assert not documents[0] & documents[1]
    assert held_out(sentences[len(sentences) // 2 :])[1] == [
        s for s in held if s in sentences[len(sentences) // 2 :]
    ]


def test_characters_of_a_range_are_shared_out(treebank):
    assert gold_spans(treebank[0]) == [(0, 3), (4, 7), (8, 12), (12, 15), (16, 20), (20, 21)]
    assert gold_spans(treebank[1])[2:4] == [(8, 10), (10, 11)]  # de|l


def test_raw_scores_count_words_and_arcs(treebank, tiny):
    scores = score_raw(tiny, treebank[:1])
    assert scores["words"] == 1.0  # the English tokenizer splits as the treebank does
    assert 0 <= scores["las"] <= scores["uas"] <= 1


def test_a_pipeline_survives_being_written(tiny, tmp_path, treebank):
    path = tmp_path / "spacy-en" / pipelines.FILE
    pipelines.save(tiny, path)
    again = pipelines.read(path)
    again.to_disk(tmp_path / "plain")
    plain = spacy.load(tmp_path / "plain")
    for sentence in treebank:
        told = parsers.parse_with(again, sentence.forms)
        assert told.is_valid
        assert told == parsers.parse_with(plain, sentence.forms)
    assert all(tensor.dtype in (np.float16, np.uint8) for tensor in load_file(path).values())


def truncate(content: bytes) -> bytes:
    return content[:-100]


def flip(content: bytes) -> bytes:
    return content[:-1000] + bytes([content[-1000] ^ 1]) + content[-999:]


def pickled(content: bytes) -> bytes:
    return b"\x80\x04\x95" + content


@pytest.mark.parametrize("damage", [truncate, flip, pickled, lambda _: b""])
def test_damaged_weights_are_refused(tiny, tmp_path, damage):
    path = tmp_path / "spacy-en" / pipelines.FILE
    pipelines.save(tiny, path)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(UserError, match="pipeline_broken"):
        pipelines.read(path)


def test_weights_of_another_spacy_or_none_are_refused(tiny, tmp_path):
    path = tmp_path / "spacy-en" / pipelines.FILE
    with pytest.raises(UserError, match="pipeline_missing"):
        pipelines.read(path)
    pipelines.save(tiny, path)
    tensors = load_file(path)
    told = {"spacy": "2.3.9", "sha256": pipelines.fingerprint(tensors)}
    save_file(tensors, path, metadata=told)
    with pytest.raises(UserError, match="pipeline_version"):
        pipelines.read(path)


def test_unknown_parsers_and_other_schemes_are_refused(monkeypatch, tiny):
    with pytest.raises(UserError, match="parser_unknown"):
        parsers.parser("no_such_parser")
    clear = spacy.blank("en")
    pipe = clear.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj", "attr"):
        pipe.add_label(label)
    monkeypatch.setattr("spacy.util.is_package", lambda name: True)
    monkeypatch.setattr("spacy.load", lambda name: clear)
    with pytest.raises(UserError) as told:
        parsers.parser("en_core_web_sm")
    assert told.value.key == "error.parser_scheme"
    assert "dobj" in told.value.values["labels"]
    monkeypatch.setattr("spacy.load", lambda name: spacy.blank("en"))
    with pytest.raises(UserError, match="parser_no_parser"):
        parsers.parser("en_tagger_only")


def test_evaluate_parse_skips_and_counts(monkeypatch, tmp_path, capsys):
    path = tmp_path / "some.conllu"
    path.write_text(TREEBANK.replace("VerbForm=Inf\t0\troot", "VerbForm=Inf\t5\troot"), "utf-8")
    right = {tuple(s.forms): gold(s) for s in conllu.parse(TREEBANK)}
    monkeypatch.setitem(parsers.BUILT_IN, "oracle", lambda: lambda forms: right[tuple(forms)])
    asked = ["parse", "--data", str(path), "--parser", "oracle", "--max-tokens", "6"]
    assert main(asked) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["n"] == {"sentences": 1, "words": 6, "skipped_invalid": 1, "skipped_length": 1}
    assert result["metrics"]["las"] == result["metrics"]["valid"] == 1.0
    assert result["baselines"]["previous word"]["uas"] < 1
    assert main([*asked, "--min-tokens", "7"]) == 1
    assert choose(conllu.parse(TREEBANK)).invalid == 0
