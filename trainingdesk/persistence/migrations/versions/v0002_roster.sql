CREATE TABLE unit (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    parent_id INTEGER,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    initials TEXT NOT NULL,
    line TEXT NOT NULL,
    position INTEGER NOT NULL,
    liaison TEXT NOT NULL,
    kind TEXT DEFAULT 'organ' NOT NULL,
    liaison_deputy TEXT DEFAULT '' NOT NULL,
    liaison_phone TEXT DEFAULT '' NOT NULL,
    liaison_deputy_phone TEXT DEFAULT '' NOT NULL,
    founded_on TEXT,
    active INTEGER NOT NULL,
    dissolved_on TEXT,
    merged_into_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT uq_unit_name UNIQUE (name),
    CONSTRAINT fk_unit_parent_id FOREIGN KEY(parent_id) REFERENCES unit (id),
    CONSTRAINT fk_unit_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES unit (id),
    CONSTRAINT ck_unit_line CHECK (line IN ('party', 'congress', 'government', 'education', 'health', 'subdistrict', 'enterprise')),
    CONSTRAINT ck_unit_kind CHECK (kind IN ('organ', 'referred', 'institution', 'enterprise', 'grouping')),
    CONSTRAINT ck_unit_active CHECK (active IN (0, 1))
)
 STRICT;

CREATE INDEX ix_unit_parent_id ON unit (parent_id);

CREATE TABLE import_batch (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    file_name TEXT NOT NULL,
    digest TEXT NOT NULL,
    contents TEXT DEFAULT '' NOT NULL,
    at TEXT NOT NULL,
    actor_id INTEGER,
    day TEXT,
    undated INTEGER DEFAULT '0' NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    same INTEGER NOT NULL,
    refused INTEGER NOT NULL,
    "left" INTEGER DEFAULT '0' NOT NULL,
    older INTEGER DEFAULT '0' NOT NULL,
    units_said TEXT,
    report BLOB,
    confirmed BLOB,
    mended BLOB,
    "before" BLOB NOT NULL,
    reverted_at TEXT,
    CONSTRAINT fk_import_batch_actor_id FOREIGN KEY(actor_id) REFERENCES user (id),
    CONSTRAINT ck_import_batch_undated CHECK (undated IN (0, 1))
)
 STRICT;

CREATE TABLE saved_filter (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    user_id INTEGER NOT NULL,
    page TEXT NOT NULL,
    name TEXT NOT NULL,
    filter TEXT NOT NULL,
    CONSTRAINT uq_saved_filter_user_id_page_name UNIQUE (user_id, page, name),
    CONSTRAINT fk_saved_filter_user_id FOREIGN KEY(user_id) REFERENCES user (id)
)
 STRICT;

CREATE TABLE unit_former_name (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    unit_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    initials TEXT NOT NULL,
    until TEXT NOT NULL,
    reason TEXT NOT NULL,
    CONSTRAINT uq_unit_former_name_unit_id_until UNIQUE (unit_id, until),
    CONSTRAINT fk_unit_former_name_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id)
)
 STRICT;

CREATE INDEX ix_unit_former_name_name ON unit_former_name (name);

