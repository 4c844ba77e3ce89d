-- The schema of version 5 over that of version 4; a changed table is made anew and filled.
CREATE TABLE new_certificate_exports (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    user VARCHAR(30) NOT NULL,
    name VARCHAR(50) NOT NULL,
    second VARCHAR(50),
    second_user VARCHAR(30),
    delegation_id INTEGER,
    second_delegation_id INTEGER,
    at VARCHAR(32) NOT NULL,
    registers JSON NOT NULL,
    period VARCHAR(20) NOT NULL,
    lines INTEGER NOT NULL,
    masked BOOLEAN NOT NULL,
    reason VARCHAR(200) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id),
    FOREIGN KEY(second_delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_exports (
    "id", "centre", "version", "user", "name", "at", "registers", "period", "lines",
    "masked", "reason"
) SELECT
    "id", "centre", "version", "user", "name", "at", "registers", "period", "lines",
    "masked", "reason"
FROM certificate_exports;
DROP TABLE certificate_exports;
ALTER TABLE new_certificate_exports RENAME TO certificate_exports;
CREATE TABLE new_certificate_plans (
    year INTEGER NOT NULL,
    births INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    asked_on DATE NOT NULL,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    handler VARCHAR(50) NOT NULL,
    delegation_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (centre, year),
    CONSTRAINT ck_year CHECK ("year" IS NULL OR "year" BETWEEN 2000 AND 2100),
    CONSTRAINT ck_births CHECK ("births" IS NULL OR "births" BETWEEN 0 AND 100000),
    CONSTRAINT ck_asked CHECK ("asked" IS NULL OR "asked" BETWEEN 0 AND 100000),
    CONSTRAINT ck_asked_on CHECK ("asked_on" IS NULL OR "asked_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_plans (
    "year", "births", "asked", "asked_on", "remark", "id", "centre", "version", "handler"
) SELECT
    "year", "births", "asked", "asked_on", "remark", "id", "centre", "version", "handler"
FROM certificate_plans;
DROP TABLE certificate_plans;
ALTER TABLE new_certificate_plans RENAME TO certificate_plans;
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
    delegation_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_received_on CHECK ("received_on" IS NULL OR "received_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_count CHECK ("count" IS NULL OR "count" BETWEEN 1 AND 100000),
    CONSTRAINT ck_edition CHECK ("edition" IS NULL OR "edition" IN ('8', '7', '6', '5', '4', '3', '2')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_receipts (
    "received_on", "first", "last", "count", "missing", "edition", "supplier", "note_no",
    "carrier", "received_by", "checked_by", "id", "centre", "version"
) SELECT
    "received_on", "first", "last", "count", "missing", "edition", "supplier", "note_no",
    "carrier", "received_by", "checked_by", "id", "centre", "version"
FROM certificate_receipts;
DROP TABLE certificate_receipts;
ALTER TABLE new_certificate_receipts RENAME TO certificate_receipts;
CREATE TABLE new_certificate_slips (
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
    delegation_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2', '3', '4', '5', '6', '7')),
    CONSTRAINT ck_done_on CHECK ("done_on" IS NULL OR "done_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_count CHECK ("count" IS NULL OR "count" BETWEEN 1 AND 100000),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_slips (
    "kind", "done_on", "done_at", "first", "last", "count", "partner", "carrier", "receiver",
    "checked_by", "witness", "method", "place", "letter_no", "remark", "id", "centre",
    "version", "handler"
) SELECT
    "kind", "done_on", "done_at", "first", "last", "count", "partner", "carrier", "receiver",
    "checked_by", "witness", "method", "place", "letter_no", "remark", "id", "centre",
    "version", "handler"
FROM certificate_slips;
DROP TABLE certificate_slips;
ALTER TABLE new_certificate_slips RENAME TO certificate_slips;
CREATE TABLE new_stock_counts (
    kind VARCHAR NOT NULL,
    counted_on DATE NOT NULL,
    counted INTEGER NOT NULL,
    counted_by VARCHAR NOT NULL,
    checked_by VARCHAR NOT NULL,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    on_books INTEGER NOT NULL,
    delegation_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2')),
    CONSTRAINT ck_counted_on CHECK ("counted_on" IS NULL OR "counted_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_counted CHECK ("counted" IS NULL OR "counted" BETWEEN 0 AND 100000),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_stock_counts (
    "kind", "counted_on", "counted", "counted_by", "checked_by", "remark", "id", "centre",
    "version", "on_books"
) SELECT
    '1', "counted_on", "counted", "counted_by", "checked_by", "remark", "id", "centre",
    "version", "on_books"
FROM stock_counts;
DROP TABLE stock_counts;
ALTER TABLE new_stock_counts RENAME TO stock_counts;
CREATE TABLE new_certificate_blanks (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    number VARCHAR(10) NOT NULL,
    state VARCHAR(12) NOT NULL,
    receipt_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (number),
    CONSTRAINT ck_state CHECK (state IN ('in_stock', 'drawn', 'reserved', 'printed', 'issued', 'void', 'void_lost', 'lost', 'transferred', 'handed_back', 'recalled', 'declared', 'handed_up', 'destroyed', 'short', 'retracted')),
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
CREATE TABLE new_certificate_losses (
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
    delegation_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_found_on CHECK ("found_on" IS NULL OR "found_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_cause CHECK ("cause" IS NULL OR "cause" IN ('1', '2', '3', '4', '9')),
    CONSTRAINT ck_told_police_on CHECK ("told_police_on" IS NULL OR "told_police_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_reported_on CHECK ("reported_on" IS NULL OR "reported_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_declared_on CHECK ("declared_on" IS NULL OR "declared_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_losses (
    "found_on", "found_at", "cause", "story", "told_police_on", "police", "reported_on",
    "reported_at", "declared_on", "newspaper", "for_unit", "for_people", "reviewer", "id",
    "centre", "version", "blank_id", "handler"
) SELECT
    "found_on", "found_at", "cause", "story", "told_police_on", "police", "reported_on",
    "reported_at", "declared_on", "newspaper", "for_unit", "for_people", "reviewer", "id",
    "centre", "version", "blank_id", "handler"
FROM certificate_losses;
DROP TABLE certificate_losses;
ALTER TABLE new_certificate_losses RENAME TO certificate_losses;
CREATE TABLE new_certificate_applications (
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
    mother_id_name VARCHAR,
    mother_other_no VARCHAR,
    mother_age INTEGER,
    mother_nation VARCHAR,
    mother_ethnic VARCHAR,
    mother_address VARCHAR,
    father_name VARCHAR,
    father_id_kind VARCHAR,
    father_id_no VARCHAR,
    father_id_name VARCHAR,
    father_other_no VARCHAR,
    father_age INTEGER,
    father_nation VARCHAR,
    father_ethnic VARCHAR,
    father_address VARCHAR,
    address VARCHAR,
    receiver VARCHAR,
    relation VARCHAR,
    receiver_id_kind VARCHAR,
    receiver_id_no VARCHAR,
    receiver_other_no VARCHAR,
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
    taken_delegation_id INTEGER,
    decision VARCHAR(1),
    decided_on DATE,
    opinion VARCHAR(200),
    reviewer VARCHAR(50),
    reviewer_user VARCHAR(30),
    delegation_id INTEGER,
    ended_on DATE,
    ended_why VARCHAR(200),
    passed_to VARCHAR(60),
    ended_by VARCHAR(50),
    ended_delegation_id INTEGER,
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
    CONSTRAINT ck_receiver_id_kind CHECK ("receiver_id_kind" IS NULL OR "receiver_id_kind" IN ('1', '3', '9')),
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
    FOREIGN KEY(taken_delegation_id) REFERENCES delegations (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id),
    FOREIGN KEY(ended_delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_applications (
    "child_name", "sex", "birth_date", "birth_time", "birth_ga_days", "birth_weight_g",
    "birth_length_mm", "born_at", "institution", "attendant", "hospital_no", "mother_name",
    "mother_id_kind", "mother_id_no", "mother_other_no", "mother_age", "mother_nation",
    "mother_ethnic", "father_name", "father_id_kind", "father_id_no", "father_other_no",
    "father_age", "father_nation", "father_ethnic", "address", "receiver", "relation",
    "receiver_id_no", "receiver_phone", "old_number", "marriage_no", "paternity_no",
    "remark", "kind", "applied_on", "papers", "papers_other", "late_why", "attended",
    "cause", "cause_words", "returned", "mother_hukou", "father_hukou", "newspaper",
    "declared_on", "id", "centre", "version", "child_id", "blank_id", "user", "handler",
    "decision", "decided_on", "opinion", "reviewer", "reviewer_user", "delegation_id",
    "ended_on", "ended_why", "passed_to"
) SELECT
    "child_name", "sex", "birth_date", "birth_time", "birth_ga_days", "birth_weight_g",
    "birth_length_mm", "born_at", "institution", "attendant", "hospital_no", "mother_name",
    "mother_id_kind", "mother_id_no", "mother_other_no", "mother_age", "mother_nation",
    "mother_ethnic", "father_name", "father_id_kind", "father_id_no", "father_other_no",
    "father_age", "father_nation", "father_ethnic", "address", "receiver", "relation",
    "receiver_id_no", "receiver_phone", "old_number", "marriage_no", "paternity_no",
    "remark", "kind", "applied_on", "papers", "papers_other", "late_why", "attended",
    "cause", "cause_words", "returned", "mother_hukou", "father_hukou", "newspaper",
    "declared_on", "id", "centre", "version", "child_id", "blank_id", "user", "handler",
    "decision", "decided_on", "opinion", "reviewer", "reviewer_user", "delegation_id",
    "ended_on", "ended_why", "passed_to"
FROM certificate_applications;
DROP TABLE certificate_applications;
ALTER TABLE new_certificate_applications RENAME TO certificate_applications;
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
    mother_id_name VARCHAR,
    mother_other_no VARCHAR,
    mother_age INTEGER,
    mother_nation VARCHAR,
    mother_ethnic VARCHAR,
    mother_address VARCHAR,
    father_name VARCHAR,
    father_id_kind VARCHAR,
    father_id_no VARCHAR,
    father_id_name VARCHAR,
    father_other_no VARCHAR,
    father_age INTEGER,
    father_nation VARCHAR,
    father_ethnic VARCHAR,
    father_address VARCHAR,
    address VARCHAR,
    receiver VARCHAR,
    relation VARCHAR,
    receiver_id_kind VARCHAR,
    receiver_id_no VARCHAR,
    receiver_other_no VARCHAR,
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
    CONSTRAINT ck_receiver_id_kind CHECK ("receiver_id_kind" IS NULL OR "receiver_id_kind" IN ('1', '3', '9')),
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
    "birth_length_mm", "born_at", "institution", "attendant", "hospital_no", "mother_name",
    "mother_id_kind", "mother_id_no", "mother_other_no", "mother_age", "mother_nation",
    "mother_ethnic", "father_name", "father_id_kind", "father_id_no", "father_other_no",
    "father_age", "father_nation", "father_ethnic", "address", "receiver", "relation",
    "receiver_id_no", "receiver_phone", "old_number", "marriage_no", "paternity_no",
    "remark", "number", "kind", "issued_on", "issuer", "reviewer", "id", "centre", "version",
    "blank_id", "child_id", "application_id", "issuer_user", "reviewer_user",
    "delegation_id"
) SELECT
    "child_name", "sex", "birth_date", "birth_time", "birth_ga_days", "birth_weight_g",
    "birth_length_mm", "born_at", "institution", "attendant", "hospital_no", "mother_name",
    "mother_id_kind", "mother_id_no", "mother_other_no", "mother_age", "mother_nation",
    "mother_ethnic", "father_name", "father_id_kind", "father_id_no", "father_other_no",
    "father_age", "father_nation", "father_ethnic", "address", "receiver", "relation",
    "receiver_id_no", "receiver_phone", "old_number", "marriage_no", "paternity_no",
    "remark", "number", "kind", "issued_on", "issuer", "reviewer", "id", "centre", "version",
    "blank_id", "child_id", "application_id", "issuer_user", "reviewer_user",
    "delegation_id"
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
    second_delegation_id INTEGER,
    slip_id INTEGER,
    application_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_act CHECK (act IS NULL OR act IN ('receive', 'miss', 'retract', 'turn_up', 'draw', 'put_back', 'reserve', 'release', 'print', 'issue', 'void', 'lose', 'find', 'unvoid', 'lose_void', 'find_void', 'hand_up', 'destroy', 'transfer', 'return', 'hand_back', 'recall', 'declare')),
    CONSTRAINT ck_two_hands CHECK (second_user IS NULL OR second_user <> user),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id),
    FOREIGN KEY(second_delegation_id) REFERENCES delegations (id),
    FOREIGN KEY(slip_id) REFERENCES certificate_slips (id),
    FOREIGN KEY(application_id) REFERENCES certificate_applications (id)
);
INSERT INTO new_certificate_moves (
    "id", "centre", "version", "blank_id", "moved_on", "was", "becomes", "act", "cause",
    "reason", "handler", "user", "second", "second_user", "delegation_id",
    "second_delegation_id", "slip_id", "application_id"
) SELECT
    "id", "centre", "version", "blank_id", "moved_on", "was", "becomes", "act", "cause",
    "reason", "handler", "user", "second", "second_user",
    -- An act of two kept the letter of the second alone.
    CASE WHEN second IS NULL THEN "delegation_id" END,
    CASE WHEN second IS NOT NULL THEN "delegation_id" END,
    "slip_id", "application_id"
FROM certificate_moves;
DROP TABLE certificate_moves;
ALTER TABLE new_certificate_moves RENAME TO certificate_moves;
CREATE TABLE new_certificate_collections (
    collected_on DATE NOT NULL,
    receiver VARCHAR NOT NULL,
    relation VARCHAR NOT NULL,
    receiver_id_kind VARCHAR,
    receiver_id_no VARCHAR,
    receiver_other_no VARCHAR,
    letter VARCHAR,
    signed VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    issue_id INTEGER NOT NULL,
    handler VARCHAR(50) NOT NULL,
    delegation_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (issue_id),
    CONSTRAINT ck_collected_on CHECK ("collected_on" IS NULL OR "collected_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_relation CHECK ("relation" IS NULL OR "relation" IN ('1', '2', '3', '9')),
    CONSTRAINT ck_receiver_id_kind CHECK ("receiver_id_kind" IS NULL OR "receiver_id_kind" IN ('1', '3', '9')),
    CONSTRAINT ck_letter CHECK ("letter" IS NULL OR "letter" IN ('1', '2')),
    CONSTRAINT ck_signed CHECK ("signed" IS NULL OR "signed" IN ('1')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(issue_id) REFERENCES certificate_issues (id),
    FOREIGN KEY(delegation_id) REFERENCES delegations (id)
);
INSERT INTO new_certificate_collections (
    "collected_on", "receiver", "relation", "receiver_id_no", "receiver_other_no", "letter",
    "signed", "id", "centre", "version", "issue_id", "handler"
) SELECT
    "collected_on", "receiver", "relation", "receiver_id_no", "receiver_other_no", "letter",
    "signed", "id", "centre", "version", "issue_id", "handler"
FROM certificate_collections;
DROP TABLE certificate_collections;
ALTER TABLE new_certificate_collections RENAME TO certificate_collections;
CREATE INDEX ix_slips_day ON certificate_slips (centre, done_on);
CREATE INDEX ix_counts_day ON stock_counts (centre, counted_on);
CREATE INDEX ix_blanks_state ON certificate_blanks (centre, state, receipt_id, number);
CREATE INDEX ix_certificate_blanks_receipt_id ON certificate_blanks (receipt_id);
CREATE INDEX ix_certificate_losses_blank_id ON certificate_losses (blank_id);
CREATE INDEX ix_applications_open ON certificate_applications (centre, ended_on, applied_on);
CREATE INDEX ix_applications_old ON certificate_applications (old_number) WHERE old_number IS NOT NULL;
CREATE INDEX ix_certificate_applications_child_id ON certificate_applications (child_id);
CREATE INDEX ix_certificate_moves_application_id ON certificate_moves (application_id);
CREATE INDEX ix_certificate_moves_slip_id ON certificate_moves (slip_id);
CREATE INDEX ix_certificate_moves_blank_id ON certificate_moves (blank_id);
CREATE INDEX ix_moves_day ON certificate_moves (centre, moved_on);
CREATE INDEX ix_issues_child ON certificate_issues (centre, child_name);
CREATE INDEX ix_certificate_issues_child_id ON certificate_issues (child_id);
CREATE INDEX ix_issues_day ON certificate_issues (centre, issued_on);
CREATE INDEX ix_certificate_issues_application_id ON certificate_issues (application_id);
CREATE INDEX ix_issues_old ON certificate_issues (old_number) WHERE old_number IS NOT NULL;
CREATE INDEX ix_issues_mother ON certificate_issues (centre, mother_name);
DROP INDEX ix_notices_open;
CREATE INDEX ix_notices_open ON notices (centre, pregnancy_id, outcome, found_on) WHERE pregnancy_id IS NULL AND outcome IS NULL;
-- A number of GB 11643 was kept where a resident's card was shown.
UPDATE certificate_applications SET receiver_id_kind = '1' WHERE receiver_id_no IS NOT NULL;
UPDATE certificate_issues SET receiver_id_kind = '1' WHERE receiver_id_no IS NOT NULL;
UPDATE certificate_collections SET receiver_id_kind = '1' WHERE receiver_id_no IS NOT NULL;
