import pytest
import spacy

from core.config import settings
from core.parsing import pipelines
from core.parsing.conllu import parse
from core.parsing.parsers import parse_with
from tests.unit.treebank import TINY_RECIPE, TREEBANK
from training.spacy_config import SpacyRecipe
from training.spacy_pipelines import main, read_data, train

pytestmark = pytest.mark.slow


@pytest.fixture
def recipe(tmp_path, monkeypatch):
    (tmp_path / "tiny.conllu").write_text(TREEBANK * 4, encoding="utf-8")
    path = tmp_path / "tiny.toml"
    path.write_text(TINY_RECIPE, encoding="utf-8")
    monkeypatch.setenv("RIMANA_SOURCES", str(tmp_path))
    settings.cache_clear()
    yield path
    settings.cache_clear()


def test_a_recipe_gives_weights_and_a_card(recipe, tmp_path, monkeypatch):
    out = tmp_path / "spacy-en"
    monkeypatch.setattr("sys.argv", ["spacy_pipelines", str(recipe), "--out", str(out)])
    main()
    shipped = pipelines.read(out / pipelines.FILE)
    for sentence in parse(TREEBANK):
        assert parse_with(shipped, sentence.forms).is_valid
    card = (out / "CARD.md").read_text(encoding="utf-8")
    assert "12 sentences, 76 words" in card
    assert spacy.__version__ in card
    assert "12 of 12 sentences" in card  # it is measured on what it was trained on, and says so


def test_training_learns_repeats_itself_and_is_kept(recipe, tmp_path):
    settled = SpacyRecipe.read(recipe).model_copy(update={"steps": 60})
    data = read_data(settled)
    first, second = train(settled, data), train(settled, data)
    path = tmp_path / "again" / pipelines.FILE
    pipelines.save(first, path)
    kept = pipelines.read(path)
    right = 0
    for sentence in parse(TREEBANK):
        told = parse_with(first, sentence.forms)
        assert told == parse_with(second, sentence.forms)
        assert told == parse_with(kept, sentence.forms)
        right += sum(a == b for a, b in zip(told.heads, sentence.heads, strict=True))
    assert right >= 15  # of 19 words that it saw four times in every round; blind guesses give 6


def test_the_export_is_a_plain_spacy_folder(recipe, tmp_path, monkeypatch):
    settled = SpacyRecipe.read(recipe)
    data = read_data(settled)
    monkeypatch.setattr(pipelines, "folder", lambda language: tmp_path / f"spacy-{language}")
    pipelines.save(train(settled, data), pipelines.folder("en") / pipelines.FILE)
    pipelines.export("en", tmp_path / "plain")
    plain = spacy.load(tmp_path / "plain")
    assert plain.pipe_names[-1] == "parser"
    assert "corpora" not in (tmp_path / "plain" / "config.cfg").read_text(encoding="utf-8")
