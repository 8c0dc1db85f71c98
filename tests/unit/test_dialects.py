from pathlib import Path

import pytest

from core.kichwa.dialects import PATH, VARIETIES, dialects, search
from core.kichwa.spelling_rules import readings
from training.dialects import ipa


def test_the_table_is_whole() -> None:
    rows = dialects()
    assert len(rows) == 150
    filled = sum(bool(row.forms[name]) for row in rows for name in VARIETIES)
    assert filled >= 0.98 * len(rows) * len(VARIETIES)


def test_varieties_differ_as_the_source_says() -> None:
    ten, yellow = search("diez")[0], search("yellow")[0]
    assert [form.ipa for form in ten.forms["imbabura"]] == ["t͡ʃunɡa"]
    assert yellow.forms["chimborazo"][0].respelling == "kiyu"
    assert yellow.forms["tena"][0].respelling == "killu"


def test_search_goes_by_meaning_word_and_sound() -> None:
    assert search("agua")[0].unified == "yaku"
    assert search("WATER")[0].es == "agua"
    assert "puyu" in {row.unified for row in search("fuyu")}
    assert search("  ") == dialects()
    assert search("😀<b>") == ()


def test_unified_words_are_near_what_is_said() -> None:
    near = 0
    for row in dialects():
        stem = row.unified.strip("-")
        heard = {form.respelling for cell in row.forms.values() for form in cell}
        near += any(
            reading.startswith(stem[:3]) for word in heard for reading in readings(word.lower())
        )
    assert near >= 0.85 * len(dialects())


def test_segments_become_ipa() -> None:
    assert ipa("!r̝/r u m i") == "rumi"
    assert ipa("i ʃ k ai") == "iʃkaj"


def test_a_faulty_table_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "dialects.csv"
    path.write_text(PATH.read_text(encoding="utf-8").replace("uno,one", ",one", 1), "utf-8")
    with pytest.raises(ValueError, match="line 2"):
        dialects(path)
