"""The roster and its files: what is wrong with a workbook, a cell or a row, and what to do about it."""

from trainingdesk.shared.text import N_

MESSAGES: dict[str, str] = {
    # the file as a whole
    "workbook.missing": N_("There is no file “{file}”. Check the name and the folder."),
    "workbook.folder": N_(
        "“{file}” is a folder without a single form (.lrmx). Choose a workbook in it, or a folder of forms."
    ),
    "file.ending": N_("What is written is a {ending} file: let the name “{file}” end in {ending}."),
    "workbook.empty": N_("“{file}” is empty: there is nothing in it. Ask for the file again."),
    "workbook.too_big": N_(
        "“{file}” has {megabytes} MB, more than a roster can have. Split it into several files."
    ),
    "workbook.unpacks_too_big": N_(
        "“{file}” unpacks to far more than a roster can hold and was not opened. "
        "Copy the roster into a new workbook and save it."
    ),
    "workbook.encrypted": N_(
        "“{file}” is protected by a password. Open it in Excel or WPS, remove the password and save it."
    ),
    "workbook.half_written": N_(
        "“{file}” is incomplete: it was cut off while it was saved or copied. Copy or save it once more."
    ),
    "workbook.not_a_workbook": N_(
        "“{file}” is not a roster file. Choose a workbook saved by Excel or WPS, a text table (.csv) or a form (.lrmx)."
    ),
    "workbook.lock_file": N_(
        "“{file}” only marks that a workbook is open. Choose the workbook itself, which has the same name without the mark."
    ),
    "workbook.binary": N_("“{file}” is a binary workbook (.xlsb). Save it as .xlsx in Excel or WPS."),
    "workbook.far_cell": N_(
        "“{file}” has something in cell {cell}, far away from the table, and can't be read like this. "
        "Delete what is in that cell, or copy the roster into a new workbook."
    ),
    "workbook.too_many_cells": N_(
        "“{file}” has {rows} rows, more than can be read at once. Split it into several files."
    ),
    "workbook.damaged": N_(
        "“{file}” is damaged and can't be read. Open it in Excel or WPS and save it under a new name."
    ),
    "workbook.no_permission": N_(
        "“{file}” can't be opened: another program holds it, or you have no right to read it. "
        "Close it in Excel or WPS and try again."
    ),
    "workbook.unreadable": N_(
        "“{file}” can't be read from its disk ({detail}). Copy it to this machine first."
    ),
    "workbook.not_written": N_(
        "“{file}” can't be written: the folder is read-only, or the file is open in Excel or WPS."
    ),
    "workbook.disk_full": N_("“{file}” can't be written: the disk is full. Make room and try again."),
    "workbook.no_folder": N_("There is no folder “{folder}”. Choose another one."),
    "workbook.archive": N_("“{file}” is a packed folder. Unpack it and choose the workbook in it."),
    "workbook.old_form": N_(
        "“{file}” is a form of the old program (.lrm). Open it in 任免审批表编辑器 and save it as .lrmx."
    ),
    "workbook.no_form": N_(
        "“{file}” is an XML file, but no form with a name in it. Save it once more as .lrmx."
    ),
    "workbook.too_many_forms": N_(
        "The folder “{file}” holds {count} forms, more than can be read at once. Choose the folder of one unit."
    ),
    "workbook.too_many_sheets": N_(
        "“{file}” has {count} sheets or more, more than can be read at once. Copy the people into a new workbook and save it as .xlsx."
    ),
    "workbook.unknown_encoding": N_(
        "The characters of “{file}” are in no known encoding. Open it in Excel or WPS and save it as .xlsx."
    ),
    "workbook.too_much_memory": N_(
        "“{file}” needs more memory than a roster can and was not read. Copy the people into a new workbook and save it as .xlsx."
    ),
    "workbook.took_too_long": N_(
        "“{file}” was not read to its end in four minutes. Copy the people into a new workbook and save it as .xlsx."
    ),
    "workbook.no_reader": N_(
        "The part of TrainingDesk that reads files can't be started ({detail}). Install TrainingDesk once more."
    ),
    "roster.no_rows": N_("“{file}” has no rows: all its sheets are blank."),
    "roster.no_columns": N_(
        "No header was recognised in “{file}”. A roster needs a row with 姓名 and at least one more column, "
        "such as 身份证号, 工作单位 or 职务."
    ),
    "roster.no_people": N_("Sheet “{sheet}” of “{file}” has a header, but nobody below it."),
    "roster.file_changed": N_(
        "“{file}” is no longer the file that was read: it was changed or moved. Read it once more."
    ),
    "roster.sheet_unused": N_("Sheet “{sheet}” was not read: {reason}"),
    "roster.sheet_blank": N_("it is blank."),
    "roster.sheet_hidden": N_("it is hidden."),
    "roster.sheet_no_header": N_("it has no roster header."),
    "roster.pictures_left": N_(
        "Pictures lie over the cells of “{sheet}” and were not read: {count}. "
        "Photos come in with forms (.lrmx), or are put into a person's file by hand."
    ),
    "roster.column_unused": N_("Column “{column}” is not part of the roster and was not read."),
    "roster.totals_passed": N_("Totals and nobody, not read: row {rows}."),
    "roster.unit_merged": N_("“{unit}” went into “{into}”. Rows that name it are read as “{into}”: {count}."),
    "roster.unit_path": N_(
        "“{unit}” is read as “{into}” (rows: {count}); the roster keeps no departments inside a unit."
    ),
    "roster.unit_form": N_("“{unit}” is read as “{into}” (rows: {count})."),
    "roster.unit_section": N_(
        "“{unit}” is a section of “{into}”: its people come into that unit, and posts are written with the section "
        "(rows: {count})."
    ),
    "roster.unit_renamed": N_(
        "“{unit}” is the new name of “{into}” (rows: {count}): the unit is renamed with the import, and the name so far stays "
        "as its former name."
    ),
    "roster.unit_new": N_("“{unit}” is not among the units yet (rows: {count}). It is added by the import."),
    "roster.sheet_nobody": N_("it has a header, but nobody below it."),
    "roster.sheet_repeats": N_("all its people stand in the other sheets."),
    "roster.sheet_example": N_("it is an example or a list of words."),
    "roster.sheet_gone": N_("its people no longer serve, as its name says; choose it if it is wanted."),
    "roster.sheet_form_bad": N_("it is no form that can be read."),
    "roster.sheet_form_old": N_("it is a form of the old program (.lrm); save it as .lrmx."),
    "roster.sheet_was_hidden": N_(
        "Sheet “{sheet}” is hidden in the workbook; it was read because no other sheet holds people."
    ),
    "roster.column_hidden": N_("Column “{column}” is hidden in the workbook; it was read too."),
    "roster.headers_passed": N_("The header again or numbers of columns, not read: row {rows}."),
    "roster.header_moved": N_(
        "A header with its columns in another order or with further ones; people below it were read by it: row {rows}."
    ),
    "roster.columns_further": N_(
        "Below a further header stand columns that the first one doesn't have; they were read too: {columns}."
    ),
    "roster.people_above": N_(
        "Somebody seems to stand above the header, in row {rows}, and was not read. Move that below the header, or write a header above it."
    ),
    "roster.list_beside": N_(
        "A second list with the same header stands on the right, from column {column} on, and was read too (people: {count})."
    ),
    "roster.people_beside": N_(
        "Further people stand in a second column “{column}” on the right and were not read: {count}. "
        "Move them below the others."
    ),
    "roster.lines_passed": N_("Signatures, dates or remarks and nobody, not read: row {rows}: {words}."),
    # of imports by earlier versions, which kept no words of theirs
    "roster.lines_unsaid": N_("Signatures, dates or remarks and nobody, not read: row {rows}."),
    "roster.vacant_passed": N_("Vacant posts and nobody, not read: row {rows}."),
    "roster.groups_passed": N_("Headings of groups and nobody, not read: row {rows}."),
    "roster.unit_of_departments": N_(
        "Column “{column}” holds departments; the unit “{unit}” was taken from the title or the sheet's name."
    ),
    "roster.unit_of_general": N_(
        "“{value}” names no unit: it is taken for a section of “{unit}”, which the title, the sheet's name or the heading above names (rows: {count})."
    ),
    "roster.hints_passed": N_("Hints how to fill the columns in and nobody, not read: row {rows}."),
    "roster.headings_passed": N_("Headings with the unit of the people below them: row {rows}."),
    "roster.rows_joined": N_("More of the person above (merged name), not read: row {rows}."),
    "roster.rows_gone": N_(
        "Below “{heading}”, without a status of their own: row {rows}. Who is new comes in as serving: write the status into "
        "the rows, or leave them out."
    ),
    "roster.rows_hidden": N_(
        "Hidden in the workbook, but read too: row {rows}. Leave out what is not meant."
    ),
    "roster.dittos": N_(
        "Column “{column}” says “as above” in row {rows}; each is read as the cell above it."
    ),
    "roster.ditto": N_("“{value}” is read as the cell above."),
    "roster.ditto_own": N_(
        "“{value}” can't be read here: everybody has a name and an ID number of their own. Type it."
    ),
    "roster.ditto_nothing": N_(
        "“{value}” means the cell above, and nothing stands there. Type what is meant."
    ),
    "roster.ditto_typed": N_(
        "“{value}” says only “as above”, and nothing is above it here. Type what is meant."
    ),
    "roster.units_filled": N_(
        "Some rows have no unit of their own and were given the unit of the row above: {count}."
    ),
    "roster.units_of_all": N_(
        "Some rows have no unit of their own and were given “{unit}”, which the title and all other rows name: {count}."
    ),
    "roster.unit_from_title": N_(
        "The people have no unit of their own; “{unit}” was taken from the title or the sheet's name."
    ),
    # cells
    "roster.name_missing": N_("The name is missing."),
    "roster.name_suffix_left": N_("“{left}” stands behind the name and was not read."),
    "roster.name_mark_kept": N_(
        "“{value}”: what stands behind the name tells namesakes of the unit apart, and was kept in the note."
    ),
    "roster.party_since_read": N_(
        "“{value}” was read as political status “{status}” and Party entry “{since}”."
    ),
    "roster.party_other_since": N_(
        "“{value}” is when somebody joined another party: it was taken as the political status and kept in the note, the month of joining the Party as blank."
    ),
    "roster.schooling_read": N_("“{value}” was read as education “{education}” and degree “{degree}”."),
    "roster.party_since_differs": N_(
        "The political status says Party entry “{said}”, the column of Party entry “{value}”. Which one is right?"
    ),
    "roster.name_odd": N_("“{value}” is not a name."),
    "roster.name_twice": N_(
        "“{value}”: this cell may hold the names of two people. Write one name, or give each a row of their own."
    ),
    "roster.id_upgraded": N_("“{value}” is an ID number of 15 digits; it is completed to 18."),
    "roster.phone_odd": N_("“{value}” does not look like a phone number; it is kept as it is."),
    "roster.phone_ruined": N_(
        "“{value}” is a phone number that Excel has shortened; its last digits are lost and it was not read. "
        "Set the column to text and type the number again."
    ),
    "roster.date_unreadable": N_("“{value}” is not a date. Dates are written like 1972.05 or 1972-05-16."),
    "roster.date_impossible": N_("There is no such day as “{value}”."),
    "roster.date_year_only": N_(
        "“{value}” lacks the month. Add it behind the year, the way 1972.05 is written."
    ),
    "roster.date_october": N_(
        "“{value}” can be January or October, because Excel drops the last zero. Set the cell to text and write the month with two digits, .01 or .10."
    ),
    "roster.date_day_or_month": N_(
        "In “{value}” either number can be the month. Choose the day that is meant, or write it as 1972-05-16."
    ),
    "roster.sex_unknown": N_("“{value}” is not a sex. Write 男 or 女."),
    "roster.rank_unknown": N_(
        "“{value}” is not a known rank. Import the row with this cell blank, or leave the row out."
    ),
    "roster.rank_institution": N_(
        "“{value}” is a grade of management posts in institutions, which the list of ranks does not have. Import the row with this cell blank, or leave the row out."
    ),
    "roster.rank_ladder": N_(
        "“{value}” is a rank of another series (administrative enforcement, specialised technology, police, judges and procurators), which the list of ranks does not have. Say as which rank of that level it counts, or leave this cell blank; the note keeps “{value}”."
    ),
    "roster.said_beside": N_(
        "“{value}”: what stands beside it is no rank and no status, and is kept in the note."
    ),
    "roster.former_name_kept": N_(
        "“{value}”: the former name is no part of the name, and is kept in the note."
    ),
    "roster.rank_legacy": N_(
        "“{value}” is a rank from before June 2019. Keep it among the former ranks, or choose the rank held now."
    ),
    "roster.legacy_kept": N_("“{value}” is kept among the former ranks."),
    "roster.legacy_left": N_("The former rank was not kept: other ranks are known of all that time."),
    "roster.legacy_too_early": N_(
        "The former rank was not kept: by the roster this person began to work after June 2019, when there were none."
    ),
    "roster.rank_since_the_law": N_(
        "“{value}” is a rank from before June 2019, and this person began to work later. Choose the rank held now, or leave it blank."
    ),
    "roster.legacy_settled": N_("“{value}” was settled before and is taken as it was then."),
    "roster.word_settled": N_("What “{value}” comes to was answered before and is taken as it was then."),
    "rank.legacy": N_("Keep among the former ranks (until June 2019)"),
    "roster.highest_kept": N_(
        "The file says “{value}” of the highest education; the roster knows a higher one, of which the row says nothing: "
        "“{known}” stays. If that is wrong, change the person."
    ),
    "roster.major_left": N_(
        "The major “{value}” was not taken: where the name of the school ends in the roster's “{known}” can't be told, and it stays. "
        "If that is wrong, change the person."
    ),
    "roster.rank_said_twice": N_(
        "“{said}” is read as post “{post}”: {rank} stands in the column of ranks as well."
    ),
    "roster.rank_left_in_post": N_(
        "“{said}” speaks of a rank that is not read from the post. Please check the rank, and give it in the column of ranks."
    ),
    "roster.rank_in_post": N_("“{said}” is read as post “{post}” and rank {rank}. Please check."),
    "roster.title_no_rank": N_(
        "“{value}” is kept as a title and gives no rank here: by post or team the row is not that of technical staff, and whoever leads has the rank of the post. Enter the rank if it is missing."
    ),
    "roster.two_ranks": N_(
        "“{value}” does not stand beside the rank of this row: a rank beside a post needs a leading post. Import the row with this cell blank, or leave the row out."
    ),
    "roster.team_unknown": N_(
        "“{value}” is none of the three teams. Import the row with this cell blank, or leave the row out."
    ),
    "roster.authority_unknown": N_(
        "“{value}” is not 市管, 区管 or 单位管. Import the row with this cell blank, or leave the row out."
    ),
    "roster.status_unknown": N_(
        "“{value}” is not a known status. Import the row with this cell blank, or leave the row out."
    ),
    "roster.status_away": N_(
        "“{value}”: taken as serving, for whoever is posted or lent elsewhere for a time stays on the books of their own unit. Where it shall be noted, enter it on the person's card (“Second…”)."
    ),
    "roster.status_lent": N_(
        "“{value}” is written for who was sent elsewhere and for who was sent here. Who was sent elsewhere is serving on the books of the own unit; who came from outside is seconded in and does not count in the base. Which one?"
    ),
    "roster.grades_by_level": N_(
        "Of “{column}” the level is kept (正高级, 副高级, 中级, 初级); the grade itself, 专技九级 say, is not: a row in which only the grade within the level is another one counts as unchanged."
    ),
    "roster.team_open": N_(
        "“{value}” is a professional title; by the unit, {unit}, the team would be: {team}. The row says neither team nor rank: in which team is this person?"
    ),
    "roster.no_cadre_outside": N_(
        "“{value}” may mean somebody who is not on the establishment: no cadre, and not counted in the base. Leave the row out, or take it in as a cadre all the same."
    ),
    "roster.no_cadre_worker": N_(
        "“{value}” is a worker: no cadre, and not counted in the base. Leave the row out, or take it in as a cadre all the same."
    ),
    "roster.no_cadre_settled": N_(
        "“{value}” was asked about before: the person was taken in as a cadre, and is again."
    ),
    "roster.no_cadre_left": N_("Left out: {name} is no cadre."),
    "roster.field.no_cadre": N_("Cadre or not"),
    "roster.field.establishment": N_("Establishment"),
    "roster.field.identity": N_("Personnel category"),
    "roster.field.department": N_("Section of the unit"),
    "roster.field.retired_on": N_("Retired on"),
    "roster.field.left_on": N_("Left on"),
    "roster.field.died_on": N_("Died on"),
    "roster.status_inner": N_(
        "“{value}”: whoever has stopped working early is on the books of the unit until they retire. Are they still on them?"
    ),
    "roster.status_off_post": N_(
        "“{value}” is said of who is on long leave (to found a business), of who has stopped working early, and of who has left the unit. Which is it?"
    ),
    "roster.status_went": N_(
        "“{value}”: taken as “Transferred out”, which takes the person out of the base; the note says why."
    ),
    "roster.status_died": N_(
        "“{value}”: taken as “Transferred out”, which takes the person out of the base; the note says why."
    ),
    "roster.birth_contradicts_id": N_(
        "The birth {birth} contradicts the ID number, which says {id_birth}. Which one is right?"
    ),
    "roster.sex_contradicts_id": N_(
        "The sex “{value}” contradicts the ID number, which says {id_says}. Which one is right?"
    ),
    "roster.cell_changed": N_("Put right: “{value}” instead of “{old}”."),
    "roster.cell_blanked": N_("Left blank; it said “{old}”."),
    "roster.row_gone": N_("Stands below “{heading}” and says no status: who is new comes in as serving."),
    "roster.row_hidden": N_("This row is hidden in the workbook."),
    "roster.unit_above": N_("The unit is blank. Is it the one above, {above}?"),
    "roster.unit_post_open": N_(
        "It is open where the unit ends and the post begins in “{value}”. Choose, write them in two columns, or put "
        "“｜” between them: unit｜post."
    ),
    "roster.unit_post_cut": N_(
        "The desk has no units yet: “{column}” was cut as in “{sample}”. Look whether the new units are right."
    ),
    "roster.units_in_posts": N_(
        "The list has no units, and every post of “{column}” begins with one: each was cut as in “{sample}” ({count} rows)."
    ),
    "roster.department_joined": N_(
        "“{column}” was put before the posts that do not say it, as in “{sample}” ({count} rows)."
    ),
    "roster.forms_cut": N_(
        "The desk does not know “{unit}”, with which {count} forms begin: it was taken for their unit. Look whether it is a new one."
    ),
    "roster.unit_general": N_(
        "“{value}” names no unit: any unit may have one. Which unit is this person of?"
    ),
    "roster.unit_path_open": N_("“{value}” can mean more than one unit. Which one is this person of?"),
    "roster.units_differ": N_("The row names two units. Which one is this person of?"),
    "roster.cell_error": N_(
        "The cell shows the error “{value}”. Mend its formula in the workbook, or type the value."
    ),
    "roster.cell_no_result": N_(
        "The formula “{value}” was saved without its result. Open the workbook in Excel or WPS, save it, and import it once more."
    ),
    "roster.cell_picture": N_("There is a picture in the cell and no text. Type the text."),
    "roster.cell_too_long": N_(
        "There is far more text in the cell than belongs here. Type what is right, or leave it blank."
    ),
    "roster.sex_contradicts_name": N_(
        "The sex “{value}” contradicts what stands in brackets behind the name. Which one is right?"
    ),
    # rows
    "roster.unit_missing": N_("The unit is missing, and the roster does not know this person."),
    "roster.unit_closed": N_(
        "“{value}” does not exist any more. Write the unit where this person is now, or open the unit again."
    ),
    "roster.no_party_entry": N_("“{value}” is no month of joining the Party; the cell is taken as blank."),
    "roster.party_is_political": N_(
        "“{value}” is no month of joining the Party: it is taken as the political status, the month as blank."
    ),
    "roster.party_member": N_(
        "“{value}” is no month of joining the Party: the person is taken for a CPC member, the month as blank."
    ),
    "roster.party_confirmed": N_(
        "Of “{value}” the month of joining the Party is taken, not that of becoming a full member."
    ),
    "roster.format_blind": N_(
        "In this {kind} file hidden rows, hidden columns and broken formulas can't be told. "
        "If there may be any, save the file as .xlsx and import that."
    ),
    "roster.quote_open": N_(
        "A quotation mark in row {row} is never closed: the lines below it were read as one cell. "
        "Take the mark out, or save the file as .xlsx."
    ),
    "roster.twice_id": N_("This ID number already stands in {other}."),
    "roster.copied_id": N_(
        "In {other} another name has this ID number too, and birth or sex here contradict it. Put the right number in, or leave it blank."
    ),
    "roster.which_row": N_("Perhaps the same person as in {other}: say which of the two rows counts."),
    "roster.which_before": N_(
        "Which row counts of people who stand in it twice is as decided at an import before: {count}."
    ),
    "roster.row_instead": N_("{name} is taken from {other}; of this row nothing comes in."),
    "roster.row_repeated": N_("The same line as in {other}: {name} comes in once."),
    "roster.row_left_out": N_("Left out by hand; {name} stands in {other} too."),
    "roster.twice_birth": N_("{name} with this birth already stands in {other}."),
    "roster.maybe_other_name": N_("This ID number belongs to somebody of another name in the roster."),
    "roster.maybe_other_id": N_("Somebody of this name and birth is in the roster with another ID number."),
    "roster.maybe_key_twice": N_(
        "The same hidden key stands in {other}: one of them was copied from the other."
    ),
    "roster.maybe_key_contradicts": N_(
        "The hidden key stands for one person, name or ID number for another."
    ),
    "roster.maybe_renamed": N_(
        "The row's hidden key stands for another name, and neither ID number nor full birth confirms it: a correction, or somebody new typed over it?"
    ),
    "roster.maybe_typed_over": N_(
        "Name and ID number are others than those of the row's hidden key: a correction, or somebody new typed over it?"
    ),
    "roster.maybe_namesakes": N_("Several people of this name are in the roster."),
    "roster.maybe_other_unit": N_("Somebody of this name is in the roster, in another unit."),
    "roster.maybe_other_birth": N_("Somebody of this name is in this unit, with another birth."),
    "roster.maybe_near_name": N_(
        "Somebody of nearly this name, of the same birth or phone, is in this unit and not in the file."
    ),
    "roster.maybe_near_here": N_(
        "Somebody of nearly this name and of the same sex is in this unit and not in the file; a birth to tell them apart is missing."
    ),
    "roster.maybe_near_post": N_(
        "Somebody of nearly this name and with the same post is in this unit and not in the file; sex and birth to tell them apart are missing."
    ),
    "roster.maybe_missing": N_(
        "Somebody of this or nearly this name, of the same phone or day of birth, is in another unit and not in the file."
    ),
    "roster.maybe_by_month": N_(
        "Somebody of this name, born in the same month, is in another unit; nothing else says that it is one person."
    ),
    "roster.maybe_no_unit": N_(
        "One person of this name is in the roster. If it is somebody new, type their unit below."
    ),
    "roster.maybe_number_elsewhere": N_(
        "Somebody of this name is in the roster, whose ID number stands in another row of this file beside another name."
    ),
    "roster.maybe_twin_rows": N_("The same name stands in {other}, and nothing tells the two apart."),
    "roster.bucket.new": N_("New"),
    "roster.bucket.update": N_("Updated"),
    "roster.bucket.same": N_("Unchanged"),
    "roster.bucket.maybe": N_("Perhaps the same person"),
    "roster.bucket.question": N_("To be confirmed"),
    "roster.bucket.error": N_("In error"),
    "roster.bucket.left": N_("Not in the file"),
    # steps of long work
    "roster.step_read": N_("Reading the workbook"),
    "roster.step_check": N_("Checking the columns"),
    "roster.step_match": N_("Comparing with the roster"),
    "roster.step_write": N_("Writing the workbook"),
    # fields
    "roster.field.name": N_("Name"),
    "roster.field.sex": N_("Sex"),
    "roster.field.birth": N_("Birth"),
    "roster.field.id_number": N_("ID number"),
    "roster.field.unit": N_("Unit"),
    "roster.field.post": N_("Post"),
    "roster.field.rank": N_("Rank"),
    "roster.field.post_from": N_("In the post since"),
    "roster.field.rank_from": N_("Of the rank since"),
    "roster.field.side_rank": N_("Rank beside the post"),
    "roster.field.side_rank_from": N_("Of that rank since"),
    "roster.field.team": N_("Team"),
    "roster.field.authority": N_("Managed by"),
    "roster.field.status": N_("Status"),
    "roster.field.phone": N_("Phone"),
    "roster.field.ethnicity": N_("Ethnicity"),
    "roster.field.political": N_("Political status"),
    "roster.field.education": N_("Education"),
    "roster.field.degree": N_("Degree"),
    "roster.field.work_start": N_("Started work"),
    "roster.field.party_entry": N_("Joined the Party"),
    "roster.field.note": N_("Remarks"),
    "roster.field.unit_post": N_("Unit and post"),
    "roster.field.education_full": N_("Full-time education"),
    "roster.field.degree_full": N_("Full-time degree"),
    "roster.field.education_service": N_("In-service education"),
    "roster.field.degree_service": N_("In-service degree"),
    "roster.field.native_place": N_("Native place"),
    "roster.field.birthplace": N_("Birthplace"),
    "roster.field.technical_title": N_("Professional title"),
    "roster.field.school": N_("School and major"),
    "roster.field.school_full": N_("Full-time school and major"),
    "roster.field.school_service": N_("In-service school and major"),
    "roster.field.major": N_("Major"),
    "roster.field.major_full": N_("Full-time major"),
    "roster.field.major_service": N_("In-service major"),
    "roster.field.unit_from": N_("In the unit since"),
    "roster.field.team_from": N_("In the team since"),
    "roster.field.joined_on": N_("In the roster since"),
    # the error workbook
    "roster.problem_sheet": N_("Problems"),
    "roster.problem_place": N_("Sheet"),
    "roster.problem_row": N_("Row"),
    "roster.problem_column": N_("Column"),
    "roster.problem_value": N_("Content"),
    "roster.problem_text": N_("What is wrong"),
    "roster.problem_severity": N_("Kind"),
}
