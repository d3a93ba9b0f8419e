"""Parameters of papers as a person types them: values by their name or by their label, filters in plain words.

A page hands over values; the command line hands over what somebody typed. Both go through :func:`spoken`, which
leaves a value as it is and finds the one that a label stands for.
"""

import json
from collections.abc import Iterable, Sequence

from trainingdesk.domain.codes import CertificateState, GroupKind
from trainingdesk.domain.errors import Refused
from trainingdesk.domain.papers.rows import PaperParam, ParamChoice
from trainingdesk.domain.roster.filter_text import FILTER_CODES, FILTER_KINDS
from trainingdesk.domain.roster.groups import ReservePile
from trainingdesk.domain.roster.order import ORDERS
from trainingdesk.shared.text import _, text

#: the words of a switch, in the languages of the program; the first of each is its value
_YES, _NO = ("1", "yes", "true", "是"), ("0", "no", "false", "否")
#: filter field → the prefix of its codes' labels
FILTER_LABELS = {
    "team": "team",
    "group": "rank_group",
    "rank": "rank",
    "status": "person_status",
    "sex": "sex",
    "membership": "group_kind",
    "authority": "authority",
    "secondment": "secondment_way",
    "line": "line",
    "unit_kind": "unit_kind",
}
#: characters of a wrong value that a sentence repeats
_SHOWN = 60


def fixed_choices(source: str) -> tuple[ParamChoice, ...]:
    """Return the values of a parameter that are the same on every desk, () where they are the desk's own."""
    if source in ORDERS:
        return tuple(ParamChoice(str(order), text(f"person_order.{order}")) for order in ORDERS[source])
    if source == "roster_columns":
        from trainingdesk.documents.catalogue.roster import COLUMNS, USUAL

        return tuple(
            ParamChoice(one.key, _(one.title), "", "usual" if one.key in USUAL else "") for one in COLUMNS
        )
    if source == "member_columns":
        from trainingdesk.documents.catalogue.groups import COLUMNS as COLUMNS_OF_MEMBERS
        from trainingdesk.documents.catalogue.groups import USUAL as USUAL_OF_MEMBERS

        return tuple(
            ParamChoice(one.key, _(one.title), "", "usual" if one.key in USUAL_OF_MEMBERS else "")
            for one in COLUMNS_OF_MEMBERS
        )
    if source == "numbers":
        from trainingdesk.documents.catalogue.roster import MASKED, WHOLE

        return tuple(ParamChoice(one, text(f"paper.numbers_{one}")) for one in (MASKED, WHOLE))
    if source == "reserve_piles":
        return tuple(ParamChoice(pile.value, text(f"reserve_pile.{pile}")) for pile in ReservePile)
    if source == "certificate_states":
        return tuple(
            ParamChoice(state.value, text(f"certificate_state.{state}")) for state in CertificateState
        )
    if source == "groups":
        return tuple(ParamChoice(kind.value, text(f"group_kind.{kind}")) for kind in GroupKind)
    return ()


def typed_form(param: PaperParam) -> str:
    """Return how a parameter is typed, with the values there are: ``order=unit|strokes|…``."""
    if param.choices == "person_filter":
        return f"{param.key}={';'.join(f'{name}={_form_of(name)}' for name in _filter_names())}"
    if param.choices == "yes_no":
        return f"{param.key}=yes|no"
    known = [choice.value for choice in fixed_choices(param.choices)]
    return f"{param.key}={(',' if param.several else '|').join(known)}"


def spoken(param: PaperParam, said: str) -> str:
    """Return what was typed for a parameter as the value it stands for.

    Raises Refused ``paper.bad_choice`` or ``paper.bad_filter`` with the values there are.
    """
    if param.choices == "person_filter":
        return _filter(said)
    if param.choices == "yes_no":
        return _switch(param.key, said)
    known = fixed_choices(param.choices)
    if not known:
        return said
    if param.several:
        words = said.replace("，", ",").replace("、", ",").split(",")
        return ",".join(_one(param.key, word, known, labels=True) for word in words if word.strip())
    turned = "-" if param.choices in ORDERS and said.startswith("-") else ""
    return turned + _one(param.key, said.removeprefix(turned), known)


def _one(key: str, said: str, known: Sequence[ParamChoice], *, labels: bool = False) -> str:
    """Return the value a word stands for; ``labels``: a refusal names what there is by its label."""
    plain = said.strip().casefold()
    for choice in known:
        if plain in {choice.value.casefold(), choice.title.casefold()}:
            return choice.value
    there = [choice.title if labels else choice.value for choice in known]
    raise Refused("paper.bad_choice", param=key, value=said.strip()[:_SHOWN], known=there)


def _switch(key: str, said: str) -> str:
    plain = said.strip().casefold()
    for words in (_YES, _NO):
        if plain in words:
            return words[0]
    raise Refused("paper.bad_choice", param=key, value=said[:_SHOWN], known=["yes", "no"])


def _filter(said: str) -> str:
    """Return a filter as JSON: as a page hands it over, or ``team=party_government;age_to=40`` in plain words."""
    if said.lstrip().startswith(("{", "[")):
        return said
    found: dict[str, object] = {}
    for term in said.replace("；", ";").split(";"):
        name, equals, value = (part.strip() for part in term.partition("="))
        if not name and not equals:
            continue
        if not equals or name not in _filter_names():
            raise Refused("paper.bad_filter", value=term.strip()[:_SHOWN], known=list(_filter_names()))
        found[name] = _filter_value(name, value)
    return json.dumps(found, ensure_ascii=False)


def _filter_value(name: str, value: str) -> object:
    if name in FILTER_CODES:
        codes = [ParamChoice(one.value, text(f"{FILTER_LABELS[name]}.{one}")) for one in FILTER_CODES[name]]
        return _one(name, value, codes)
    kind = FILTER_KINDS[name]
    if kind is bool:
        return _switch(name, value) == _YES[0]
    if kind is int:
        if not value.isdecimal() or len(value) > len("2026"):
            raise Refused("paper.bad_number", param=name, value=value[:_SHOWN])
        return int(value)
    return value


def _filter_names() -> Iterable[str]:
    return (*FILTER_CODES, *FILTER_KINDS)


def _form_of(name: str) -> str:
    if name in FILTER_CODES:
        return "|".join(one.value for one in FILTER_CODES[name])
    return "yes|no" if FILTER_KINDS[name] is bool else ""
