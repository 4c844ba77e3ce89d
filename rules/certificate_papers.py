"""The papers a family shows for a certificate: which, on which digit of the form, and why.

The digits of a birth outside an institution and of an exchange are those of the printed forms'
check lists; the registration form of a first issue and the reissue form print none, theirs follow
the order of the rule. What counties settle differently is in ``Local``.
Source: 国卫妇幼发〔2013〕52号及各地实施办法; 首次签发登记表; 换发申请表; 补发登记表.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.certificate_face import RESIDENT, has_father, number_field
from rules.errors import Phrase, RuleError
from rules.fields import Choice, choices

_FIRST = choices(
    "1 首次签发登记表",
    "2 母亲证件",
    "3 父亲证件",
    "4 领证人证件",
    "5 母亲委托书",
    "6 母亲声明",
    "7 亲子鉴定证明",
    "8 结婚证",
    "9 户口机关证明",
)
_OUTSIDE = choices(
    "1 亲子鉴定证明",
    "2 出生情况说明",
    "3 母亲证件",
    "4 父亲证件",
    "5 领证人证件",
    "6 监护关系材料",
    "7 亲子关系声明",
    "8 母亲委托书",
    "9 结婚证",
)
_EXCHANGE = choices(
    "1 书面申请",
    "2 病历或存根复印件",
    "3 无法入户证明",
    "4 父母证件",
    "5 领证人证件",
    "6 其他",
    "7 亲子鉴定证明",
    "8 母亲委托书",
    "9 信息变更证明",
)
_REISSUE = choices(
    "1 书面申请",
    "2 补发登记表",
    "3 父母证件",
    "4 领证人证件",
    "5 病历或存根复印件",
    "6 遗失声明",
    "7 母亲户籍地证明",
    "8 父亲户籍地证明",
    "9 母亲委托书",
)
_MOTHER, _FATHER = "1", "2"  # who collects
_PARENTS_CHANGED, _NOT_ACCEPTED = "3", "4"  # causes of an exchange
_REGISTERED = "2"
TESTS = {"1": "7", "4": "1"}  # the paper of a parentage test, by kind of issue
MARRIAGES = {"1": "8", "4": "9"}  # the marriage certificate
_LETTERS = {"1": "5", "2": "8", "3": "9", "4": "8", "5": "8", "6": "9"}  # by kind of issue
_OTHER = "9"  # kind of paper: neither a resident's card nor a passport
# Whose paper a digit is, by kind of issue.
_HOLDERS = {
    "1": {"2": "mother", "3": "father", "4": "receiver"},
    "4": {"3": "mother", "4": "father", "5": "receiver"},
}
_CALLED = {"mother": "母亲", "father": "父亲", "receiver": "领证人"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """What the county asks: days to apply in, days after which parentage is tested (0: never)."""

    apply_days: int = 30
    late_days: int = 365
    outside_test: bool = True
    marriage: bool = False


USUAL = Local()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What decides which papers are asked for.

    ``relation``, ``cause`` and the two ``hukou`` are codes of the form; ``days`` run from the birth
    to the application. ``others``: papers beside the list were written down, as when the mother is
    dead. ``other_name``: she was admitted under another name than her papers have.
    """

    kind: str
    relation: str | None = _MOTHER
    father: bool = True
    mother_id: bool = True
    days: int = 0
    cause: str | None = None
    hukou: tuple[str | None, str | None] = (None, None)
    late_why: str | None = None
    others: bool = False
    other_name: bool = False

    @property
    def first(self) -> bool:
        """Whether it is the child's first certificate."""
        return self.kind in {"1", "4"}


def case_of(
    values: Mapping[str, Any], *, other_name: bool = False, taken: date | None = None
) -> Case:
    """The case of an application's values, by the names its fields have.

    ``taken``: the day it is really taken; a day typed before it does not make it earlier.
    """
    born, applied = values.get("birth_date"), values.get("applied_on")
    days = 0
    if isinstance(born, date) and isinstance(applied, date):
        days = (max(applied, taken or applied) - born).days
    return Case(
        kind=values["kind"],
        relation=values.get("relation"),
        father=has_father(values),
        mother_id=bool(values.get("mother_id_no") or values.get("mother_other_no")),
        days=days,
        cause=values.get("cause"),
        hukou=(values.get("mother_hukou"), values.get("father_hukou")),
        late_why=values.get("late_why"),
        others=bool(values.get("papers_other")),
        other_name=other_name,
    )


