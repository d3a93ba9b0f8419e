"""The tabs: what stands behind each is imported when it is first shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from trainingdesk.domain.access import Permission
from trainingdesk.shared.text import N_, _
from trainingdesk.ui.actions import Action
from trainingdesk.ui.page import Page
from trainingdesk.ui.shell.finder import FinderProvider
from trainingdesk.ui.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One tab.

    Attributes:
        id: the page's id; its package is ``trainingdesk.ui.pages.<id>``.
        title: English source text.
        permission: what a person needs to see the tab at all.
        factory_path: ``module:Class``, a :class:`~trainingdesk.ui.page.Page`.
        actions_path: ``module:NAME``, a tuple of :class:`~trainingdesk.ui.actions.Action`; imported at sign-in, so
            that the finder knows what can be done on pages that were never opened. It imports nothing heavy.
    """

    id: str
    title: str
    icon: str
    permission: Permission | None
    factory_path: str
    actions_path: str = ""

    @property
    def words(self) -> str:
        """The title in the language in force."""
        return _(self.title)

    def factory(self) -> type[Page]:
        """Import and return the page's class."""
        module, _colon, name = self.factory_path.partition(":")
        page: type[Page] = getattr(import_module(module), name)
        return page

    def actions(self) -> tuple[Action, ...]:
        """Import and return the page's actions."""
        module, _colon, name = self.actions_path.partition(":")
        if not module:
            return ()
        actions: tuple[Action, ...] = getattr(import_module(module), name)
        return actions

    def providers(self, space: Workspace) -> list[FinderProvider]:
        """Return what of this page's area the finder can find: ``finding.providers(space)``, if there is one."""
        module = f"{self.factory_path.rpartition('.')[0]}.finding"
        if find_spec(module) is None:
            return []
        found: list[FinderProvider] = import_module(module).providers(space)
        return found


def _spec(page: str, title: str, icon: str, permission: Permission | None, name: str) -> PageSpec:
    package = f"trainingdesk.ui.pages.{page}"
    return PageSpec(page, title, icon, permission, f"{package}.page:{name}", f"{package}.actions:ACTIONS")


_P = Permission

#: The tabs in their order.
PAGES: tuple[PageSpec, ...] = (
    _spec("overview", N_("Desk"), "home", None, "OverviewPage"),
    _spec("roster", N_("Roster"), "users", _P.ROSTER_READ, "RosterPage"),
    _spec("planning", N_("Plan"), "calendar", _P.PLAN_READ, "PlanningPage"),
    _spec("menu", N_("Menu"), "book-2", _P.MENU_READ, "MenuPage"),
    _spec("classes", N_("Classes"), "school", _P.CLASS_READ, "ClassesPage"),
    _spec("attendance", N_("Attendance"), "list-check", _P.ATTENDANCE_READ, "AttendancePage"),
    _spec("fees", N_("Fees"), "coin", _P.FEE_READ, "FeesPage"),
    _spec("papers", N_("Certificates and reports"), "certificate", _P.REPORT_READ, "PapersPage"),
    _spec("office", N_("System"), "settings", None, "OfficePage"),
)


def present(pages: Iterable[PageSpec] = PAGES) -> tuple[PageSpec, ...]:
    """Return the tabs whose packages are installed (a build for the classroom leaves some out)."""

    def there(page: PageSpec) -> bool:
        module = page.factory_path.partition(":")[0]
        return find_spec(module.rpartition(".")[0]) is not None and find_spec(module) is not None

    return tuple(page for page in pages if there(page))