CREATE TABLE person (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    joined_on TEXT,
    unit_id INTEGER NOT NULL,
    unit_from TEXT DEFAULT '' NOT NULL,
    name TEXT NOT NULL,
    sex TEXT,
    birth TEXT NOT NULL,
    id_number TEXT,
    ethnicity TEXT NOT NULL,
    native_place TEXT DEFAULT '' NOT NULL,
    birthplace TEXT DEFAULT '' NOT NULL,
    political TEXT NOT NULL,
    education TEXT NOT NULL,
    degree TEXT NOT NULL,
    school TEXT DEFAULT '' NOT NULL,
    education_full TEXT DEFAULT '' NOT NULL,
    degree_full TEXT DEFAULT '' NOT NULL,
    school_full TEXT DEFAULT '' NOT NULL,
    education_service TEXT DEFAULT '' NOT NULL,
    degree_service TEXT DEFAULT '' NOT NULL,
    school_service TEXT DEFAULT '' NOT NULL,
    work_start TEXT NOT NULL,
    party_entry TEXT NOT NULL,
    post TEXT NOT NULL,
    post_from TEXT DEFAULT '' NOT NULL,
    rank TEXT,
    rank_from TEXT DEFAULT '' NOT NULL,
    side_rank TEXT,
    side_rank_from TEXT DEFAULT '' NOT NULL,
    technical_title TEXT DEFAULT '' NOT NULL,
    team TEXT NOT NULL,
    team_from TEXT DEFAULT '' NOT NULL,
    authority TEXT,
    phone TEXT NOT NULL,
    status TEXT NOT NULL,
    status_from TEXT,
    note TEXT NOT NULL,
    position INTEGER NOT NULL,
    stroke_key TEXT DEFAULT '' NOT NULL,
    pinyin_key TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    version INTEGER NOT NULL,
    CONSTRAINT fk_person_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT fk_person_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id),
    CONSTRAINT ck_person_sex CHECK (sex IN ('male', 'female')),
    CONSTRAINT ck_person_rank CHECK (rank IN ('county_head', 'county_deputy', 'researcher_1', 'researcher_2', 'researcher_3', 'researcher_4', 'section_head', 'section_deputy', 'principal_1', 'principal_2', 'principal_3', 'principal_4', 'clerk_1', 'clerk_2', 'technical_senior', 'technical_associate', 'technical_middle', 'technical_junior', 'business_head', 'business_deputy', 'business_middle', 'business_staff')),
    CONSTRAINT ck_person_side_rank CHECK (side_rank IN ('county_head', 'county_deputy', 'researcher_1', 'researcher_2', 'researcher_3', 'researcher_4', 'section_head', 'section_deputy', 'principal_1', 'principal_2', 'principal_3', 'principal_4', 'clerk_1', 'clerk_2', 'technical_senior', 'technical_associate', 'technical_middle', 'technical_junior', 'business_head', 'business_deputy', 'business_middle', 'business_staff')),
    CONSTRAINT ck_person_team CHECK (team IN ('party_government', 'technical', 'business')),
    CONSTRAINT ck_person_authority CHECK (authority IN ('city', 'district', 'unit')),
    CONSTRAINT ck_person_status CHECK (status IN ('serving', 'long_leave', 'seconded_in', 'retired', 'left'))
)
 STRICT;


CREATE INDEX ix_person_pinyin_key ON person (pinyin_key);

CREATE INDEX ix_person_stroke_key ON person (stroke_key);

CREATE INDEX ix_person_unit_id_position_status ON person (unit_id, position, status);

CREATE UNIQUE INDEX uq_person_id_number ON person (id_number) WHERE id_number IS NOT NULL;

CREATE TABLE group_membership (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    reason_in TEXT NOT NULL,
    reason_out TEXT NOT NULL,
    organisation TEXT NOT NULL,
    speciality TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT fk_group_membership_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT ck_group_membership_kind CHECK (kind IN ('unit_heads', 'deputies', 'young', 'reserve', 'talent', 'lecturer'))
)
 STRICT;

CREATE INDEX ix_group_membership_kind ON group_membership (kind);

CREATE UNIQUE INDEX uq_group_membership_live ON group_membership (person_id, kind) WHERE valid_to IS NULL;

CREATE TABLE import_answer (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    field TEXT NOT NULL,
    said TEXT NOT NULL,
    by_number TEXT NOT NULL,
    taken TEXT NOT NULL,
    at TEXT NOT NULL,
    actor_id INTEGER,
    import_batch_id INTEGER NOT NULL,
    CONSTRAINT uq_import_answer_person_id_field_said_by_number_import_batch_id UNIQUE (person_id, field, said, by_number, import_batch_id),
    CONSTRAINT fk_import_answer_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_import_answer_actor_id FOREIGN KEY(actor_id) REFERENCES user (id),
    CONSTRAINT fk_import_answer_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id)
)
 STRICT;

