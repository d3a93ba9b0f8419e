"""Acts that undo does not reach, each with the code of what to do instead; and those that are no acts on the office's data.

Whoever presses Ctrl+Z after one of them means that act: undo says so before it offers an older step.
"""

#: command → code of the sentence that says what to do instead
FINAL_ACTS = {
    "AddCourse": "instead.course",
    "AddLecturer": "instead.course",
    "AddUser": "instead.account",
    "ApproveClass": "instead.class_approved",
    "ApproveFee": "instead.fee_opinion",
    "ApproveOverride": "instead.override",
    "BookAllocation": "instead.ledger",
    "BookCounterEntry": "instead.ledger",
    "BookOpening": "instead.ledger",
    "ChangeOffice": "instead.office",
    "ChangeUser": "instead.account",
    "CloseClass": "instead.class_closed",
    "CloseSession": "instead.roll_closed",
    "DecideAgainst": "instead.declined",
    "ExitReserve": "instead.exit",
    "IssueCertificates": "instead.certificate",
    "IssueMenu": "instead.menu",
    "LookAgain": "instead.pair",
    "PayFee": "instead.ledger",
    "RefuseOverride": "instead.refused",
    "PutRulesBack": "instead.rule",
    "ReissueCertificate": "instead.certificate",
    "ReopenCandidate": "instead.reopened",
    "ReopenClass": "instead.class_reopened",
    "ReopenSession": "instead.roll_reopened",
    "ResetPassword": "instead.account",
    "ReturnFee": "instead.fee_returned",
    "ReturnFeeFromApproval": "instead.fee_returned",
    "RevertImport": "instead.import",
    "ReviewFee": "instead.fee_opinion",
    "SeparatePeople": "instead.merge_parted",
    "SetRule": "instead.rule",
    "VoidCertificate": "instead.certificate_void",
    "WithdrawFee": "instead.fee_withdrawn",
}

#: commands that leave the office's data as they were, or that set the file up: no one means them by Ctrl+Z
NO_ACTS = frozenset(
    {
        "BuildDemo",
        "ChangePassword",
        "NoteExport",
        "NoteSignIn",
        "NoteUpkeep",
        "RevealNumber",
        "SetUpDesk",
        "UndoLast",
    }
)
