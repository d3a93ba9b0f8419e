"""Workbooks made for the tests: invented people, ID numbers on the region code 999901 that is never issued."""

from datetime import date

from openpyxl import Workbook

from trainingdesk.domain.values import id_check_digit

HEADER = ["姓名", "性别", "出生年月", "身份证号", "工作单位", "职务", "职级", "手机"]


def id_number(day: date, order: int) -> str:
    """Return a valid ID number; an odd order number is a man's."""
    head = f"999901{day:%Y%m%d}{order:03d}"
    return head + id_check_digit(head)


def save(path, rows, *, header=HEADER, title=None):
    """Write one sheet and return the path."""
    book = Workbook()
    sheet = book.active
    if title:
        sheet.append([title])
        sheet.append([])
    sheet.append(header)
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path
