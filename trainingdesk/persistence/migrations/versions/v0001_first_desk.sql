CREATE TABLE import_layout (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    layout TEXT NOT NULL,
    columns TEXT NOT NULL,
    CONSTRAINT uq_import_layout_layout UNIQUE (layout)
)
 STRICT;

CREATE TABLE lecturer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    initials TEXT NOT NULL,
    organisation TEXT NOT NULL,
    title TEXT NOT NULL,
    level TEXT NOT NULL,
    channel TEXT NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_lecturer_level CHECK (level IN ('academician', 'senior', 'associate', 'other')),
    CONSTRAINT ck_lecturer_channel CHECK (channel IN ('party_school', 'university', 'leader', 'enterprise', 'recommended')),
    CONSTRAINT ck_lecturer_active CHECK (active IN (0, 1))
)
 STRICT;

CREATE TABLE number_series (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    series TEXT NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT uq_number_series_series UNIQUE (series)
)
 STRICT;

CREATE TABLE office (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    desk_id TEXT NOT NULL,
    name TEXT NOT NULL,
    number_prefix TEXT NOT NULL,
    cycle_start INTEGER NOT NULL,
    is_demo INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT ck_office_is_demo CHECK (is_demo IN (0, 1))
)
 STRICT;

CREATE TABLE rule (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL,
    note TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_rule_key_valid_from UNIQUE ("key", valid_from)
)
 STRICT;

CREATE TABLE unit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    initials TEXT NOT NULL,
    line TEXT NOT NULL,
    position INTEGER NOT NULL,
    liaison TEXT NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_unit_name UNIQUE (name),
    CONSTRAINT fk_unit_parent_id FOREIGN KEY(parent_id) REFERENCES unit (id),
    CONSTRAINT ck_unit_line CHECK (line IN ('party', 'congress', 'government', 'education', 'health', 'subdistrict', 'enterprise')),
    CONSTRAINT ck_unit_active CHECK (active IN (0, 1))
)
 STRICT;

CREATE INDEX ix_unit_parent_id ON unit (parent_id);

CREATE TABLE user (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    active INTEGER NOT NULL,
    failed_count INTEGER NOT NULL,
    locked_until TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_user_login UNIQUE (login),
    CONSTRAINT ck_user_active CHECK (active IN (0, 1))
)
 STRICT;

CREATE TABLE audit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor_id INTEGER,
    command TEXT NOT NULL,
    request_id TEXT NOT NULL,
    entity TEXT NOT NULL,
    entity_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT fk_audit_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 STRICT;

CREATE INDEX ix_audit_entity_entity_id ON audit (entity, entity_id);

CREATE TABLE course (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    initials TEXT NOT NULL,
    theme TEXT NOT NULL,
    mode TEXT NOT NULL,
    hours INTEGER NOT NULL,
    lecturer_id INTEGER,
    summary TEXT NOT NULL,
    active INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_course_code UNIQUE (code),
    CONSTRAINT fk_course_lecturer_id FOREIGN KEY(lecturer_id) REFERENCES lecturer (id),
    CONSTRAINT ck_course_theme CHECK (theme IN ('theory', 'party_spirit', 'governing', 'law', 'economy', 'management', 'science', 'profession')),
    CONSTRAINT ck_course_mode CHECK (mode IN ('lecture', 'simulation', 'university', 'visit', 'practice', 'mixed')),
    CONSTRAINT ck_course_active CHECK (active IN (0, 1))
)
 STRICT;

