"""The catalogue of papers: what can be made, with which parameters, and what is said of wrong ones."""

import pytest

from trainingdesk.domain.access import Role
from trainingdesk.domain.errors import AccessDenied, NotFound, Refused
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
