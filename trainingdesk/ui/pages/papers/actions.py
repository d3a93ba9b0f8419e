"""What can be done on the Certificates and reports tab."""

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_
from trainingdesk.ui.actions import Action
from trainingdesk.ui.column_choice import columns_action

_P = Permission

ACTIONS: tuple[Action, ...] = (
    Action(
        "papers.print",
        N_("Print…"),
        "papers",
        "print_paper",
        "printer",
        "Ctrl+P",
        _P.REPORT_READ,
        "why_no_paper",
        help=N_("Prints the pages as they are shown."),
        kind="primary",
        find=N_("print, paper, PDF"),
    ),
    Action(
        "papers.pdf",
        N_("Save as PDF…"),
        "papers",
        "save_pdf",
        "download",
        "Ctrl+S",
        _P.REPORT_READ,
        "why_no_paper",
    ),
    Action(
        "papers.xlsx",
        N_("Save as a workbook…"),
        "papers",
        "save_xlsx",
        "file-export",
        "Ctrl+Shift+S",
        _P.REPORT_READ,
        "why_no_workbook",
        help=N_("The same figures, as numbers that can be counted with."),
    ),
    Action(
        "papers.issue",
        N_("Issue certificates…"),
        "papers",
        "issue",
        "certificate",
        "Ctrl+N",
        _P.CERTIFICATE_ISSUE,
        "why_not_issue",
        help=N_("To those chosen in the list, or to all that qualify when nobody is chosen."),
        find=N_("make certificates"),
    ),
    Action(
        "papers.void",
        N_("Void the certificate…"),
        "papers",
        "void",
        "ban",
        "",
        _P.CERTIFICATE_VOID,
        "why_not_void",
        help=N_("Its number stays used, its row stays in the register with the reason."),
        kind="danger",
    ),
    Action(
        "papers.reissue",
        N_("Replace the void certificate…"),
        "papers",
        "reissue",
        "refresh",
        "",
        _P.CERTIFICATE_ISSUE,
        "why_not_reissue",
        help=N_("A new number in the place of the void one; both rows name each other."),
    ),
    Action(
        "papers.print_register",
        N_("Print the register…"),
        "papers",
        "print_register",
        "printer",
        "",
        _P.REPORT_READ,
        "why_no_register",
        help=N_("Prints what is listed, in the order on screen."),
        find=N_("print the register of certificates, ledger of certificates"),
    ),
    columns_action("papers"),
)
