-- The schema of version 4 over that of version 3; a changed table is made anew and filled.
CREATE TABLE certificate_exports (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    user VARCHAR(30) NOT NULL,
    name VARCHAR(50) NOT NULL,
    at VARCHAR(32) NOT NULL,
    registers JSON NOT NULL,
    period VARCHAR(20) NOT NULL,
    lines INTEGER NOT NULL,
    masked BOOLEAN NOT NULL,
    reason VARCHAR(200) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE certificate_plans (
    year INTEGER NOT NULL,
    births INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    asked_on DATE NOT NULL,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    handler VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (centre, year),
    CONSTRAINT ck_year CHECK ("year" IS NULL OR "year" BETWEEN 2000 AND 2100),
    CONSTRAINT ck_births CHECK ("births" IS NULL OR "births" BETWEEN 0 AND 100000),
    CONSTRAINT ck_asked CHECK ("asked" IS NULL OR "asked" BETWEEN 0 AND 100000),
    CONSTRAINT ck_asked_on CHECK ("asked_on" IS NULL OR "asked_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE certificate_slips (
    kind VARCHAR NOT NULL,
    done_on DATE NOT NULL,
    done_at VARCHAR,
    first VARCHAR,
    last VARCHAR,
    count INTEGER NOT NULL,
    partner VARCHAR,
    carrier VARCHAR,
    receiver VARCHAR,
    checked_by VARCHAR,
    witness VARCHAR,
    method VARCHAR,
    place VARCHAR,
    letter_no VARCHAR,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    handler VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2', '3', '4', '5', '6', '7')),
    CONSTRAINT ck_done_on CHECK ("done_on" IS NULL OR "done_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_count CHECK ("count" IS NULL OR "count" BETWEEN 1 AND 100000),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE delegations (
    role VARCHAR NOT NULL,
    login VARCHAR NOT NULL,
    instead_of VARCHAR NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE NOT NULL,
    letter_no VARCHAR NOT NULL,
    signed_by VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_role CHECK (role IN ('issuer', 'sealer', 'reviewer')),
    CONSTRAINT ck_days CHECK (ends_on >= date(starts_on, '-1 day')),
    CONSTRAINT ck_starts_on CHECK ("starts_on" IS NULL OR "starts_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_ends_on CHECK ("ends_on" IS NULL OR "ends_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE stock_counts (
    counted_on DATE NOT NULL,
    counted INTEGER NOT NULL,
    counted_by VARCHAR NOT NULL,
    checked_by VARCHAR NOT NULL,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    on_books INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_counted_on CHECK ("counted_on" IS NULL OR "counted_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_counted CHECK ("counted" IS NULL OR "counted" BETWEEN 0 AND 100000),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE stock_count_lines (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    count_id INTEGER NOT NULL,
    number VARCHAR(10) NOT NULL,
    difference VARCHAR(1) NOT NULL,
    state VARCHAR(12) NOT NULL,
    words VARCHAR(200) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (count_id, number),
    CONSTRAINT ck_difference CHECK (difference IN ('1', '2')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(count_id) REFERENCES stock_counts (id)
);
CREATE TABLE certificate_losses (
    found_on DATE NOT NULL,
    found_at VARCHAR,
    cause VARCHAR NOT NULL,
    story VARCHAR NOT NULL,
    told_police_on DATE,
    police VARCHAR,
    reported_on DATE,
    reported_at VARCHAR,
    declared_on DATE,
    newspaper VARCHAR,
    for_unit VARCHAR,
    for_people VARCHAR,
    reviewer VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    blank_id INTEGER NOT NULL,
    handler VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (blank_id),
    CONSTRAINT ck_found_on CHECK ("found_on" IS NULL OR "found_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_cause CHECK ("cause" IS NULL OR "cause" IN ('1', '2', '3', '4', '9')),
    CONSTRAINT ck_told_police_on CHECK ("told_police_on" IS NULL OR "told_police_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_reported_on CHECK ("reported_on" IS NULL OR "reported_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_declared_on CHECK ("declared_on" IS NULL OR "declared_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id)
);
CREATE TABLE certificate_applications (
    child_name VARCHAR NOT NULL,
    sex VARCHAR NOT NULL,
    birth_date DATE NOT NULL,
    birth_time VARCHAR,
    birth_ga_days INTEGER,
    birth_weight_g INTEGER,
    birth_length_mm INTEGER,
    born_at VARCHAR,
    institution VARCHAR,
    attendant VARCHAR,
    hospital_no VARCHAR,
    mother_name VARCHAR NOT NULL,
    mother_id_kind VARCHAR,
    mother_id_no VARCHAR,
    mother_other_no VARCHAR,
    mother_age INTEGER,
    mother_nation VARCHAR,
    mother_ethnic VARCHAR,
    father_name VARCHAR,
    father_id_kind VARCHAR,
    father_id_no VARCHAR,
    father_other_no VARCHAR,
    father_age INTEGER,
    father_nation VARCHAR,
    father_ethnic VARCHAR,
    address VARCHAR,
    receiver VARCHAR,
    relation VARCHAR,
    receiver_id_no VARCHAR,
    receiver_phone VARCHAR,
    old_number VARCHAR,
    marriage_no VARCHAR,
    paternity_no VARCHAR,
    remark VARCHAR,
    kind VARCHAR NOT NULL,
    applied_on DATE NOT NULL,
    papers JSON NOT NULL,
    papers_other VARCHAR,
    late_why VARCHAR,
    attended VARCHAR,
    cause VARCHAR,
    cause_words VARCHAR,
    returned VARCHAR,
    mother_hukou VARCHAR,
    father_hukou VARCHAR,
    newspaper VARCHAR,
    declared_on DATE,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    child_id INTEGER,
    blank_id INTEGER,
    user VARCHAR(30) NOT NULL,
    handler VARCHAR(50) NOT NULL,
    decision VARCHAR(1),
    decided_on DATE,
    opinion VARCHAR(200),
    reviewer VARCHAR(50),
    reviewer_user VARCHAR(30),
    delegation_id INTEGER,
    ended_on DATE,
    ended_why VARCHAR(200),
    passed_to VARCHAR(60),
    PRIMARY KEY (id),
    CONSTRAINT ck_decision CHECK (decision IS NULL OR decision IN ('1', '2')),
    CONSTRAINT ck_hands CHECK (reviewer_user IS NULL OR reviewer_user <> user),
    CONSTRAINT ck_sex CHECK ("sex" IS NULL OR "sex" IN ('1', '2', '0', '9')),
    CONSTRAINT ck_birth_date CHECK ("birth_date" IS NULL OR "birth_date" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_birth_ga_days CHECK ("birth_ga_days" IS NULL OR "birth_ga_days" BETWEEN 140 AND 320),
    CONSTRAINT ck_birth_weight_g CHECK ("birth_weight_g" IS NULL OR "birth_weight_g" BETWEEN 300 AND 9999),
    CONSTRAINT ck_birth_length_mm CHECK ("birth_length_mm" IS NULL OR "birth_length_mm" BETWEEN 250 AND 700),
    CONSTRAINT ck_mother_id_kind CHECK ("mother_id_kind" IS NULL OR "mother_id_kind" IN ('1', '3', '9')),
    CONSTRAINT ck_mother_age CHECK ("mother_age" IS NULL OR "mother_age" BETWEEN 10 AND 70),
    CONSTRAINT ck_father_id_kind CHECK ("father_id_kind" IS NULL OR "father_id_kind" IN ('1', '3', '9')),
    CONSTRAINT ck_father_age CHECK ("father_age" IS NULL OR "father_age" BETWEEN 10 AND 99),
    CONSTRAINT ck_relation CHECK ("relation" IS NULL OR "relation" IN ('1', '2', '3', '9')),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2', '3', '4', '5', '6')),
    CONSTRAINT ck_applied_on CHECK ("applied_on" IS NULL OR "applied_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_attended CHECK ("attended" IS NULL OR "attended" IN ('1', '2')),
    CONSTRAINT ck_returned CHECK ("returned" IS NULL OR "returned" IN ('1', '2')),
    CONSTRAINT ck_mother_hukou CHECK ("mother_hukou" IS NULL OR "mother_hukou" IN ('1', '2')),
    CONSTRAINT ck_father_hukou CHECK ("father_hukou" IS NULL OR "father_hukou" IN ('1', '2')),
    CONSTRAINT ck_declared_on CHECK ("declared_on" IS NULL OR "declared_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(child_id) REFERENCES children (id),
    UNIQUE (blank_id),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
CREATE TABLE certificate_collections (
    collected_on DATE NOT NULL,
    receiver VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    receiver_id_no VARCHAR,
    receiver_other_no VARCHAR,
    letter VARCHAR,
    signed VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    issue_id INTEGER NOT NULL,
    handler VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (issue_id),
    CONSTRAINT ck_collected_on CHECK ("collected_on" IS NULL OR "collected_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_relation CHECK ("relation" IS NULL OR "relation" IN ('1', '2', '3', '9')),
    CONSTRAINT ck_letter CHECK ("letter" IS NULL OR "letter" IN ('1', '2')),
    CONSTRAINT ck_signed CHECK ("signed" IS NULL OR "signed" IN ('1')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(issue_id) REFERENCES certificate_issues (id)
);
CREATE TABLE certificate_seals (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    issue_id INTEGER NOT NULL,
    sealed_on DATE NOT NULL,
    user VARCHAR(30) NOT NULL,
    sealer VARCHAR(50) NOT NULL,
    delegation_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (issue_id),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(issue_id) REFERENCES certificate_issues (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
CREATE TABLE new_certificate_receipts (
    received_on DATE NOT NULL,
    first VARCHAR NOT NULL,
    last VARCHAR NOT NULL,
    count INTEGER NOT NULL,
    missing VARCHAR,
    edition VARCHAR NOT NULL,
    supplier VARCHAR,
    note_no VARCHAR,
    carrier VARCHAR,
    received_by VARCHAR,
    checked_by VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_received_on CHECK ("received_on" IS NULL OR "received_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_count CHECK ("count" IS NULL OR "count" BETWEEN 1 AND 100000),
    CONSTRAINT ck_edition CHECK ("edition" IS NULL OR "edition" IN ('8', '7', '6', '5', '4', '3', '2')),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
INSERT INTO new_certificate_receipts (
    "received_on", "first", "last", "count", "edition", "supplier", "received_by",
    "checked_by", "id", "centre", "version"
) SELECT
    "received_on", "first", "last", "count", '7', "supplier", "received_by", "checked_by",
    "id", "centre", "version"
FROM certificate_receipts;
DROP TABLE certificate_receipts;
ALTER TABLE new_certificate_receipts RENAME TO certificate_receipts;
CREATE TABLE new_users (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    login VARCHAR(30) NOT NULL,
    name VARCHAR(30) NOT NULL,
    roles JSON NOT NULL,
    roles_from DATE,
    password_hash VARCHAR(300) NOT NULL,
    must_change BOOLEAN NOT NULL,
    disabled BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (centre, login),
    CONSTRAINT ck_two_hands CHECK (CAST(roles AS TEXT) NOT LIKE '%"issuer"%' OR CAST(roles AS TEXT) NOT LIKE '%"sealer"%'),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
INSERT INTO new_users (
    "id", "centre", "version", "login", "name", "roles", "password_hash", "must_change",
    "disabled"
) SELECT
    "id", "centre", "version", "login", "name", "roles", "password_hash", "must_change",
    "disabled"
FROM users;
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE TABLE new_certificate_blanks (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    number VARCHAR(10) NOT NULL,
    state VARCHAR(12) NOT NULL,
    receipt_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (number),
    CONSTRAINT ck_state CHECK (state IN ('in_stock', 'drawn', 'reserved', 'printed', 'issued', 'void', 'lost', 'transferred', 'handed_back', 'recalled', 'declared', 'handed_up', 'destroyed', 'short', 'retracted')),
    CONSTRAINT ck_number CHECK (length(number) = 10 AND substr(number, 1, 1) BETWEEN 'A' AND 'Z'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(receipt_id) REFERENCES certificate_receipts (id)
);
INSERT INTO new_certificate_blanks (
    "id", "centre", "version", "number", "state", "receipt_id"
) SELECT
    "id", "centre", "version", "number", "state", "receipt_id"
FROM certificate_blanks;
DROP TABLE certificate_blanks;
ALTER TABLE new_certificate_blanks RENAME TO certificate_blanks;
CREATE TABLE new_certificate_issues (
    child_name VARCHAR NOT NULL,
    sex VARCHAR NOT NULL,
    birth_date DATE NOT NULL,
    birth_time VARCHAR,
    birth_ga_days INTEGER,
    birth_weight_g INTEGER,
    birth_length_mm INTEGER,
    born_at VARCHAR,
    institution VARCHAR,
    attendant VARCHAR,
    hospital_no VARCHAR,
    mother_name VARCHAR NOT NULL,
    mother_id_kind VARCHAR,
    mother_id_no VARCHAR,
    mother_other_no VARCHAR,
    mother_age INTEGER,
    mother_nation VARCHAR,
    mother_ethnic VARCHAR,
    father_name VARCHAR,
    father_id_kind VARCHAR,
    father_id_no VARCHAR,
    father_other_no VARCHAR,
    father_age INTEGER,
    father_nation VARCHAR,
    father_ethnic VARCHAR,
    address VARCHAR,
    receiver VARCHAR,
    relation VARCHAR,
    receiver_id_no VARCHAR,
    receiver_phone VARCHAR,
    old_number VARCHAR,
    marriage_no VARCHAR,
    paternity_no VARCHAR,
    remark VARCHAR,
    number VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    issued_on DATE NOT NULL,
    issuer VARCHAR,
    reviewer VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    blank_id INTEGER NOT NULL,
    child_id INTEGER,
    application_id INTEGER,
    issuer_user VARCHAR(30),
    reviewer_user VARCHAR(30),
    delegation_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (number),
    CONSTRAINT ck_issue_after_birth CHECK (issued_on >= birth_date),
    CONSTRAINT ck_hands CHECK (reviewer_user IS NULL OR reviewer_user <> issuer_user),
    CONSTRAINT ck_sex CHECK ("sex" IS NULL OR "sex" IN ('1', '2', '0', '9')),
    CONSTRAINT ck_birth_date CHECK ("birth_date" IS NULL OR "birth_date" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_birth_ga_days CHECK ("birth_ga_days" IS NULL OR "birth_ga_days" BETWEEN 140 AND 320),
    CONSTRAINT ck_birth_weight_g CHECK ("birth_weight_g" IS NULL OR "birth_weight_g" BETWEEN 300 AND 9999),
    CONSTRAINT ck_birth_length_mm CHECK ("birth_length_mm" IS NULL OR "birth_length_mm" BETWEEN 250 AND 700),
    CONSTRAINT ck_mother_id_kind CHECK ("mother_id_kind" IS NULL OR "mother_id_kind" IN ('1', '3', '9')),
    CONSTRAINT ck_mother_age CHECK ("mother_age" IS NULL OR "mother_age" BETWEEN 10 AND 70),
    CONSTRAINT ck_father_id_kind CHECK ("father_id_kind" IS NULL OR "father_id_kind" IN ('1', '3', '9')),
    CONSTRAINT ck_father_age CHECK ("father_age" IS NULL OR "father_age" BETWEEN 10 AND 99),
    CONSTRAINT ck_relation CHECK ("relation" IS NULL OR "relation" IN ('1', '2', '3', '9')),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2', '3', '4', '5', '6')),
    CONSTRAINT ck_issued_on CHECK ("issued_on" IS NULL OR "issued_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    UNIQUE (blank_id),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id),
    FOREIGN KEY(child_id) REFERENCES children (id),
    FOREIGN KEY(application_id) REFERENCES certificate_applications (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_issues (
    "child_name", "sex", "birth_date", "birth_time", "birth_ga_days", "birth_weight_g",
    "birth_length_mm", "mother_name", "mother_id_no", "father_name", "father_id_no",
    "address", "receiver", "relation", "receiver_id_no", "old_number", "remark", "number",
    "kind", "issued_on", "issuer", "id", "centre", "version", "blank_id", "child_id"
) SELECT
    "child_name", "sex", "birth_date", "birth_time", "birth_ga_days", "birth_weight_g",
    "birth_length_mm", "mother_name", "mother_id_no", "father_name", "father_id_no",
    "address", "receiver", "relation", "receiver_id_no", "old_number", "remark", "number",
    "kind", "issued_on", "issuer", "id", "centre", "version", "blank_id", "child_id"
FROM certificate_issues;
DROP TABLE certificate_issues;
ALTER TABLE new_certificate_issues RENAME TO certificate_issues;
CREATE TABLE new_certificate_moves (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    blank_id INTEGER NOT NULL,
    moved_on DATE NOT NULL,
    was VARCHAR(12) NOT NULL,
    becomes VARCHAR(12) NOT NULL,
    act VARCHAR(12),
    cause VARCHAR(2),
    reason VARCHAR(200),
    handler VARCHAR(50) NOT NULL,
    user VARCHAR(30),
    second VARCHAR(50),
    second_user VARCHAR(30),
    delegation_id INTEGER,
    slip_id INTEGER,
    application_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_act CHECK (act IS NULL OR act IN ('receive', 'miss', 'retract', 'turn_up', 'draw', 'put_back', 'reserve', 'release', 'print', 'issue', 'void', 'lose', 'find', 'unvoid', 'hand_up', 'destroy', 'transfer', 'return', 'hand_back', 'recall', 'declare')),
    CONSTRAINT ck_two_hands CHECK (second_user IS NULL OR second_user <> user),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id),
    FOREIGN KEY(slip_id) REFERENCES certificate_slips (id),
    FOREIGN KEY(application_id) REFERENCES certificate_applications (id)
);
INSERT INTO new_certificate_moves (
    "id", "centre", "version", "blank_id", "moved_on", "was", "becomes", "reason", "handler"
) SELECT
    "id", "centre", "version", "blank_id", "moved_on", "was", "becomes", "reason", "handler"
FROM certificate_moves;
DROP TABLE certificate_moves;
ALTER TABLE new_certificate_moves RENAME TO certificate_moves;
CREATE INDEX ix_slips_day ON certificate_slips (centre, done_on);
CREATE INDEX ix_counts_day ON stock_counts (centre, counted_on);
CREATE INDEX ix_delegations_user ON delegations (centre, login, starts_on);
CREATE INDEX ix_blanks_state ON certificate_blanks (centre, state, number);
CREATE INDEX ix_certificate_blanks_receipt_id ON certificate_blanks (receipt_id);
CREATE INDEX ix_certificate_applications_child_id ON certificate_applications (child_id);
CREATE INDEX ix_applications_open ON certificate_applications (centre, ended_on, applied_on);
CREATE INDEX ix_certificate_moves_slip_id ON certificate_moves (slip_id);
CREATE INDEX ix_certificate_moves_application_id ON certificate_moves (application_id);
CREATE INDEX ix_moves_day ON certificate_moves (centre, moved_on);
CREATE INDEX ix_certificate_moves_blank_id ON certificate_moves (blank_id);
CREATE INDEX ix_issues_day ON certificate_issues (centre, issued_on);
CREATE INDEX ix_issues_child ON certificate_issues (centre, child_name);
CREATE INDEX ix_certificate_issues_application_id ON certificate_issues (application_id);
CREATE INDEX ix_certificate_issues_child_id ON certificate_issues (child_id);
CREATE INDEX ix_issues_mother ON certificate_issues (centre, mother_name);
