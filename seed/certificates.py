"""Certificates from the application to the family's hands, and what happens in the stock room.

The last two years have everything a desk records today. What is older stands as books stand that
were begun before: the issues and the numbers alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from heapq import heappop, heappush

from desk.application_known import derived
from rules.certificate_papers import case_of, needed
from rules.certificate_states import MISPRINT
from rules.dates import add_months
from seed import names
from seed.blanks import Books
from seed.certificate_visits import EXCHANGES, FIRST, OUTSIDE, REISSUES, Visit, visits
from seed.children import Kid
from seed.history import History
from seed.invented import MALE, Woman
from seed.pregnancies import Values

YEARS_IN_FULL = 2
_AGREED = "1"
_HAN, _USUAL_RESIDENT = "汉族", "1"
_APPLY_DAYS = 30  # after a birth; later is asked about
_MORNING, _EVENING = -1, 10**9  # before and after the families of a day
_LEAVE, _LEAVE_AGO = timedelta(days=9), (60, 300)  # of the sealer: ten days with both ends

# Days since the records are kept in full.
_EVENTS: tuple[tuple[int, Callable[[Books, date], None]], ...] = (
    (160, Books.damage),
    (270, Books.lend),
    (279, Books.returned),
    (480, Books.mistake),
    (482, Books.mended),
)
_MISPRINT, _LOSS, _TURNED_UP = 60, 110, 20


@dataclass(slots=True)
class Applied:
    """An application; ``columns`` are those of the record beside its form."""

    kid: Kid
    values: Values
    columns: Values
    number: str | None = None


@dataclass(slots=True)
class Issued:
    """A certificate, and who had it afterwards; ``application`` is its place in the list."""

    kid: Kid
    values: Values
    application: int | None = None
    reviewed: bool = False
    sealed_on: date | None = None
    substitute: bool = False  # sealed by the sealer's substitute
    collection: Values | None = None


@dataclass(slots=True)
class Certificates:
    """All the records about certificates."""

    since: date  # from which day on there is everything
    books: Books = field(default_factory=Books)
    applications: list[Applied] = field(default_factory=list)
    issues: list[Issued] = field(default_factory=list)
    delegation: Values | None = None

    @property
    def size(self) -> int:
        """How many records it makes."""
        seals = sum(issue.sealed_on is not None for issue in self.issues)
        taken = sum(issue.collection is not None for issue in self.issues)
        of_families = len(self.applications) + len(self.issues) + seals + taken
        return self.books.size + of_families + (self.delegation is not None)


def issue_certificates(history: History) -> Certificates:
    """Issue to every child born in the centre whose family came, and all that went wrong."""
    return _Desk(history).work()


class _Desk:
    """Day after day at the issuing desk; what comes when waits in a heap."""

    def __init__(self, history: History) -> None:
        self.world = history.world
        self.history = history
        since = max(self.world.start, add_months(self.world.today, -12 * YEARS_IN_FULL))
        self.found = Certificates(since)
        self.books = self.found.books
        self.spoils = False  # whether the next print goes wrong
        self.coming: list[tuple[date, int, int, Callable[[date], None]]] = []

    def at(self, day: date, order: int, act: Callable[[date], None]) -> None:
        """Something is going to happen, if it does by today."""
        if day <= self.world.today:
            heappush(self.coming, (day, order, len(self.coming), act))

    def work(self) -> Certificates:
        """Everything in the order of its days."""
        self.books.receive(self.world.start)
        for visit in visits(self.history):
            self.at(visit.day, visit.place, partial(self._serve, visit))
        self.stock_room()
        while self.coming:
            day, _, _, act = heappop(self.coming)
            before = len(self.books.receipts)
            act(day)
            if self.books.receipts[before:] and self.books.receipts[-1]["missing"]:
                self.at(day + timedelta(days=_TURNED_UP), _MORNING, self.books.turn_up)
        self.found.delegation = _leave(self.found, self.world.today)
        return self.found

    def stock_room(self) -> None:
        """What happens beside the families."""
        since, books = self.found.since, self.books
        for days, act in _EVENTS:
            self.at(since + timedelta(days=days), _MORNING, partial(act, books))
        self.at(since, _MORNING, self._lacks_one)
        self.at(since + timedelta(days=_MISPRINT), _MORNING, self._spoils)
        lost = False
        for month_end in _month_ends(since, self.world.today):
            if not lost and (month_end - since).days >= _LOSS:
                lost = True
                self.at(month_end, _EVENING, partial(books.lose, today=self.world.today))
            else:
                self.at(month_end, _EVENING, books.count)
        for year in range(self.world.start.year, self.world.today.year + 1):
            if date(year, 12, 8) >= since:
                self.at(date(year, 12, 8), _EVENING, self._plan)
            if year > self.world.start.year:
                self.at(date(year, 1, 8), _EVENING, books.report)
                self.at(date(year, 3, 20), _EVENING, books.destroy)
                self.at(date(year, 12, 10), _EVENING, books.hand_up)

    def _lacks_one(self, _: date) -> None:
        self.books.short = True

    def _spoils(self, _: date) -> None:
        self.spoils = True

    def _plan(self, day: date) -> None:
        kids = self.history.kids
        here = [kid for kid in kids if kid.child.get("birth_place") == names.OWN]
        births = sum(kid.born.year == day.year and kid.born <= day for kid in here)
        self.books.plan(day, births)

    # --- a family

    def _serve(self, visit: Visit, _: date) -> None:
        """What a family comes for, as far as it goes."""
        whole = visit.day >= self.found.since
        old = visit.kid.child.get("cert_no") if visit.kind in EXCHANGES | REISSUES else None
        face = _face(visit, str(old) if old else None)
        face |= self._collector(visit)
        if not whole:
            number = self.books.next_number(visit.day)
            if self.world.happens(0.006):
                number = self._misprint(number, visit.day, None)
            self._issue(visit, face, number, None)
            return
        applied = self._apply(visit, face)
        if visit.kind == OUTSIDE:
            applied.columns |= {"ended_on": visit.day, "passed_to": names.COUNTY_MCH}
        elif visit.step != "review":
            self._number(visit, applied)

    def _collector(self, visit: Visit) -> Values:
        """Who will take it: the father more often than the mother."""
        woman = visit.kid.woman
        father = self.world.happens(0.7)
        return {
            "receiver": woman.husband if father else woman.person["name"],
            "relation": "2" if father else "1",
            "receiver_id_no": woman.husband_id if father else woman.person["id_no"],
        }

    def _apply(self, visit: Visit, face: Values) -> Applied:
        """The application with every paper the case needs, reviewed where another hand decides."""
        woman = visit.kid.woman
        phones = woman.person["phones"]
        whole: Values = face | {
            **_registered(woman),
            "kind": visit.kind,
            "applied_on": visit.day,
            "receiver_phone": phones[0] if isinstance(phones, list) else None,
            "attendant": "/" if visit.kind == OUTSIDE else self.world.doctors[0],
            "institution": "/" if visit.kid.child.get("birth_place") == names.HOME else names.OWN,
            "born_at": names.COUNTY,
            **_cause(self.world.happens, visit),
        }
        late = (visit.day - visit.kid.born).days > _APPLY_DAYS
        whole["late_why"] = (
            "随母亲在外婆家坐月子" if late and visit.kind in {FIRST, OUTSIDE} else None
        )
        whole |= {name: value for name, value in derived(whole).items() if value is not None}
        whole["papers"] = [paper.codes[0] for paper in needed(case_of(whole))]
        if visit.kind == OUTSIDE:
            whole |= {"attended": "2", "paternity_no": f"演鉴字〔{visit.day.year}〕{visit.place}号"}
        columns: Values = {"user": "issuer", "handler": names.USERS["issuer"]}
        if visit.kind != FIRST and visit.step != "review":
            reviewer = {"reviewer": names.USERS["reviewer"], "reviewer_user": "reviewer"}
            columns |= {"decision": _AGREED, "decided_on": visit.day, **reviewer}
        applied = Applied(visit.kid, whole, columns)
        self.found.applications.append(applied)
        return applied

    def _number(self, visit: Visit, applied: Applied) -> None:
        """A number is reserved, printed and issued, one step after the other."""
        books, place = self.books, len(self.found.applications) - 1
        number = books.next_number(visit.day)
        if self.spoils:
            number, self.spoils = self._misprint(number, visit.day, place), False
        applied.number = number
        if visit.step in {"printed", "reserved"}:
            books.move(number, "reserve", visit.day, application=place)
            if visit.step == "printed":
                books.move(number, "print", visit.day, application=place)
            return
        applied.columns["ended_on"] = visit.day
        face = {name: value for name, value in applied.values.items() if name not in _OF_THE_FORM}
        issue = self._issue(visit, face, number, place)
        if visit.step != "issued":
            self._seal(visit, issue)

    def _misprint(self, number: str, day: date, application: int | None) -> str:
        """The paper is void and the next number is taken."""
        for act in ("reserve", "print"):
            self.books.move(number, act, day, application=application)
        words = "新生儿姓名打印有误"
        self.books.move(number, "void", day, words, cause=MISPRINT, application=application)
        return self.books.next_number(day)

    def _issue(self, visit: Visit, face: Values, number: str, application: int | None) -> Issued:
        day, kid, reviewed = visit.day, visit.kid, visit.kind != FIRST and application is not None
        for act in ("reserve", "print", "issue"):
            self.books.move(number, act, day, application=application)
        if old := face["old_number"]:
            act = "recall" if visit.kind in EXCHANGES else "declare"
            words = f"{number} {'打印或填写有误' if act == 'recall' else '遗失'}"
            self.books.move(str(old), act, day, words, second="reviewer", application=application)
        kid.child["cert_no"] = number
        kid.person["name"] = face["child_name"]
        values = face | {"number": number, "kind": visit.kind, "issued_on": day}
        values |= {"issuer": names.USERS["issuer"]}
        if reviewed:
            values["reviewer"] = names.USERS["reviewer"]
        issue = Issued(kid, values, application, reviewed)
        self.found.issues.append(issue)
        return issue

    def _seal(self, visit: Visit, issue: Issued) -> None:
        """The seal within two days, the family's signature some days later."""
        rng, today = self.world.rng, self.world.today
        issue.sealed_on = min(visit.day + timedelta(days=rng.randrange(3)), today)
        if visit.step == "sealed":
            return
        day = issue.sealed_on + timedelta(days=self.world.soon(0, 1, 9))
        named = {name: issue.values.get(name) for name in _COLLECTOR}
        letter = "1" if named["relation"] != "1" else None
        issue.collection = {
            "collected_on": min(day, today),
            **named,
            "letter": letter,
            "signed": "1",
        }


