"""The types of tax ids the provider knows: the country of each, how its values are written, and who verifies it.

The examples are those of the provider's guide to customer tax ids, where it has one. It publishes no patterns: these
follow the examples and the national formats. Letters are capitals, and a space, dot or dash may stand where people
write one. No check digit is looked at: most of the provider's own examples would fail.
"""

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

TEST_NUMBERS: Mapping[str, str] = MappingProxyType(
    {"000000000": "verified", "111111111": "unverified", "222222222": "pending"}
)
"""The guide's numbers to test verification with, and the status each one leads to."""

_VERIFIED = ("au_abn", "eu_vat", "gb_vat")
"""Checked with Australia's business register, the EU's VIES and Britain's HMRC."""

_BREAK = "[ .-]?"  # written "~" in the patterns below
_LENIENT = "[0-9A-Za-z][0-9A-Za-z ./-]{0,28}[0-9A-Za-z]"

_SPANISH = r"[A-Z]~\d{7}~[A-Z0-9]|\d{8}~[A-Z]"
_SWISS = r"CHE~\d{3}~\d{3}~\d{3}"
_BRITISH = r"(?:\d{3}~\d{4}~\d{2}(?:~\d{3})?|(?:GD|HA)~\d{3})"
_UEN = r"\d{8,9}[A-Z]|[RST]\d{2}[A-Z]{2}\d{4}[A-Z]"
_CODICE = r"[A-Z]{3}~[A-Z]{3}~_{2}[A-Z]_{2}~[A-Z]_{3}~[A-Z]|\d{11}".replace("_", "[0-9L-NP-V]")

_EU_COUNTRIES = {
    "AT": r"U(?:~\d){8}",
    "BE": r"[01](?:~\d){9}",
    "BG": r"\d(?:~\d){8,9}",
    "CY": r"\d(?:~\d){7}~[A-Z]",
    "CZ": r"\d(?:~\d){7,9}",
    "DE": r"\d(?:~\d){8}",
    "DK": r"\d(?:~\d){7}",
    "EE": r"\d(?:~\d){8}",
    "EL": r"\d(?:~\d){8}",
    "ES": f"(?:{_SPANISH})",
    "FI": r"\d(?:~\d){7}",
    "FR": r"[A-HJ-NP-Z0-9]{2}(?:~\d){9}",
    "HR": r"\d(?:~\d){10}",
    "HU": r"\d(?:~\d){7}",
    "IE": r"(?:\d{7}~[A-Z]{1,2}|\d[A-Z+*]\d{5}[A-Z])",
    "IT": r"\d(?:~\d){10}",
    "LT": r"\d(?:~\d){8}(?:(?:~\d){3})?",
    "LU": r"\d(?:~\d){7}",
    "LV": r"\d(?:~\d){10}",
    "MT": r"\d(?:~\d){7}",
    "NL": r"\d(?:~\d){8}~B~\d{2}",
    "PL": r"\d(?:~\d){9}",
    "PT": r"\d(?:~\d){8}",
    "RO": r"\d(?:~\d){1,9}",
    "SE": r"\d(?:~\d){11}",
    "SI": r"\d(?:~\d){7}",
    "SK": r"\d(?:~\d){9}",
    "XI": _BRITISH,
}
_COUNTRY_OF_PREFIX = {prefix: prefix for prefix in _EU_COUNTRIES} | {"EL": "GR", "XI": "GB"}

