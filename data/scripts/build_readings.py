"""Build data/pinyin/readings.txt, the toneless readings of the characters that stand in names.

    python data/scripts/build_readings.py /usr/share/unicode

The folder is Debian's package ``unicode-data`` (Unihan, Unicode License v3). For the 8,105 characters of
通用规范汉字表 every reading of 通用规范汉字字典 is taken (kTGHZ2013, which leaves out the archaic readings that
pypinyin lists: a search for ``gu`` must not find everyone called 家), the usual one first (kMandarin). Other
characters, traditional and rare ones, take kXHC1983 where it is given and kMandarin otherwise.

One line a syllable: the syllable, a tab, the characters whose usual reading it is, a tab, those it is a further
reading of. The build ends with a check against pypinyin, which has to know every usual reading too.
"""

import bz2
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parent.parent / "pinyin" / "readings.txt"

#: Readings that the dictionaries leave out and people's names use.
SPOKEN = {
    "晟": ("sheng",),
    "么": ("yao",),
}

#: What counts as a syllable: interjections such as ``hng`` do not.
_SYLLABLE = re.compile(r"(?=.*[aeiouv])[a-z]+")


def toned_to_plain(reading: str) -> str:
    """Return a pinyin syllable with tone as plain letters: lǜ gives lv, nǚ nv."""
    decomposed = unicodedata.normalize("NFD", reading)
    out: list[str] = []
    for mark in decomposed:
        if mark == "\u0308" and out and out[-1] == "u":
            out[-1] = "v"
        elif not unicodedata.combining(mark):
            out.append(mark)
    return "".join(out)


def read_unihan(folder: Path) -> dict[str, dict[str, list[str]]]:
    """Return ``{property: {character: readings}}`` of the properties that are used."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    with bz2.open(folder / "Unihan_Readings.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("U+"):
                continue
            code, name, value = line.rstrip("\n").split("\t")
            if name not in ("kTGHZ2013", "kXHC1983", "kMandarin"):
                continue
            readings = [
                toned_to_plain(part.split(":")[-1])
                for group in value.split(" ")
                for part in group.split(",")
                if not part[0].isdigit() or ":" in part
            ]
            found[name][chr(int(code.removeprefix("U+"), 16))] = [
                r for r in readings if _SYLLABLE.fullmatch(r)
            ]
    return found


def choose(unihan: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    """Return the readings of every character, the usual one first."""
    chosen: dict[str, list[str]] = {}
    everyday, school, usual = unihan["kTGHZ2013"], unihan["kXHC1983"], unihan["kMandarin"]
    basic = {chr(code) for code in range(0x4E00, 0xA000)}
    for char in sorted((basic & usual.keys()) | everyday.keys() | (school.keys() & usual.keys()) | {"〇"}):
        first = usual.get(char, [])
        rest = everyday.get(char) or school.get(char) or []
        head = [r for r in first if not rest or r in rest]
        chosen[char] = list(
            dict.fromkeys([*head, *rest, *(first if not rest else []), *SPOKEN.get(char, ())])
        )
    chosen["〇"] = ["ling"]
    chosen["嗯"] = ["en"]
    return {char: readings for char, readings in chosen.items() if readings}


def check(chosen: dict[str, list[str]]) -> None:
    """Compare with pypinyin, and say which of the GB2312 and 8,105 characters are missing: none may be."""
    from pypinyin.pinyin_dict import pinyin_dict

    unknown = [
        c
        for c, r in chosen.items()
        if ord(c) in pinyin_dict and r[0] not in {toned_to_plain(x) for x in pinyin_dict[ord(c)].split(",")}
    ]
    print(f"{len(chosen)} characters, {sum(len(r) > 1 for r in chosen.values())} with several readings")
    print("usual reading that pypinyin does not know:", "".join(unknown) or "none")
    gb2312 = [
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8)
        for low in range(0xA1, 0xFF)
    ]
    missing = [c for c in gb2312 if c and c not in chosen]
    if missing:
        raise SystemExit(f"GB2312 characters without a reading: {''.join(missing)}")


def main() -> None:
    chosen = choose(read_unihan(Path(sys.argv[1])))
    check(chosen)
    first: dict[str, list[str]] = defaultdict(list)
    further: dict[str, list[str]] = defaultdict(list)
    for char, readings in chosen.items():
        first[readings[0]].append(char)
        for reading in readings[1:]:
            further[reading].append(char)
    lines = [
        "# Built by data/scripts/build_readings.py from Unihan 15.0 (Unicode License v3); do not edit.\n",
        *(
            f"{s}\t{''.join(first[s])}\t{''.join(further[s])}\n"
            for s in sorted(first.keys() | further.keys())
        ),
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
