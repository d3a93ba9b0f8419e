"""The chains of sectors of an .xls: one that runs in a circle keeps calamine reading until it has no memory left.

MS-CFB (the compound file of Office 97) writes for each sector which one follows; section 2.3 (FAT), 2.5 (DIFAT).
"""

import struct

_LARGEST = 0xFFFFFFFA  #: sector numbers end below; above stand marks: end of a chain, free, a part of the table itself
_HEADER = 512
_FIRST_TABLES = 109


def runs_in_circles(data: bytes) -> bool:
    """Return whether any chain of sectors comes back to itself; False for what is no compound file."""
    if len(data) < _HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in {9, 12}:
        return False
    size = 1 << shift
    each = size // 4

    def sector(number: int) -> tuple[int, ...]:
        start = (number + 1) * size
        part = data[start : start + size]
        return struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])

    tables = list(struct.unpack_from(f"<{_FIRST_TABLES}I", data, 76))
    further, seen = struct.unpack_from("<I", data, 68)[0], set[int]()
    while further < _LARGEST:
        if further in seen:
            return True
        seen.add(further)
        numbers = sector(further)
        if len(numbers) < each:  # the file ends before
            break
        tables += numbers[:-1]
        further = numbers[-1]
    follows: list[int] = []
    for number in tables:
        if number < _LARGEST:
            follows += sector(number)
    (mini,) = struct.unpack_from("<I", data, 60)
    if _circle(follows):
        return True
    small: list[int] = []
    while mini < min(_LARGEST, len(follows)):
        small += sector(mini)
        mini = follows[mini]
    return _circle(small)


def _circle(follows: list[int]) -> bool:
    """Return whether following the numbers from any place comes back to a place that was passed."""
    walk_of = [0] * len(follows)
    for start in range(len(follows)):
        place, walk = start, start + 1
        while place < len(follows) and not walk_of[place]:
            walk_of[place] = walk
            place = follows[place]
        if place < len(follows) and walk_of[place] == walk:
            return True
    return False