CREATE TABLE import_batch (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    at TEXT NOT NULL,
    actor_id INTEGER,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    same INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    "before" BLOB NOT NULL,
    reverted_at TEXT,
    CONSTRAINT fk_import_batch_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 STRICT;

CREATE TABLE issued_paper (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    number TEXT NOT NULL,
    title TEXT NOT NULL,
    data TEXT NOT NULL,
    template_version TEXT NOT NULL,
    content BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    issued_by INTEGER NOT NULL,
    CONSTRAINT fk_issued_paper_issued_by FOREIGN KEY(issued_by) REFERENCES user (id)
)
 STRICT;

CREATE TABLE plan_version (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    cycle_start INTEGER NOT NULL,
    number INTEGER NOT NULL,
    title TEXT NOT NULL,
    base_day TEXT NOT NULL,
    state TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by INTEGER NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT uq_plan_version_cycle_start_number UNIQUE (cycle_start, number),
    CONSTRAINT fk_plan_version_saved_by FOREIGN KEY(saved_by) REFERENCES user (id),
    CONSTRAINT ck_plan_version_state CHECK (state IN ('saved', 'adopted'))
)
 STRICT;

CREATE TABLE request (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL,
    command TEXT NOT NULL,
    actor_id INTEGER,
    at TEXT NOT NULL,
    result TEXT NOT NULL,
    audit_seq INTEGER NOT NULL,
    CONSTRAINT uq_request_request_id UNIQUE (request_id),
    CONSTRAINT fk_request_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 STRICT;

CREATE TABLE undo_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    actor_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    label TEXT NOT NULL,
    params TEXT NOT NULL,
    command TEXT NOT NULL,
    payload TEXT NOT NULL,
    undone_at TEXT,
    CONSTRAINT fk_undo_step_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 STRICT;

CREATE INDEX ix_undo_step_actor_id_id ON undo_step (actor_id, id);

CREATE TABLE user_role (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    CONSTRAINT uq_user_role_user_id_role UNIQUE (user_id, role),
    CONSTRAINT fk_user_role_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE,
    CONSTRAINT ck_user_role_role CHECK (role IN ('clerk', 'reviewer', 'approver', 'fund_keeper', 'trainer', 'administrator', 'read_only'))
)
 STRICT;

CREATE TABLE menu (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL,
    edition INTEGER NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    number TEXT NOT NULL,
    issued_at TEXT,
    issued_by INTEGER,
    paper_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT uq_menu_year_edition UNIQUE (year, edition),
    CONSTRAINT fk_menu_issued_by FOREIGN KEY(issued_by) REFERENCES user (id),
    CONSTRAINT fk_menu_paper_id FOREIGN KEY(paper_id) REFERENCES issued_paper (id),
    CONSTRAINT ck_menu_state CHECK (state IN ('draft', 'issued'))
)
 STRICT;

CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    sex TEXT,
    birth TEXT NOT NULL,
    id_number TEXT,
    ethnicity TEXT NOT NULL,
    political TEXT NOT NULL,
    education TEXT NOT NULL,
    degree TEXT NOT NULL,
    work_start TEXT NOT NULL,
    party_entry TEXT NOT NULL,
    post TEXT NOT NULL,
    rank TEXT,
    team TEXT NOT NULL,
    authority TEXT,
    phone TEXT NOT NULL,
    status TEXT NOT NULL,
    status_from TEXT,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    import_batch_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT fk_person_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT fk_person_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id),
    CONSTRAINT ck_person_sex CHECK (sex IN ('male', 'female')),
    CONSTRAINT ck_person_rank CHECK (rank IN ('county_head', 'county_deputy', 'researcher_1', 'researcher_2', 'researcher_3', 'researcher_4', 'section_head', 'section_deputy', 'principal_1', 'principal_2', 'principal_3', 'principal_4', 'clerk_1', 'clerk_2', 'technical_senior', 'technical_associate', 'technical_middle', 'technical_junior', 'business_head', 'business_deputy', 'business_middle', 'business_staff')),
    CONSTRAINT ck_person_team CHECK (team IN ('party_government', 'technical', 'business')),
    CONSTRAINT ck_person_authority CHECK (authority IN ('city', 'district', 'unit')),
    CONSTRAINT ck_person_status CHECK (status IN ('serving', 'long_leave', 'seconded_in', 'retired', 'left'))
)
 STRICT;

