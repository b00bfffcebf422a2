"""The table of tax id types: what it holds, which values it takes, and the countries it tells."""

import typing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stripe.params import CustomerCreateParamsTaxIdDatum

from mockserver.apis.stripe.tax_ids.types import EARLY, TEST_NUMBERS, TYPES, TaxIdType, country_of, well_formed
from tests.tables import each_row

KINDS = list(TYPES.values())
OF_TYPE = [pytest.param(kind, id=kind.name) for kind in KINDS]
STRICT = [pytest.param(kind, id=kind.name) for kind in KINDS if not kind.lenient]

VAT_IDS = {
    "ATU12345678": "AT",
    "BE0123456789": "BE",
    "BG0123456789": "BG",
    "CY12345678Z": "CY",
    "CZ1234567890": "CZ",
    "DE123456789": "DE",
    "DK12345678": "DK",
    "EE123456789": "EE",
    "EL123456789": "GR",
    "ESA1234567Z": "ES",
    "FI12345678": "FI",
    "FRAB123456789": "FR",
    "HR12345678912": "HR",
    "HU12345678": "HU",
    "IE1234567AB": "IE",
    "IT12345678912": "IT",
    "LT123456789123": "LT",
    "LU12345678": "LU",
    "LV12345678912": "LV",
    "MT12345678": "MT",
    "NL123456789B12": "NL",
    "PL1234567890": "PL",
    "PT123456789": "PT",
    "RO1234567891": "RO",
    "SE123456789123": "SE",
    "SI12345678": "SI",
    "SK1234567891": "SK",
    "XI123456789": "GB",
}


def types_of_the_sdk() -> set[str]:
    """Return the types that the provider's own library offers for a new customer's tax ids."""
    offered, _ = typing.get_args(typing.get_type_hints(CustomerCreateParamsTaxIdDatum)["type"])
    return set(typing.get_args(offered))


def test_the_types_are_those_of_the_providers_library() -> None:
    """Every type the library offers is there, and no other."""
    assert set(TYPES) == types_of_the_sdk()


def test_types_are_listed_by_name() -> None:
    """The provider lists its types by name."""
    assert list(TYPES) == sorted(TYPES) == [kind.name for kind in KINDS]


def test_51_types_are_known_to_every_version() -> None:
    """The early types are listed by name too; the other 84 were added later."""
    assert list(EARLY) == [kind.name for kind in KINDS if kind.early]
    assert (len(EARLY), len(TYPES)) == (51, 135)


def test_three_types_are_verified() -> None:
    """The provider asks the registers of Australia, the EU and Britain, and no other."""
    assert [kind.name for kind in KINDS if kind.verified] == ["au_abn", "eu_vat", "gb_vat"]


def test_lenient_types_are_late_ones() -> None:
    """Only types without a documented example are taken as they come."""
    assert [kind.name for kind in KINDS if kind.lenient] == ["bw_vat", "ci_vat", "mu_vat", "tt_bir", "tt_vat"]


@each_row("kind", OF_TYPE)
def test_every_example_is_well_formed(kind: TaxIdType) -> None:
    """What the table shows as an example is taken."""
    assert well_formed(kind.name, kind.example)


@each_row("kind", OF_TYPE)
def test_every_type_refuses_what_is_no_number(kind: TaxIdType) -> None:
    """Emptiness, signs, blanks around it, line ends, other scripts' digits and endless values are refused."""
    eastern = kind.example.translate({ord("0") + digit: chr(0x660 + digit) for digit in range(10)})
    wrong = [
        "",
        "?",
        "-",
        f" {kind.example}",
        f"{kind.example} ",
        f"{kind.example}\n",
        f"{kind.example}!",
        kind.example * 8,
        eastern,
    ]
    assert [value for value in wrong if well_formed(kind.name, value)] == []


@each_row("kind", STRICT)
def test_a_type_of_known_format_refuses_letters_for_digits(kind: TaxIdType) -> None:
    """Where digits belong, letters are refused, and so are values cut short or run on."""
    lettered = "".join("W" if character.isdigit() else character for character in kind.example)
    wrong = [lettered, lettered.lower(), kind.example[:1], kind.example + "WW", kind.example + "12345678"]
    assert [value for value in wrong if well_formed(kind.name, value)] == []


