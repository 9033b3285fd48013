"""Writes `area_codes.tsv` from two PyPI packages that do not copy each other; run it when area codes change.

`phonenumbers` (Google's libphonenumber, Apache 2.0) says which cities a prefix of a landline is from, and which
prefixes exist at all; `phone` (ls0f, MIT) has a long-distance code for the home city of every mobile number. Neither
is a requirement of the product; both are read here, outside its environment:

    pip install --no-deps --target /tmp/area phonenumbers==9.0.43 phone==0.4.5
    PYTHONPATH=/tmp/area .venv/bin/python -m bot.text.places.make_area_codes

A line is the code of a division and its area codes. Where both packages speak, what both say holds; where they
contradict each other, both are written and the reader is asked. A code that libphonenumber does not know is out of
use (0634, 莱芜 until 2019). A province of which only one code is known has that one (海南, 北京). A line without a code
is a county of which neither says that it differs from the city it belongs to, but other sources do.
"""

from __future__ import annotations

import importlib
import re
from collections import defaultdict
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bot.text.entities.gazetteer import gazetteer
from bot.text.entities.make_places import short_name

TABLE = Path(__file__).with_name("area_codes.tsv")
# 独山子, 乌苏 and 沙湾 are served by 奎屯's and 石河子's codes (their pages in encyclopaedias say so); 公主岭 came
# to 长春 in 2020 and may have kept the code of 四平.
_UNSURE = frozenset({"650202", "654202", "654203", "220184"})
_NO_DIVISIONS = frozenset({"湖北|江汉"})  # the oil field, not the district of 武汉
_FILLS = ("88888888", "8888888", "66666666", "6666666", "22222222", "2222222")
Found = dict[str, set[str]]


def landline_codes(phonenumbers: Any) -> list[str]:
    """Every area code without its 0 that a landline may have: 10, 2x and three digits."""
    short = ["10", *(f"2{n}" for n in range(10))]
    wanted = [*short, *(str(n) for n in range(300, 1000))]
    kind = phonenumbers.PhoneNumberType.FIXED_LINE

    def lands(code: str) -> bool:
        numbers = (phonenumbers.PhoneNumber(86, int(code + fill)) for fill in _FILLS)
        return any(phonenumbers.is_valid_number(n) and phonenumbers.number_type(n) == kind for n in numbers)

    return [code for code in wanted if lands(code)]


class Divisions:
    """Finds a division by a name as the packages write it."""

    def __init__(self) -> None:
        self.title = gazetteer().title
        self.provinces = {short_name(name): code for code, name in self.title.items() if len(code) == 2}

    def find(self, written: str) -> list[str]:
        """The codes of 云南省大理白族自治州, 新疆和田地区, 湖北|仙桃: cities before counties, none when not clear."""
        if written in _NO_DIVISIONS:
            return []
        written = written.replace("|", "")
        head = next((p for p in self.provinces if written.startswith(p)), None)
        if head is None:
            return []
        province = self.provinces[head]
        name = re.sub(r"^(?:省|市|(?:壮族|回族|维吾尔)?自治区)", "", written[len(head) :])
        inside = [c for c in self.title if c.startswith(province) and len(c) > 2]
        if not name or (name == head and not any(len(c) == 4 for c in inside)):
            return [province]
        for size in (4, 6):
            exact = [c for c in inside if len(c) == size and self.title[c] == name]
            alike = [c for c in inside if len(c) == size and short_name(self.title[c]) == short_name(name)]
            if exact or len(alike) == 1:
                return exact[:1] or alike
        return []


def by_landline(phonenumbers: Any, divisions: Divisions) -> Found:
    """Division → codes, from libphonenumber's descriptions of prefixes."""
    data: Any = importlib.import_module("phonenumbers.geodata").GEOCODE_DATA
    found: Found = defaultdict(set)
    for code in landline_codes(phonenumbers):
        # The table is packed: 33 stands for 335, the only landline code that begins so.
        told: str = next((data[f"86{code[:n]}"]["zh"] for n in (len(code), 2) if f"86{code[:n]}" in data), "")
        head = ""
        for name in filter(None, told.split("、")):
            province = next((p for p in divisions.provinces if name.startswith(p)), None)
            head = province or head
            for division in divisions.find(name if province else head + name):
                found[division].add(f"0{code}")
    return found


def by_mobile(phone: Any, divisions: Divisions, valid: set[str]) -> Found:
    """Division → codes, from the records of mobile numbers."""
    found: Found = defaultdict(set)
    book = phone.Phone()
    records = book.buf[8 : book.first_phone_record_offset].decode().split("\0")
    for province, city, _, code in (r.split("|") for r in records if r.count("|") == 3):
        for division in divisions.find(f"{province}|{city}") if code in valid else ():
            found[division].add(code)
    return found


def main() -> None:
    """Write the table beside this file; say of which cities nothing is known."""
    phonenumbers: Any = importlib.import_module("phonenumbers")
    phone: Any = importlib.import_module("phone")
    divisions = Divisions()
    valid = {f"0{code}" for code in landline_codes(phonenumbers)}
    land, mobile = by_landline(phonenumbers, divisions), by_mobile(phone, divisions, valid)
    codes: dict[str, set[str]] = {}
    for division in land.keys() | mobile.keys():
        one, other = land.get(division, set()), mobile.get(division, set())
        codes[division] = (one & other) or (one | other)
    for province in divisions.provinces.values():
        inside = {code for division, found in codes.items() if division.startswith(province) for code in found}
        if len(inside) == 1:
            codes = {d: found for d, found in codes.items() if not d.startswith(province)} | {province: inside}
    codes = {d: found for d, found in codes.items() if len(d) < 6 or codes.get(d[:4]) != found}
    codes |= {division: set() for division in _UNSURE}
    head = f"# phonenumbers {version('phonenumbers')} and phone {version('phone')}; written by make_area_codes.py"
    lines = (f"{d}\t{','.join(sorted(codes[d]))}\t{divisions.title[d]}" for d in sorted(codes))
    TABLE.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    silent = [d for d in divisions.title if len(d) == 4 and d not in codes and d[:2] not in codes]
    if silent:
        raise SystemExit(f"no code is known of {' '.join(divisions.title[d] for d in silent)}")


if __name__ == "__main__":
    main()
