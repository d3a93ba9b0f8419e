"""The catalogue of papers: what can be made, with which parameters, and what is said of wrong ones."""

from collections.abc import Callable

import pytest

from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import AccessDenied, DeskError, NotFound, Refused
from trainingdesk.shared.formatting import Kind
from trainingdesk.shared.text import text
from trainingdesk.usecases.desk import Desk
from trainingdesk.usecases.queries.papers import list_papers, paper_pdf, paper_rows, paper_xlsx, param_choices


def refused(code: str, kind: type[Refused] = Refused):
    return pytest.raises(kind, match=f"^\\('{code}'")


def test_every_paper_says_what_it_needs():
    papers = {paper.id: paper for paper in list_papers()}
    assert {"fees.approval", "fees.ledger", "certificates.class", "certificates.register"} <= set(papers)
    assert papers["fees.approval"].formats == ("pdf",)
    assert not papers["fees.approval"].has_rows
    assert papers["fees.ledger"].formats == ("pdf", "xlsx")
    assert [param.key for param in papers["fees.approval"].params] == ["fee"]
    occasions = [paper.occasion for paper in list_papers()]
    assert occasions == sorted(occasions, key=list(dict.fromkeys(occasions)).index), (
        "one occasion after the other"
    )


def test_wrong_parameters_are_named(desk: Desk):
    with refused("paper.unknown", NotFound):
        desk.ask(paper_pdf, "no.such", {})
    with refused("paper.unknown_param"):
        desk.ask(paper_rows, "fees.ledger", {"jahr": "2026"})
    with refused("paper.missing_param"):
        desk.ask(paper_pdf, "fees.approval", {})
    with refused("paper.bad_value"):
        desk.ask(paper_pdf, "fees.approval", {"fee": "eins"})
    for make in (paper_rows, paper_xlsx):
        with refused("paper.no_form"):
            desk.ask(make, "fees.approval", {"fee": "1"})
    with refused("record.gone", NotFound):
        desk.ask(paper_pdf, "fees.approval", {"fee": "99"})


def made_or_said(make: Callable[[], object]) -> None:
    """Assert that a paper is made, or that one sentence says why not."""
    refused: DeskError | None = None
    try:
        assert make()
    except DeskError as error:
        refused = error
    if refused is not None:
        sentence = text(refused.code, **refused.params)
        assert sentence != refused.code, "a code without words"
        assert "{" not in sentence


@pytest.mark.parametrize("said", ["-1", "0", "12345", "9" * 30, "9" * 5000])
def test_a_number_that_can_not_be_ends_in_a_sentence(desk: Desk, said: str):
    for paper in list_papers():
        kinds = {param.key: param.kind for param in paper.params}
        for key in (key for key, kind in kinds.items() if kind == Kind.INT):
            for make in (paper_rows,) if paper.has_rows else (paper_pdf,):
                made_or_said(lambda make=make, paper=paper, key=key: desk.ask(make, paper.id, {key: said}))


@pytest.mark.parametrize("said", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_a_day_that_can_not_be_ends_in_a_sentence(desk: Desk, said: str):
    for paper in list_papers():
        for param in paper.params:
            if param.kind == Kind.DAY:
                given = {"group": "talent"} if paper.id == "groups.members" else {}
                params = {**given, param.key: said}
                made_or_said(lambda paper=paper, params=params: desk.ask(paper_rows, paper.id, params))


def test_choices_of_a_parameter(desk: Desk):
    assert [choice.title for choice in desk.ask(param_choices, "units")][:2] == [
        "城东区委组织部",
        "城东区委宣传部",
    ]
    assert [choice.value for choice in desk.ask(param_choices, "years")] == ["2026"]
    for source in ("classes", "plans", "menus", "fees", "certificates", "nothing"):
        assert desk.ask(param_choices, source) == ()


def test_a_paper_needs_the_permission_to_read_reports(desk: Desk, sign_in):
    sign_in(Role.TRAINER)
    with pytest.raises(AccessDenied):
        desk.ask(paper_pdf, "fees.ledger", {})
