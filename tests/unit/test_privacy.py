import csv
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban, luhn
from stdnum.ec import ci
from stdnum.es import dni, nie
from stdnum.pe import cui
from stdnum.pe import ruc as pe_ruc

from core.safety.privacy import Finding, find_personal_data, mask
from core.text import clean

DIGITS = "0123456789"


def wrong(check: str, others: str = DIGITS) -> str:
    """Return another check character than `check`."""
    return others[(others.index(check) + 1) % len(others)]


def kinds(text: str) -> list[str]:
    return [found.kind for found in find_personal_data(text)]


@given(st.integers(0, 99_999_999))
@settings(max_examples=60, deadline=None)
def test_spanish_dni_needs_its_letter(number: int) -> None:
    body = f"{number:08d}"
    letter = dni.calc_check_digit(body)
    assert kinds(f"soy {body}{letter}.") == ["dni"]
    assert kinds(f"{body[:2]}.{body[2:5]}.{body[5:]}-{letter.lower()}") == ["dni"]
    assert "dni" not in kinds(f"código {body}{wrong(letter, 'TRWAGMYFPDXBNJZSQVHLCKE')}")


@given(st.sampled_from("XYZ"), st.integers(0, 9_999_999))
@settings(max_examples=60, deadline=None)
def test_nie_needs_its_letter(first: str, number: int) -> None:
    body = f"{first}{number:07d}"
    letter = nie.calc_check_digit(body)
    assert kinds(f"NIE {body}{letter}") == ["nie"]
    assert kinds(f"{first}-{number:07d}-{letter}") == ["nie"]
    assert "nie" not in kinds(body + wrong(letter, "TRWAGMYFPDXBNJZSQVHLCKE"))


@pytest.mark.parametrize("bank", ["21000418450200051332", "00491500051234567892"])
def test_iban_needs_its_check_digits(bank: str) -> None:
    number = "ES" + iban.calc_check_digits("ESxx" + bank) + bank
    spaced = " ".join(number[i : i + 4] for i in range(0, 24, 4))
    for written in (number, number.lower(), spaced, spaced.replace(" ", "-")):
        assert mask(f"mi IBAN es {written} gracias") == "mi IBAN es [IBAN] gracias"
    assert "iban" not in kinds(number[:2] + wrong(number[2]) + number[3:])


@given(st.sampled_from(["4", "51", "37", "6011"]), st.integers(0, 10**11 - 1))
@settings(max_examples=60, deadline=None)
def test_card_needs_luhn(prefix: str, rest: int) -> None:
    body = f"{prefix}{rest:011d}{'1' * 4}"[:15]
    number = body + luhn.calc_check_digit(body)
    groups = [number[i : i + 4] for i in range(0, 16, 4)]
    for written in (number, " ".join(groups), "-".join(groups), " ".join(number)):
        assert mask(f"pago con {written}, ok") == "pago con [TARJETA], ok"
    assert "tarjeta" not in kinds("ref " + body + wrong(number[-1]))


def test_peruvian_ruc_needs_its_check_digit() -> None:
    for body in ("2010007097", "1045678912", "2051233379"):
        check = pe_ruc.calc_check_digit(body)
        assert kinds(f"factura a {body}{check}") == ["ruc"]
        assert "ruc" not in kinds(f"empresa {body}{wrong(check)}")


def test_ecuadorian_numbers_need_their_check_digits() -> None:
    cedulas = [f"171430710{d}" for d in DIGITS]
    valid = [number for number in cedulas if ci.is_valid(number)]
    assert valid == ["1714307103"]
    assert [kinds(number) for number in valid] == [["cedula"]]
    assert "cedula" not in kinds("1714307104")
    assert mask("RUC 1792060346001") == "RUC [RUC]"
    assert mask("1792060346-001") == "[RUC]"


def test_peruvian_dni_needs_context_or_check_digit() -> None:
    assert mask("mi DNI es 45678912") == "mi DNI es [DNI]"
    assert mask("documento nº 45678912") == "documento nº [DNI]"
    assert mask("cédula: 45.678.912") == "cédula: [DNI]"
    assert mask("DNI45678912") == "DNI[DNI]"
    assert mask("45678912") == "45678912"
    assert mask("la cifra 45678912 sale en el balance") == "la cifra 45678912 sale en el balance"
    digit = cui.calc_check_digits("45678912")[0]
    assert kinds(f"45678912-{digit}") == ["dni"]
    assert kinds(f"45678912-{wrong(digit)}") == []


