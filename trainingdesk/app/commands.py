"""What each word of the command line does."""

from argparse import Namespace
from errno import ENOSPC
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trainingdesk.app.report import Answer
from trainingdesk.domain.errors import EnvironmentProblem, Refused
from trainingdesk.shared.text import _, ngettext, text

if TYPE_CHECKING:
    from trainingdesk.domain.papers.rows import Paper


def new_desk(arguments: Namespace) -> Answer:
    """Make a new desk, empty or filled with the demo district."""
    from trainingdesk.app.session import read_password
    from trainingdesk.usecases.demo.accounts import DEMO_CLERK, DEMO_PASSWORD
    from trainingdesk.usecases.demo.build import create_demo
    from trainingdesk.usecases.desk import NewDesk, create_desk

    if arguments.demo:
        desk, counts = create_demo(arguments.db)
        desk.close()
        facts: dict[str, Any] = {"db": arguments.db, "demo": True, "user": DEMO_CLERK, **counts}
        return facts, [
            _("The demo district is in {file}.").format(file=arguments.db),
            _("Sign in as {login} with the password {password}.").format(
                login=DEMO_CLERK, password=DEMO_PASSWORD
            ),
        ]
    if not (arguments.office and arguments.user and arguments.name):
        raise Refused("desk.new_needs")
    password = read_password(_("Password of {login}: ").format(login=arguments.user))
    new = NewDesk(arguments.office, arguments.user, arguments.name, password, arguments.prefix)
    create_desk(arguments.db, new).close()
    line = _("The desk of {office} is in {file}.").format(office=arguments.office, file=arguments.db)
    return {"db": arguments.db, "demo": False, "user": arguments.user}, [line]


def roster_import(arguments: Namespace) -> Answer:
    """Bring a workbook in, or say what that would do."""
    from trainingdesk.app.roster_import import import_workbook

    return import_workbook(arguments)


def roster_search(arguments: Namespace) -> Answer:
    """Find people as the window does."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.usecases.queries.roster import search_people

    with acting_desk(arguments) as desk:
        total, hits = desk.ask(search_people, arguments.text, limit=max(1, arguments.limit))
    people = [
        {"id": hit.id, "name": hit.name, "unit": hit.unit, "post": hit.post, "id_number": hit.id_masked}
        for hit in hits
    ]
    lines = [f"{hit.name}\t{hit.unit}\t{hit.post}\t{hit.id_masked}" for hit in hits]
    lines.append(ngettext("{count} person", "{count} people", total).format(count=total))
    return {"count": total, "people": people}, lines


def roster_export(arguments: Namespace) -> Answer:
    """Write the roster as a workbook."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.domain.roster.views import PersonFilter
    from trainingdesk.usecases.roster_files import export_roster

    with acting_desk(arguments) as desk:
        count = export_roster(desk, arguments.out, PersonFilter())
    line = ngettext("{count} person is in {file}.", "{count} people are in {file}.", count)
    line = line.format(count=count, file=arguments.out)
    return {"count": count, "file": arguments.out}, [line]


def roster_template(arguments: Namespace) -> Answer:
    """Write forms for the units to fill in: one into a file, or one a unit into a folder."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.usecases.queries.roster_template import named_unit
    from trainingdesk.usecases.roster_files import export_template, export_templates

    with acting_desk(arguments) as desk:
        units = [desk.ask(named_unit, word) for word in arguments.unit]
        if arguments.out.is_dir():
            if arguments.below:
                raise Refused("template.below_folder")
            forms, people = export_templates(desk, arguments.out, units)
        elif len(units) == 1:
            forms, people = 1, export_template(desk, arguments.out, units[0], below=arguments.below)
        else:
            raise Refused("template.folder_needed")
    line = ngettext(
        "{forms} form is in {file} (people: {people}).",
        "{forms} forms are in {file} (people: {people}).",
        forms,
    )
    said = line.format(forms=forms, people=people, file=arguments.out)
    return {"forms": forms, "people": people, "file": arguments.out}, [said]


def report_list(_arguments: Namespace) -> Answer:
    """Name every paper and its parameters, with the values of those that are the same on every desk."""
    from trainingdesk.usecases.paper_params import fixed_choices
    from trainingdesk.usecases.queries.papers import list_papers

    titles = {paper: text(paper.title) if paper.title_is_code else _(paper.title) for paper in list_papers()}
    facts = [
        {
            "id": paper.id,
            "title": title,
            "formats": list(paper.formats),
            "params": [
                {
                    "key": param.key,
                    "required": param.required,
                    "title": _(param.title),
                    "values": {one.value: one.title for one in fixed_choices(param.choices)},
                }
                for param in paper.params
            ],
        }
        for paper, title in titles.items()
    ]
    lines = [
        "\t".join((paper.id, title, ", ".join(paper.formats), _param_words(paper)))
        for paper, title in titles.items()
    ]
    return {"count": len(facts), "papers": facts}, lines


def _param_words(paper: "Paper") -> str:
    """Return a paper's parameters as they are typed, those it can do without in brackets."""
    from trainingdesk.usecases.paper_params import typed_form

    return " ".join(typed_form(one) if one.required else f"[{typed_form(one)}]" for one in paper.params)


