"""From the cells of a sheet to people: every column by its own reader, every problem with its place.

Columns are read one after the other and not row by row, and equal cells only once: units, ranks, months and words
repeat, and a file of 100,000 rows has to be read in about the time its decompression takes.
"""

from collections.abc import Callable, Mapping
from functools import partial

from trainingdesk.domain.codes import PersonStatus, Rank, Sex, Team, UnitKind
from trainingdesk.domain.errors import Problem, Severity
from trainingdesk.domain.roster import cells, statuses
from trainingdesk.domain.roster.cells import Broken, Cell, CellReader, Flaw
from trainingdesk.domain.roster.columns import says_held
from trainingdesk.domain.roster.former_names import is_former_name
from trainingdesk.domain.roster.history import is_service_rank
from trainingdesk.domain.roster.lent_here import with_kinds_noted
from trainingdesk.domain.roster.name_marks import NAME_MARK, is_name_mark, noted_mark
from trainingdesk.domain.roster.no_cadres import ask_no_cadres
from trainingdesk.domain.roster.party_cells import settle_party
from trainingdesk.domain.roster.people import FIELDS, ParsedPerson, ParsedRows
from trainingdesk.domain.roster.post_cells import settle_posts
from trainingdesk.domain.roster.posts import read_posts
from trainingdesk.domain.roster.row_reading import Reading
from trainingdesk.domain.roster.said_beside import said_apart, tells_gone, tells_serving
from trainingdesk.domain.roster.schooling_cells import split_schooling
from trainingdesk.domain.roster.schools import MAJORS, read_school, school_of_highest, with_major
from trainingdesk.domain.roster.sheet import Sheet, Spellings
from trainingdesk.domain.roster.teams import team_of_rank
from trainingdesk.domain.roster.titles import NO_RANK, ranked_by_title, titles_rank
from trainingdesk.domain.roster.unit_kinds import guess_kind
from trainingdesk.domain.roster.unit_post import BETWEEN, cut_cell, cut_like_others, differs, post_in
from trainingdesk.domain.roster.units_in_posts import UNITS_IN_POSTS, units_in_posts
from trainingdesk.domain.roster.wording import height
from trainingdesk.domain.roster.written_ranks import WrittenRank, asks_for_both, written_rank
from trainingdesk.shared.text import Label

#: Told how many columns of how many are read.
ColumnDone = Callable[[int, int], None]
#: columns whose values stand in brackets behind names
_BEHIND_NAMES = ("sex", "ethnicity", "political")
_SCHOOL = ("school", "school_full", "school_service")
#: fields in whose columns 无 says that there is nothing
_SAID = ("unit", "note", "native_place", "birthplace", "technical_title", *_SCHOOL)
#: columns of where the highest education was taken, and of where the others were
_HIGHEST = frozenset({"school", "major"})
_SCHOOLS = frozenset({"school_full", "school_service", "major_full", "major_service"})
#: the note at a name behind which a former one stands
_FORMER_NAME = Flaw("roster.former_name_kept", Severity.NOTE)

_NAME_MARK = Flaw(NAME_MARK, Severity.NOTE)


def parse_rows(
    sheet: Sheet,
    spellings: Spellings,
    done: ColumnDone | None = None,
    units: Mapping[str, str] | None = None,
) -> ParsedRows:
    """Return the people of a sheet and all problems of all its rows.

    A row whose every known cell is blank is passed over. A missing name is an error. Where the ID number and the
    birth or the sex of a row contradict each other, that is a question at the cell, for a person's file may say
    another day than the number; where the row does not say, the ID number does. ``units`` are the roster's units,
    every spelling as :func:`.cells.key_of` makes it → the full name, by which 工作单位及职务 is cut in two.
    """
    reader = _Reader(sheet)
    kinds = _readers(sheet, spellings)
    for step, name in enumerate(FIELDS):
        reader.read(name, kinds[name])
        if done is not None:
            done(step + 1, len(FIELDS))
    reader.settle_units(units or {})
    reader.settle_majors()
    split_schooling(reader, spellings)
    reader.settle_studies()
    settle_party(reader, spellings)
    reader.settle_names(spellings)
    reader.settle_ids()
    if sheet.ranked_by_title and titles_rank(sheet.headers):
        reader.settle_titles(spellings.rank)
    reader.settle_status(spellings)
    reader.settle_written_ranks(spellings, kinds["rank_from"])
    reader.settle_company_ranks(spellings.company)
    reader.settle_ranks()
    settle_posts(reader, spellings, kinds["post_from"])
    return with_kinds_noted(ask_no_cadres(reader.result(), sheet, spellings), sheet)