CREATE INDEX ix_import_answer_import_batch_id ON import_answer (import_batch_id);

CREATE TABLE not_same (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    first_id INTEGER NOT NULL,
    second_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor_id INTEGER,
    CONSTRAINT uq_not_same_first_id_second_id UNIQUE (first_id, second_id),
    CONSTRAINT fk_not_same_first_id FOREIGN KEY(first_id) REFERENCES person (id),
    CONSTRAINT fk_not_same_second_id FOREIGN KEY(second_id) REFERENCES person (id),
    CONSTRAINT fk_not_same_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 STRICT;

CREATE INDEX ix_not_same_second_id ON not_same (second_id);

CREATE TABLE person_merge (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    kept_id INTEGER NOT NULL,
    lost_id INTEGER NOT NULL,
    at TEXT NOT NULL,
    actor_id INTEGER,
    "before" BLOB NOT NULL,
    CONSTRAINT fk_person_merge_kept_id FOREIGN KEY(kept_id) REFERENCES person (id),
    CONSTRAINT fk_person_merge_actor_id FOREIGN KEY(actor_id) REFERENCES user (id)
)
 STRICT;

CREATE INDEX ix_person_merge_kept_id ON person_merge (kept_id);

CREATE TABLE person_photo (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    media TEXT NOT NULL,
    picture BLOB NOT NULL,
    digest TEXT NOT NULL,
    CONSTRAINT uq_person_photo_person_id UNIQUE (person_id),
    CONSTRAINT fk_person_photo_person_id FOREIGN KEY(person_id) REFERENCES person (id)
)
 STRICT;

CREATE TABLE post_period (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    track TEXT NOT NULL,
    post TEXT NOT NULL,
    rank TEXT,
    legacy TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    begun_by TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    CONSTRAINT fk_post_period_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_post_period_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id),
    CONSTRAINT ck_post_period_track CHECK (track IN ('post', 'rank')),
    CONSTRAINT ck_post_period_rank CHECK (rank IN ('county_head', 'county_deputy', 'researcher_1', 'researcher_2', 'researcher_3', 'researcher_4', 'section_head', 'section_deputy', 'principal_1', 'principal_2', 'principal_3', 'principal_4', 'clerk_1', 'clerk_2', 'technical_senior', 'technical_associate', 'technical_middle', 'technical_junior', 'business_head', 'business_deputy', 'business_middle', 'business_staff'))
)
 STRICT;

CREATE INDEX ix_post_period_import_batch_id ON post_period (import_batch_id);

CREATE INDEX ix_post_period_person_id ON post_period (person_id);

CREATE TABLE secondment (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    way TEXT NOT NULL,
    unit_id INTEGER,
    place TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    reason TEXT NOT NULL,
    CONSTRAINT fk_secondment_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_secondment_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT ck_secondment_way CHECK (way IN ('out', 'in', 'within'))
)
 STRICT;

CREATE INDEX ix_secondment_person_id ON secondment (person_id);

CREATE INDEX ix_secondment_unit_id ON secondment (unit_id);

CREATE TABLE status_period (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    status TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    begun_by TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    CONSTRAINT fk_status_period_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_status_period_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id),
    CONSTRAINT ck_status_period_status CHECK (status IN ('serving', 'long_leave', 'seconded_in', 'retired', 'left'))
)
 STRICT;

CREATE INDEX ix_status_period_import_batch_id ON status_period (import_batch_id);

CREATE INDEX ix_status_period_person_id ON status_period (person_id);

