"""The chains of sectors of an .xls: one that runs in a circle keeps calamine reading until it has no memory left.

MS-CFB (the compound file of Office 97) writes for each sector which one follows; section 2.3 (FAT), 2.5 (DIFAT).
"""

import struct
import sys
from array import array

_LARGEST = 0xFFFFFFFA  #: sector numbers end below; above stand marks: end of a chain, free, a part of the table itself
_HEADER = 512
_FIRST_TABLES = 109
_FREE = 0xFFFFFFFF  #: a sector that nothing stands in
_NUMBER = "I"  #: four bytes, as a sector holds them


def runs_in_circles(data: bytes) -> bool:
    """Return whether any chain of sectors comes back to itself; False for what is no compound file.

    A sector that stands twice in the list of tables, or a table as its own list, counts as a circle too.
    """
    if len(data) < _HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in {9, 12}:
        return False
    size = 1 << shift

    def sector(number: int) -> "array[int]":
        start = (number + 1) * size
        numbers = array(_NUMBER)
        if start + size <= len(data):
            numbers.frombytes(data[start : start + size])
            if sys.byteorder == "big":
                numbers.byteswap()
        return numbers

    tables = list(struct.unpack_from(f"<{_FIRST_TABLES}I", data, 76))
    (further,) = struct.unpack_from("<I", data, 68)
    lists = set[int]()
    while further < _LARGEST:
        numbers = sector(further)
        if further in lists:
            return True
        lists.add(further)
        if not numbers:  # the file ends before
            break
        tables += numbers[:-1]
        further = numbers[-1]
    tables = [number for number in tables if number < _LARGEST]
    if len(set(tables)) < len(tables):
        return True
    follows = array(_NUMBER)
    for number in tables:
        follows += sector(number)
    if _circle(follows):
        return True
    (mini,) = struct.unpack_from("<I", data, 60)
    small = array(_NUMBER)
    while mini < min(_LARGEST, len(follows)):  # no circle in it: it ends
        small += sector(mini)
        mini = follows[mini]
    return _circle(small)


def _circle(follows: "array[int]") -> bool:
    """Return whether following the numbers from any place comes back to a place that was passed."""
    walk_of = array(_NUMBER, bytes(len(follows) * follows.itemsize))
    for start in range(len(follows)):
        place, walk = start, start + 1
        while place < len(follows) and not walk_of[place]:
            walk_of[place] = walk
            place = follows[place]
        if place < len(follows) and walk_of[place] == walk:
            return True
    return False


def ends_early(data: bytes) -> bool:
    """Return whether a compound file was cut off: its directory, its table or a sector in use lies behind its end."""
    if len(data) < _HEADER:
        return True
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in {9, 12}:
        return False
    size = 1 << shift
    (directory,) = struct.unpack_from("<I", data, 48)
    tables = [number for number in struct.unpack_from(f"<{_FIRST_TABLES}I", data, 76) if number < _LARGEST]
    follows = array(_NUMBER)
    for number in tables:
        follows.frombytes(data[(number + 1) * size : (number + 2) * size].ljust(size, b"\xff"))
    if sys.byteorder == "big":
        follows.byteswap()
    used = next((place for place in range(len(follows) - 1, -1, -1) if follows[place] != _FREE), 0)
    return bool((max(directory, used, *tables, 0) + 1) * size >= len(data))
