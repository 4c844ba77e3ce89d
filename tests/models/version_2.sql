CREATE TABLE audit (
    seq INTEGER NOT NULL,
    at VARCHAR NOT NULL,
    centre VARCHAR NOT NULL,
    user VARCHAR NOT NULL,
    action VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    record_id INTEGER,
    record_version INTEGER,
    reason VARCHAR NOT NULL,
    old VARCHAR,
    new VARCHAR,
    prev_hash VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    PRIMARY KEY (seq)
);
CREATE TABLE centres (
    code VARCHAR(20) NOT NULL,
    name VARCHAR(60) NOT NULL,
    town VARCHAR(30) NOT NULL,
    PRIMARY KEY (code)
);
CREATE TABLE certificate_receipts (
    received_on DATE NOT NULL,
    first VARCHAR NOT NULL,
    last VARCHAR NOT NULL,
    count INTEGER NOT NULL,
    supplier VARCHAR,
    received_by VARCHAR,
    checked_by VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT ck_received_on CHECK ("received_on" IS NULL OR "received_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_count CHECK ("count" IS NULL OR "count" BETWEEN 1 AND 100000),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE settings (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    "key" VARCHAR(60) NOT NULL,
    value JSON NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (centre, "key"),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE villages (
    name VARCHAR NOT NULL,
    population INTEGER,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    aliases JSON NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (centre, name),
    CONSTRAINT ck_population CHECK ("population" IS NULL OR "population" BETWEEN 0 AND 200000),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE users (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    login VARCHAR(30) NOT NULL,
    name VARCHAR(30) NOT NULL,
    roles JSON NOT NULL,
    password_hash VARCHAR(300) NOT NULL,
    must_change BOOLEAN NOT NULL,
    disabled BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (centre, login),
    CONSTRAINT ck_two_hands CHECK (CAST(roles AS TEXT) NOT LIKE '%"issuer"%' OR CAST(roles AS TEXT) NOT LIKE '%"sealer"%'),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE certificate_blanks (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    number VARCHAR(10) NOT NULL,
    state VARCHAR(12) NOT NULL,
    receipt_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (number),
    CONSTRAINT ck_state CHECK (state IN ('in_stock', 'drawn', 'reserved', 'printed', 'issued', 'void', 'lost', 'transferred', 'handed_back', 'recalled', 'declared', 'destroyed')),
    CONSTRAINT ck_number CHECK (length(number) = 10 AND substr(number, 1, 1) BETWEEN 'A' AND 'Z'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(receipt_id) REFERENCES certificate_receipts (id)
);
CREATE TABLE people (
    name VARCHAR NOT NULL,
    id_no VARCHAR,
    sex VARCHAR NOT NULL,
    birth_date DATE,
    phones JSON NOT NULL,
    village_id INTEGER,
    group_no INTEGER,
    address VARCHAR,
    residence VARCHAR NOT NULL,
    moved_in_on DATE,
    moved_out_on DATE,
    died_on DATE,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (centre, id_no),
    CONSTRAINT ck_sex CHECK ("sex" IS NULL OR "sex" IN ('1', '2', '0', '9')),
    CONSTRAINT ck_birth_date CHECK ("birth_date" IS NULL OR "birth_date" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_group_no CHECK ("group_no" IS NULL OR "group_no" BETWEEN 1 AND 99),
    CONSTRAINT ck_residence CHECK ("residence" IS NULL OR "residence" IN ('1', '2')),
    CONSTRAINT ck_moved_in_on CHECK ("moved_in_on" IS NULL OR "moved_in_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_moved_out_on CHECK ("moved_out_on" IS NULL OR "moved_out_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_died_on CHECK ("died_on" IS NULL OR "died_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(village_id) REFERENCES villages (id),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE supervision_visits (
    village_id INTEGER NOT NULL,
    visited_on DATE NOT NULL,
    supervisors VARCHAR NOT NULL,
    clinic_head VARCHAR,
    score INTEGER,
    vetoed VARCHAR NOT NULL,
    highlights VARCHAR,
    problems VARCHAR,
    advice VARCHAR,
    letter_no VARCHAR,
    deadline DATE,
    struck_off_on DATE,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    checklist VARCHAR(20) NOT NULL,
    scores JSON NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (village_id, visited_on),
    CONSTRAINT ck_visited_on CHECK ("visited_on" IS NULL OR "visited_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_score CHECK ("score" IS NULL OR "score" BETWEEN 0 AND 1000),
    CONSTRAINT ck_vetoed CHECK ("vetoed" IS NULL OR "vetoed" IN ('1', '2')),
    CONSTRAINT ck_deadline CHECK ("deadline" IS NULL OR "deadline" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_struck_off_on CHECK ("struck_off_on" IS NULL OR "struck_off_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(village_id) REFERENCES villages (id),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE village_reports (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    village_id INTEGER NOT NULL,
    month VARCHAR(7) NOT NULL,
    counts JSON NOT NULL,
    reporter VARCHAR(50),
    reported_on DATE,
    remark VARCHAR(500),
    PRIMARY KEY (id),
    UNIQUE (village_id, month),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(village_id) REFERENCES villages (id)
);
CREATE TABLE certificate_moves (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    blank_id INTEGER NOT NULL,
    moved_on DATE NOT NULL,
    was VARCHAR(12) NOT NULL,
    becomes VARCHAR(12) NOT NULL,
    reason VARCHAR(200),
    handler VARCHAR(50) NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id)
);
CREATE TABLE find_keys (
    person_id INTEGER NOT NULL,
    kind VARCHAR(10) NOT NULL,
    "key" VARCHAR(60) NOT NULL,
    centre VARCHAR(20) NOT NULL,
    PRIMARY KEY (person_id, kind, "key"),
    FOREIGN KEY(person_id) REFERENCES people (id),
    FOREIGN KEY(centre) REFERENCES centres (code)
);
CREATE TABLE match_decisions (
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    same BOOLEAN NOT NULL,
    decided_by VARCHAR(30) NOT NULL,
    decided_on DATE NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(person_id) REFERENCES people (id),
    FOREIGN KEY(other_id) REFERENCES people (id)
);
CREATE TABLE pregnancies (
    card_no VARCHAR,
    booked_on DATE,
    lmp DATE,
    lmp_basis VARCHAR NOT NULL,
    edd DATE,
    booked_ga_days INTEGER,
    gravida INTEGER,
    para INTEGER,
    husband_name VARCHAR,
    height_mm INTEGER,
    weight_g INTEGER,
    bp_sys INTEGER,
    bp_dia INTEGER,
    risk_factors VARCHAR,
    risk_colours JSON NOT NULL,
    doctor VARCHAR,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    mother_id INTEGER NOT NULL,
    state VARCHAR(10) NOT NULL,
    ended_on DATE,
    end_reason VARCHAR(1),
    PRIMARY KEY (id),
    CONSTRAINT ck_parity CHECK (para IS NULL OR gravida IS NULL OR para <= gravida),
    CONSTRAINT ck_state CHECK (state IN ('ongoing', 'delivered', 'closed', 'ended')),
    CONSTRAINT ck_booked CHECK (lmp IS NULL OR booked_on IS NULL OR booked_on >= lmp),
    CONSTRAINT ck_booked_on CHECK ("booked_on" IS NULL OR "booked_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_lmp CHECK ("lmp" IS NULL OR "lmp" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_lmp_basis CHECK ("lmp_basis" IS NULL OR "lmp_basis" IN ('1', '2', '3')),
    CONSTRAINT ck_edd CHECK ("edd" IS NULL OR "edd" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_booked_ga_days CHECK ("booked_ga_days" IS NULL OR "booked_ga_days" BETWEEN 0 AND 310),
    CONSTRAINT ck_gravida CHECK ("gravida" IS NULL OR "gravida" BETWEEN 1 AND 20),
    CONSTRAINT ck_para CHECK ("para" IS NULL OR "para" BETWEEN 0 AND 15),
    CONSTRAINT ck_height_mm CHECK ("height_mm" IS NULL OR "height_mm" BETWEEN 1000 AND 2200),
    CONSTRAINT ck_weight_g CHECK ("weight_g" IS NULL OR "weight_g" BETWEEN 25000 AND 200000),
    CONSTRAINT ck_bp_sys CHECK ("bp_sys" IS NULL OR "bp_sys" BETWEEN 60 AND 260),
    CONSTRAINT ck_bp_dia CHECK ("bp_dia" IS NULL OR "bp_dia" BETWEEN 30 AND 160),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(mother_id) REFERENCES people (id)
);
CREATE TABLE list_keys (
    centre VARCHAR(20) NOT NULL,
    list VARCHAR(20) NOT NULL,
    "key" VARCHAR(200) NOT NULL,
    record_id INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    PRIMARY KEY (centre, list, "key", record_id),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(person_id) REFERENCES people (id)
)
 WITHOUT ROWID;
CREATE TABLE deliveries (
    delivered_on DATE NOT NULL,
    delivered_at VARCHAR,
    place VARCHAR,
    in_hospital VARCHAR NOT NULL,
    mode VARCHAR,
    ga_days INTEGER,
    blood_loss_ml INTEGER,
    complications VARCHAR,
    discharged_on DATE,
    mother_outcome VARCHAR NOT NULL,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    pregnancy_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (pregnancy_id),
    CONSTRAINT ck_discharge CHECK (discharged_on IS NULL OR discharged_on >= delivered_on),
    CONSTRAINT ck_delivered_on CHECK ("delivered_on" IS NULL OR "delivered_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_in_hospital CHECK ("in_hospital" IS NULL OR "in_hospital" IN ('1', '2')),
    CONSTRAINT ck_mode CHECK ("mode" IS NULL OR "mode" IN ('1', '2', '3')),
    CONSTRAINT ck_ga_days CHECK ("ga_days" IS NULL OR "ga_days" BETWEEN 140 AND 310),
    CONSTRAINT ck_blood_loss_ml CHECK ("blood_loss_ml" IS NULL OR "blood_loss_ml" BETWEEN 0 AND 10000),
    CONSTRAINT ck_discharged_on CHECK ("discharged_on" IS NULL OR "discharged_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_mother_outcome CHECK ("mother_outcome" IS NULL OR "mother_outcome" IN ('1', '2')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(pregnancy_id) REFERENCES pregnancies (id)
);
CREATE TABLE postpartum_visits (
    visited_on DATE NOT NULL,
    kind VARCHAR NOT NULL,
    temperature INTEGER,
    bp_sys INTEGER,
    bp_dia INTEGER,
    breasts VARCHAR NOT NULL,
    lochia VARCHAR NOT NULL,
    uterus VARCHAR NOT NULL,
    wound VARCHAR NOT NULL,
    outcome VARCHAR NOT NULL,
    finding VARCHAR,
    doctor VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    pregnancy_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (pregnancy_id, kind, visited_on),
    CONSTRAINT ck_visited_on CHECK ("visited_on" IS NULL OR "visited_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2')),
    CONSTRAINT ck_temperature CHECK ("temperature" IS NULL OR "temperature" BETWEEN 340 AND 430),
    CONSTRAINT ck_bp_sys CHECK ("bp_sys" IS NULL OR "bp_sys" BETWEEN 60 AND 260),
    CONSTRAINT ck_bp_dia CHECK ("bp_dia" IS NULL OR "bp_dia" BETWEEN 30 AND 160),
    CONSTRAINT ck_breasts CHECK ("breasts" IS NULL OR "breasts" IN ('1', '2')),
    CONSTRAINT ck_lochia CHECK ("lochia" IS NULL OR "lochia" IN ('1', '2')),
    CONSTRAINT ck_uterus CHECK ("uterus" IS NULL OR "uterus" IN ('1', '2')),
    CONSTRAINT ck_wound CHECK ("wound" IS NULL OR "wound" IN ('1', '2')),
    CONSTRAINT ck_outcome CHECK ("outcome" IS NULL OR "outcome" IN ('1', '2')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(pregnancy_id) REFERENCES pregnancies (id)
);
CREATE TABLE antenatal_contacts (
    visited_on DATE NOT NULL,
    number INTEGER,
    kind VARCHAR NOT NULL,
    place VARCHAR,
    complaint VARCHAR,
    weight_g INTEGER,
    fundal_height_mm INTEGER,
    abdomen_mm INTEGER,
    position VARCHAR,
    fetal_heart INTEGER,
    bp_sys INTEGER,
    bp_dia INTEGER,
    hb INTEGER,
    urine_protein VARCHAR,
    outcome VARCHAR NOT NULL,
    finding VARCHAR,
    guidance JSON NOT NULL,
    referral VARCHAR NOT NULL,
    referral_reason VARCHAR,
    referral_place VARCHAR,
    next_on DATE,
    doctor VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    pregnancy_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (pregnancy_id, visited_on),
    CONSTRAINT ck_bp CHECK (bp_sys IS NULL OR bp_dia IS NULL OR bp_sys > bp_dia),
    CONSTRAINT ck_visited_on CHECK ("visited_on" IS NULL OR "visited_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_number CHECK ("number" IS NULL OR "number" BETWEEN 1 AND 5),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2')),
    CONSTRAINT ck_weight_g CHECK ("weight_g" IS NULL OR "weight_g" BETWEEN 25000 AND 200000),
    CONSTRAINT ck_fundal_height_mm CHECK ("fundal_height_mm" IS NULL OR "fundal_height_mm" BETWEEN 10 AND 600),
    CONSTRAINT ck_abdomen_mm CHECK ("abdomen_mm" IS NULL OR "abdomen_mm" BETWEEN 400 AND 1800),
    CONSTRAINT ck_fetal_heart CHECK ("fetal_heart" IS NULL OR "fetal_heart" BETWEEN 40 AND 240),
    CONSTRAINT ck_bp_sys CHECK ("bp_sys" IS NULL OR "bp_sys" BETWEEN 60 AND 260),
    CONSTRAINT ck_bp_dia CHECK ("bp_dia" IS NULL OR "bp_dia" BETWEEN 30 AND 160),
    CONSTRAINT ck_hb CHECK ("hb" IS NULL OR "hb" BETWEEN 10 AND 250),
    CONSTRAINT ck_urine_protein CHECK ("urine_protein" IS NULL OR "urine_protein" IN ('0', '1', '2', '3', '4', '5')),
    CONSTRAINT ck_outcome CHECK ("outcome" IS NULL OR "outcome" IN ('1', '2')),
    CONSTRAINT ck_referral CHECK ("referral" IS NULL OR "referral" IN ('1', '2')),
    CONSTRAINT ck_next_on CHECK ("next_on" IS NULL OR "next_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(pregnancy_id) REFERENCES pregnancies (id)
);
CREATE TABLE newborns (
    outcome VARCHAR NOT NULL,
    sex VARCHAR NOT NULL,
    weight_g INTEGER,
    length_mm INTEGER,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    delivery_id INTEGER NOT NULL,
    birth_order INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (delivery_id, birth_order),
    CONSTRAINT ck_outcome CHECK ("outcome" IS NULL OR "outcome" IN ('1', '2', '3')),
    CONSTRAINT ck_sex CHECK ("sex" IS NULL OR "sex" IN ('1', '2', '0', '9')),
    CONSTRAINT ck_weight_g CHECK ("weight_g" IS NULL OR "weight_g" BETWEEN 300 AND 9000),
    CONSTRAINT ck_length_mm CHECK ("length_mm" IS NULL OR "length_mm" BETWEEN 250 AND 700),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(delivery_id) REFERENCES deliveries (id)
);
CREATE TABLE children (
    birth_ga_days INTEGER,
    birth_weight_g INTEGER,
    birth_length_mm INTEGER,
    mother_name VARCHAR,
    father_name VARCHAR,
    birth_place VARCHAR,
    cert_no VARCHAR,
    high_risk VARCHAR,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    person_id INTEGER NOT NULL,
    mother_id INTEGER,
    newborn_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (newborn_id),
    UNIQUE (centre, cert_no),
    CONSTRAINT ck_birth_ga_days CHECK ("birth_ga_days" IS NULL OR "birth_ga_days" BETWEEN 140 AND 320),
    CONSTRAINT ck_birth_weight_g CHECK ("birth_weight_g" IS NULL OR "birth_weight_g" BETWEEN 300 AND 9000),
    CONSTRAINT ck_birth_length_mm CHECK ("birth_length_mm" IS NULL OR "birth_length_mm" BETWEEN 250 AND 700),
    FOREIGN KEY(centre) REFERENCES centres (code),
    UNIQUE (person_id),
    FOREIGN KEY(person_id) REFERENCES people (id),
    FOREIGN KEY(mother_id) REFERENCES people (id),
    FOREIGN KEY(newborn_id) REFERENCES newborns (id)
);
CREATE TABLE certificate_issues (
    number VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    child_name VARCHAR NOT NULL,
    sex VARCHAR NOT NULL,
    birth_date DATE NOT NULL,
    birth_time VARCHAR,
    birth_ga_days INTEGER,
    birth_weight_g INTEGER,
    birth_length_mm INTEGER,
    mother_name VARCHAR NOT NULL,
    mother_id_no VARCHAR,
    father_name VARCHAR,
    father_id_no VARCHAR,
    address VARCHAR,
    issued_on DATE NOT NULL,
    receiver VARCHAR,
    relation VARCHAR,
    receiver_id_no VARCHAR,
    issuer VARCHAR,
    old_number VARCHAR,
    remark VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    blank_id INTEGER NOT NULL,
    child_id INTEGER,
    PRIMARY KEY (id),
    UNIQUE (number),
    CONSTRAINT ck_issue_after_birth CHECK (issued_on >= birth_date),
    CONSTRAINT ck_kind CHECK ("kind" IS NULL OR "kind" IN ('1', '2', '3', '4')),
    CONSTRAINT ck_sex CHECK ("sex" IS NULL OR "sex" IN ('1', '2', '0', '9')),
    CONSTRAINT ck_birth_date CHECK ("birth_date" IS NULL OR "birth_date" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_birth_ga_days CHECK ("birth_ga_days" IS NULL OR "birth_ga_days" BETWEEN 140 AND 320),
    CONSTRAINT ck_birth_weight_g CHECK ("birth_weight_g" IS NULL OR "birth_weight_g" BETWEEN 300 AND 9999),
    CONSTRAINT ck_birth_length_mm CHECK ("birth_length_mm" IS NULL OR "birth_length_mm" BETWEEN 250 AND 700),
    CONSTRAINT ck_issued_on CHECK ("issued_on" IS NULL OR "issued_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_relation CHECK ("relation" IS NULL OR "relation" IN ('1', '2', '3', '9')),
    FOREIGN KEY(centre) REFERENCES centres (code),
    UNIQUE (blank_id),
    FOREIGN KEY(blank_id) REFERENCES certificate_blanks (id),
    FOREIGN KEY(child_id) REFERENCES children (id)
);
CREATE TABLE child_checks (
    checked_on DATE NOT NULL,
    contact VARCHAR NOT NULL,
    weight_g INTEGER,
    length_mm INTEGER,
    head_mm INTEGER,
    hb INTEGER,
    outcome VARCHAR NOT NULL,
    finding VARCHAR,
    warning_signs VARCHAR,
    referral VARCHAR NOT NULL,
    referral_reason VARCHAR,
    guidance JSON NOT NULL,
    next_on DATE,
    doctor VARCHAR,
    id INTEGER NOT NULL,
    centre VARCHAR(20) NOT NULL,
    version INTEGER NOT NULL,
    child_id INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (child_id, checked_on),
    CONSTRAINT ck_checked_on CHECK ("checked_on" IS NULL OR "checked_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    CONSTRAINT ck_contact CHECK ("contact" IS NULL OR "contact" IN ('newborn', '1m', '3m', '6m', '8m', '12m', '18m', '24m', '30m', '3y', '4y', '5y', '6y')),
    CONSTRAINT ck_weight_g CHECK ("weight_g" IS NULL OR "weight_g" BETWEEN 300 AND 60000),
    CONSTRAINT ck_length_mm CHECK ("length_mm" IS NULL OR "length_mm" BETWEEN 250 AND 1500),
    CONSTRAINT ck_head_mm CHECK ("head_mm" IS NULL OR "head_mm" BETWEEN 200 AND 700),
    CONSTRAINT ck_hb CHECK ("hb" IS NULL OR "hb" BETWEEN 10 AND 250),
    CONSTRAINT ck_outcome CHECK ("outcome" IS NULL OR "outcome" IN ('1', '2')),
    CONSTRAINT ck_referral CHECK ("referral" IS NULL OR "referral" IN ('1', '2')),
    CONSTRAINT ck_next_on CHECK ("next_on" IS NULL OR "next_on" BETWEEN '1900-01-01' AND '2100-12-31'),
    FOREIGN KEY(centre) REFERENCES centres (code),
    FOREIGN KEY(child_id) REFERENCES children (id)
);
CREATE INDEX ix_audit_record ON audit (table_name, record_id);
CREATE INDEX ix_audit_recent ON audit (centre, user, seq) WHERE table_name = 'people' AND action <> 'import';
CREATE INDEX ix_certificate_receipts_centre ON certificate_receipts (centre);
CREATE INDEX ix_settings_centre ON settings (centre);
CREATE INDEX ix_villages_centre ON villages (centre);
CREATE INDEX ix_users_centre ON users (centre);
CREATE INDEX ix_certificate_blanks_centre ON certificate_blanks (centre);
CREATE INDEX ix_blanks_state ON certificate_blanks (centre, state, number);
CREATE INDEX ix_people_centre ON people (centre);
CREATE INDEX ix_people_name ON people (centre, name);
CREATE INDEX ix_people_village_id ON people (village_id);
CREATE INDEX ix_supervision_visits_centre ON supervision_visits (centre);
CREATE INDEX ix_supervision_day ON supervision_visits (centre, visited_on);
CREATE INDEX ix_supervision_visits_village_id ON supervision_visits (village_id);
CREATE INDEX ix_village_reports_centre ON village_reports (centre);
CREATE INDEX ix_village_reports_village_id ON village_reports (village_id);
CREATE INDEX ix_certificate_moves_blank_id ON certificate_moves (blank_id);
CREATE INDEX ix_moves_day ON certificate_moves (centre, moved_on);
CREATE INDEX ix_certificate_moves_centre ON certificate_moves (centre);
CREATE INDEX ix_find_keys ON find_keys (centre, kind, "key", person_id);
CREATE INDEX ix_match_decisions_person_id ON match_decisions (person_id);
CREATE INDEX ix_match_decisions_centre ON match_decisions (centre);
CREATE INDEX ix_pregnancies_centre ON pregnancies (centre);
CREATE INDEX ix_pregnancies_state ON pregnancies (centre, state);
CREATE INDEX ix_pregnancies_card ON pregnancies (centre, card_no);
CREATE INDEX ix_pregnancies_mother_id ON pregnancies (mother_id);
CREATE INDEX ix_list_keys_person ON list_keys (person_id, list, "key", record_id);
CREATE INDEX ix_deliveries_centre ON deliveries (centre);
CREATE INDEX ix_deliveries_day ON deliveries (centre, delivered_on);
CREATE INDEX ix_postpartum_visits_pregnancy_id ON postpartum_visits (pregnancy_id);
CREATE INDEX ix_postpartum_visits_centre ON postpartum_visits (centre);
CREATE INDEX ix_antenatal_contacts_centre ON antenatal_contacts (centre);
CREATE INDEX ix_antenatal_contacts_pregnancy_id ON antenatal_contacts (pregnancy_id);
CREATE INDEX ix_newborns_centre ON newborns (centre);
CREATE INDEX ix_children_centre ON children (centre);
CREATE INDEX ix_children_mother_id ON children (mother_id);
CREATE INDEX ix_issues_day ON certificate_issues (centre, issued_on);
CREATE INDEX ix_issues_mother ON certificate_issues (centre, mother_name);
CREATE INDEX ix_certificate_issues_centre ON certificate_issues (centre);
CREATE INDEX ix_certificate_issues_child_id ON certificate_issues (child_id);
CREATE INDEX ix_issues_child ON certificate_issues (centre, child_name);
CREATE INDEX ix_child_checks_day ON child_checks (centre, checked_on);
CREATE INDEX ix_child_checks_centre ON child_checks (centre);
CREATE INDEX ix_child_checks_child_id ON child_checks (child_id);
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END;
CREATE TRIGGER audit_chain BEFORE INSERT ON audit
    WHEN NEW.seq <> coalesce((SELECT max(seq) FROM audit), 0) + 1
      OR NEW.prev_hash <> coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), '')
    BEGIN SELECT RAISE(ABORT, 'the audit chain continues from its last entry'); END;
