import numpy as np
import pytest

from core.errors import UserError
from core.hashing import count_matrix
from core.retrieval.confidence import Calibration, Vocabulary
from core.retrieval.encoder import OwnEncoder, own_encoder
from core.retrieval.faq import Faq, FaqRow
from core.retrieval.features import extract
from core.retrieval.index import FaqIndex, LexicalView
from core.retrieval.search import CALIBRATION, complete

ROWS = (
    FaqRow("1", "¿Cuánto cuesta el curso de Excel?", "USD 120.", ("precio excel",)),
    FaqRow("2", "¿A qué hora abren?", "A las 8.", ("horario de atención", "when do you open")),
    FaqRow("3", "¿Hay cafetería?", "Sí."),
)
FAQ = Faq(ROWS, "abc", "t")


@pytest.fixture(scope="module")
def index():
    return FaqIndex(FAQ, own_encoder())


def test_lexical_view_gives_the_cosine_of_tf_idf():
    texts = [extract(text) for text in ("curso excel", "curso banca", "curso excel")]
    view = LexicalView("terms", texts)
    cosines = view.similarities(extract("curso excel"))
    assert cosines[0] == pytest.approx(1.0, abs=1e-5)
    assert cosines[0] == cosines[2] > cosines[1] > 0
    assert view.similarities(extract("")).tolist() == [0.0, 0.0, 0.0]


def test_repeated_features_are_counted_once_per_text():
    matrix = count_matrix([[3, 3, 5], []], 8)
    assert matrix.toarray().tolist() == [[0, 0, 0, 2, 0, 1, 0, 0], [0] * 8]


def test_encoder_gives_unit_vectors_and_survives_emptiness():
    vectors = own_encoder().encode(["¿Cuánto cuesta?", "", "🙂🙂", "x" * 5000])
    assert vectors.shape == (4, 128)
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)


def test_encoder_ignores_case_accents_and_invisible_differences():
    first, second = own_encoder().encode(["¿CUÁNTO  cuesta?", "cuanto cuesta"])
    assert first @ second == pytest.approx(1.0, abs=1e-5)


def test_each_row_gets_its_best_wording(index):
    found = index.search("when do you open")
    assert found.order[0] == 1
    assert found.views["terms"][1] == pytest.approx(1.0, abs=1e-5)


def test_typing_errors_still_find_the_row(index):
    assert index.search("kuanto cuezta el exel").order[0] == 0
    assert index.search("cafetria ai?").order[0] == 2


def test_coverage_tells_what_a_row_lacks(index):
    vocabulary = Vocabulary(index)
    whole = vocabulary.coverage(["precio", "excel"], 0)
    partly = vocabulary.coverage(["precio", "hipoteca"], 0)
    assert whole[0] == 1.0
    assert whole[3] == 0.0
    assert partly[0] < 0.6
    assert partly[3] > 4
    assert vocabulary.coverage([], 0) == (0.0, 0.0, 0.0, 0.0)


def test_a_damaged_encoder_file_is_refused(tmp_path):
    path = tmp_path / "encoder.safetensors"
    path.write_bytes(b"\x80\x04pickled")
    with pytest.raises(UserError) as refused:
        OwnEncoder(path)
    assert refused.value.key == "error.encoder_broken"
    path.write_bytes(CALIBRATION.with_name("encoder.safetensors").read_bytes()[:100_000])
    with pytest.raises(UserError):
        OwnEncoder(path)


def test_a_calibration_serves_its_own_encoder_only(tmp_path):
    fingerprint = own_encoder().fingerprint
    assert 0.5 <= Calibration.load(CALIBRATION, fingerprint).answer_from < 1
    with pytest.raises(UserError) as refused:
        Calibration.load(CALIBRATION, "another")
    assert refused.value.key == "error.calibration_other_encoder"
    with pytest.raises(UserError):
        Calibration.load(tmp_path / "none.json", fingerprint)


@pytest.mark.parametrize(
    ("question", "last", "completed"),
    [
        (
            "¿y cuánto cuesta?",
            "¿Cuánto dura el Diplomado en Banca?",
            "y cuanto cuesta diplomado banca",
        ),
        ("¿y el de Excel?", "¿Cuánto cuesta el taller de Oratoria?", "y el de excel cuanto cuesta"),
        ("¿Dónde queda la biblioteca central del centro?", "¿Cuánto dura el curso?", None),
        ("gracias", "¿Cuánto dura el curso?", None),
    ],
)
def test_a_follow_up_takes_what_it_leaves_unsaid_from_the_last_question(question, last, completed):
    assert complete(question, last) == completed