CREATE INDEX ix_person_name ON person (name);

CREATE INDEX ix_person_unit_id_position ON person (unit_id, position);

CREATE UNIQUE INDEX uq_person_id_number ON person (id_number) WHERE id_number IS NOT NULL;

CREATE TABLE plan_row (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    plan_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    base INTEGER NOT NULL,
    CONSTRAINT uq_plan_row_plan_id_unit_id UNIQUE (plan_id, unit_id),
    CONSTRAINT fk_plan_row_plan_id FOREIGN KEY(plan_id) REFERENCES plan_version (id),
    CONSTRAINT fk_plan_row_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT;

CREATE TABLE menu_item (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    menu_id INTEGER NOT NULL,
    course_id INTEGER NOT NULL,
    audience TEXT NOT NULL,
    position INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    frozen TEXT,
    CONSTRAINT uq_menu_item_menu_id_course_id_audience UNIQUE (menu_id, course_id, audience),
    CONSTRAINT fk_menu_item_menu_id FOREIGN KEY(menu_id) REFERENCES menu (id),
    CONSTRAINT fk_menu_item_course_id FOREIGN KEY(course_id) REFERENCES course (id),
    CONSTRAINT ck_menu_item_audience CHECK (audience IN ('unit_heads', 'deputies', 'young', 'reserve', 'section', 'general', 'technical', 'business'))
)
 STRICT;

CREATE TABLE plan_cell (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    row_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    target INTEGER NOT NULL,
    CONSTRAINT uq_plan_cell_row_id_year UNIQUE (row_id, year),
    CONSTRAINT fk_plan_cell_row_id FOREIGN KEY(row_id) REFERENCES plan_row (id)
)
 STRICT;

CREATE TABLE training_class (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL,
    title TEXT NOT NULL,
    initials TEXT NOT NULL,
    audience TEXT NOT NULL,
    start_day TEXT NOT NULL,
    end_day TEXT NOT NULL,
    is_main INTEGER NOT NULL,
    capacity INTEGER NOT NULL,
    teacher TEXT NOT NULL,
    place TEXT NOT NULL,
    state TEXT NOT NULL,
    menu_item_id INTEGER,
    closed_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_training_class_code UNIQUE (code),
    CONSTRAINT fk_training_class_menu_item_id FOREIGN KEY(menu_item_id) REFERENCES menu_item (id),
    CONSTRAINT ck_training_class_audience CHECK (audience IN ('unit_heads', 'deputies', 'young', 'reserve', 'section', 'general', 'technical', 'business')),
    CONSTRAINT ck_training_class_is_main CHECK (is_main IN (0, 1)),
    CONSTRAINT ck_training_class_state CHECK (state IN ('planned', 'approved', 'enrolling', 'running', 'assessing', 'closed', 'cancelled'))
)
 STRICT;

CREATE INDEX ix_training_class_start_day ON training_class (start_day);

CREATE TABLE enrolment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    class_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    seat INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    post TEXT NOT NULL,
    rank TEXT,
    team TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_reason TEXT NOT NULL,
    grade TEXT,
    completed INTEGER,
    reasons TEXT,
    attended_hours INTEGER,
    CONSTRAINT fk_enrolment_class_id FOREIGN KEY(class_id) REFERENCES training_class (id),
    CONSTRAINT fk_enrolment_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_enrolment_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT ck_enrolment_rank CHECK (rank IN ('county_head', 'county_deputy', 'researcher_1', 'researcher_2', 'researcher_3', 'researcher_4', 'section_head', 'section_deputy', 'principal_1', 'principal_2', 'principal_3', 'principal_4', 'clerk_1', 'clerk_2', 'technical_senior', 'technical_associate', 'technical_middle', 'technical_junior', 'business_head', 'business_deputy', 'business_middle', 'business_staff')),
    CONSTRAINT ck_enrolment_team CHECK (team IN ('party_government', 'technical', 'business')),
    CONSTRAINT ck_enrolment_grade CHECK (grade IN ('excellent', 'good', 'pass', 'fail')),
    CONSTRAINT ck_enrolment_completed CHECK (completed IN (0, 1))
)
 STRICT;

