"""What regions are understood, and what the built-in groups hold."""

from __future__ import annotations

CODES = frozenset("""
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR
GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT
MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ
UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
""".split())

# Some of what else is understood: alpha-3 codes and English names of the regions that worlds are made of.
OTHER_NAMES = {
    "UK": "GB", "EL": "GR",
    "GBR": "GB", "DEU": "DE", "FRA": "FR", "USA": "US", "CHE": "CH", "JEY": "JE", "GUF": "GF", "GRC": "GR",
    "UNITED KINGDOM": "GB", "GERMANY": "DE", "FRANCE": "FR", "UNITED STATES": "US", "SWITZERLAND": "CH", "JERSEY": "JE",
    "FRENCH GUIANA": "GF", "GREECE": "GR",
}

_EU = set("AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE AX GF GP MQ MF RE YT".split())

GROUPS = {
    "EU": _EU,
    "EEA": _EU | {"IS", "LI", "NO"},
    "UK": {"GB"},
    "CH": {"CH"},
    "UK-crown-dependencies": {"JE", "GG", "IM"},
    "Gibraltar": {"GI"},
    "EU-overseas": set("BL PM NC PF WF TF AW CW SX BQ GL".split()),
    "Svalbard": {"SJ"},
    "Faroes": {"FO"},
}


def understand(written: str | None) -> str | None:
    """The code that somebody meant; None where it is not understood."""
    if written is None:
        return None
    word = written.upper()
    return word if word in CODES else OTHER_NAMES.get(word)


def members(names: list[str], groups: dict) -> set[str]:
    """The codes that codes and groups of them name. A policy's group may name others."""
    found: set[str] = set()
    for name in names:
        if name in groups:
            found |= members(groups[name], groups)
        elif name in GROUPS:
            found |= GROUPS[name]
        else:
            found.add(name)
    return found
