"""The columns of political statuses and of Party entry, each of which may say what belongs into the other."""

from trainingdesk.domain.errors import Severity
from trainingdesk.domain.roster import cells
from trainingdesk.domain.roster.cells import Flaw
from trainingdesk.domain.roster.political_since import (
    OTHER_SINCE,
    SINCE_DIFFERS,
    SINCE_READ,
    other_party,
    status_and_since,
)
from trainingdesk.domain.roster.row_reading import Reading
from trainingdesk.domain.roster.sheet import Spellings


def settle_party(reading: Reading, spellings: Spellings) -> None:
    """Take 中共党员 that stands in 入党时间 as the political status, where the row says none, and say so."""
    political = reading.values["political"]
    _split_party(reading, spellings)
    _settle_other_parties(reading, spellings)
    for line, flaw in list(reading.flawed.get("party_entry", {}).items()):
        if flaw.code != "roster.no_party_entry" or political[line]:
            continue
        text = reading.cell_text("party_entry", line)
        yes = text.upper() in cells.IS_MEMBER
        said = spellings.political.get(cells.key_of("党员" if yes else text), "")
        if said and not reading.cell_text("political", line):
            political[line] = said
            code = "roster.party_member" if yes else "roster.party_is_political"
            reading.flawed["party_entry"][line] = flaw._replace(code=code)


def _split_party(reading: Reading, spellings: Spellings) -> None:
    """Take 中共党员（2005.6） apart, and ask where the column of Party entry says another month."""
    raw, read = reading.sheet.columns.get("political", ()), cells.month_reader()
    political, entry = reading.values["political"], reading.values["party_entry"]
    found = {cell: status_and_since(cell, spellings.political, read) for cell in set(raw)}
    for line, cell in enumerate(raw if any(found.values()) else ()):
        if (said := found[cell]) is None:
            continue
        political[line], since = said
        text = reading.cell_text("party_entry", line)
        member = spellings.political.get(cells.key_of(text), "").startswith("中共")
        if not text or member or text.upper() in cells.IS_MEMBER or entry[line] == since:
            entry[line] = since
            reading.report(SINCE_READ, "political", line, Severity.NOTE, status=said[0], since=since)
        elif entry[line]:
            choices = [entry[line], since]
            reading.report(SINCE_DIFFERS, "party_entry", line, Severity.QUESTION, said=since, choices=choices)
            entry[line] = ""


def _settle_other_parties(reading: Reading, spellings: Spellings) -> None:
    """Take 民盟 and 2007.10（民建） that stand in 入党时间 as the political status, where the row says none; the day into the note."""
    flawed, raw = reading.flawed.get("party_entry", {}), reading.sheet.columns.get("party_entry", ())
    found = {raw[line]: other_party(raw[line], spellings.political) for line in flawed}
    for line in [line for line in flawed if found[raw[line]]]:
        status, text = found[raw[line]], reading.cell_text("party_entry", line)
        if not reading.cell_text("political", line):
            reading.values["political"][line] = status
        flawed[line] = Flaw("roster.party_is_political", Severity.NOTE)
        if any(map(str.isdigit, text)):
            reading.keep_beside("party_entry", line, text, Flaw(OTHER_SINCE, Severity.NOTE))
