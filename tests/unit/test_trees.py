"""Trees as SVG: every label once, children below their parent, nothing outside the frame."""

import re
import xml.etree.ElementTree as ET

import pytest

from core.figures.tree import draw_tree, text_width
from core.figures.word_tree import word_tree
from core.kichwa.analyse import analyse

SVG = "{http://www.w3.org/2000/svg}"


def places(svg: str) -> dict[str, tuple[float, float]]:
    """Return where the first line of each label stands."""
    found = {}
    for text in ET.fromstring(svg).iter(f"{SVG}text"):
        first = text[0]
        found[first.text or ""] = (float(first.get("x", 0)), float(first.get("y", 0)))
    return found


def test_parents_stand_above_and_between_their_children() -> None:
    at = places(draw_tree(["top", "left", "right", "a", "b"], [[1, 2], [3, 4], [], [], []]))
    assert at["top"][1] < at["left"][1] < at["a"][1]
    assert at["a"][1] == at["b"][1] == at["right"][1]  # leaves in one row
    assert at["a"][0] < at["left"][0] < at["b"][0] < at["right"][0]


def test_labels_are_text_and_never_markup() -> None:
    svg = draw_tree(["<b>", 'a&"'], [[1], []], title="<script>", kinds=["", "stem"])
    assert places(svg).keys() == {"<b>", 'a&"'}
    assert "<script" not in svg


def test_everything_is_inside_the_frame() -> None:
    svg = draw_tree(["a parent much wider than its child", "x"], [[1], []])
    frame = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    shift = re.search(r"translate\(([\d.]+) 0\)", svg)
    assert frame
    assert shift
    x, y = places(svg)["a parent much wider than its child"]
    half = text_width("a parent much wider than its child") / 2
    assert half <= x + float(shift[1]) <= int(frame[1]) - half
    assert y < int(frame[2])


@pytest.mark.parametrize(
    ("labels", "children", "kinds"),
    [(["a"], [[0]], []), (["a", "b"], [[1]], []), (["a"], [[]], ['"><script>'])],
)
def test_impossible_trees_are_refused(
    labels: list[str], children: list[list[int]], kinds: list[str]
) -> None:
    with pytest.raises(ValueError, match=r"twice|kinds"):
        draw_tree(labels, children, kinds=kinds)


def test_word_grows_by_one_branching_per_ending() -> None:
    reading = analyse("wasikunapimi")[0]
    assert reading.lemma == "wasi"
    svg = word_tree(reading, "en", meaning="house")
    leaves = {text for text in places(svg) if text != "N"}
    assert leaves == {"wasi", "-kuna", "-pi", "-mi"}
    assert "house" in svg
    assert 'class="f-case"' in svg
    assert 'class="f-plural"' in svg


def test_nominal_of_a_verb_begins_as_verb() -> None:
    svg = word_tree(analyse("killkanata", upos="VERB")[0], "es")
    assert {"V", "N"} & set(places(svg))