_EARLY = (
    ("ae_trn", r"\d{3}~\d{4}~\d{4}~\d{4}", "123456789012345"),
    ("au_abn", r"\d{2}~\d{3}~\d{3}~\d{3}", "12345678912"),
    ("au_arn", r"\d{4}~\d{4}~\d{4}", "123456789123"),
    ("bg_uic", r"\d{9}|\d{13}", "123456789"),
    ("br_cnpj", r"\d{2}~\d{3}~\d{3}/?\d{4}~\d{2}", "01.234.456/5432-10"),
    ("br_cpf", r"\d{3}~\d{3}~\d{3}~\d{2}", "123.456.789-87"),
    ("ca_bn", r"\d{3}~\d{3}~\d{3}|\d{5}~\d{4}", "123456789"),
    ("ca_gst_hst", r"(?:\d{3}~\d{3}~\d{3}|\d{5}~\d{4})~RT~\d{4}", "123456789RT0002"),
    ("ca_pst_bc", r"PST~\d{4}~\d{4}", "PST-1234-5678"),
    ("ca_pst_mb", r"\d{6}~\d", "123456-7"),
    ("ca_pst_sk", r"\d{7}", "1234567"),
    ("ca_qst", r"\d{10}~TQ~\d{4}", "1234567890TQ1234"),
    ("ch_vat", _SWISS + "~(?:MWST|TVA|IVA)", "CHE-123.456.789 MWST"),
    ("cl_tin", r"\d{1,2}~\d{3}~\d{3}~[\dK]", "12.345.678-K"),
    ("eg_tin", r"\d{3}~\d{3}~\d{3}", "123456789"),
    ("es_cif", _SPANISH, "A12345678"),
    ("eu_oss_vat", r"EU(?:~\d){9}", "EU123456789"),
    ("eu_vat", "|".join(f"{prefix}~{rest}" for prefix, rest in _EU_COUNTRIES.items()), "DE123456789"),
    ("gb_vat", f"GB~{_BRITISH}", "GB123456789"),
    ("ge_vat", r"\d{9}|\d{11}", "123456789"),
    ("hk_br", r"\d{8}(?:-\d{3}-\d{2}-\d{2}-[0-9A-Z])?", "12345678"),
    ("hu_tin", r"\d{8}~\d~\d{2}", "12345678-1-23"),
    ("id_npwp", r"\d{2,3}~\d{3}~\d{3}~\d~\d{3}~\d{3}", "012.345.678.9-012.345"),
    ("il_vat", r"\d{9}", "000012345"),
    ("in_gst", r"\d{2}[A-Z]{5}\d{4}[A-Z][0-9A-Z]{3}", "12ABCDE3456FGZH"),
    ("is_vat", r"\d{5,6}", "123456"),
    ("jp_cn", r"\d~\d{4}~\d{4}~\d{4}", "1234567891234"),
    ("jp_rn", r"\d{5}", "12345"),
    ("jp_trn", r"T~\d~\d{4}~\d{4}~\d{4}", "T1234567891234"),
    ("ke_pin", r"[AP]\d{9}[A-Z]", "P000111111A"),
    ("kr_brn", r"\d{3}~\d{2}~\d{5}", "123-45-67890"),
    ("li_uid", _SWISS, "CHE123456789"),
    ("mx_rfc", r"[A-ZÑ&]{3,4}~\d{6}~[A-Z0-9]{3}", "ABC010203AB9"),
    ("my_frp", r"\d{8}|[A-Z]\d{2}~\d{4}~\d{8}", "12345678"),
    ("my_itn", r"[A-Z]{1,2}~\d{8,11}", "C 1234567890"),
    ("my_sst", r"[A-Z]\d{2}~\d{4}~\d{8}", "A12-3456-78912345"),
    ("no_vat", r"\d{3}~\d{3}~\d{3}~MVA", "123456789MVA"),
    ("nz_gst", r"\d{2,3}~\d{3}~\d{3}", "123456789"),
    ("ph_tin", r"\d{3}~\d{3}~\d{3}~\d{3}(?:\d{2})?", "123456789012"),
    ("ru_inn", r"\d{10}|\d{12}", "1234567891"),
    ("ru_kpp", r"\d{4}[0-9A-Z]{2}\d{3}", "123456789"),
    ("sa_vat", r"\d{15}", "123456789012345"),
    ("sg_gst", rf"[A-Z]\d~\d{{7}}~[0-9A-Z]|{_UEN}", "M12345678X"),
    ("sg_uen", _UEN, "123456789F"),
    ("si_tin", r"\d{8}", "12345678"),
    ("th_vat", r"\d~\d{4}~\d{5}~\d{2}~\d", "1234567891234"),
    ("tr_tin", r"\d{10,11}", "0123456789"),
    ("tw_vat", r"\d{8}", "12345678"),
    ("ua_vat", r"\d{9,10}|\d{12}", "123456789"),
    ("us_ein", r"\d{2}~\d{7}", "12-3456789"),
    ("za_vat", r"4\d{9}", "4123456789"),
)
_LATER = (
    ("ad_nrt", r"[A-Z]~\d{6}~[A-Z]", "A-123456-Z"),
    ("al_tin", r"[A-Z]\d{8}[A-Z]", "J12345678N"),
    ("am_tin", r"\d{8}", "02538904"),
    ("ao_tin", r"\d{10}|\d{9}[A-Z]{2}\d{3}", "5123456789"),
    ("ar_cuit", r"\d{2}~\d{8}~\d|\d{2}~\d{7}~\d{2}", "12-3456789-01"),
    ("au_acn", r"\d{3}~\d{3}~\d{3}", "123456789"),
    ("au_wpn", r"\d{8,9}", "12345678"),
    ("aw_tin", r"\d{8}", "12345678"),
    ("az_tin", r"\d{10}", "0123456789"),
    ("ba_tin", r"\d{12,13}", "123456789012"),
    ("bb_tin", r"\d{13}", "1123456789012"),
    ("bd_bin", r"\d{9}~\d{4}", "123456789-0123"),
    ("bf_ifu", r"\d{8}[A-Z]", "12345678A"),
    ("bh_vat", r"\d{15}", "123456789012345"),
    ("bj_ifu", r"\d{13}", "1234567890123"),
    ("bo_tin", r"\d{7,12}", "123456789"),
    ("bs_tin", r"\d{3}~\d{3}~\d{3}", "123.456.789"),
    ("bw_vat", _LENIENT, "C01234567890"),
    ("by_tin", r"\d{9}", "123456789"),
    ("cd_nif", r"[A-Z]\d{7}[A-Z]", "A0123456M"),
    ("ch_uid", _SWISS + "(?:~(?:HR|RC))?", "CHE-123.456.789 HR"),
    ("ci_vat", _LENIENT, "1234567A"),
    ("cm_niu", r"[A-Z]\d{12}[A-Z]", "M123456789000L"),
    ("cn_tin", r"\d{15}|[0-9A-Z]{2}\d{6}[0-9A-Z]{10}|\d{20}", "123456789012345678"),
    ("co_nit", r"\d{1,3}~\d{3}~\d{3}~\d", "123.456.789-0"),
    ("cr_tin", r"\d~\d{3}~\d{6}|\d~\d{4}~\d{4}|\d{11,12}", "1-234-567890"),
    ("cv_nif", r"\d{9}", "213456789"),
    ("cz_dic", r"(?:CZ~)?\d{8,10}", "CZ12345678"),
    ("de_stn", r"\d{2,3}[ /]?\d{3,4}[ /]?\d{4,5}|\d{13}", "1234567890"),
    ("do_rcn", r"\d{3}~\d{7}~\d|\d~\d{2}~\d{5}~\d", "123-4567890-1"),
    ("ec_ruc", r"\d{13}", "1234567890001"),
    ("et_tin", r"\d{10}", "1234567890"),
    ("fo_vat", r"(?:FO~)?\d{6}", "FO123456"),
    ("fr_siren", r"\d{3}~\d{3}~\d{3}", "123456789"),
    ("fr_siret", r"\d{3}~\d{3}~\d{3}~\d{5}", "12345678900012"),
    ("fr_spi", r"[0-3]\d~\d{2}~\d{3}~\d{3}~\d{3}", "1234567890123"),
    ("gh_tin", r"[CGPQV]00[0-9A-Z]{8}|GHA~\d{9}~\d", "C0012345678"),
    ("gi_tin", r"\d{5,6}", "12345"),
    ("gn_nif", r"\d{9}", "123456789"),
    ("hr_oib", r"\d{11}", "12345678901"),
    ("ic_nif", _SPANISH, "A12345678"),
    ("is_kt", r"\d{6}~\d{4}", "123456-7890"),
    ("it_cf", _CODICE, "ABCDEF12A12A123A"),
    ("kg_tin", r"\d{14}", "12345678901234"),
    ("kh_tin", r"[A-Z0-9]\d{2,3}~\d{9}", "1001-123456789"),
    ("kz_bin", r"\d{12}", "123456789012"),
    ("la_tin", r"\d{9}~\d{3}", "123456789-000"),
    ("li_vat", r"\d{5}", "12345"),
    ("lk_vat", r"\d{9}~\d{4}", "123456789-1234"),
    ("ma_vat", r"\d{8}", "12345678"),
    ("md_cf", r"\d{13}", "1234567890123"),
    ("md_vat", r"\d{7}", "1234567"),
    ("me_pib", r"\d{8}", "12345678"),
    ("mk_vat", r"MK~\d{13}", "MK1234567890123"),
    ("mr_nif", r"\d{8}", "12345678"),
    ("mu_vat", _LENIENT, "VAT12345678"),
    ("mz_nuit", r"\d{3}~\d{3}~\d{3}", "123456789"),
    ("ng_tin", r"\d{8}~\d{4}|\d{10}", "12345678-0001"),
    ("no_voec", r"\d{7}", "1234567"),
    ("np_pan", r"\d{9}", "123456789"),
    ("nz_bn", r"94\d{11}", "9429012345678"),
    ("om_vat", r"OM~\d{10}", "OM1234567890"),
    ("pe_ruc", r"\d{11}", "12345678901"),
    ("pl_nip", r"\d{3}~\d{3}~\d{2}~\d{2}|\d{3}~\d{2}~\d{2}~\d{3}", "1234567890"),
    ("pt_nif", r"\d{3}~\d{3}~\d{3}", "123456789"),
    ("py_ruc", r"\d{5,8}~[0-9A-Z]", "12345678A"),
    ("ro_tin", r"\d{2,10}|\d{13}", "1234567890123"),
    ("rs_pib", r"\d{9}", "123456789"),
    ("sm_coe", r"(?:SM~)?\d{2,5}", "12345"),
    ("sn_ninea", r"\d{7}(?:\d{2})?~\d[A-Z]\d", "12345672A2"),
    ("sr_fin", r"\d{10}", "1234567890"),
    ("sv_nit", r"\d{4}~\d{6}~\d{3}~\d", "1234-567890-123-4"),
    ("tj_tin", r"\d{9}", "123456789"),
    ("tt_bir", _LENIENT, "1234567890"),
    ("tt_vat", _LENIENT, "123456"),
    ("tz_vat", r"\d{2}~\d{6}~[A-Z]", "12345678A"),
    ("ug_tin", r"\d{10}", "1014751879"),
    ("uy_ruc", r"\d{2}~\d{6}~\d{4}", "123456789012"),
    ("uz_tin", r"\d{9}", "123456789"),
    ("uz_vat", r"\d{12}", "123456789012"),
    ("ve_rif", r"[A-Z]~\d{8}~\d", "A-12345678-9"),
    ("vn_tin", r"\d{10}(?:~\d{3})?|\d{12}", "1234567890"),
    ("zm_tin", r"\d{10}", "1004751879"),
    ("zw_tin", r"\d{10}", "1234567890"),
)
_COUNTRIES = {"eu_vat": None, "ic_nif": "ES"}
"""The countries that are not the first letters of the type's name: a VAT id's own, and Spain's for its islands."""