CREATE INDEX ix_enrolment_class_id_seat ON enrolment (class_id, seat);

CREATE INDEX ix_enrolment_person_id ON enrolment (person_id);

CREATE UNIQUE INDEX uq_enrolment_live ON enrolment (class_id, person_id) WHERE withdrawn_at IS NULL;

CREATE TABLE fee_request (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL,
    class_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    persons INTEGER NOT NULL,
    days INTEGER NOT NULL,
    total INTEGER NOT NULL,
    state TEXT NOT NULL,
    requester_id INTEGER NOT NULL,
    reviewer_id INTEGER,
    approver_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT uq_fee_request_number UNIQUE (number),
    CONSTRAINT fk_fee_request_class_id FOREIGN KEY(class_id) REFERENCES training_class (id),
    CONSTRAINT fk_fee_request_requester_id FOREIGN KEY(requester_id) REFERENCES user (id),
    CONSTRAINT fk_fee_request_reviewer_id FOREIGN KEY(reviewer_id) REFERENCES user (id),
    CONSTRAINT fk_fee_request_approver_id FOREIGN KEY(approver_id) REFERENCES user (id),
    CONSTRAINT ck_fee_request_state CHECK (state IN ('draft', 'submitted', 'reviewed', 'approved', 'paid', 'returned', 'withdrawn'))
)
 STRICT;

CREATE INDEX ix_fee_request_class_id ON fee_request (class_id);

CREATE INDEX ix_fee_request_state ON fee_request (state);

CREATE TABLE half_day_session (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    class_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    slot TEXT NOT NULL,
    topic TEXT NOT NULL,
    course_id INTEGER,
    hours INTEGER NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT uq_half_day_session_class_id_day_slot UNIQUE (class_id, day, slot),
    CONSTRAINT fk_half_day_session_class_id FOREIGN KEY(class_id) REFERENCES training_class (id),
    CONSTRAINT fk_half_day_session_course_id FOREIGN KEY(course_id) REFERENCES course (id),
    CONSTRAINT ck_half_day_session_slot CHECK (slot IN ('morning', 'afternoon', 'evening')),
    CONSTRAINT ck_half_day_session_state CHECK (state IN ('open', 'closed'))
)
 STRICT;

CREATE INDEX ix_half_day_session_day ON half_day_session (day);

CREATE TABLE attendance_mark (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    session_id INTEGER NOT NULL,
    enrolment_id INTEGER NOT NULL,
    mark TEXT,
    at TEXT NOT NULL,
    actor_id INTEGER,
    bulk INTEGER NOT NULL,
    CONSTRAINT fk_attendance_mark_session_id FOREIGN KEY(session_id) REFERENCES half_day_session (id),
    CONSTRAINT fk_attendance_mark_enrolment_id FOREIGN KEY(enrolment_id) REFERENCES enrolment (id),
    CONSTRAINT fk_attendance_mark_actor_id FOREIGN KEY(actor_id) REFERENCES user (id),
    CONSTRAINT ck_attendance_mark_mark CHECK (mark IN ('present', 'late', 'early', 'personal_leave', 'sick_leave', 'official_leave', 'absent')),
    CONSTRAINT ck_attendance_mark_bulk CHECK (bulk IN (0, 1))
)
 STRICT;

CREATE INDEX ix_attendance_mark_enrolment_id ON attendance_mark (enrolment_id);

CREATE INDEX ix_attendance_mark_session_id_enrolment_id_id ON attendance_mark (session_id, enrolment_id, id);