def _readers(sheet: Sheet, spellings: Spellings) -> dict[str, CellReader]:
    question = Severity.QUESTION
    months = cells.month_reader(epoch_1904=sheet.epoch_1904)
    ranks = cells.rank_reader(spellings.rank, spellings.legacy, spellings.institution, spellings.ladders)
    since = cells.date_reader(whole_days=True, epoch_1904=sheet.epoch_1904)
    schooling = cells.words_reader(spellings.education)
    return {
        "name": cells.read_name,
        "sex": cells.code_reader(spellings.sex, Flaw("roster.sex_unknown")),
        "birth": cells.date_reader(
            whole_days="日" in sheet.headers.get("birth", ""), epoch_1904=sheet.epoch_1904, born=True
        ),
        "id_number": cells.read_id,
        "post": read_posts,
        **dict.fromkeys(("rank", "side_rank"), ranks),
        "team": cells.code_reader(spellings.team, Flaw("roster.team_unknown", question)),
        "authority": cells.code_reader(spellings.authority, Flaw("roster.authority_unknown", question)),
        "status": statuses.status_reader(spellings),
        "phone": cells.read_phone,
        "ethnicity": cells.words_reader(spellings.ethnicity),
        "political": cells.words_reader(spellings.political),
        "work_start": months,
        "party_entry": cells.party_reader(epoch_1904=sheet.epoch_1904),
        "post_from": since,
        "rank_from": since,
        "side_rank_from": since,
        **dict.fromkeys(("education", "education_full", "education_service"), schooling),
        **dict.fromkeys(("degree", "degree_full", "degree_service"), cells.words_reader(spellings.degree)),
        **dict.fromkeys(_SAID, read_school),
        **dict.fromkeys(("unit_from", "team_from", "status_from", "joined_on"), since),
    }


