"""The results of formulas go back with them: openpyxl writes a formula without what it came to.

Without it the marked workbook, imported again before any office program has reckoned it, would show errors that the
sender's own file did not have. Programs reckon it anew once they open it.
"""

import io
import re
import zipfile

from trainingdesk.exchange.reading.marks import FORMULA, parts_of_sheets

_PLACE = re.compile(rb"\br=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_TYPE = re.compile(rb"\s+t=[\"'](\w+)[\"']")
#: a formula as openpyxl writes it
_WITHOUT = re.compile(rb"<c\b([^<>]*)(?<!/)>(<f\b[^<>]*?(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)</c>")

#: place → type of a result, b"" for a number, and the result as the file has it
_Results = dict[bytes, tuple[bytes, bytes]]


def with_results(source: bytes, marked: io.BytesIO) -> io.BytesIO:
    """Return a marked workbook with the results that the formulas had in the file it was made of."""
    with zipfile.ZipFile(io.BytesIO(source)) as before, zipfile.ZipFile(marked) as after:
        parts = parts_of_sheets(before)
        found = {
            part: results
            for sheet, part in parts_of_sheets(after).items()
            if sheet in parts and (results := _results(before.read(parts[sheet])))
        }
        if not found:
            marked.seek(0)
            return marked
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
            for part in after.namelist():
                data = after.read(part)
                target.writestr(part, _filled(data, found[part]) if part in found else data)
    whole.seek(0)
    return whole


def _results(sheet: bytes) -> _Results:
    """Return the results of a sheet's formulas."""
    found: _Results = {}
    for formula in FORMULA.finditer(sheet):
        tag, _words, value = formula.groups()
        place = _PLACE.search(tag)
        kind = _TYPE.search(tag)
        if place is not None and (value or (kind is not None and kind[1] == b"str")):
            found[place[1]] = (kind[1] if kind is not None and kind[1] != b"n" else b"", value or b"")
    return found


def _filled(sheet: bytes, results: _Results) -> bytes:
    def fill(cell: re.Match[bytes]) -> bytes:
        tag, formula = cell.groups()
        place = _PLACE.search(tag)
        kind, value = results.get(place[1], (b"", b"")) if place is not None else (b"", b"")
        if not value and kind != b"str":
            return cell[0]
        typed = b' t="' + kind + b'"' if kind else b""
        return b"<c" + _TYPE.sub(b"", tag) + typed + b">" + formula + b"<v>" + value + b"</v></c>"

    return _WITHOUT.sub(fill, sheet)
