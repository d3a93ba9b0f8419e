"""Fee requests, their approval, and the ledger of the dedicated account."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    "fee.state.draft": N_("Draft"),
    "fee.state.submitted": N_("Waiting for review"),
    "fee.state.reviewed": N_("Waiting for approval"),
    "fee.state.approved": N_("Waiting for payment"),
    "fee.state.paid": N_("Paid"),
    "fee.state.returned": N_("Returned"),
    "fee.state.withdrawn": N_("Withdrawn"),
    "fee.action.submit": N_("Submit"),
    "fee.action.review": N_("Pass the review"),
    "fee.action.approve": N_("Approve the request"),
    "fee.action.pay": N_("Pay the request"),
    "fee.action.return": N_("Return the request"),
    "fee.action.withdraw": N_("Withdraw request"),
    "fee.action.counter": N_("Take back the payment"),
    "fee.did.submit": N_("submitted it"),
    "fee.did.review": N_("passed the review"),
    "fee.did.approve": N_("approved it"),
    "fee.did.pay": N_("paid it"),
    "fee.did.return": N_("returned it"),
    "fee.did.withdraw": N_("withdrew it"),
    "fee.did.counter": N_("took the payment back"),
    "fee.not_yours": N_("Only {who}, who wrote this request, can do this."),
    "fee.not_editable": N_(
        "The request is in the state “{state}” and can't be changed. The requester can withdraw it first, "
        "or a reviewer returns it."
    ),
    "fee.own_review": N_("Another person must review this: you are the requester."),
    "fee.own_approval": N_("Another person must approve this: you are the requester."),
    "fee.own_payment": N_("Another person must pay this: you are the requester."),
    "fee.own_return": N_("This is your own request: withdraw it instead of returning it."),
    "fee.reviewer_approves": N_("Another person must approve this: you have reviewed it."),
    "fee.reviewer_pays": N_("Another person must pay this: you have reviewed it."),
    "fee.approver_pays": N_("Another person must pay this: you have approved it."),
    "fee.no_reason": N_("Write down the reason: it stays with the record."),
    "fee.return_by_approver": N_("This is already reviewed; the approver returns it."),
    "fee.return_by_reviewer": N_("This still waits for review; the reviewer returns it."),
    "fee.no_amount": N_("A line has no amount. Write it in yuan, or take the line out."),
    "fee.no_payee": N_("Write down who is paid."),
    "fee.no_title": N_("A fee request needs a title: what the money is for."),
    "fee.no_persons": N_("The number of people must be at least 1."),
    "fee.no_days": N_("The number of days must be at least 1."),
    "fee.no_lines": N_("The request has no lines yet. Add at least one before you submit it."),
    "fee.class_cancelled": N_("The class was cancelled; nothing can be spent on it."),
    "fee.over_ceiling": N_(
        "{total} yuan is {over} above the ceiling of {ceiling} yuan. Lower the lines, or check people and days. "
        "Rule: {source}."
    ),
    "fee.over_ceiling_together": N_(
        "With the {others} yuan that other requests for this class already take, {total} yuan is {over} above the "
        "ceiling of {ceiling} yuan. Rule: {source}."
    ),
    "fee.note_persons": N_("{persons} people are asked for; the class takes {capacity}."),
    "fee.note_days": N_(
        "{days} days are asked for; with one day to register and one to leave the class has at most {most}."
    ),
    "fee.note_item": N_(
        "{item}: {over} yuan above its own part of the standard ({standard}). Items may be moved between one "
        "another; the total is what counts."
    ),
    "ledger.no_text": N_("Write down what the entry is."),
    "ledger.future_day": N_("{day} is still to come. An entry is booked on its day or later."),
    "ledger.before_last": N_(
        "The last entry is of {day}; entries follow each other by day. Book it on that day or later and write the "
        "day of the receipt into the text."
    ),
    "ledger.opening_not_first": N_(
        "The ledger already has entries; an opening balance can only be the first. Book an allocation instead."
    ),
    "ledger.not_covered": N_(
        "The account holds {balance} yuan and can't cover {amount}: {missing} yuan is missing. Book an allocation "
        "first."
    ),
    "ledger.counter_of_counter": N_("A counter-entry can't be taken back. Book the right entry anew."),
    "ledger.countered": N_("This entry has already been taken back."),
    "ledger.counter_not_covered": N_(
        "The account holds {balance} yuan; taking back {amount} would leave it below zero. The money is already "
        "spent."
    ),
    "number.bad_pattern": N_(
        "The number pattern “{pattern}” can't be used. It may name prefix, year and sequence; an administrator can "
        "set it: System, Rules."
    ),
    "undo.create_fee": N_("write fee request {number}"),
    "undo.change_fee": N_("change fee request {number}"),
    "undo.submit_fee": N_("submit fee request {number}"),
}
