"""The self-test that an installed program runs: a new desk, one import, one paper, in a folder of its own."""

import tempfile
from pathlib import Path

from trainingdesk.app.report import DEFECT, DONE
from trainingdesk.shared.text import _


def self_test() -> int:
    """Open a new desk, import a workbook, mark it, make a PDF; returns 0 when all of it came out right."""
    from trainingdesk.app.tour.line import newcomers
    from trainingdesk.exchange.roster_workbook import write_roster
    from trainingdesk.usecases.commands.roster_import import ImportRoster
    from trainingdesk.usecases.desk import NewDesk, create_desk
    from trainingdesk.usecases.queries.papers import paper_pdf
    from trainingdesk.usecases.queries.roster_import import preview_import
    from trainingdesk.usecases.roster_files import export_problem_rows
    from trainingdesk.usecases.safekeeping import check_desk_file

    with tempfile.TemporaryDirectory(prefix="trainingdesk-") as folder:
        # a Chinese path, because that is where offices keep their files
        place = Path(folder) / "训务台自检"
        place.mkdir()
        password = "self-test-only"  # noqa: S105 - a desk that is thrown away
        desk = create_desk(place / "自检.deskdb", NewDesk("自检办公室", "test", "自检", password))
        try:
            desk.sign_in("test", password)
            workbook = place / "名册.xlsx"
            people = newcomers()
            write_roster(workbook, people)
            preview = desk.ask(preview_import, workbook)
            export_problem_rows(desk, preview.token, place / "问题.xlsx")
            marked = (place / "问题.xlsx").read_bytes()
            created = desk.execute(ImportRoster(token=preview.token, digest=preview.digest)).result["created"]
            paper = desk.ask(paper_pdf, "roster.list", {})
            problems = check_desk_file(desk.path)
        finally:
            desk.close()
    papers = paper.startswith(b"%PDF") and marked.startswith(b"PK")
    right = created == len(people) and papers and not problems
    print(_("Self-test passed.") if right else _("Self-test failed."))
    return DONE if right else DEFECT
