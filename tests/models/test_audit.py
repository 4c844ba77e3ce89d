"""The audit chain: complete, in the change's own transaction, and not to be altered."""

import json

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from models.audit import Act, AuditEntry, broken_links
from models.engine import Store, sqlite_module
from models.people import Person, User

ACT = Act("331199", "clerk", "card.open", "试")


def entries(store: Store) -> list[AuditEntry]:
    with Session(store.read) as session:
        return list(session.exec(select(AuditEntry).order_by(col(AuditEntry.seq))))


def add_person(store: Store, name: str = "甲试") -> int:
    with store.writing(ACT) as session:
        person = Person(centre="331199", name=name, sex="2", phones=["19900000001"])
        session.add(person)
        session.flush()
        return person.id or 0


def test_a_new_record_is_in_the_chain_with_all_its_values(store: Store) -> None:
    person_id = add_person(store)
    entry = entries(store)[-1]
    assert (entry.table_name, entry.record_id, entry.record_version) == ("people", person_id, 1)
    assert (entry.user, entry.action, entry.reason) == ("clerk", "card.open", "试")
    assert entry.old is None
    new = json.loads(entry.new or "")
    assert (new["name"], new["phones"]) == ("甲试", ["19900000001"])


def test_a_change_keeps_old_and_new_of_what_changed_alone(store: Store) -> None:
    person_id = add_person(store)
    with store.writing(ACT) as session:
        session.get_one(Person, person_id).name = "乙试"
    entry = entries(store)[-1]
    assert json.loads(entry.old or "") == {"name": "甲试", "version": 1}
    assert json.loads(entry.new or "") == {"name": "乙试", "version": 2}


def test_saving_without_a_change_leaves_no_entry(store: Store) -> None:
    person_id = add_person(store)
    before = len(entries(store))
    with store.writing(ACT) as session:
        session.get_one(Person, person_id).name = "甲试"
    assert len(entries(store)) == before


def test_a_deletion_keeps_what_was_deleted(store: Store) -> None:
    person_id = add_person(store)
    with store.writing(ACT) as session:
        session.delete(session.get_one(Person, person_id))
    entry = entries(store)[-1]
    assert entry.new is None
    assert json.loads(entry.old or "")["name"] == "甲试"


def test_what_is_rolled_back_was_never_in_the_chain(store: Store) -> None:
    before = len(entries(store))
    with pytest.raises(RuntimeError), store.writing(ACT) as session:
        session.add(Person(centre="331199", name="甲试", sex="2"))
        session.flush()
        raise RuntimeError
    assert len(entries(store)) == before


def test_a_password_hash_never_stands_in_the_chain(store: Store) -> None:
    with Session(store.read) as session:
        hashes = session.exec(select(User.password_hash)).all()
    text = json.dumps([[entry.old, entry.new] for entry in entries(store)])
    assert hashes
    assert not any(stored in text for stored in hashes)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET user = 'nobody' WHERE seq = 1",
        "DELETE FROM audit WHERE seq = 1",
        "REPLACE INTO audit SELECT * FROM audit WHERE seq = 1",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit ORDER BY seq DESC LIMIT 1",
        """INSERT INTO audit SELECT seq + 900, at, centre, user, action, table_name, record_id,
        record_version, reason, old, new, prev_hash, hash FROM audit WHERE seq = 1""",
    ],
)
def test_the_database_refuses_to_alter_the_chain(store: Store, sql: str) -> None:
    with pytest.raises(IntegrityError, match="audit"), store.write.begin() as connection:
        connection.exec_driver_sql(sql)


def test_an_untouched_chain_holds(store: Store) -> None:
    add_person(store)
    with Session(store.read) as session:
        assert list(broken_links(session)) == []


@pytest.mark.parametrize("column", ["at", "user", "action", "reason", "old", "new", "prev_hash"])
def test_a_byte_changed_behind_the_programs_back_is_found_by_entry(
    store: Store, column: str
) -> None:
    person_id = add_person(store)
    with store.writing(ACT) as session:
        session.get_one(Person, person_id).name = "乙试"
    target = entries(store)[-1].seq
    tamper(
        store,
        f"""UPDATE audit SET "{column}" = '~' || substr("{column}", 2) WHERE seq = {target}""",
    )
    with Session(store.read) as session:
        assert target in {seq for seq, _ in broken_links(session)}


def test_a_byte_that_is_no_text_any_more_is_found_too(store: Store) -> None:
    add_person(store)
    target = entries(store)[-1].seq
    tamper(
        store, f"UPDATE audit SET new = CAST(x'ff' AS TEXT) || substr(new, 2) WHERE seq = {target}"
    )
    with Session(store.read) as session:
        assert list(broken_links(session)) == [(target, "AUDIT_CHANGED")]


def test_white_space_added_to_the_values_is_found(store: Store) -> None:
    add_person(store)
    target = entries(store)[-1].seq
    tamper(store, f"UPDATE audit SET new = new || ' ' WHERE seq = {target}")
    with Session(store.read) as session:
        assert list(broken_links(session)) == [(target, "AUDIT_CHANGED")]


def test_an_entry_taken_out_of_the_middle_is_found(store: Store) -> None:
    add_person(store, "甲试")
    add_person(store, "乙试")
    missing = entries(store)[-2].seq
    tamper(store, f"DELETE FROM audit WHERE seq = {missing}")
    with Session(store.read) as session:
        assert (missing + 1, "AUDIT_GAP") in list(broken_links(session))


def tamper(store: Store, sql: str) -> None:
    """As somebody with a hex editor would: without triggers."""
    connection = sqlite_module().connect(str(store.path), isolation_level=None)
    for name in ("audit_no_update", "audit_no_delete", "audit_chain"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(sql)
    connection.close()