@dataclass(frozen=True, slots=True)
class Needed:
    """A paper asked for, any one of ``codes``, and why."""

    codes: tuple[str, ...]
    why: RuleError


def papers_of(kind: str) -> tuple[Choice, ...]:
    """The papers of a kind of issue, each on its digit.

    >>> papers_of("4")[1]
    Choice(code='2', label='出生情况说明')
    """
    return _KINDS[kind][0]


def letter_of(kind: str) -> str:
    """The digit of the letter a mother signs for whoever collects in her place.

    >>> {papers_of(kind)[int(letter_of(kind)) - 1].label for kind in "123456"}
    {'母亲委托书'}
    """
    return _LETTERS[kind]


def needed(case: Case, local: Local = USUAL) -> tuple[Needed, ...]:
    """The papers this case needs, in the order of the form.

    >>> [paper.codes[0] for paper in needed(Case(kind="1", relation="3"))]
    ['1', '2', '3', '4', '5']
    """
    rule = _KINDS[case.kind][1]
    return tuple(sorted(rule(case, local), key=lambda paper: paper.codes[0]))


def missing(case: Case, papers: Collection[str], local: Local = USUAL) -> tuple[Needed, ...]:
    """The papers needed of which none was seen."""
    return tuple(paper for paper in needed(case, local) if not set(paper.codes) & set(papers))


def problems(case: Case, papers: Collection[str], local: Local = USUAL) -> dict[str, RuleError]:
    """What stands against the application, by the field it is mended at.

    >>> found = problems(Case(kind="1", relation="3", father=False), ["1", "2", "4", "6"])
    >>> for field, sentence in found.items():
    ...     print(field, sentence)
    relation 没有父亲信息的,要母亲本人来办
    papers 领证人不是母亲的,要有母亲签字的委托书;不能签的写在其他材料里
    """
    wrong: dict[str, RuleError] = {}
    herself = case.relation in {None, _MOTHER} or case.others
    if case.first and not case.father and not herself:
        wrong["relation"] = RuleError("MOTHER_HERSELF", "没有父亲信息的,要母亲本人来办")
    if is_late(case, local) and not case.late_why:
        wrong["late_why"] = RuleError(
            "LATE", "出生超过 {days} 天才来申请,请写明迟办原因", days=local.apply_days
        )
    gaps = missing(case, papers, local)
    if len(gaps) == 1:
        wrong["papers"] = gaps[0].why
    elif gaps:
        labels = {paper.code: paper.label for paper in papers_of(case.kind)}
        codes = dict.fromkeys(gap.codes[0] for gap in gaps)
        words = [word for code in codes for word in (code, labels[code])]
        wrong["papers"] = RuleError("PAPERS", "还缺: {papers}", papers=Phrase(*words))
    return wrong


def unnumbered(values: Mapping[str, Any], papers: Collection[str]) -> dict[str, RuleError]:
    """A paper that was looked at has its holder's number on the form: what is missing, by field.

    >>> seen = unnumbered({"kind": "1", "father_name": "钱大勇", "father_id_kind": "9"}, ["3"])
    >>> for field, sentence in seen.items():
    ...     print(field, sentence)
    father_other_no 核对过父亲证件,请填证件号码
    father_id_name 证件类型是“其他”的,请填证件名称
    """
    wrong: dict[str, RuleError] = {}
    for code, whose in _HOLDERS.get(values["kind"], {}).items():
        if code not in papers:
            continue
        called = Phrase(_CALLED[whose])
        if whose == "father" and not has_father(values):
            wrong["father_name"] = RuleError("REQUIRED", "核对过父亲证件,请填父亲姓名")
            continue
        name, kind = number_field(values, whose), values.get(f"{whose}_id_kind")
        if not values.get(name):
            words = "核对过{whose}证件,请填证件号码"
            if kind in RESIDENT:
                words = "核对过{whose}证件,请填证件号码;不是身份证的按 ↓ 选类型"
            wrong[name] = RuleError("REQUIRED", words, whose=called)
        if kind == _OTHER and whose != "receiver" and not values.get(f"{whose}_id_name"):
            wrong[f"{whose}_id_name"] = RuleError("REQUIRED", "证件类型是“其他”的,请填证件名称")
    return wrong


