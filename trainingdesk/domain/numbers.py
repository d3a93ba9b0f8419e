"""Document numbers as the office writes them: a dated rule holds the pattern, a series gives the number."""

from trainingdesk.domain.errors import Refused


def document_number(pattern: str, *, prefix: str, year: int, sequence: int) -> str:
    """Return a document number, for instance ``城东组训经〔2026〕003号``.

    Raises Refused ``number.bad_pattern`` when the rule's pattern names something that is not known here.
    """
    try:
        return pattern.format(prefix=prefix, year=year, sequence=sequence)
    except (KeyError, IndexError, ValueError, AttributeError):
        raise Refused("number.bad_pattern", pattern=pattern) from None
