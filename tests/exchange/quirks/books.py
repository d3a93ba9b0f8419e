"""Workbooks written cell by cell as raw XML: what Excel, WPS and LibreOffice write, and no library would."""

import zipfile
from dataclasses import dataclass, field
from html import escape

from openpyxl.utils import get_column_letter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
#: style → number format: 0 General, 1 text, 2 0.00, 3 a day, 4 year and month in Chinese (57), 5 0.0
FORMATS = (0, 49, 2, 14, 57, 170)


@dataclass
class Raw:
    """A cell as it stands in the file.

    Attributes:
        inside: what stands in ``<c>``.
        kind: its ``t``.
        style: its ``s``, see FORMATS.
    """

    inside: str
    kind: str = ""
    style: int = 0


def number(value, style=0):
    return Raw(f"<v>{value}</v>", style=style)


def formula(text, value=None, kind=""):
    return Raw(f"<f>{escape(text)}</f>" + ("" if value is None else f"<v>{escape(str(value))}</v>"), kind)


def error(value):
    return Raw(f"<v>{value}</v>", "e")


@dataclass
class Page:
    """A sheet: its rows, its merged ranges as Excel writes them, hidden rows (from 1) and columns (from 1)."""

    rows: list
    name: str = "名册"
    merged: tuple = ()
    hidden: tuple = ()
    hidden_columns: tuple = ()
    state: str = "visible"
    dimension: str = ""
    extra: dict = field(default_factory=dict)


def _cell(row, column, value):
    place = f"{get_column_letter(column)}{row}"
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    cell = value if isinstance(value, Raw) else number(value)
    kind = f' t="{cell.kind}"' if cell.kind else ""
    return f'<c r="{place}" s="{cell.style}"{kind}>{cell.inside}</c>'


def _sheet(page, space):
    lines = []
    for at, row in enumerate(page.rows, 1):
        hidden = ' hidden="1"' if at in page.hidden else ""
        cells = "".join(_cell(at, column, value) for column, value in enumerate(row, 1))
        lines.append(f'<row r="{at}"{hidden}>{cells}</row>')
    columns = "".join(f'<col min="{c}" max="{c}" width="9" hidden="1"/>' for c in page.hidden_columns)
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in page.merged)
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{space}">'
        + (f'<dimension ref="{page.dimension}"/>' if page.dimension else "")
        + (f"<cols>{columns}</cols>" if columns else "")
        + f"<sheetData>{''.join(lines)}</sheetData>"
        + (f"<mergeCells>{merged}</mergeCells>" if merged else "")
        + "</worksheet>"
    )


def write(path, *pages, epoch_1904=False, space=MAIN, styles=True, change=None):
    """Write a workbook and return its path; ``change`` may replace parts: name → content or None to leave it out."""
    sheets = "".join(
        f'<sheet name="{page.name}" sheetId="{at}" state="{page.state}" r:id="rId{at}"/>'
        for at, page in enumerate(pages, 1)
    )
    count = len(pages)
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, count + 1)
    )
    relations += f'<Relationship Id="rId{count + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/>'
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for at in range(1, count + 1)
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>'
        f"{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{space}" xmlns:r="{_RELATIONS}"><workbookPr date1904="{int(epoch_1904)}"/><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    if styles:
        formats = "".join(f'<xf numFmtId="{number}"/>' for number in FORMATS)
        parts["xl/styles.xml"] = (
            f'<styleSheet xmlns="{space}"><numFmts count="1"><numFmt numFmtId="170" formatCode="0.0"/></numFmts>'
            f'<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
            f'<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="{len(FORMATS)}">{formats}</cellXfs></styleSheet>'
        )
    for at, page in enumerate(pages, 1):
        parts[f"xl/worksheets/sheet{at}.xml"] = _sheet(page, space)
    parts.update(change or {})
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return path
