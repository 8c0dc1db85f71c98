"""The palette, measured: WCAG 2.2 contrast, and distance as colour-blind readers see it."""

import itertools
import math

import pytest

from apps.common.theme import DARK, LIGHT, SERIES, stylesheet, weave

# Machado, Oliveira & Fernandes 2009, severity 1.0, on linear RGB.
SIGHT = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
READ = [
    *itertools.product(("ink", "ink_soft"), ("ground", "surface", "raised")),
    ("ink", "primary_soft"),
    ("ink_soft", "primary_soft"),
    ("on_primary", "primary"),
    ("on_primary", "primary_hover"),
    *itertools.product(("primary", "primary_hover", "accent"), ("ground", "surface")),
    *((name, f"{name}_soft") for name in ("good", "warn", "bad")),
    *itertools.product(("good", "warn", "bad"), ("ground", "surface")),
]
SEEN = [*itertools.product(("edge", "focus"), ("ground", "surface"))]


def linear(colour: str) -> tuple[float, ...]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)


def contrast(one: str, other: str) -> float:
    light = [
        sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) + 0.05
        for c in (one, other)
    ]
    return max(light) / min(light)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    to_xyz = (
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    )
    white = (0.95047, 1.0, 1.08883)
    xyz = [
        sum(m * c for m, c in zip(row, rgb, strict=True)) / w
        for row, w in zip(to_xyz, white, strict=True)
    ]
    x, y, z = (t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen(colour: str, sight: str | None) -> tuple[float, float, float]:
    rgb = linear(colour)
    if sight:
        mixed = (sum(m * c for m, c in zip(row, rgb, strict=True)) for row in SIGHT[sight])
        rgb = tuple(min(1.0, max(0.0, value)) for value in mixed)
    return lab(rgb)


def test_contrast_matches_published_values() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.005)  # WCAG's own example


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", READ, ids=" on ".join)
def test_text_can_be_read(palette: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(palette[pair[0]], palette[pair[1]]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("pair", SEEN, ids=" on ".join)
def test_edges_and_focus_can_be_seen(palette: dict[str, str], pair: tuple[str, str]) -> None:
    assert contrast(palette[pair[0]], palette[pair[1]]) >= 3


def test_both_modes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("sight", [None, *SIGHT])
def test_data_colours_stay_apart(sight: str | None) -> None:
    gaps = {
        pair: math.dist(seen(pair[0], sight), seen(pair[1], sight))
        for pair in itertools.combinations(SERIES, 2)
    }
    assert min(gaps.values()) > 10, gaps  # about four times a just noticeable difference


def test_woven_band_covers_every_crossing() -> None:
    band = weave("rri iyw")
    assert "M0 0h2v1h-2z" in band
    assert band.count("h1v1") + band.count("h2v1") == 5


def test_style_sheet_fetches_nothing() -> None:
    style = stylesheet("stripe", "cloth").replace("http://www.w3.org/2000/svg", "")
    assert "http" not in style
    assert "@import" not in style
