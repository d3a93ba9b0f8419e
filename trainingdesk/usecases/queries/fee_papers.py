"""What the papers of money are made from: the approval form and the ledger."""

from datetime import date
from typing import TYPE_CHECKING

from trainingdesk.domain.fees.rows import FeeCard, FeeStepRow, LedgerFilter
from trainingdesk.domain.fees.rules import FeeAction
from trainingdesk.persistence.readmodels import fees as reads
from trainingdesk.persistence.readmodels.office import office_facts
from trainingdesk.shared.clock import local_day
from trainingdesk.shared.text import Label
from trainingdesk.usecases.papers import Params, drawn_paper, table_paper
from trainingdesk.usecases.queries.fees import fee_card
from trainingdesk.usecases.reader import Reader

if TYPE_CHECKING:
    from trainingdesk.documents.catalogue.fees import Opinion, Payment
    from trainingdesk.documents.definition import Content


@drawn_paper("fees.approval")
def approval_form(reader: Reader, params: Params) -> bytes:
    """Return the approval form of a request (P4.1); raises NotFound ``record.gone``."""
    from trainingdesk.documents.catalogue.fees import ApprovalFace, ApprovalLine, draw_approval

    card = fee_card(reader, int(params["fee"]))
    row, training_class = card.row, card.training_class
    applied = _last(card, FeeAction.SUBMIT)
    return draw_approval(
        ApprovalFace(
            number=row.number,
            purpose=row.title,
            class_title=training_class.title,
            class_code=training_class.code,
            start=training_class.start_day,
            end=training_class.end_day,
            days=row.days,
            persons=row.persons,
            lines=tuple(
                ApprovalLine(Label(f"fee_item.{line.item}"), line.text, line.basis, line.amount)
                for line in card.lines
            ),
            total=row.total,
            standard=card.standard.composite,
            inside=card.standing.inside,
            ceiling=card.standing.ceiling,
            source=card.standing.source,
            place=training_class.place,
            is_main=training_class.is_main,
            others=card.standing.others,
            requested=_opinion(applied, row.requester),
            reviewed=_opinion(_last(card, FeeAction.REVIEW) if row.reviewer_id else None),
            approved=_opinion(_last(card, FeeAction.APPROVE) if row.approver_id else None),
            payment=_payment(reader, row.id),
            office=office_facts(reader.connection).name,
            applied_on=local_day(applied.at) if applied else None,
            printed_on=reader.today,
        )
    )


def _last(card: FeeCard, action: FeeAction) -> FeeStepRow | None:
    return next((step for step in reversed(card.trail) if step.action is action), None)


def _opinion(step: FeeStepRow | None, name: str = "") -> "Opinion":
    from trainingdesk.documents.catalogue.fees import Opinion

    if step is None:
        return Opinion(name)
    return Opinion(step.actor, step.opinion, local_day(step.at))


def _payment(reader: Reader, fee_id: int) -> "Payment | None":
    from trainingdesk.documents.catalogue.fees import Payment

    entry = reads.payment_of(reader.connection, fee_id)
    return None if entry is None else Payment(entry.day, entry.party, -entry.amount, entry.actor)


@table_paper("fees.ledger")
def ledger_report(reader: Reader, params: Params) -> "Content":
    """Return the ledger of a year, or the whole of it, with what was brought forward.

    Kind and search on screen narrow nothing here: each line has the running balance of the account, and with lines left
    out it would not add up from one line to the next.
    """
    from trainingdesk.documents.catalogue.fees import LedgerLine, ledger_content

    year = int(params["year"]) if "year" in params else None
    wanted = LedgerFilter()
    if year is not None:
        wanted = LedgerFilter(first_day=date(year, 1, 1), last_day=date(year, 12, 31))
    rows = reads.ledger_rows(reader.connection, wanted)
    before = None
    if year is not None:
        before = rows[0].balance - rows[0].amount if rows else reads.balance_before(reader.connection, year)
    return ledger_content(
        [
            LedgerLine(
                row.day,
                Label(f"ledger_kind.{row.kind}"),
                row.text,
                row.party,
                row.request_number,
                row.amount,
                row.balance,
            )
            for row in rows
        ],
        period=str(year) if year is not None else "",
        brought_forward=before or None,
        office=office_facts(reader.connection).name,
        data_date=reader.today,
        printed_on=reader.today,
    )