class _Reader(Reading):
    """Settles what one column says by what the others do."""

    def settle_units(self, known: Mapping[str, str]) -> None:
        """Take units from headings where a row has none, and cut 工作单位及职务 in two."""
        units, posts = self.values["unit"], self.values["post"]
        if self.sheet.units:
            titled = self.sheet.units
            for line, number in enumerate(self.sheet.rows):
                if not units[line] and number in titled:
                    units[line] = titled[number]
        raw = self.sheet.columns.get("unit_post")
        if raw is None:
            self._settle_units_in_posts(known)
            return
        lengths = tuple(sorted({len(key) for key in known}, reverse=True))
        cut: dict[Cell, tuple[str, str] | Flaw] = {}
        open_ones: dict[int, Flaw] = {}
        sample = ""
        for line, cell in enumerate(raw):
            found = cut.get(cell)
            if found is None:
                found = cut[cell] = cut_cell(cell, known, lengths)
            unit = units[line]
            if not unit or isinstance(cell, Broken):
                if isinstance(found, Flaw):
                    open_ones[line] = found
                else:
                    units[line], posts[line] = found[0], posts[line] or found[1]
                    if not known and found[1]:
                        sample = sample or BETWEEN.join(found)
            elif other := differs(unit, found, known, cells.text_of(cell)):
                open_ones[line] = other
            else:
                said = post_in(unit, read_posts(cell)) if isinstance(found, Flaw) else found[1]
                posts[line] = posts[line] or said
        for line, (unit, post) in cut_like_others(raw, open_ones, units).items():
            units[line], posts[line] = unit, posts[line] or post
            del open_ones[line]
        if open_ones:
            self.flawed["unit_post"] = open_ones
        if sample:
            header = self.sheet.headers.get("unit_post", "")
            params = {"column": header, "sample": sample}
            self.problems.append(Problem("roster.unit_post_cut", params, header, severity=Severity.NOTE))

    def _settle_units_in_posts(self, known: Mapping[str, str]) -> None:
        """Take units from the beginnings of posts where nothing else says any, and all of them begin with one."""
        raw = self.sheet.columns.get("post")
        if not known or raw is None or self.sheet.units or "unit" in self.sheet.columns:
            return
        cut = units_in_posts(raw, known, tuple(sorted({len(key) for key in known}, reverse=True)))
        if cut is None:
            return
        self.values["unit"] = [unit for unit, _post in cut]
        self.values["post"] = [post for _unit, post in cut]
        header = self.sheet.headers["post"]
        params = {
            "column": header,
            "sample": next(BETWEEN.join(found) for found in cut if found[0]),
            "count": sum(bool(unit) for unit, _post in cut),
        }
        self.problems.append(Problem(UNITS_IN_POSTS, params, header, severity=Severity.NOTE))

    def settle_majors(self) -> None:
        """Put the major behind the school where a column of its own says it (毕业院校、专业)."""
        for major, school in MAJORS.items():
            if major in self.sheet.columns:
                self.read(major, cells.read_said)
                pairs = zip(self.values[school], self.values[major], strict=True)
                self.values[school] = [with_major(*pair) for pair in pairs]

    def settle_studies(self) -> None:
        """Take the higher of full-time and in-service education (全日制、在职) where no column says the highest."""
        for name in ("education", "degree"):
            pair = [
                column for kind in ("full", "service") if (column := f"{name}_{kind}") in self.sheet.columns
            ]
            values = self.values[name]
            if name in self.sheet.columns:
                continue  # a blank there says that it is not known
            for line in range(self.count if pair else 0):
                if not values[line]:
                    words = filter(None, (self.values[column][line] for column in pair))
                    values[line] = min(words, key=partial(height, name), default="")

        if self.sheet.columns.keys().isdisjoint(_HIGHEST) and not self.sheet.columns.keys().isdisjoint(
            _SCHOOLS
        ):
            kinds = ("education_full", "school_full", "education_service", "school_service")
            self.values["school"] = [
                school_of_highest((of_full, full), (of_service, service))
                for of_full, full, of_service, service in zip(
                    *(self.values[name] for name in kinds), strict=True
                )
            ]

    def settle_titles(self, ranks: Mapping[str, str]) -> None:
        """Take the rank of technical staff from their professional title (职称); what is no title but a rank is one alone.

        Who is said to be of another team, or holds another post, has a rank of that ladder, which a title says nothing
        of: that is said, for the same title is a rank in the next row. A column of grades (岗位等级) comes first.
        """
        titles, teams, posts, values = (
            self.values[name] for name in ("technical_title", "team", "post", "rank")
        )
        known = {title: rank for title in set(titles) if (rank := ranks.get(cells.key_of(title)))}
        for line, title in enumerate(titles if known else ()):
            rank = known.get(title)
            if rank is None or self.cell_text("rank", line):
                continue
            if team_of_rank(Rank(rank)) is not Team.TECHNICAL:
                values[line], titles[line] = rank, ""
            elif ranked_by_title(teams[line], posts[line] or self.cell_text("unit_post", line)):
                values[line] = rank
            else:
                self.report(NO_RANK, "technical_title", line, Severity.NOTE)

    def settle_names(self, spellings: Spellings) -> None:
        """Take (女) and （回族） from behind names into their own columns where these are blank."""
        flawed = self.flawed.get("name", {})
        for line in list(flawed):
            cell = self.sheet.columns["name"][line]
            if isinstance(cell, Broken) or flawed[line].code in {cells.TOO_LONG, cells.TWO_NAMES}:
                continue
            bare, suffixes = cells.split_suffix(cell)
            name = cells.read_name(bare)
            if not isinstance(name, str) or not name:
                continue
            left = []
            if all(map(cells.says_how, suffixes)):  # also for a running number before the name alone
                self.values["name"][line] = name
                flawed.pop(line, None)
            for part in suffixes:
                if is_former_name(part, spellings.former_names):
                    self.values["name"][line] = name
                    self.keep_beside("name", line, part, _FORMER_NAME)
                    continue
                if is_name_mark(part):
                    self.values["name"][line] = name
                    self.keep_beside("name", line, noted_mark(name, part), _NAME_MARK)
                    continue
                key = cells.key_of(part)
                column = next((one for one in _BEHIND_NAMES if key in getattr(spellings, one)), "")
                if not column:
                    left.append(part)
                    continue
                value, said = getattr(spellings, column)[key], self.values[column][line]
                self.values["name"][line] = name
                flawed.pop(line, None)
                if column == "sex" and said and said != value:
                    self.report(
                        "roster.sex_contradicts_name", "sex", line, Severity.QUESTION, choices=[value, said]
                    )
                    self.values[column][line] = ""
                    self.contradicted.add(line)
                else:
                    self.values[column][line] = said or value
            if left and line not in flawed:
                self.report("roster.name_suffix_left", "name", line, Severity.NOTE, left=left)

    def settle_ids(self) -> None:
        """Hold birth and sex against the ID number: blanks are filled from it, contradictions are asked about."""
        births, sexes = self.values["birth"], self.values["sex"]
        open_births = self.flawed.get("birth", {})
        open_sexes = self.flawed.get("sex", {})
        days: dict[str, str] = {}
        for line, number in enumerate(self.values["id_number"]):
            if not number:
                continue
            digits = number[6:14]
            day = days.get(digits)
            if day is None:
                day = days[digits] = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
            birth = births[line]
            if not day.startswith(birth) or not birth:
                self._settle_birth(line, day, open_births)
            sex = Sex.MALE.value if number[16] in "13579" else Sex.FEMALE.value
            if sexes[line] != sex:
                if sexes[line]:
                    self.report(
                        "roster.sex_contradicts_id",
                        "sex",
                        line,
                        Severity.QUESTION,
                        choices=[sex, sexes[line]],
                        id_says=Label(f"sex.{sex}"),
                    )
                    sexes[line] = ""
                elif line not in open_sexes and line not in self.contradicted:
                    sexes[line] = sex

    def _settle_birth(self, line: int, day: str, open_births: dict[int, Flaw]) -> None:
        births = self.values["birth"]
        if births[line]:
            self.report(
                "roster.birth_contradicts_id",
                "birth",
                line,
                Severity.QUESTION,
                birth=births[line],
                id_birth=day,
                choices=[day, births[line]],
            )
            births[line] = ""
        elif line not in open_births:
            births[line] = day
        elif day[:7] in open_births[line].choices:
            births[line] = day[:7]
            del open_births[line]

    def settle_status(self, spellings: Spellings) -> None:
        """Keep 试用期 and 驻村 that stand beside a status, or in its place, in the note: who is said to be so serves.

        What goes on to say something else, 驻村期间病故, is asked about. 借调 is what the row's remark makes of it.
        """
        flawed, notes = self.flawed.get("status", {}), self.values["note"]
        for line, flaw in list(flawed.items()):
            if flaw.code == statuses.LENT and (told := statuses.lent_by_remark(notes[line])):
                self.values["status"][line] = told.value
                if told.code:
                    flawed[line] = told
                else:
                    del flawed[line]
                continue
            if flaw.code == statuses.WENT or (
                flaw.code == statuses.DIED and not statuses.tells_death(notes[line])
            ):
                self.keep_beside("status", line, self.cell_text("status", line), flaw)
            rest, said = said_apart(self.sheet.columns["status"][line], spellings.beside)
            if rest:
                code = "" if tells_gone(said) else spellings.status.get(cells.key_of(cells.text_of(rest)))
            else:
                code = PersonStatus.SERVING if tells_serving(said, spellings.beside) else ""
            if said and code:
                self.values["status"][line] = code
                self.keep_beside("status", line, said)

    def settle_written_ranks(self, spellings: Spellings, read_day: CellReader) -> None:
        """Take ranks that stand with their day, or with the post below 职务职级, apart; what is open stays asked about.

        试用期 and 驻村 beside a rank, or in its place, and ranks of other ladders are kept in the note.
        """
        posts = self.values["post"]
        for name in ("rank", "side_rank"):
            flawed = self.flawed.get(name, {})
            both = name == "rank" and asks_for_both(self.sheet.headers.get(name, ""))
            for line in list(flawed):
                if flawed[line].code == cells.RANK_LADDER:  # whatever it counts as, what it is called stays
                    self.keep_beside(name, line, self.cell_text(name, line), flawed[line])
                rest, beside = said_apart(self.sheet.columns[name][line], spellings.beside)
                said = written_rank(rest, spellings.rank, both=both) if rest else WrittenRank("")
                day = read_day(said.since) if said else Flaw("")
                if said is None or isinstance(day, Flaw) or not (rest or beside):
                    continue
                if said.side and (name != "rank" or self.cell_text("side_rank", line)):
                    continue  # which of the two ranks it is stays open
                self.values[name][line] = said.rank
                if said.side:
                    self.values["side_rank"][line] = said.side
                since = self.values[f"{name}_from"]
                since[line] = since[line] or day
                posts[line] = posts[line] or said.post
                del flawed[line]
                if beside:
                    self.keep_beside(name, line, beside)

    def settle_company_ranks(self, company: Mapping[str, str]) -> None:
        """Take 中层正职 for the rank it is in an enterprise; a school's 中层 has none."""
        flawed, units = self.flawed.get("rank", {}), self.values["unit"]
        for line in list(flawed):
            code = company.get(cells.key_of(self.cell_text("rank", line)))
            if code and guess_kind(units[line]) is UnitKind.ENTERPRISE:
                self.values["rank"][line] = code
                del flawed[line]

    def settle_ranks(self) -> None:
        """Take 职级 that both columns of ranks say for one rank; beside another 职级 it is asked about."""
        headers, values = self.sheet.headers, self.values
        if headers.keys().isdisjoint({"side_rank", "side_rank_from"}):
            if says_held(headers.get("rank_from", "")):
                values["side_rank_from"] = list(values["rank_from"])
            return
        ranks, sides = values["rank"], values["side_rank"]
        since, beside = values["rank_from"], values["side_rank_from"]
        for line, side in enumerate(sides):
            rank = ranks[line]
            if not rank and (not side or is_service_rank(Rank(side))):
                continue  # whether it stands beside a post depends on whom the row means
            if rank and not is_service_rank(Rank(rank)) and (not side or is_service_rank(Rank(side))):
                continue
            if rank and side and side != rank:
                self.report("roster.two_ranks", "side_rank", line, Severity.QUESTION)
            elif not rank or rank == side or not since[line]:
                ranks[line] = rank or side
                since[line] = beside[line] or since[line]
            sides[line] = beside[line] = ""

    def result(self) -> ParsedRows:
        for column, flawed in self.flawed.items():
            for line, flaw in flawed.items():
                self.report(flaw.code, column, line, flaw.severity, choices=list(flaw.choices))
        bad_names = self.flawed.get("name", {})
        people = []
        make = ParsedPerson._make
        for line, person in enumerate(
            map(make, zip(self.sheet.rows, *[self.values[name] for name in FIELDS], strict=True))
        ):
            if not person.name and line not in bad_names:
                if not any(person[1:]) and not any(
                    self.cell_text(field, line) for field in self.sheet.columns
                ):
                    continue
                self.report("roster.name_missing", "name", line)
            people.append(person)
        order = {header: place for place, header in enumerate(self.sheet.headers.values())}
        self.problems.sort(key=lambda problem: (problem.row, order.get(problem.field, 0), problem.code))
        return ParsedRows(people, self.problems)
