import pytest

from training.score_inspection import clean_records, score

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_faults_are_found_and_clean_rows_left_alone(seed: int) -> None:
    metrics, _, counts, by_kind = score(clean_records(), 20, seed)
    assert counts["planted"] >= 300
    assert metrics["recall"] >= 0.95
    assert metrics["false_alarms"] <= 0.02
    assert min(by_kind.values()) >= 0.7
