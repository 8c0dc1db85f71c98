import pytest

from core.config import settings
from core.errors import UserError
from core.parsing import conllu
from core.parsing.tree import is_projective, is_tree
from tests.unit.treebank import TREEBANK
from training import killkan


def broken(old: str, new: str) -> str:
    assert old in TREEBANK
    return TREEBANK.replace(old, new, 1)


def test_a_treebank_is_written_as_it_was_read():
    sentences = conllu.parse(TREEBANK, strict=True)
    assert conllu.write(sentences) == TREEBANK
    assert [len(sentence.words) for sentence in sentences] == [6, 6, 7]
    assert [sentence.comment("sent_id") for sentence in sentences] == ["one-1", "one-2", "two-1"]


def test_every_sentence_of_ewt_dev_is_written_as_it_was_read():
    sources = settings().sources
    path = sources and sources / "ud" / "en_ewt-ud-dev.conllu"
    if not path or not path.exists():
        pytest.skip("needs RIMANA_SOURCES with ud/en_ewt-ud-dev.conllu")
    sentences = conllu.load(path, strict=True)
    assert len(sentences) == 2001
    assert conllu.write(sentences) == path.read_text(encoding="utf-8")
    assert all(sentence.text == sentence.comment("text") for sentence in sentences)


def test_text_is_spelt_by_ranges_and_spaces():
    for sentence in conllu.parse(TREEBANK):
        assert sentence.text == sentence.comment("text")


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("2\tdog\tdog\tNOUN", "2\tdog\tNOUN", "error.conllu_columns", 5),
        ("2\tdog\tdog\t", "2\tdog\t\t", "error.conllu_columns", 5),
        ("2\tdog", "3\tdog", "error.conllu_ids", 5),
        ("2\tdog", "b\tdog", "error.conllu_ids", 5),
        ("3-4\tdoesn't", "3-9\tdoesn't", "error.conllu_ranges", 6),
        ("3-4\tdoesn't", "2-4\tdoesn't", "error.conllu_ranges", 6),
        ("Number=Sing\t5\tnsubj", "Number=Sing\t7\tnsubj", "error.conllu_heads", 5),
        ("Number=Sing\t5\tnsubj", "Number=Sing\t_\tnsubj", "error.conllu_heads", 5),
        ("Number=Sing\t5\tnsubj", "Number=Sing\t0\tnsubj", "error.conllu_roots", 9),
        ("Number=Sing\t5\tnsubj", "Number=Sing\t1\tnsubj", "error.conllu_cycle", 4),
        ("VerbForm=Inf\t0\troot", "VerbForm=Inf\t5\troot", "error.conllu_roots", 4),
    ],
)
def test_a_fault_is_told_with_its_line(old, new, key, line):
    with pytest.raises(UserError) as told:
        conllu.parse(broken(old, new), strict=True)
    assert (told.value.key, told.value.values["line"]) == (key, line)


def test_tolerant_reading_keeps_faulty_trees_and_says_so():
    sentences = conllu.parse(broken("VerbForm=Inf\t0\troot", "VerbForm=Inf\t2\tconj"))
    assert set(conllu.faults(sentences[0])) == {"roots", "cycle"}
    assert not conllu.faults(sentences[1])


def test_tolerant_reading_takes_spaces_windows_lines_and_a_missing_last_blank_line():
    text = "\ufeff1 Hola hola INTJ _ _ 0 root _ _\r\n2 ! ! PUNCT _ _ 1 punct _ _"
    (sentence,) = conllu.parse(text)
    assert sentence.forms == ["Hola", "!"]
    assert sentence.heads == [0, 1]
    with pytest.raises(UserError, match="conllu_columns"):
        conllu.parse(text, strict=True)


@pytest.mark.parametrize("text", ["", "\n\n", "# only = this\n\n"])
def test_no_sentence_is_an_error(text):
    with pytest.raises(UserError, match="conllu_none"):
        conllu.parse(text)


def test_prose_is_an_error_and_not_a_treebank():
    with pytest.raises(UserError, match="line=2"):
        conllu.parse("# a letter\nDear Sir or Madam,\n")


def test_other_encodings_are_told_with_their_line(tmp_path):
    path = tmp_path / "latin.conllu"
    path.write_bytes(b"# a\n# ma\xf1ana\n")
    with pytest.raises(UserError) as told:
        conllu.load(path)
    assert (told.value.key, told.value.values) == ("error.conllu_encoding", {"line": 2})


def test_trees():
    assert is_tree([0])
    assert is_tree([3, 3, 0, 3])
    assert not is_tree([2, 1, 0])
    assert not is_tree([0, None])
    assert is_projective([2, 0, 2])
    assert not is_projective([0, 4, 1, 1])  # 2-4 crosses 1-3


def killkan_sentence(rows: str, text: str) -> conllu.Sentence:
    (sentence,) = conllu.parse(f"# sent = {text}\n{rows}\n")
    return sentence


GOOD = (
    "1\tkanka\tkan\tPRON\t_\tPerson=2\t2\tnsubj\t_\t_\n"
    "2\trinki\tri\tVEBR\t_\tVerbForm=FIn|Person=2\t0\troot\t_\t_\n"
    "3\t.\t.\tPUNCT\t_\t_\t2\tpunt\t_\t_\n"
)


def test_killkan_slips_are_mended():
    cleaned = killkan.clean([killkan_sentence(GOOD, "kanka rinki.")])
    (sentence,) = cleaned.sentences
    assert [word.upos for word in sentence.words] == ["PRON", "VERB", "PUNCT"]
    assert sentence.words[1].feats == "Person=2|VerbForm=Fin"
    assert sentence.words[2].deprel == "punct"
    assert sentence.text == "kanka rinki."
    assert cleaned.mended == {"words": 2, "spaces": 1}


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("\t2\tnsubj", "\t1\tnsubj", "cycle"),
        ("\t2\tnsubj", "\t8\tnsubj", "heads"),
        ("\t2\tnsubj", "\t0\troot", "roots"),
        ("\t2\tnsubj", "\t2\troot", "second root"),
        ("\t2\tnsubj", "\t2\t6", "relation"),
        ("\tPRON\t", "\t_\t", "upos"),
        ("1\tkanka", "4\tkanka", "ids"),
        ("1\tkanka", "1\tkan ka", "space in a word"),
    ],
)
def test_killkan_sentences_beyond_mending_are_dropped(old, new, reason):
    cleaned = killkan.clean([killkan_sentence(GOOD.replace(old, new), "kanka rinki.")])
    assert cleaned.sentences == ()
    assert cleaned.dropped == {reason: 1}


def test_spaces_stay_where_text_and_words_disagree():
    sentence = killkan_sentence(GOOD, "kanka rinkichu.")
    assert killkan.respaced(sentence) is sentence
