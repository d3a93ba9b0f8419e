"""What a file is, told from what it holds and not from its name."""

import re
import zipfile

from trainingdesk.exchange.reading import limits
from trainingdesk.exchange.reading.chains import ends_early
from trainingdesk.exchange.reading.extents import unpacked
from trainingdesk.exchange.reading.values import Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
#: bytes of the head of a zip's first part (APPNOTE 4.3.7); below the tab no text has any
_ZIP_HEAD, _FIRST_TEXT_BYTE = 30, 9
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_FORM = re.compile(rb"<(?:\w+:)?Person[\s>]")
_SPREADSHEET_2003 = re.compile(
    rb"<(?:\w+:)?Workbook\b[^>]*urn:schemas-microsoft-com:office:spreadsheet", re.DOTALL
)
#: A web page, or the beginning of one that personnel systems put out with nothing around its table.
_WEB = re.compile(rb"<(?:!doctype\s+html|html|head|meta|style|body|table)(?![\w:-])", re.IGNORECASE)
#: A web page in one file with its parts, as Excel saves it (.mht).
_PACKED_WEB = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)
_OTHER_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\?xml\b")
#: What office programs leave beside a workbook while it is open, of a few hundred bytes.
_LOCKS, _MOST_LOCK = ("~$", ".~lock."), 2048
#: An .lrm file is a list of quoted texts, the name first, 47 of them or more.
_OLD_FORM = re.compile(r'\s*"[^"]{1,20}"(?:,"[^"]*"){20,}', re.DOTALL)
_HEAD = 8192


def text_head(data: bytes) -> bytes:
    """Return the beginning of a text file in ASCII, whatever its width, for looking at its tags."""
    head = data[:_HEAD]
    return head.replace(b"\x00", b"") if b"\x00" in head else head


def kind_of(data: bytes, name: str) -> str:
    """Return ``xlsx``, ``xls``, ``ods``, ``lrmx``, ``xml`` (spreadsheet of 2003), ``html`` or ``text``.

    Raises Unreadable for everything else, with the sentence that helps: ``workbook.encrypted``,
    ``workbook.half_written``, ``workbook.binary``, ``workbook.archive``, ``workbook.old_form``,
    ``workbook.lock_file``, ``workbook.not_a_workbook``.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise Unreadable("workbook.encrypted", file=name)
        if not any(stream in data for stream in _BOOK_STREAMS):
            if _mostly_empty(data):
                raise Unreadable("workbook.damaged", file=name)
            cut_off = ends_early(data)  # and so may have lost the names of what is in it
            raise Unreadable("workbook.half_written" if cut_off else "workbook.not_a_workbook", file=name)
        return "xls"
    if data.startswith(_EMPTY_ZIP):
        raise Unreadable("workbook.not_a_workbook", file=name)
    if data.startswith(_ZIP):
        return "zip"
    # a zip's head holds small numbers, a text that begins with these letters (PKID) none
    if data[:2] == b"PK" and (len(data) < len(_ZIP) or min(data[:_ZIP_HEAD]) < _FIRST_TEXT_BYTE):
        raise Unreadable("workbook.half_written", file=name)
    if data[:2] == b"\x09\x08" or data[:3] in {b"\x09\x04\x06", b"\x09\x02\x06"}:
        return "xls"  # a bare stream of records, as some old programs write
    if len(data) < _MOST_LOCK and name.startswith(_LOCKS):
        raise Unreadable("workbook.lock_file", file=name)
    head = text_head(data)
    if data.startswith((b"%PDF", b"Rar!", b"7z\xbc\xaf", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        raise Unreadable("workbook.not_a_workbook", file=name)
    if _FORM.search(head):
        return "lrmx"
    if _SPREADSHEET_2003.search(head):
        return "xml"
    if _WEB.search(head) or is_packed_web(data):
        return "html"
    if _OTHER_XML.match(head):
        form = name.lower().endswith(".lrmx")
        raise Unreadable("workbook.no_form" if form else "workbook.not_a_workbook", file=name)
    return "text"


def is_packed_web(data: bytes) -> bool:
    """Return whether a file is a web page with its parts in one, .mht, by whatever name it goes."""
    return bool(_PACKED_WEB.match(data[:_HEAD]))


def is_old_form(text: str) -> bool:
    """Return whether a text is a 任免表 of the old program, .lrm."""
    return bool(_OLD_FORM.match(text))


def _mostly_empty(data: bytes) -> bool:
    return len(data.strip(b"\x00")) < 600


def unpacks_too_big(archive: zipfile.ZipFile, size: int) -> bool:
    """Return whether a zip of so many bytes says that it unpacks to more than any roster does, or than it can hold.

    What it says is held against what it holds while its parts are unpacked (``extents.unpacked``).
    """
    parts = archive.infolist()
    whole = sum(part.file_size for part in parts)
    if whole <= limits.SELDOM_UNPACKED:
        return False
    open_document = any(part.filename == "content.xml" for part in parts)
    times = limits.MOST_TIMES_OPEN if open_document else limits.MOST_TIMES
    return (
        whole > limits.MOST_UNPACKED
        or whole > size * times
        or any(part.file_size > max(part.compress_size * times, limits.SELDOM_UNPACKED) for part in parts)
    )


def kind_of_zip(archive: zipfile.ZipFile, name: str, size: int) -> str:
    """Return ``xlsx`` or ``ods`` for a zip of so many bytes.

    Raises Unreadable as :func:`kind_of` does, and ``workbook.unpacks_too_big``.
    """
    parts = {part.filename: part for part in archive.infolist()}
    if any(part.flag_bits & 1 for part in parts.values()):
        raise Unreadable("workbook.encrypted", file=name)
    if unpacks_too_big(archive, size):
        raise Unreadable("workbook.unpacks_too_big", file=name)
    if "xl/workbook.bin" in parts:
        raise Unreadable("workbook.binary", file=name)
    if "content.xml" in parts:
        if "META-INF/manifest.xml" in parts:
            with archive.open("META-INF/manifest.xml") as stream:
                if b"encryption-data" in stream.read(limits.MOST_SMALL_PART):
                    raise Unreadable("workbook.encrypted", file=name)
        _check_sizes(archive, name)
        with archive.open("mimetype") as stream:
            if stream.read(80).endswith(b"spreadsheet"):
                return "ods"
        raise Unreadable("workbook.not_a_workbook", file=name)
    if any(part.startswith("xl/") for part in parts):
        return "xlsx"
    inside = any(part.lower().endswith((".xlsx", ".xls", ".csv", ".lrmx", ".et")) for part in parts)
    raise Unreadable("workbook.archive" if inside else "workbook.not_a_workbook", file=name)


def _check_sizes(archive: zipfile.ZipFile, name: str) -> None:
    """Unpack the parts once without keeping them: they are as large as they say."""
    for part in archive.namelist():
        for _chunk in unpacked(archive, part, name):
            pass