_COLLECTOR = ("receiver", "relation", "receiver_id_kind", "receiver_id_no")
_OF_THE_FORM = {
    *("kind", "applied_on", "papers", "papers_other", "late_why", "attended", "cause"),
    *("cause_words", "returned", "mother_hukou", "father_hukou", "newspaper", "declared_on"),
}


def _face(visit: Visit, old: str | None) -> Values:
    """What the certificate says."""
    kid = visit.kid
    woman, delivery = kid.woman, (kid.case.delivery if kid.case else None) or {}
    return {
        "child_name": _certified_name(kid),
        "sex": kid.sex,
        "birth_date": kid.born,
        "birth_time": delivery.get("delivered_at"),
        "birth_ga_days": kid.child["birth_ga_days"],
        "birth_weight_g": kid.child["birth_weight_g"],
        "birth_length_mm": kid.child["birth_length_mm"],
        "mother_name": woman.person["name"],
        "mother_id_no": woman.person["id_no"],
        "father_name": woman.husband,
        "father_id_no": woman.husband_id,
        "address": woman.person["address"],
        "old_number": old,
    }


def _registered(woman: Woman) -> Values:
    """The parents' households, known of who is at home here, and their ethnic group."""
    at_home = woman.person["residence"] == _USUAL_RESIDENT
    address = woman.person["address"] if at_home else None
    told: Values = {"mother_address": address, "mother_ethnic": _HAN}
    return told | ({"father_address": address, "father_ethnic": _HAN} if woman.husband else {})


