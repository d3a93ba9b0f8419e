"""People, units, and the roster narrowed by a rank or a status, for the search from anywhere."""

from collections.abc import Sequence

from trainingdesk.domain.access import Permission
from trainingdesk.domain.roster.said_codes import codes_said
from trainingdesk.domain.roster.views import RosterHits
from trainingdesk.shared.text import _, text
from trainingdesk.ui.shell.finder import FinderProvider, Hit
from trainingdesk.ui.workspace import Place, Workspace
from trainingdesk.usecases.queries.roster import search_people, search_roster


def providers(space: Workspace) -> list[FinderProvider]:
    """Return what finds people by name, initials or a number's tail, units by name or initials, and filters by their words."""

    def people(term: str, limit: int) -> Sequence[Hit]:
        found: RosterHits = space.desk.ask(search_roster, term, limit)
        hits = [
            Hit(
                hit.name,
                " · ".join(part for part in (hit.unit, hit.post) if part),
                "user",
                Place("roster", {"person": hit.id}),
            )
            for hit in found.people
        ]
        if len(hits) == limit:
            # who stands behind the last one is in the roster too
            total, _first = space.desk.ask(search_people, term, 1)
            words = _("All {count} found by “{typed}”, in the list").format(count=total, typed=term)
            hits.append(Hit(words, "", "users", Place("roster", {"search": term})))
        return hits

    def units(term: str, limit: int) -> Sequence[Hit]:
        found: RosterHits = space.desk.ask(search_roster, term, limit)
        return [
            Hit(
                hit.name,
                _("formerly {name}").format(name=hit.former) if hit.former else "",
                "building",
                Place("roster", {"unit": hit.id}),
                exact=hit.exact,
            )
            for hit in found.units
        ]

    def filters(term: str, limit: int) -> Sequence[Hit]:
        said = codes_said(term)
        found = [
            *(("rank", _("Rank"), code, text(f"rank.{code}")) for code in said.ranks),
            *(("status", _("Status"), code, text(f"person_status.{code}")) for code in said.statuses),
        ]
        return [
            Hit(
                words if term in words else _("{words} ({typed})").format(words=words, typed=term),
                _("filter the roster: {heading}").format(heading=heading),
                "filter",
                Place("roster", {"filter": {field: code}}),
            )
            for field, heading, code, words in found[:limit]
        ]

    return [
        FinderProvider(_("Filters of the roster"), filters, Permission.ROSTER_READ, records=False),
        FinderProvider(_("People"), people, Permission.ROSTER_READ),
        FinderProvider(_("Units"), units, Permission.ROSTER_READ),
    ]
