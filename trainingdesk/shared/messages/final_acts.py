"""Sentences about acts that undo does not reach: that they stand, and what to do instead."""

from trainingdesk.shared.text import N_

MESSAGES = {
    "undo.final": N_("The last act, “{act}” ({time}), can't be taken back. {instead}"),
    "instead.account": N_("Accounts are put right under System, Users: “Change the user…”."),
    "instead.certificate": N_(
        "What was issued stays on record: void what is wrong (Certificates and reports, “Void the certificate…”), then"
        " replace it."
    ),
    "instead.certificate_void": N_(
        "A void number stays void; “Replace the void certificate…” makes a new one in its place."
    ),
    "instead.class_approved": N_("A class that is not to be held is cancelled: Classes, “Cancel class”."),
    "instead.class_closed": N_("A closing is taken back with a reason: Classes, “Reopen class”."),
    "instead.class_reopened": N_("Close the class again once it is right: Classes, “Close class”."),
    "instead.course": N_("What is wrong in it is put right under Menu, “Change course or teacher…”."),
    "instead.declined": N_("A decision is reopened with a reason: Roster, Groups, “Take the refusal back…”."),
    "instead.exit": N_(
        "The person can be recommended again: Roster, “Put into a group…”. “Take off the list…” puts a wrong day or"
        " reason right."
    ),
    "instead.fee_opinion": N_(
        "It stays in the trail of the request; before payment the request can be returned: Fees, “Return the request…”."
    ),
    "instead.fee_returned": N_("The requester can submit it again: Fees, “Submit”."),
    "instead.fee_withdrawn": N_("Submit the request again: Fees, “Submit”."),
    "instead.import": N_("Import the file once more: Roster, “Import a roster…”."),
    "instead.ledger": N_(
        "Entries of the ledger stay: book the opposite under Fees, Ledger, “Take the entry back…”."
    ),
    "instead.menu": N_(
        "An issued menu is frozen; changes go into a supplement: Menu, “New menu or supplement…”."
    ),
    "instead.merge_parted": N_("Join the two records again: Roster, “Find duplicates…”."),
    "instead.office": N_("Set the names as they should be: System, “Names of the office…”."),
    "instead.override": N_("Before the admission it can be refused with a reason: “Refuse the exception…”."),
    "instead.pair": N_("Say again that they are two people: Roster, “Find duplicates…”."),
    "instead.refused": N_("Ask again with a better reason: Roster, Groups, “Ask for an exception…”."),
    "instead.reopened": N_("Decide again: Roster, Groups, “Not admit…”."),
    "instead.roll_closed": N_("A roll call is reopened with a reason: Attendance, “Reopen the roll call…”."),
    "instead.roll_reopened": N_("Close the roll call again: Attendance, “Close the roll call”."),
    "instead.rule": N_("Set the value that should hold: System, Rules, “New value of the rule…”."),
}
