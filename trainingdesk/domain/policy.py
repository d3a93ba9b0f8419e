"""The rules in force on one day: numbers and wordings that a regulation may change, each with its source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from trainingdesk.domain.errors import Refused


@dataclass(frozen=True, slots=True)
class RuleValue:
    """One rule in force.

    Attributes:
        value: number, text, list or table as it was entered; a fraction as ``"1/7"``.
        source: law, document number and article.
        valid_from: first day it is in force.
    """

    value: Any
    source: str
    valid_from: date


class Policy:
    """The rules in force on one day, by name."""

    def __init__(self, day: date, rules: Mapping[str, RuleValue]) -> None:
        self.day = day
        self._rules = dict(rules)

    def has(self, key: str) -> bool:
        """Return whether a rule is in force on the day."""
        return key in self._rules

    def rule(self, key: str) -> RuleValue:
        """Return a rule; raises Refused ``rule.missing`` when none is in force on the day."""
        try:
            return self._rules[key]
        except KeyError:
            raise Refused("rule.missing", key=key, day=self.day) from None

    def whole(self, key: str) -> int:
        """Return a rule that is a whole number."""
        return int(self.rule(key).value)

    def fraction(self, key: str) -> Fraction:
        """Return a rule that is an exact fraction."""
        return Fraction(self.rule(key).value)

    def text(self, key: str) -> str:
        """Return a rule that is a wording."""
        return str(self.rule(key).value)

    def codes(self, key: str) -> frozenset[str]:
        """Return a rule that is a list of codes."""
        return frozenset(self.rule(key).value)

    def table(self, key: str) -> Any:
        """Return a rule that is a table."""
        return self.rule(key).value

    def source(self, key: str) -> str:
        """Return where a rule comes from."""
        return self.rule(key).source