class TaxIdType(NamedTuple):
    """A type of tax id.

    A type has no country of its own when its values name theirs. It is verified when a register is asked about its
    values, early when every version of the API knows it, and lenient when its values' format is not well known.
    """

    name: str
    country: str | None
    pattern: str
    example: str
    verified: bool
    early: bool
    lenient: bool


def _read(row: tuple[str, str, str], early: bool) -> TaxIdType:
    name, pattern, example = row
    country = _COUNTRIES[name] if name in _COUNTRIES else name[:2].upper()
    regex = pattern.replace("~", _BREAK)
    return TaxIdType(name, country, regex, example, name in _VERIFIED, early, pattern == _LENIENT)


_KINDS = [_read(row, True) for row in _EARLY] + [_read(row, False) for row in _LATER]

TYPES: Mapping[str, TaxIdType] = MappingProxyType({kind.name: kind for kind in sorted(_KINDS)})
"""Every type by its name, in the order in which the provider lists them: by name."""

EARLY = tuple(row[0] for row in _EARLY)
"""The names of the types that every version of the API knows; the others were added later."""


def well_formed(type: str, value: str) -> bool:
    """Whether a value is written as values of the type are; of an unknown type none is."""
    kind = TYPES.get(type)
    if kind is None:
        return False
    return (kind.verified and value in TEST_NUMBERS) or _compiled(kind.pattern).fullmatch(value) is not None


def country_of(type: str, value: str) -> str | None:
    """Return the country of a tax id, as two letters, or none when neither its type nor its value tells."""
    if type == "eu_vat":
        return _COUNTRY_OF_PREFIX.get(value[:2])
    kind = TYPES.get(type)
    return kind.country if kind else None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.ASCII)
