"""Build data/strokes/strokes.txt, the strokes of the characters that stand in names, for 姓氏笔画 order.

    npm pack cnchar-order && tar xzf cnchar-order-*.tgz
    python data/scripts/build_strokes.py package/cnchar.order.min.js /usr/share/unicode

The first is the npm package ``cnchar-order`` (MIT, by theajack): a letter for every stroke of 6,939 characters, with the
kind of stroke each letter stands for. The folder is Debian's package ``unicode-data`` (Unihan, Unicode License v3),
whose kTotalStrokes gives the number of strokes of every other character that ``data/pinyin`` knows.

One line a sequence: the strokes in order of writing (横 1, 竖 2, 撇 3, 点 and 捺 4, 折 5; 提 counts as 横 and 竖钩 as 竖,
as GB 13000.1 字符集汉字笔顺规范 has it), a tab, the characters. A line that begins with ``=`` has the number of strokes
alone, for characters whose sequence neither source gives.
"""

import bz2
import json
import re
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).parent.parent
TARGET = DATA / "strokes" / "strokes.txt"

#: Kind of stroke, by the name the package gives it; every other one is bent (折).
KINDS = {"横": "1", "提": "1", "竖": "2", "竖钩": "2", "撇": "3", "点": "4", "点2": "4", "捺": "4"}
BENT = "5"

#: Surnames whose sequence the package leaves out.
OWN = {"郤": "343425152"}

#: The order that research/performance.md and the 20th Congress's list of deputies ask for.
ORDERED = "丁于王韦支尤车戈牛毛仇公卞文方孔邓"


def sequences(package: Path) -> dict[str, str]:
    """Return the strokes of every character of the package as figures."""
    tables = [
        json.loads(found) for found in re.findall(r"JSON\.parse\('(.*?)'\)", package.read_text("utf-8"))
    ]
    letters, kinds = tables[:2]
    figure = {letter: KINDS.get(kind["name"], BENT) for letter, kind in kinds.items()}
    found = {char: "".join(figure[letter] for letter in word) for char, word in letters.items()}
    return {char: word for char, word in found.items() if len(char) == 1} | OWN


def totals(folder: Path) -> dict[str, int]:
    """Return the number of strokes of every character of Unihan, the mainland's count first."""
    found: dict[str, int] = {}
    with bz2.open(folder / "Unihan_IRGSources.txt.bz2", "rt", encoding="utf-8") as lines:
        for line in lines:
            if "\tkTotalStrokes\t" in line:
                code, _name, value = line.rstrip("\n").split("\t")
                found[chr(int(code.removeprefix("U+"), 16))] = int(value.split(" ")[0])
    return found


def known_characters() -> set[str]:
    """Return the characters whose reading the program knows."""
    lines = (DATA / "pinyin" / "readings.txt").read_text("utf-8").splitlines()
    return {char for line in lines if not line.startswith("#") for char in "".join(line.split("\t")[1:])}


def check(strokes: dict[str, str], total: dict[str, int]) -> None:
    """Say where the two sources differ, and stop when the known order does not come out."""
    print(f"{len(strokes)} characters with their sequence")
    apart = [
        f"{char} {len(word)}/{total[char]}"
        for char, word in strokes.items()
        if total.get(char, len(word)) != len(word)
    ]
    print("counts that differ from Unihan:", ", ".join(apart) or "none")
    places = [(len(strokes[char]), strokes[char]) for char in ORDERED]
    if places != sorted(places):
        raise SystemExit(f"not in order: {' '.join(char + strokes[char] for char in ORDERED)}")


def main() -> None:
    strokes, total = sequences(Path(sys.argv[1])), totals(Path(sys.argv[2]))
    check(strokes, total)
    by_sequence: dict[str, list[str]] = defaultdict(list)
    for char in sorted(strokes):
        by_sequence[strokes[char]].append(char)
    by_count: dict[int, list[str]] = defaultdict(list)
    for char in sorted(known_characters() - strokes.keys()):
        if char in total:
            by_count[total[char]].append(char)
    lines = [
        "# Built by data/scripts/build_strokes.py from npm cnchar-order 3.2.6 (MIT, see LICENSE-cnchar.txt) and\n",
        "# Unihan 15.0 (Unicode License v3); do not edit.\n",
        "# Strokes in order of writing (横1 竖2 撇3 点捺4 折5), tab, characters; =N: their number alone is known.\n",
        *(f"{s}\t{''.join(by_sequence[s])}\n" for s in sorted(by_sequence, key=lambda s: (len(s), s))),
        *(f"={number}\t{''.join(by_count[number])}\n" for number in sorted(by_count)),
    ]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("".join(lines), encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
