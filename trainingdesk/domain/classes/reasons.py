"""Why a class is in the wrong state for something, and the way to the right one: true in every state."""

from trainingdesk.domain.codes import ClassState
from trainingdesk.domain.errors import Refused
from trainingdesk.shared.text import Label

_S = ClassState

_OPEN, _START, _REOPEN = "class.way.open", "class.way.start", "class.way.reopen"
_OVER, _FIXED, _CANCELLED = "class.way.enrolment_over", "class.way.fixed", "class.way.cancelled"

#: refusal → state → the code of the way out
_WAYS: dict[str, dict[ClassState, str]] = {
    "class.not_enrolling": {_S.PLANNED: _OPEN, _S.APPROVED: _OPEN, _S.ASSESSING: _OVER, _S.CLOSED: _OVER},
    "class.not_withdrawing": {_S.PLANNED: _OPEN, _S.APPROVED: _OPEN, _S.CLOSED: _REOPEN},
    "class.not_gradable": {
        _S.PLANNED: _START,
        _S.APPROVED: _START,
        _S.ENROLLING: _START,
        _S.CLOSED: _REOPEN,
    },
    "class.not_editable": {_S.ASSESSING: _FIXED, _S.CLOSED: _FIXED},
    "attendance.class_not_running": {
        _S.PLANNED: _START,
        _S.APPROVED: _START,
        _S.ENROLLING: _START,
        _S.CLOSED: _REOPEN,
    },
}


def not_in_state(code: str, state: ClassState) -> Refused:
    """Return the refusal of what a class's state does not allow, with the way out from that very state."""
    way = _CANCELLED if state is _S.CANCELLED else _WAYS[code][state]
    return Refused(code, state=Label(f"class_state.{state}"), way=Label(way))