@pytest.mark.parametrize(
    "number",
    [
        "+34 612 345 678", "612345678", "612 34 56 78", "91 234 56 78", "0034 612 345 678",
        "+51 987654321", "987 654 321", "(01) 234-5678", "01 234 5678",
        "+593 99 123 4567", "0991234567", "099 123 4567",
        "+591 71234567", "7123-4567",
        "+52 55 1234 5678", "55 1234 5678",
        "+57 300 1234567", "300 123 4567",
        "+56 9 1234 5678", "9 8765 4321",
        "+54 9 11 2345-6789",
        "６１２ ３４５ ６７８", "612\u200b345\u200b678",
    ],
)  # fmt: skip
def test_phone_is_masked(number: str) -> None:
    assert mask(f"escriba al {number} por favor") == "escriba al [TELÉFONO] por favor"


def test_bolivian_phone_with_context_is_masked() -> None:
    assert mask("mi celular: 71234567") == "mi celular: [TELÉFONO]"


@pytest.mark.parametrize(
    "address",
    [
        "ana.perez@correo.com", "ANA_P+banca@sub.correo.com.pe", "ana@correo.es",
        "ana arroba correo punto com", "ana punto perez arroba gmail punto com",
        "ana (at) correo (dot) com", "ana [arroba] correo.com", "ana @ correo . com",
        "ana＠correo.com", "a\u200bna@correo.com",
    ],
)  # fmt: skip
def test_email_is_masked(address: str) -> None:
    assert mask(f"mi correo: {address}, gracias") == "mi correo: [CORREO], gracias"


@pytest.mark.parametrize(
    "text",
    [
        "teléfono 000 555 0100", "llame al 000 555 0101", "info@cifb.example",
        "info arroba cifb punto example",
        "USD 1450", "US$ 1.450,00", "S/ 3500", "650000000 pesos", "1 450 000 soles", "12.345.678",
        "2026-12-31", "31/12/2026", "del 01/02/2026-03/02/2026", "2026-01-15 2026-02-20",
        "20261231", "2024-2025", "31.12.2026 18:30",
        "de 09:00 a 18:30", "8:00-10:00", "15 %", "12,5 %", "99.99 %",
        "fila 12345678", "filas 10 11 12 13 14 15 16 17", "factura 912345678",
        "55 60 65 70 75", "mira www.banco.com", "nos vemos at 5", "3 cuotas de 480 USD",
        "el 0800 no contesta", "norma ISO 27001:2022", "año 2026, aula 402, piso 3",
    ],
)  # fmt: skip
def test_ordinary_figures_stay(text: str) -> None:
    assert mask(text) == text


def test_ordinary_questions_stay() -> None:
    rows = csv.DictReader(
        Path(__file__).with_name("attacks.csv").open(encoding="utf-8", newline="")
    )
    questions = [row["text"] for row in rows if row["kind"] == "clean" and "@" not in row["text"]]
    assert len(questions) > 160
    assert [mask(q) for q in questions] == [clean(q) for q in questions]


def test_named_but_mistyped_number_is_masked_all_the_same() -> None:
    assert mask("mi tarjeta es 4111 1111 1111 1112") == "mi tarjeta es [TARJETA]"
    assert mask("cédula 1714307104") == "cédula [CÉDULA]"
    assert mask("dni 12345678A") == "dni [DNI]"


def test_other_identities_are_masked() -> None:
    assert mask("RUT 12.345.678-5") == "RUT [RUT]"
    assert mask("CURP BADD110313HCMLNS09") == "CURP [CURP]"
    assert mask("cuenta 191-12345678-0-12") == "cuenta [CUENTA]"


def test_positions_count_in_the_cleaned_text() -> None:
    text = "  ho\u200bla, soy 1234\u200b5678Z"
    (found,) = find_personal_data(text)
    assert found == Finding("dni", 10, 19)
    assert clean(text)[found.start : found.end] == "12345678Z"


def test_many_in_one_message() -> None:
    said = mask(
        "Ana, DNI 45678912, cel 987654321, ana@correo.com, tarjeta 4111111111111111, paga 1450"
    )
    assert said == "Ana, DNI [DNI], cel [TELÉFONO], [CORREO], tarjeta [TARJETA], paga 1450"


@given(st.text(max_size=300) | st.text("0123456789 +-.()@/dniXYZ", max_size=200))
@settings(deadline=None, max_examples=300)
def test_findings_are_ordered_and_masking_is_final(text: str) -> None:
    found = find_personal_data(text)
    assert all(0 <= f.start < f.end <= len(clean(text)) for f in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert isinstance(mask(text), str)


@pytest.mark.parametrize("unit", ["1", "1 ", "a.", "a@", "a at ", "ES91", "X1 ", "'", "hola "])
def test_megabyte_ends(unit: str) -> None:
    assert mask((unit * 1_000_000)[:1_000_000])