def parse_params(pairs: list[str]) -> dict[str, str]:
    """Return ``K=V`` words as parameters; raises Refused ``paper.bad_param``."""
    params: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise Refused("paper.bad_param", given=pair)
        params[key] = value
    return params


def _save(path: Path, content: bytes) -> None:
    """Write a paper whole; raises Refused ``paper.is_folder`` and ``desk.no_folder``, and what the disk says."""
    from trainingdesk.shared.files import write_whole

    if path.is_dir():
        raise Refused("paper.is_folder", file=path)
    if not path.parent.is_dir():
        raise Refused("desk.no_folder", folder=path.parent)
    try:
        write_whole(path, content)
    except OSError as error:
        full = error.errno == ENOSPC
        raise EnvironmentProblem("desk.disk_full" if full else "paper.not_written", file=path) from error


#: parameters that are ids, and may be typed as a name: their choices → what is named
_NAMED = {"units": "unit", "people": "person"}


def report_render(arguments: Namespace) -> Answer:
    """Make one paper as a file."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.usecases.queries.papers import list_papers, named_person, paper_pdf, paper_xlsx
    from trainingdesk.usecases.queries.roster_template import named_unit
    from trainingdesk.usecases.whole_numbers import ask_paper

    params = parse_params(arguments.param)
    with acting_desk(arguments) as desk:
        for paper in list_papers():
            for one in paper.params if paper.id == arguments.id else ():
                name = _NAMED.get(one.choices)
                said = params.get(one.key, "").strip()
                if name and said and not said.isdecimal():
                    params[one.key] = str(desk.ask(named_unit if name == "unit" else named_person, said))
        make = paper_pdf if arguments.format == "pdf" else paper_xlsx
        content = ask_paper(desk, make, arguments.id, params)
    _save(arguments.out, content)
    line = _("{file} is written.").format(file=arguments.out)
    return {"id": arguments.id, "file": arguments.out, "bytes": len(content)}, [line]


def certificate_list(arguments: Namespace) -> Answer:
    """Show the register."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.usecases.queries.certificates import register

    with acting_desk(arguments) as desk:
        rows = desk.ask(register, class_code=arguments.class_code)
    facts = [
        {
            "id": row.id,
            "number": row.number,
            "name": row.name,
            "class": row.class_title,
            "day": row.issued_day,
            "state": row.state.value,
        }
        for row in rows
    ]
    lines = [
        f"{row.number}\t{row.name}\t{row.class_title}\t{row.issued_day}\t{text(f'certificate_state.{row.state}')}"
        for row in rows
    ]
    lines.append(ngettext("{count} certificate", "{count} certificates", len(rows)).format(count=len(rows)))
    return {"count": len(rows), "certificates": facts}, lines


