"""Who may do what: permissions, roles, and the two-person rule.

A permission is ``area:thing:action``. A person may hold several roles; rules that look at the *person* and not at
the role (nobody approves what they requested, P4.1) are decided with the facts of the case in the area's rules.
"""

from dataclasses import dataclass
from enum import StrEnum


class Permission(StrEnum):
    """Everything that can be allowed, in alphabetical order."""

    ATTENDANCE_CLOSE = "attendance:session:close"  #: close a half-day's roll call
    ATTENDANCE_MARK = "attendance:mark:add"  #: mark one person, or all that are unmarked
    ATTENDANCE_READ = "attendance:mark:read"  #: see roll calls
    ATTENDANCE_REOPEN = "attendance:session:reopen"  #: reopen a closed roll call, with a reason
    BACKUP_CREATE = "backup:file:create"  #: make and verify a backup
    BACKUP_RESTORE = "backup:file:restore"  #: put a backup in the place of the present file
    CERTIFICATE_ISSUE = "certificate:register:issue"  #: draw numbers and issue certificates
    CERTIFICATE_READ = "certificate:register:read"  #: see and print the register
    CERTIFICATE_VOID = "certificate:register:void"  #: void a certificate, with a reason
    CLASS_APPROVE = "class:plan:approve"  #: approve a planned class
    CLASS_ASSESS = "class:grade:edit"  #: enter grades
    CLASS_CLOSE = "class:state:close"  #: close a class and fix who has completed it
    CLASS_EDIT = "class:record:edit"  #: make and change classes and their half-days
    CLASS_ENROL = "class:enrolment:edit"  #: enrol and withdraw people
    CLASS_READ = "class:record:read"  #: see classes
    DESK_OWN = (
        "desk:file:keep"  #: set up the file and note sign-ins: held by no role, only by the desk itself
    )
    FEE_APPROVE = "fee:request:approve"  #: approve what another person requested and a third reviewed
    FEE_PAY = "fee:request:pay"  #: pay an approved request and book it
    FEE_READ = "fee:request:read"  #: see requests and the ledger
    FEE_REQUEST = "fee:request:edit"  #: write and submit requests
    FEE_REVIEW = "fee:request:review"  #: review what another person requested
    LEDGER_BOOK = "ledger:entry:add"  #: book allocations and counter-entries
    LOG_READ = "log:entry:read"  #: read the log and check the desk
    MENU_EDIT = "menu:record:edit"  #: keep courses, faculty and the draft of the menu
    MENU_ISSUE = "menu:record:issue"  #: issue the year's menu
    MENU_READ = "menu:record:read"  #: see courses, faculty and menus
    OFFICE_EDIT = "office:record:edit"  #: change the office's name and the rules
    PLAN_EDIT = "plan:version:edit"  #: propose and save plans
    PLAN_READ = "plan:version:read"  #: see plans
    REPORT_READ = "report:paper:read"  #: see, print and save reports
    RESERVE_OVERRIDE = "roster:reserve:override"  #: approve that somebody untrained is admitted (P3.4)
    ROSTER_EDIT = "roster:person:edit"  #: keep units and people
    ROSTER_EXPORT = "roster:file:export"  #: take the roster out as a workbook
    ROSTER_IMPORT = "roster:file:import"  #: bring a workbook of people in
    ROSTER_READ = "roster:person:read"  #: see people, sensitive numbers masked
    ROSTER_REVEAL = "roster:person:reveal"  #: show a masked number, which is logged
    UNDO = "desk:step:undo"  #: take back one's own last step
    USER_EDIT = "user:account:edit"  #: make users, give roles, reset passwords


class Role(StrEnum):
    """The offices a user can hold on this desk."""

    CLERK = "clerk"  #: 经办
    REVIEWER = "reviewer"  #: 审核
    APPROVER = "approver"  #: 审批
    FUND_KEEPER = "fund_keeper"  #: 专户管理员
    TRAINER = "trainer"  #: 班主任、跟班
    ADMINISTRATOR = "administrator"  #: 系统管理员
    READ_ONLY = "read_only"  #: 只读


_P = Permission
_READ = frozenset(
    {
        _P.ATTENDANCE_READ,
        _P.CERTIFICATE_READ,
        _P.CLASS_READ,
        _P.FEE_READ,
        _P.MENU_READ,
        _P.PLAN_READ,
        _P.REPORT_READ,
        _P.ROSTER_READ,
    }
)

#: What each role may do. An administrator keeps users, rules and backups and does not touch money or marks.
ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.CLERK: _READ
    | {
        _P.ATTENDANCE_CLOSE,
        _P.ATTENDANCE_MARK,
        _P.BACKUP_CREATE,
        _P.CERTIFICATE_ISSUE,
        _P.CERTIFICATE_VOID,
        _P.CLASS_ASSESS,
        _P.CLASS_CLOSE,
        _P.CLASS_EDIT,
        _P.CLASS_ENROL,
        _P.FEE_REQUEST,
        _P.MENU_EDIT,
        _P.PLAN_EDIT,
        _P.ROSTER_EDIT,
        _P.ROSTER_EXPORT,
        _P.ROSTER_IMPORT,
        _P.ROSTER_REVEAL,
        _P.UNDO,
    },
    Role.REVIEWER: _READ | {_P.ATTENDANCE_REOPEN, _P.FEE_REVIEW, _P.LOG_READ},
    Role.APPROVER: _READ
    | {_P.CLASS_APPROVE, _P.FEE_APPROVE, _P.LOG_READ, _P.MENU_ISSUE, _P.RESERVE_OVERRIDE},
    Role.FUND_KEEPER: _READ | {_P.FEE_PAY, _P.LEDGER_BOOK},
    Role.TRAINER: frozenset(
        {_P.ATTENDANCE_CLOSE, _P.ATTENDANCE_MARK, _P.ATTENDANCE_READ, _P.CLASS_ASSESS, _P.CLASS_READ, _P.UNDO}
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            _P.BACKUP_CREATE,
            _P.BACKUP_RESTORE,
            _P.LOG_READ,
            _P.OFFICE_EDIT,
            _P.REPORT_READ,
            _P.ROSTER_READ,
            _P.USER_EDIT,
        }
    ),
    Role.READ_ONLY: _READ,
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return everything that the holder of these roles may do."""
    return frozenset().union(*(ROLE_PERMISSIONS[role] for role in roles))


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a signed-in user, or the desk itself.

    Attributes:
        user_id: the user's id, None for the desk itself.
        login: the sign-in name.
        name: the person's name.
        roles: the roles held.
        permissions: what they allow.
    """

    user_id: int | None
    login: str
    name: str
    roles: frozenset[Role]
    permissions: frozenset[Permission]


def signed_in(user_id: int, login: str, name: str, roles: frozenset[Role]) -> Actor:
    """Return the actor for a user who gave the right password."""
    return Actor(user_id, login, name, roles, permissions_of(roles))


#: The desk itself: sets up a new file, notes sign-ins, builds the demo district.
DESK = Actor(None, "", "", frozenset(), frozenset(Permission))