CREATE TABLE certificate (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL,
    series TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    class_id INTEGER NOT NULL,
    enrolment_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    issued_day TEXT NOT NULL,
    issued_at TEXT NOT NULL,
    issued_by INTEGER NOT NULL,
    paper_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    voided_at TEXT,
    void_reason TEXT NOT NULL,
    replaces_id INTEGER,
    CONSTRAINT uq_certificate_number UNIQUE (number),
    CONSTRAINT uq_certificate_series_sequence UNIQUE (series, sequence),
    CONSTRAINT fk_certificate_class_id FOREIGN KEY(class_id) REFERENCES training_class (id),
    CONSTRAINT fk_certificate_enrolment_id FOREIGN KEY(enrolment_id) REFERENCES enrolment (id),
    CONSTRAINT fk_certificate_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_certificate_issued_by FOREIGN KEY(issued_by) REFERENCES user (id),
    CONSTRAINT fk_certificate_paper_id FOREIGN KEY(paper_id) REFERENCES issued_paper (id),
    CONSTRAINT fk_certificate_replaces_id FOREIGN KEY(replaces_id) REFERENCES certificate (id),
    CONSTRAINT ck_certificate_state CHECK (state IN ('valid', 'void'))
)
 STRICT;

CREATE INDEX ix_certificate_class_id ON certificate (class_id);

CREATE INDEX ix_certificate_enrolment_id ON certificate (enrolment_id);

CREATE INDEX ix_certificate_person_id ON certificate (person_id);

CREATE INDEX ix_certificate_replaces_id ON certificate (replaces_id);

CREATE UNIQUE INDEX uq_certificate_valid ON certificate (enrolment_id) WHERE state = 'valid';

CREATE TABLE fee_line (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    request_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    item TEXT NOT NULL,
    text TEXT NOT NULL,
    basis TEXT NOT NULL,
    amount INTEGER NOT NULL,
    CONSTRAINT fk_fee_line_request_id FOREIGN KEY(request_id) REFERENCES fee_request (id),
    CONSTRAINT ck_fee_line_item CHECK (item IN ('lodging', 'meals', 'venue', 'other', 'teaching'))
)
 STRICT;

CREATE INDEX ix_fee_line_request_id ON fee_line (request_id);

CREATE TABLE fee_step (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    request_id INTEGER NOT NULL,
    action TEXT NOT NULL,
    state TEXT NOT NULL,
    actor_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    opinion TEXT NOT NULL,
    CONSTRAINT fk_fee_step_request_id FOREIGN KEY(request_id) REFERENCES fee_request (id),
    CONSTRAINT fk_fee_step_actor_id FOREIGN KEY(actor_id) REFERENCES user (id),
    CONSTRAINT ck_fee_step_state CHECK (state IN ('draft', 'submitted', 'reviewed', 'approved', 'paid', 'returned', 'withdrawn'))
)
 STRICT;

CREATE INDEX ix_fee_step_request_id ON fee_step (request_id);

CREATE TABLE ledger_entry (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    balance INTEGER NOT NULL,
    text TEXT NOT NULL,
    party TEXT NOT NULL,
    request_id INTEGER,
    counter_of INTEGER,
    at TEXT NOT NULL,
    actor_id INTEGER NOT NULL,
    CONSTRAINT uq_ledger_entry_counter_of UNIQUE (counter_of),
    CONSTRAINT fk_ledger_entry_request_id FOREIGN KEY(request_id) REFERENCES fee_request (id),
    CONSTRAINT fk_ledger_entry_counter_of FOREIGN KEY(counter_of) REFERENCES ledger_entry (id),
    CONSTRAINT fk_ledger_entry_actor_id FOREIGN KEY(actor_id) REFERENCES user (id),
    CONSTRAINT ck_ledger_entry_kind CHECK (kind IN ('opening', 'allocation', 'payment', 'counter'))
)
 STRICT;

CREATE INDEX ix_ledger_entry_request_id ON ledger_entry (request_id);

CREATE VIRTUAL TABLE person_search USING fts5(chars, keys, tails, tokenize='unicode61 remove_diacritics 0', prefix='1 2', columnsize=0);
