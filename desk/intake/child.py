"""The child register: children, their mothers, their checks."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from desk.intake.children import Children, Wanted, is_unnamed
from desk.intake.newborns import join_newborns
from desk.intake.report import Row
from desk.intake.values import SEX_CODES, UNKNOWN_SEX, born, day, scaled, valid
from desk.intake.work import Work
from models.child import Child, ChildCheck, ChildCheckData, ChildData
from models.people import Person, PersonData
from rules.errors import RuleError
from rules.fields import field_specs

NEWBORN_VISIT = "newborn"
CONTACTS = {"0": "1m", "3": "3m", "6": "6m", "8": "8m", "12": "12m", "18": "18m", "24": "24m"}
CONTACTS |= {"30": "30m"}
_CHILD, _CHECK = field_specs(ChildData), field_specs(ChildCheckData)
_ID_LABEL, _NAME_LABEL = "母亲身份证号", "母亲姓名"


@dataclass(frozen=True, slots=True)
class Draft:
    """A row of the register, checked. Without a number the mother is only a name."""

    person: PersonData
    child: ChildData
    mother: PersonData | None
    checks: tuple[ChildCheckData, ...]
    wanted: Wanted


@dataclass(slots=True)
class Case:
    """A row, its people and its child."""

    row: Row
    draft: Draft
    mother: Person | None
    person: Person
    child: Child


def take_children(work: Work, rows: Sequence[Row]) -> None:
    """Rows of a child register."""
    drafts = work.drafts(rows, lambda row: _draft(work, row))
    children = Children(work, [draft.wanted for _, draft in drafts])
    cases = [_case(work, children, row, draft) for row, draft in drafts]
    work.session.flush()
    for case in cases:
        _join(work, children, case)
    work.session.flush()
    _checks(work, cases)
    work.session.flush()
    join_newborns(work, {case.child.mother_id for case in cases})


def _draft(work: Work, row: Row) -> Draft:
    fields = row.fields
    birth_date = day(fields["birth_date"])
    if birth_date is None:
        raise RuleError("REQUIRED", "出生日期必填")
    person = valid(
        PersonData,
        {
            "name": fields["name"],
            "id_no": fields["id_no"],
            "sex": SEX_CODES.get(fields["sex"], UNKNOWN_SEX),
            "birth_date": birth_date,
            "phones": fields["phones"],
            **work.home(row),
        },
    )
    child = valid(
        ChildData,
        {
            "birth_ga_days": fields["birth_ga_days"],
            "birth_weight_g": fields["birth_weight_g"],
            "mother_name": fields["mother_name"],
            "cert_no": fields["cert_no"],
            "high_risk": fields["high_risk"],
            "remark": fields["remark"],
        },
    )
    mother_id = fields["mother_id"]
    mother = {"name": child.mother_name, "id_no": mother_id, "sex": "2"}
    wanted = Wanted(
        person.name,
        person.sex,
        birth_date,
        person.id_no,
        child.mother_name,
        mother_id,
        child.cert_no,
        child.birth_weight_g,
    )
    return Draft(
        person,
        child,
        valid(PersonData, mother | {"birth_date": born(mother_id)})
        if mother_id and child.mother_name
        else None,
        tuple(_contacts(row)),
        wanted,
    )


def _contacts(row: Row) -> list[ChildCheckData]:
    """The home visit, of which a register keeps the day, and the checks by age."""
    found = []
    if visited := day(row.fields["nb_visit"]):
        found.append(valid(ChildCheckData, {"contact": NEWBORN_VISIT, "checked_on": visited}))
    for age, contact in CONTACTS.items():
        check = row.fields["checks"].get(age)
        if check:
            values = {
                "contact": contact,
                "checked_on": day(check["date"]),
                "weight_g": scaled(check.get("weight_kg"), _CHECK["weight_g"].scale),
                "length_mm": scaled(check.get("length_cm"), _CHECK["length_mm"].scale),
            }
            found.append(valid(ChildCheckData, values))
    return found


def _case(work: Work, children: Children, row: Row, draft: Draft) -> Case:
    """The people of a row, matched or new; a new child is saved once its people have ids."""
    mother = _mother(work, children, row, draft)
    person = children.find(draft.wanted, mother)
    child = children.of(person) if person else None
    if person is None:
        person = work.add(row, Person(centre=work.centre, **draft.person.model_dump()))
        children.people.add(person)
    else:
        _fill_person(work, children, row, draft, person)
    if child is None:
        data = draft.child.model_dump()
        if _number_barred(work, children, row, draft, None):
            data["cert_no"] = None
        child = Child(centre=work.centre, **data)
        children.add(person, child)
    else:
        _fill_child(work, children, row, draft, person, child)
    return Case(row, draft, mother, person, child)


def _mother(work: Work, children: Children, row: Row, draft: Draft) -> Person | None:
    """The mother by her number. A name alone is kept on the child and makes no person."""
    data = draft.mother
    if data is None:
        return None
    mother = children.people.find(data)
    if mother is None:
        mother = work.add(row, Person(centre=work.centre, **data.model_dump()))
        children.people.add(mother)
        return mother
    if mother.name != data.name:
        work.differs(row, _NAME_LABEL, mother.name, data.name)
    work.fill(row, mother, data, "name")
    children.people.learn(mother, data.id_no)
    return mother


def _fill_person(work: Work, children: Children, row: Row, draft: Draft, person: Person) -> None:
    skip = []
    child = children.of(person)
    if child and is_unnamed(person.name, child.mother_name) and person.name != draft.person.name:
        person.name = draft.person.name
        children.people.add(person)
        work.mark(row)
        work.reindex(person)
    if person.village_id not in {None, draft.person.village_id}:
        skip.append("group_no")  # a group says something only within its village
    if person.address:
        skip.append("address")  # a village's name says less than the address somebody wrote
    work.fill(row, person, draft.person, *skip)
    children.people.learn(person, draft.person.id_no)


def _fill_child(  # noqa: PLR0913, PLR0917  a row and what it is held against
    work: Work, children: Children, row: Row, draft: Draft, person: Person, child: Child
) -> None:
    skip = ["cert_no"] if _number_barred(work, children, row, draft, child) else []
    if work.fill(row, child, draft.child, *skip):
        work.reindex(person)
        children.add(person, child)


def _number_barred(
    work: Work, children: Children, row: Row, draft: Draft, child: Child | None
) -> bool:
    """A number stands with one child only, who had it first; a blank of ours with none."""
    number = draft.child.cert_no
    holder = children.holder(number)
    if holder and holder is not child:
        ours = f"{holder.cert_no} {children.whose(holder).name}"
        theirs = f"{number} {draft.person.name}"
        work.differs(row, _CHILD["cert_no"].label, ours, theirs)
        return True
    if number is None or (child and child.cert_no):
        return False
    wrong = children.not_typed(number, child, draft.wanted.birth_date)
    if wrong is not None:
        work.find(row, wrong.reason, wrong.template, **wrong.params)
    return wrong is not None


def _join(work: Work, children: Children, case: Case) -> None:
    """Child, person and mother point at each other by ids, which they all have now."""
    child, mother = case.child, case.mother
    if child.id is None:
        child.person_id = case.person.id or 0
        child.mother_id = child.mother_id or (mother.id if mother else None)
        work.add(case.row, child)
    elif mother and child.mother_id is None:
        child.mother_id = mother.id
        work.mark(case.row)
    elif mother and child.mother_id != mother.id:
        known = children.person(child.mother_id)
        ours = (known.id_no or known.name) if known else ""
        work.differs(case.row, _ID_LABEL, ours, mother.id_no or mother.name)


def _checks(work: Work, cases: Sequence[Case]) -> None:
    known: defaultdict[int, list[ChildCheck]] = defaultdict(list)
    for kept in work.fetch(ChildCheck, "child_id", [case.child.id for case in cases]):
        known[kept.child_id].append(kept)
    for case in cases:
        for data in case.draft.checks:
            _check(work, case, known[case.child.id or 0], data)


def _check(work: Work, case: Case, checks: list[ChildCheck], data: ChildCheckData) -> None:
    """One contact: filled where it is known, added where its day is free."""
    label = _label(data.contact)
    that_day = next((kept for kept in checks if kept.checked_on == data.checked_on), None)
    same = [kept.checked_on for kept in checks if kept.contact == data.contact]
    if that_day and that_day.contact == data.contact:
        work.fill(case.row, that_day, data)
    elif same:
        work.differs(case.row, label, "、".join(str(one) for one in same), data.checked_on)
    elif that_day:
        work.find(
            case.row,
            "SAME_DAY",
            "{contact}与{other}同一天({day}),只记一次",
            contact=label,
            other=_label(that_day.contact),
            day=data.checked_on.isoformat(),
        )
    else:
        child_id = case.child.id or 0
        new = ChildCheck(centre=work.centre, child_id=child_id, **data.model_dump())
        checks.append(work.add(case.row, new))


def _label(contact: str) -> str:
    choice = _CHECK["contact"].choice(contact)
    return choice.label if choice else contact