@each_row(
    ("type", "value"),
    [
        ("ae_trn", "12345678901234"),
        ("au_abn", "1234567891"),
        ("br_cnpj", "01.234.456/5432"),
        ("br_cpf", "123.456.789-8"),
        ("ca_gst_hst", "123456789RP0002"),
        ("ch_vat", "CHE-123.456.789"),
        ("eu_oss_vat", "DE123456789"),
        ("eu_vat", "123456789"),
        ("eu_vat", "de123456789"),
        ("eu_vat", "AT12345678"),
        ("eu_vat", "DE12345678"),
        ("eu_vat", "DE1234567890"),
        ("eu_vat", "ES123456789"),
        ("eu_vat", "GB123456789"),
        ("eu_vat", "GR123456789"),
        ("eu_vat", "LT1234567890"),
        ("eu_vat", "NL123456789C12"),
        ("eu_vat", "US123456789"),
        ("gb_vat", "123456789"),
        ("gb_vat", "GB12345678"),
        ("gb_vat", "XI123456789"),
        ("in_gst", "12ABCDE34F6FGZH"),
        ("jp_trn", "1234567891234"),
        ("no_vat", "123456789"),
        ("us_ein", "12-345678"),
        ("us_ein", "1-23456789"),
        ("za_vat", "5123456789"),
    ],
)
def test_values_that_are_nearly_right_are_refused(type: str, value: str) -> None:
    """A wrong length, letter, prefix or ending makes a value malformed."""
    assert not well_formed(type, value)


@each_row(
    ("type", "value"),
    [
        ("ar_cuit", "20-12345678-9"),
        ("au_abn", "12 345 678 912"),
        ("br_cnpj", "01234456543210"),
        ("br_cpf", "12345678987"),
        ("ca_gst_hst", "12345 6789 RT 0002"),
        ("ch_vat", "CHE123456789 TVA"),
        ("cl_tin", "12345678-9"),
        ("de_stn", "12/345/67890"),
        ("es_cif", "A-12345678"),
        ("es_cif", "12345678Z"),
        ("eu_vat", "ATU 1234 5678"),
        ("eu_vat", "BE 0123.456.789"),
        ("eu_vat", "DE 123 456 789"),
        ("eu_vat", "ES12345678Z"),
        ("eu_vat", "ESX1234567X"),
        ("eu_vat", "IE1A12345B"),
        ("eu_vat", "LT123456789"),
        ("eu_vat", "NL 1234.56.789.B12"),
        ("eu_vat", "RO12"),
        ("eu_vat", "XIGD123"),
        ("gb_vat", "GB 123 4567 89"),
        ("gb_vat", "GB123456789012"),
        ("gb_vat", "GBHA599"),
        ("id_npwp", "12.345.678.9-012.345"),
        ("it_cf", "12345678901"),
        ("mx_rfc", "ÑABC010203AB9"),
        ("my_itn", "C1234567890"),
        ("no_vat", "123 456 789 MVA"),
        ("ru_inn", "123456789123"),
        ("sg_uen", "T08LL1234A"),
        ("us_ein", "123456789"),
    ],
)
def test_usual_ways_to_write_a_value_are_taken(type: str, value: str) -> None:
    """Spaces, dots and dashes may stand or be missing, and each country's kinds of number are known."""
    assert well_formed(type, value)


@each_row(("value", "country"), VAT_IDS.items())
def test_a_vat_id_tells_its_country(value: str, country: str) -> None:
    """The prefix names the country; Greece and Northern Ireland have prefixes of their own."""
    assert (well_formed("eu_vat", value), country_of("eu_vat", value)) == (True, country)


@each_row(
    ("type", "value", "country"),
    [
        ("au_abn", "12345678912", "AU"),
        ("ch_vat", "CHE-123.456.789 MWST", "CH"),
        ("eu_oss_vat", "EU123456789", "EU"),
        ("eu_vat", "000000000", None),
        ("eu_vat", "", None),
        ("gb_vat", "GB123456789", "GB"),
        ("ic_nif", "A12345678", "ES"),
        ("li_uid", "CHE123456789", "LI"),
        ("us_ein", "12-3456789", "US"),
        ("xx_tin", "DE123456789", None),
    ],
)
def test_other_types_tell_the_country(type: str, value: str, country: str | None) -> None:
    """The type tells the country of all other values; of an unknown type nothing is known."""
    assert country_of(type, value) == country


@pytest.mark.parametrize("value", TEST_NUMBERS)
def test_numbers_for_tests_are_taken_by_verified_types(value: str) -> None:
    """The guide's test numbers stand alone or within a value, and only where a register is asked."""
    assert [name for name in ("au_abn", "eu_vat", "gb_vat", "sa_vat") if well_formed(name, value)] == [
        "au_abn",
        "eu_vat",
        "gb_vat",
    ]
    assert well_formed("eu_vat", f"DE{value}")


def test_no_value_is_well_formed_for_an_unknown_type() -> None:
    """A type that is not in the table takes nothing."""
    assert not well_formed("xx_tin", "123456789")


@given(st.sampled_from(sorted(TYPES)), st.text(max_size=500))
def test_any_text_is_answered(type: str, value: str) -> None:
    """Whatever is sent as a value gets an answer."""
    assert well_formed(type, value) in (True, False)