def certificate_render(arguments: Namespace) -> Answer:
    """Write a certificate byte for byte as it was issued; a voided one with the mark over it, and say so."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.domain.codes import CertificateState
    from trainingdesk.usecases.queries.certificates import certificate_by_number, frozen_certificate

    with acting_desk(arguments) as desk:
        row = desk.ask(certificate_by_number, arguments.number)
        content = desk.ask(frozen_certificate, arguments.number)
    _save(arguments.out, content)
    lines = [_("{file} is written.").format(file=arguments.out)]
    if row.state is CertificateState.VOID:
        lines.append(text("certificate.stamped", number=row.number, reason=row.void_reason))
    facts = {"number": row.number, "state": row.state.value, "file": arguments.out, "bytes": len(content)}
    return facts, lines


def certificate_void(arguments: Namespace) -> Answer:
    """Void a certificate; its number stays used."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.usecases.commands.certificates import VoidCertificate
    from trainingdesk.usecases.queries.certificates import certificate_id

    with acting_desk(arguments) as desk:
        found = desk.ask(certificate_id, arguments.number)
        desk.execute(VoidCertificate(certificate_id=found, reason=arguments.reason))
    line = _("Certificate {number} is void.").format(number=arguments.number)
    return {"id": found, "number": arguments.number, "state": "void"}, [line]


def backup_create(arguments: Namespace) -> Answer:
    """Make and verify a backup."""
    from trainingdesk.app.session import acting_desk
    from trainingdesk.usecases.safekeeping import backup_now

    with acting_desk(arguments) as desk:
        backup = backup_now(desk, arguments.folder)
    line = _("The backup {file} is made and verified.").format(file=backup.path)
    return {"file": backup.path, "at": backup.at, "bytes": backup.size}, [line]


def backup_list(arguments: Namespace) -> Answer:
    """Show the backups, newest first."""
    from trainingdesk.usecases.safekeeping import restorable_files

    backups = restorable_files(arguments.db)
    if not backups and not arguments.db.exists():
        raise Refused("desk.missing", file=arguments.db)
    facts = [{"file": b.path, "at": b.at, "reason": b.reason, "bytes": b.size} for b in backups]
    lines = [
        f"{b.at.astimezone():%Y-%m-%d %H:%M}\t{text(f'backup.reason.{b.reason}')}\t{b.size // 1024} KB\t{b.path.name}"
        for b in backups
    ]
    return {"count": len(facts), "backups": facts}, lines or [_("There is no backup yet.")]


def _backup_path(arguments: Namespace) -> Path:
    """Return the backup that was named by path, or by its name in the desk's backup folder."""
    from trainingdesk.usecases.safekeeping import backup_folder

    given: Path = arguments.file
    inside = backup_folder(arguments.db) / given.name
    return inside if not given.exists() and inside.exists() else given


def backup_verify(arguments: Namespace) -> Answer:
    """Check a backup."""
    from trainingdesk.usecases.safekeeping import verify_backup_file

    path = _backup_path(arguments)
    contents = verify_backup_file(path)
    people = contents.counts.get("person", 0)
    line = _("The backup {file} is sound: {people} people.").format(file=path.name, people=people)
    return {"file": path, "sound": True, "version": contents.version, "counts": contents.counts}, [line]


def backup_restore(arguments: Namespace) -> Answer:
    """Put a backup in the desk's place; the present file is set aside."""
    from trainingdesk.app.session import restore_as

    path = _backup_path(arguments)
    aside = restore_as(arguments, path)
    lines = [
        _("The desk is as it was in {file}.").format(file=path.name),
    ]
    kept = aside.exists()
    if kept:
        lines.append(_("The file that stood there is kept as {file}.").format(file=aside.name))
    return {"file": arguments.db, "backup": path, "set_aside": aside if kept else None}, lines


def user_password(arguments: Namespace) -> Answer:
    """Change one's own password."""
    from trainingdesk.app.session import change_own_password

    login = change_own_password(arguments)
    return {"user": login}, [_("The password of {login} is changed.").format(login=login)]


def check(arguments: Namespace) -> Answer:
    """Say in plain words what is wrong with a desk; exit code 3 when something is."""
    from trainingdesk.app.report import DONE, MACHINE, problem_sentence
    from trainingdesk.usecases.safekeeping import check_desk_file

    found = check_desk_file(arguments.db)
    lines = [problem_sentence(problem) for problem in found] or [text("check.sound")]
    problems = [
        {"code": problem.code, "params": problem.params, "text": problem_sentence(problem)}
        for problem in found
    ]
    facts = {"db": arguments.db, "sound": not found, "count": len(found), "problems": problems}
    return {**facts, "exit_code": MACHINE if found else DONE}, lines


def tour(arguments: Namespace) -> Answer:
    """Do the whole job once on a fresh demo district."""
    from trainingdesk.app.tour.run import run_tour

    return run_tour(arguments.out, quiet=arguments.json)