CREATE TABLE team_period (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    team TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    begun_by TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    CONSTRAINT fk_team_period_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_team_period_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id),
    CONSTRAINT ck_team_period_team CHECK (team IN ('party_government', 'technical', 'business'))
)
 STRICT;

CREATE INDEX ix_team_period_import_batch_id ON team_period (import_batch_id);

CREATE INDEX ix_team_period_person_id ON team_period (person_id);

CREATE TABLE unit_period (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    unit_id INTEGER NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    reason TEXT NOT NULL,
    begun_by TEXT DEFAULT '' NOT NULL,
    import_batch_id INTEGER,
    CONSTRAINT fk_unit_period_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_unit_period_unit_id FOREIGN KEY(unit_id) REFERENCES unit (id),
    CONSTRAINT fk_unit_period_import_batch_id FOREIGN KEY(import_batch_id) REFERENCES import_batch (id)
)
 STRICT;

CREATE INDEX ix_unit_period_import_batch_id ON unit_period (import_batch_id);

CREATE INDEX ix_unit_period_person_id ON unit_period (person_id);

CREATE INDEX ix_unit_period_unit_id ON unit_period (unit_id);

CREATE TABLE follow_up (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    membership_id INTEGER NOT NULL,
    day TEXT NOT NULL,
    need TEXT NOT NULL,
    service TEXT NOT NULL,
    by_whom TEXT NOT NULL,
    settled_on TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_follow_up_membership_id FOREIGN KEY(membership_id) REFERENCES group_membership (id)
)
 STRICT;

CREATE INDEX ix_follow_up_membership_id ON follow_up (membership_id);

CREATE TABLE reserve_candidate (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    recommended_on TEXT NOT NULL,
    recommended_by TEXT NOT NULL,
    opinion TEXT NOT NULL,
    decided_on TEXT,
    decided_reason TEXT NOT NULL,
    membership_id INTEGER,
    missing TEXT,
    override_reason TEXT NOT NULL,
    override_by INTEGER,
    override_at TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_reserve_candidate_person_id FOREIGN KEY(person_id) REFERENCES person (id),
    CONSTRAINT fk_reserve_candidate_membership_id FOREIGN KEY(membership_id) REFERENCES group_membership (id),
    CONSTRAINT fk_reserve_candidate_override_by FOREIGN KEY(override_by) REFERENCES user (id),
    CONSTRAINT ck_reserve_candidate_state CHECK (state IN ('recommended', 'screening', 'admitted', 'declined', 'exited'))
)
 STRICT;

CREATE UNIQUE INDEX uq_reserve_candidate_live ON reserve_candidate (person_id) WHERE state IN ('recommended', 'screening', 'admitted');

CREATE TABLE reserve_review (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    candidate_id INTEGER NOT NULL,
    year INTEGER NOT NULL,
    day TEXT NOT NULL,
    result TEXT NOT NULL,
    opinion TEXT NOT NULL,
    CONSTRAINT uq_reserve_review_candidate_id_year UNIQUE (candidate_id, year),
    CONSTRAINT fk_reserve_review_candidate_id FOREIGN KEY(candidate_id) REFERENCES reserve_candidate (id),
    CONSTRAINT ck_reserve_review_result CHECK (result IN ('keep', 'watch', 'exit'))
)
 STRICT;

CREATE TABLE reserve_round (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    candidate_id INTEGER NOT NULL,
    round INTEGER NOT NULL,
    day TEXT NOT NULL,
    votes_for INTEGER,
    votes_cast INTEGER,
    score INTEGER,
    opinion TEXT NOT NULL,
    passed INTEGER NOT NULL,
    CONSTRAINT uq_reserve_round_candidate_id_round UNIQUE (candidate_id, round),
    CONSTRAINT fk_reserve_round_candidate_id FOREIGN KEY(candidate_id) REFERENCES reserve_candidate (id),
    CONSTRAINT ck_reserve_round_passed CHECK (passed IN (0, 1))
)
 STRICT;
