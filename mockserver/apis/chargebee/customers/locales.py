"""The locales a customer can be given."""

_REGIONS = {
    "bg": "BG",
    "cs": "CZ",
    "da": "DK",
    "de": "AT CH DE GR LU",
    "el": "CY GR",
    "en": "AU CA GB IE IN MT NZ PH SG US ZA",
    "es": "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PR PY SV US UY VE",
    "et": "EE",
    "fi": "FI",
    "fr": "BE CA CH FR LU",
    "hr": "HR",
    "hu": "HU",
    "id": "ID",
    "it": "CH IT",
    "ja": "JP",
    "ko": "KR",
    "lt": "LT",
    "lv": "LV",
    "nb": "NO",
    "nl": "BE NL",
    "no": "NO",
    "pl": "PL",
    "pt": "BR PT",
    "ro": "RO",
    "ru": "RU",
    "sk": "SK",
    "sl": "SI",
    "sv": "SE",
    "th": "TH",
    "tr": "TR",
    "uk": "UA",
    "vi": "VN",
    "zh": "CN HK SG TW",
}
"""By language: where it has a locale of its own (Chargebee's page of supported locales, and its language packs)."""

LOCALES = frozenset(
    {*_REGIONS, *(f"{language}-{region}" for language, regions in _REGIONS.items() for region in regions.split())}
)