def is_late(case: Case, local: Local = USUAL) -> bool:
    """Whether a first certificate is asked for later than usual."""
    return case.first and case.days > local.apply_days


def _first(case: Case, local: Local) -> Iterator[Needed]:
    yield _need("《首次签发登记表》要由接生人员和领证人填写签字", "1")
    if not case.mother_id and case.relation == _FATHER:
        yield _need("父亲来办又没有母亲证件的,要亲子鉴定证明", "7")
    else:
        yield _need("要核对母亲有效身份证件原件", "2")
    if case.father:
        yield _need("要核对父亲有效身份证件原件", "3")
    else:
        yield _need("没有父亲信息的,要有母亲签字的声明", "6")
    if case.other_name:
        yield _need("母亲证件与住院登记不符,要户口机关证明或亲子鉴定证明", "9", "7")
    if _tested_late(case, local):
        yield _late_test(case, local)
    if local.marriage and case.father:
        yield _need("本地要求核对结婚证", MARRIAGES[case.kind])
    yield from _collector(case, "4")


def _outside(case: Case, local: Local) -> Iterator[Needed]:
    if local.outside_test:
        yield _need("机构外出生的,要亲子鉴定证明原件", "1")
    elif _tested_late(case, local):
        yield _late_test(case, local)
    yield _need("机构外出生的,要写出生情况说明", "2")
    yield _need("要核对母亲有效身份证件原件", "3")
    if case.father:
        yield _need("要核对父亲有效身份证件原件", "4")
    yield _need("机构外出生的,要有亲子关系声明;没有父亲信息的由母亲写明", "7")
    if local.marriage and case.father:
        yield _need("本地要求核对结婚证", MARRIAGES[case.kind])
    yield from _collector(case, "5")


def _exchange(case: Case, _local: Local) -> Iterator[Needed]:
    yield _need("换发要有书面申请", "1")
    yield _need("要有原签发机构的分娩病历、签发记录或存根复印件", "2")
    if case.cause == _NOT_ACCEPTED:
        yield _need("户口登记机关不予入户的,要有它的证明", "3")
    yield _need("要核对父母有效身份证件原件", "4")
    if case.cause == _PARENTS_CHANGED:
        yield _need("父母信息变更的,要有变更证明;改父亲或母亲的,要亲子鉴定证明", "9", "7")
    yield from _collector(case, "5")


def _reissue(case: Case, _local: Local) -> Iterator[Needed]:
    yield _need("补发要有书面申请", "1")
    yield _need("要填补发登记表", "2")
    yield _need("要核对父母有效身份证件原件", "3")
    yield _need("要有分娩病历、签发记录或存根复印件", "5")
    yield _need("要有登报或本人签字的遗失声明", "6")
    if _REGISTERED not in case.hukou:
        yield _need("孩子未入户的,要有母亲户籍地的未入户证明", "7")
        if case.father:
            yield _need("孩子未入户的,要有父亲户籍地的未入户证明", "8")
    yield from _collector(case, "4")


def _collector(case: Case, paper: str) -> Iterator[Needed]:
    """Who collects is not the mother: the letter she signed, and the collector's own paper."""
    if case.relation in {None, _MOTHER}:
        return
    if case.relation != _FATHER:
        yield _need("领证人不是父母的,要核对领证人身份证件原件", paper)
    if not case.others:
        yield _need(
            "领证人不是母亲的,要有母亲签字的委托书;不能签的写在其他材料里", letter_of(case.kind)
        )


def _tested_late(case: Case, local: Local) -> bool:
    return 0 < local.late_days < case.days


def _late_test(case: Case, local: Local) -> Needed:
    why = "出生超过 {days} 天才来申请,要亲子鉴定证明"
    return Needed((TESTS[case.kind],), RuleError("LATE_TEST", why, days=local.late_days))


def _need(why: str, *codes: str) -> Needed:
    return Needed(codes, RuleError("PAPER", why))


_KINDS: dict[str, tuple[tuple[Choice, ...], Callable[[Case, Local], Iterator[Needed]]]] = {
    "1": (_FIRST, _first),
    "2": (_EXCHANGE, _exchange),
    "3": (_REISSUE, _reissue),
    "4": (_OUTSIDE, _outside),
    "5": (_EXCHANGE, _exchange),
    "6": (_REISSUE, _reissue),
}