def _certified_name(kid: Kid) -> object:
    """A certificate names the child, so from then on it has a name."""
    if "之" in str(kid.person["name"]):
        return kid.surname + ("安" if kid.sex == MALE else "宁")
    return kid.person["name"]


def _cause(happens: Callable[[float], bool], visit: Visit) -> Values:
    """Why an old certificate is replaced."""
    if visit.kind in EXCHANGES:
        return {"cause": "1", "returned": "2" if happens(0.8) else "1"}
    if visit.kind in REISSUES:
        declared = {"newspaper": "本人声明", "declared_on": visit.day}
        return {"cause": "1", "mother_hukou": "1", "father_hukou": "1", **declared}
    return {}


def _month_ends(start: date, today: date) -> Iterator[date]:
    month = add_months(start.replace(day=1), 1)
    while month - timedelta(days=1) <= today:
        yield month - timedelta(days=1)
        month = add_months(month, 1)


def _leave(found: Certificates, today: date) -> Values | None:
    """The sealer's leave in the last year; what the substitute sealed is marked."""
    days = [issue.sealed_on for issue in found.issues if issue.sealed_on]
    least, most = _LEAVE_AGO
    year = [day for day in days if least <= (today - day).days <= most]
    if not year:
        return None
    first = max(year, key=lambda one: sum(one <= day <= one + _LEAVE for day in year))
    for issue in found.issues:
        issue.substitute = bool(issue.sealed_on and first <= issue.sealed_on <= first + _LEAVE)
    return {
        "role": "sealer",
        "login": "supervisor",
        "instead_of": names.USERS["sealer"],
        "starts_on": first,
        "ends_on": first + _LEAVE,
        "letter_no": f"演卫〔{first.year}〕{first.month}号",
        "signed_by": names.HEAD,
        "reason": "年休假",
    }
