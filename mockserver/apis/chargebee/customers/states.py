"""The states of the four countries whose states have codes here."""

from collections.abc import Mapping


def _states(text: str) -> Mapping[str, str]:
    return dict(entry.split(" ", 1) for entry in text.split(", "))


STATES: Mapping[str, Mapping[str, str]] = {
    "US": _states(
        "AL Alabama, AK Alaska, AS American Samoa, AZ Arizona, AR Arkansas, CA California, CO Colorado, CT "
        "Connecticut, DE Delaware, DC District of Columbia, FL Florida, GA Georgia, GU Guam, HI Hawaii, ID Idaho, "
        "IL Illinois, IN Indiana, IA Iowa, KS Kansas, KY Kentucky, LA Louisiana, ME Maine, MD Maryland, MA "
        "Massachusetts, MI Michigan, MN Minnesota, MS Mississippi, MO Missouri, MT Montana, NE Nebraska, NV "
        "Nevada, NH New Hampshire, NJ New Jersey, NM New Mexico, NY New York, NC North Carolina, ND North Dakota, "
        "MP Northern Mariana Islands, OH Ohio, OK Oklahoma, OR Oregon, PA Pennsylvania, PR Puerto Rico, RI Rhode "
        "Island, SC South Carolina, SD South Dakota, TN Tennessee, TX Texas, UT Utah, VT Vermont, VI Virgin "
        "Islands, VA Virginia, WA Washington, WV West Virginia, WI Wisconsin, WY Wyoming"
    ),
    "CA": _states(
        "AB Alberta, BC British Columbia, MB Manitoba, NB New Brunswick, NL Newfoundland and Labrador, NS "
        "Nova Scotia, NT Northwest Territories, NU Nunavut, ON Ontario, PE Prince Edward Island, QC Quebec, "
        "SK Saskatchewan, YT Yukon"
    ),
    "IN": _states(
        "AN Andaman and Nicobar Islands, AP Andhra Pradesh, AR Arunachal Pradesh, AS Assam, BR Bihar, CH "
        "Chandigarh, CT Chhattisgarh, DH Dadra and Nagar Haveli and Daman and Diu, DL Delhi, GA Goa, GJ "
        "Gujarat, HR Haryana, HP Himachal Pradesh, JK Jammu and Kashmir, JH Jharkhand, KA Karnataka, KL "
        "Kerala, LA Ladakh, LD Lakshadweep, MP Madhya Pradesh, MH Maharashtra, MN Manipur, ML Meghalaya, MZ "
        "Mizoram, NL Nagaland, OR Odisha, PY Puducherry, PB Punjab, RJ Rajasthan, SK Sikkim, TN Tamil Nadu, "
        "TG Telangana, TR Tripura, UP Uttar Pradesh, UT Uttarakhand, WB West Bengal"
    ),
    "AE": _states("AZ Abu Dhabi, AJ Ajman, DU Dubai, FU Fujairah, RK Ras al-Khaimah, SH Sharjah, UQ Umm al-Quwain"),
}
"""By country: the code of a state, and its name."""
