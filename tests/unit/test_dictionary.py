import json
from pathlib import Path

import pytest

from core.errors import UserError
from core.lexicon.dictionary import Entry, read_dictionary, read_entries
from core.lexicon.heads import torn_heads
from core.lexicon.spelling import mend_spanish


def spanish(head: str, value: str) -> list[Entry]:
    return list(read_entries({head: value}, "es-qu").entries)


def kichwa(head: str, value: str) -> list[Entry]:
    return list(read_entries({head: value}, "qu-es").entries)


def only(entries: list[Entry]) -> Entry:
    assert len(entries) == 1
    return entries[0]


@pytest.mark.parametrize(
    ("value", "senses"),
    [
        ("s. rumi, shila; muru", ("rumi", "shila", "muru")),
        ("s. (<*qirumi), kirumi", ("kirumi",)),
        ("s. (<*rumipaki)", ("rumipaki",)),  # a proposed word, where there is no other
        ("s. <**rumipaki; paki", ("rumipaki", "paki")),
        ("v. <*rumiy, shilay), rumina", ("rumina",)),  # a bracket lost in print
        ("s. (<*qiru", ()),
        ("s. rumi (¿?)", ("rumi",)),
        ("interj. ¿haw?", ("haw",)),
        ("s. rumi (ver: piedra, roca)", ("rumi",)),
        ("adj. rumi; duro, s", ("rumi",)),  # the next word's class, printed into this one
        ("s. rumi  grande, adj", ("rumi",)),
        ("s. kutu, shimmAyor  rumi", ("kutu", "rumi")),  # a running head, printed into it
        ("s. rumi¸ muru", ("rumi", "muru")),
        ("s. mana-rumi", ("mana-rumi",)),
    ],
)
def test_senses_of_a_spanish_head(value: str, senses: tuple[str, ...]) -> None:
    entries = spanish("piedra", value)
    assert tuple(sense for entry in entries for sense in entry.senses) == senses


def test_what_a_sense_is_said_for_stands_apart() -> None:
    entry = only(spanish("romper", "v. pakina, chiktana; con los dien  tes: kaskana"))
    assert entry.senses == ("pakina", "chiktana", "kaskana")
    assert entry.qualifiers == ("", "", "con los dientes")
    assert entry.pos == "v"


def test_brackets_before_a_sense_say_for_what_it_is() -> None:
    assert only(spanish("liso", "adj. llampu; (madera) lluchka")).qualifiers == ("", "madera")


def test_a_comma_where_a_colon_was_meant() -> None:
    sisters = spanish("hermana", "s. pani; hermana menor, sullka pani")
    assert [(entry.head, entry.senses) for entry in sisters] == [
        ("hermana", ("pani",)),
        ("hermana menor", ("sullka pani",)),
    ]


def test_a_phrase_told_under_a_head_is_an_entry_of_its_own() -> None:
    entries = spanish("barro", "s. turu; hacer barro: turuyana; barro seco: chaki turu")
    assert [(entry.head, entry.senses) for entry in entries] == [
        ("barro", ("turu",)),
        ("hacer barro", ("turuyana",)),
        ("barro seco", ("chaki turu",)),
    ]


@pytest.mark.parametrize(
    ("head", "clean"),
    [
        ("bravo -a", "bravo"),
        ("flor(es)", "flor"),
        ("cuenta (de un collar)", "cuenta"),
        ("por dónde?", "por dónde"),
        ("medida breve:", "medida breve"),
    ],
)
def test_heads_are_cleaned(head: str, clean: str) -> None:
    assert only(spanish(head, "s. rumi")).head == clean


def test_senses_left_in_a_head_go_back_to_the_article() -> None:
    entries = spanish("sombra s. llantu; dar sombra", "v. llantuna")
    assert [(entry.head, entry.senses) for entry in entries] == [
        ("sombra", ("llantu",)),
        ("dar sombra", ("llantuna",)),
    ]


def test_a_kichwa_article() -> None:
    value = "[rumi, lumi] s. amz. piedra, mos  trador (de  la tienda). Sinchi allpa. Rumita apani."
    entry = only(kichwa("rumi", value))
    assert entry.senses == ("piedra", "mostrador")
    assert entry.qualifiers == ("", "de la tienda")
    assert entry.regions == ("amz",)
    assert entry.definition == "Sinchi allpa. Rumita apani."


def test_a_kichwa_article_in_numbered_parts() -> None:
    value = "[tika] s. sc., amz. ladrillo; adobe. Allpa. 2. adj. duro Sinchi kak. 3. Secar."
    entry = only(kichwa("tika", value))
    assert entry.senses == ("ladrillo", "adobe", "duro", "secar")
    assert entry.regions == ("sc", "amz")


def test_an_article_printed_inside_another() -> None:
    value = "[muru] s. grano. Muyu. Sara muru. killa (<*killa) s. luna. Tuta llukshik."
    assert [(entry.head, entry.senses) for entry in kichwa("muru", value)] == [
        ("muru", ("grano",)),
        ("killa", ("luna",)),
    ]


def test_an_article_without_spanish_is_reported() -> None:
    read = read_entries({"shikitu": "[šikitu] s. amz. Uchilla siklli challwa. Mishkimi."})
    assert read.entries == ()
    assert list(read.report.dropped) == ["shikitu"]


def test_a_head_that_lost_its_beginning_is_found_by_its_place() -> None:
    around = ["moler", "molino", "mono", "montaña", "mosca", "mosto", "mozo", "muela", "mundo"]
    heads = [*around[:6], "trar", *around[6:], "qwx", "nadar", "nido"]
    assert torn_heads(heads) == {"trar": "mostrar", "qwx": None}


def test_words_are_put_together_only_where_a_word_results() -> None:
    assert (
        mend_spanish("pe  queña piedra de  la casa  del río") == "pequeña piedra de la casa del río"
    )


def test_direction_is_seen(tmp_path: Path) -> None:
    files = {
        "a.json": ({"piedra": "s. rumi", "voz": "s. kunka"}, "es-qu"),
        "b.json": ({"rumi": ["piedra"], "kunka": ["cuello", "voz"]}, "qu-es"),
        "c.json": ({"rumi": "[rumi] s. piedra. Sinchi.", "uma": "[uma] s. cabeza."}, "qu-es"),
    }
    for name, (data, direction) in files.items():
        (tmp_path / name).write_text("\ufeff" + json.dumps(data), encoding="utf-8")
        assert {entry.direction for entry in read_dictionary(tmp_path / name).entries} == {
            direction
        }


def test_any_list_of_senses_is_read_as_it_stands() -> None:
    plain = read_entries({"chocolate": ["chukulati", "kakau"], "carro": "carro; antawa"}, "es-qu")
    assert [entry.senses for entry in plain.entries] == [
        ("chukulati", "kakau"),
        ("carro", "antawa"),
    ]


@pytest.mark.parametrize("text", ["", "[1, 2]", '{"a": 3}', "{}"])
def test_what_is_no_dictionary_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(UserError, match="dictionary_unreadable"):
        read_dictionary(tmp_path / "x.json")
