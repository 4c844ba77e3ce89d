"""The centre's own rules (本院规定): what no national text settles, or counties set otherwise.

Declared once, each with the range it may take and where its default comes from. What was never
set, or set to the default, is not kept, so that a better default reaches every centre.
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from sqlmodel import Field, Session, SQLModel

from desk.context import Desk
from desk.settings import read_setting
from models.certificate import OUTSIDE, REISSUES
from models.terms import COLOURS
from rules.certificate_papers import Local
from rules.certificate_table import VOID_LIMIT_PERMILLE, VOID_WARN_PERMILLE
from rules.errors import RuleError
from rules.fields import FieldSpec, Kind, choices, field_specs
from rules.gestation import EARLY_BOOKING_DAYS, Dating, Scan, dating, due_date
from rules.schedule import (
    DAY42_CLOSES,
    DAY42_OPENS,
    HOME_VISIT_COUNTS_DAYS,
    HOME_VISIT_DAYS,
)

KEY = "house_rules"

_STANDARD = "国家基本公共卫生服务规范(第三版,2017) 孕产妇健康管理"
_COLOURS = "孕产妇妊娠风险评估与管理工作规范(国卫办妇幼发〔2017〕35号)"
_FOLIC = "增补叶酸预防神经管缺陷项目管理方案(卫妇社发〔2009〕60号)"
_SUBSIDY = "农村孕产妇住院分娩补助项目管理方案(卫妇社发〔2009〕91号)"
_CERTIFICATES = "卫妇社发〔2009〕96号"
_OURS = "国家没有统一规定,以本县要求为准"
_EDD = {"1": "naegele", "2": "280"}
_SCAN = {"1": "plain", "2": "finer"}
_ON, _OFF = "1", "2"
_ONLY_REVIEWED, _COUNTY = "1", "2"  # of cert_outside, cert_reissue
_YELLOW, _ORANGE, _RED, _PURPLE = "2", "3", "4", "5"  # codes of models.terms.COLOURS


def _count(
    label: str, hard: tuple[int, int], source: str, words: str, unit: str = "天"
) -> FieldSpec:
    return FieldSpec(
        Kind.NUMBER, label, unit=unit, hard=hard, required=True, source=source, help=words
    )


def _money(label: str, words: str) -> FieldSpec:
    return FieldSpec(
        Kind.NUMBER,
        label,
        unit="元",
        scale=100,
        decimals=2,
        hard=(0, 20_000),
        required=True,
        source=_OURS,
        help=words,
    )


def _switch(label: str, source: str, words: str) -> FieldSpec:
    options = choices("1 是", "2 否")
    return FieldSpec(Kind.CHOICE, label, choices=options, required=True, source=source, help=words)


class HouseRules(SQLModel):
    """The rules with the defaults of a centre that never set any."""

    edd_rule: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "预产期算法",
            choices=choices("1 月加9、日加7", "2 加280天"),
            required=True,
            source=_STANDARD,
            help="记录表填表说明用月加9、日加7;两种差0-3天",
        ),
    ] = "1"
    early_booking_days: Annotated[
        int,
        FieldSpec(
            Kind.GESTATION,
            "早孕建册到",
            hard=(77, 104),
            required=True,
            source=_STANDARD,
            help="规范为孕13周之前,即12+6;2011年以前的考核为12周",
        ),
    ] = EARLY_BOOKING_DAYS
    scan_rule: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "超声校正",
            choices=choices("1 差5天以上", "2 8+6前5天后7天"),
            required=True,
            source=_OURS,
            help="14周前的超声与末次月经相差更多时按超声算孕周;1 为产科教学通用",
        ),
    ] = "1"
    notice_days: Annotated[
        int, _count("孕情建册期限", (1, 60), _OURS, "村里报来的孕情,过了这些天没建册就催")
    ] = 7
    referral_days: Annotated[
        int, _count("转诊结果期限", (1, 60), _STANDARD, "规范: 2周内随访转诊结果")
    ] = 14
    home_visit_days: Annotated[
        int, _count("产后访视期限", (1, 28), _STANDARD, "规范: 出院后1周内")
    ] = HOME_VISIT_DAYS
    home_visit_counts_days: Annotated[
        int, _count("产后访视计入", (7, 60), _STANDARD, "规范的产后访视率: 出院后28天内")
    ] = HOME_VISIT_COUNTS_DAYS
    day42_opens: Annotated[int, _count("42天检查开始", (28, 56), _STANDARD, "规范只说产后42天")] = (
        DAY42_OPENS
    )
    day42_closes: Annotated[int, _count("42天检查截止", (42, 90), _OURS, "通常收到产后56天")] = (
        DAY42_CLOSES
    )
    followup_days_yellow: Annotated[
        int, _count("黄色随访间隔", (1, 90), _OURS, "规范没有写频次,通常每月1次")
    ] = 30
    followup_days_orange: Annotated[
        int, _count("橙色随访间隔", (1, 60), _OURS, "规范没有写频次,通常每2周1次")
    ] = 14
    followup_days_red: Annotated[
        int, _count("红色随访间隔", (1, 30), _OURS, "规范没有写频次,通常每周1次")
    ] = 7
    followup_days_purple: Annotated[
        int, _count("紫色随访间隔", (1, 90), _OURS, "随并存的颜色,至少每月1次")
    ] = 30
    case_colours: Annotated[
        list[str],
        FieldSpec(
            Kind.CHOICES,
            "建专案的颜色",
            choices=COLOURS[1:],
            source=_COLOURS,
            help="规范: 橙、红、紫纳入高危专案管理",
        ),
    ] = Field(default_factory=lambda: [_ORANGE, _RED, _PURPLE])
    hbsag: Annotated[
        str, _switch("乙肝算紫色", _COLOURS, "规范把病毒性肝炎列为紫色;有的县只算活动性肝炎")
    ] = _ON
    risk_table: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT,
            "风险评估表",
            max_length=40,
            source=_COLOURS,
            help="空着用国家表;省里另有表的,读入后填它的代号",
        ),
    ] = None
    report_hours_orange: Annotated[
        int,
        _count("橙色上报时限", (1, 720), _OURS, "规范只说按要求及时上报;通常3日内", "小时"),
    ] = 72
    report_hours_red: Annotated[
        int, _count("红色上报时限", (1, 720), _OURS, "规范只说按要求及时上报;通常24小时内", "小时")
    ] = 24
    report_hours_death: Annotated[
        int, _count("孕妇死亡上报", (1, 720), _OURS, "多数县24小时内,有的立即或12小时", "小时")
    ] = 24
    report_hours_child_death: Annotated[
        int, _count("儿童死亡上报", (1, 1_440), _OURS, "围产儿和5岁以下儿童;通常一周内", "小时")
    ] = 168
    report_hours_defect: Annotated[
        int, _count("出生缺陷上报", (1, 1_440), _OURS, "通常一周内", "小时")
    ] = 168
    folic_adherence_percent: Annotated[
        int, _count("叶酸依从从", (50, 100), _FOLIC, "方案: 服用天数达到应服天数的80%", "%")
    ] = 80
    folic_pass_mark: Annotated[
        int, _count("叶酸知晓答对", (1, 20), _OURS, "答对几题算知晓,通常5题对3题", "题")
    ] = 3
    bottle_tablets: Annotated[
        int, _count("叶酸一瓶", (1, 500), _OURS, "一瓶吃一个月,通常31片", "片")
    ] = 31
    folic_bottles: Annotated[
        int, _count("叶酸最多领", (1, 36), _OURS, "一人一次妊娠前后,通常最多6瓶", "瓶")
    ] = 6
    folic_early_days: Annotated[
        int, _count("叶酸可提前领", (0, 60), _OURS, "上一瓶吃完前这些天可以领下一瓶")
    ] = 10
    folic_followup_days: Annotated[
        int, _count("叶酸随访间隔", (7, 180), _OURS, "追访表按月填,通常每月1次")
    ] = 30
    folic_expiry_days: Annotated[
        int, _count("叶酸效期预警", (0, 730), _OURS, "离到期不到这些天就提醒")
    ] = 180
    folic_adherence_of: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "依从率除以",
            choices=choices("1 新增服用人数", "2 同期孕中期妇女"),
            required=True,
            source=_OURS,
            help="依从人数除以什么,各地不同",
        ),
    ] = "1"
    infection_card_days: Annotated[
        int, _count("个案卡期限", (1, 60), _OURS, "艾滋病、梅毒确诊后,多数县5天内")
    ] = 5
    hbig_hours: Annotated[
        int, _count("球蛋白期限", (1, 72), _OURS, "通常12小时内,2020年以前24小时", "小时")
    ] = 12
    cert_apply_days: Annotated[
        int, _count("出生证申领期限", (1, 366), _OURS, "出生后多少天内申领,过了要写迟办原因")
    ] = 30
    cert_late_days: Annotated[
        int, _count("迟办鉴定从", (0, 3_660), _OURS, "过了这些天要亲子鉴定,各地1月-1年;0 不要")
    ] = 365
    cert_outside: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "机构外出生证",
            choices=choices("1 只审核上报", "2 本院签发"),
            required=True,
            source=_OURS,
            help="机构外出生的由县里指定的机构签发;没指定本院就只审核",
        ),
    ] = "1"
    cert_reissue: Annotated[
        str,
        FieldSpec(
            Kind.CHOICE,
            "出生证补发",
            choices=choices("1 本院签发", "2 报县里签发"),
            required=True,
            source=_OURS,
            help="有的县由县里的管理机构补发;本院审核同意后移交",
        ),
    ] = "1"
    cert_outside_test: Annotated[
        str, _switch("机构外要鉴定", _OURS, "机构外出生的要亲子鉴定证明,各地大多要")
    ] = _ON
    cert_marriage: Annotated[
        str, _switch("要核结婚证", _OURS, "国家不要求,有的省要;没有父亲信息的不看")
    ] = _OFF
    cert_void_warn_permille: Annotated[
        int, _count("废证率提醒", (0, 100), _OURS, "废证÷(废证+签发),到这里变橙", "‰")
    ] = VOID_WARN_PERMILLE
    cert_void_limit_permille: Annotated[
        int, _count("废证率上限", (1, 100), _CERTIFICATES, "年废证率高于1%的要整改", "‰")
    ] = VOID_LIMIT_PERMILLE
    cert_low_stock_months: Annotated[
        int, _count("库存提醒", (0, 24), _OURS, "空白证不够用这些月就提醒", "月")
    ] = 2
    cert_loss_report_hours: Annotated[
        int, _count("遗失证上报", (1, 72), _OURS, "空白证遗失要立即上报;有的省2小时", "小时")
    ] = 2
    cert_plan_percent: Annotated[
        int, _count("年度计划按", (100, 200), _OURS, "活产数的百分之几,通常12-20前报", "%")
    ] = 105
    cert_county: Annotated[
        str | None,
        FieldSpec(
            Kind.TEXT,
            "所在县市区",
            max_length=30,
            source=_OURS,
            help="印在补发登记本、废证销毁记录上;空着就手填",
        ),
    ] = None
    cert_collect_days: Annotated[
        int, _count("领证提醒", (1, 366), _OURS, "盖章后过了这些天没人来领就提醒")
    ] = 30
    subsidy: Annotated[
        str, _switch("办理分娩补助", _SUBSIDY, "已并入医保生育待遇的县选否,补助的页面就都收起")
    ] = _ON
    subsidy_own_fen: Annotated[int, _money("本院分娩补助", "标准由省县定,常见300-600元")] = 40_000
    subsidy_county_fen: Annotated[int, _money("县内他院补助", "标准由省县定,常见300-600元")] = (
        40_000
    )
    subsidy_outside_fen: Annotated[int, _money("县外分娩补助", "标准由省县定,常见300-600元")] = (
        40_000
    )

    @property
    def subsidy_on(self) -> bool:
        """Whether the delivery subsidy is handled here."""
        return self.subsidy == _ON

    @property
    def hbsag_purple(self) -> bool:
        """Whether a positive HBsAg alone makes her purple."""
        return self.hbsag == _ON

    @property
    def passed_on(self) -> frozenset[str]:
        """The kinds of certificates that are reviewed here and issued by another body."""
        outside = {OUTSIDE} if self.cert_outside == _ONLY_REVIEWED else set()
        return frozenset(outside | (REISSUES if self.cert_reissue == _COUNTY else set()))

    @property
    def certificate_papers(self) -> Local:
        """What the county asks of a family that applies for a certificate."""
        return Local(
            apply_days=self.cert_apply_days,
            late_days=self.cert_late_days,
            outside_test=self.cert_outside_test == _ON,
            marriage=self.cert_marriage == _ON,
        )

    def due_date(self, lmp: date) -> date:
        """The due date by this centre's rule."""
        return due_date(lmp, _EDD[self.edd_rule])

    def dating(self, lmp: date | None, scan: Scan | None) -> Dating:
        """Which of two datings counts by this centre's rule, and why."""
        return dating(lmp, scan, _SCAN[self.scan_rule])

    def followup_days(self, colours: list[str]) -> int | None:
        """Days between two follow-ups of these colours, the shortest; None for green or none."""
        by_colour = {
            _YELLOW: self.followup_days_yellow,
            _ORANGE: self.followup_days_orange,
            _RED: self.followup_days_red,
            _PURPLE: self.followup_days_purple,
        }
        return min((by_colour[code] for code in colours if code in by_colour), default=None)


HOUSE_RULE_FIELDS = field_specs(HouseRules)


def is_local(spec: FieldSpec) -> bool:
    """Whether no national text settles a rule, so that its default is only what is usual."""
    return spec.source == _OURS


def house_rules(session: Session) -> HouseRules:
    """All rules as they are set; asked of the database once in a session."""
    found: HouseRules | None = session.info.get(KEY)
    if found is None:
        kept = read_setting(session, KEY)
        known = kept if isinstance(kept, Mapping) else {}
        found = HouseRules(**{n: known[n] for n in HOUSE_RULE_FIELDS if n in known})
        session.info[KEY] = found
    return found


def house_rule(session: Session, name: str) -> Any:
    """One rule by name; a property such as ``subsidy_on`` too."""
    return getattr(house_rules(session), name)


def rules_of(desk: Desk) -> HouseRules:
    """All rules of a desk's centre, for a screen; any user may see them."""
    with desk.store.reading(desk.centre) as session:
        return house_rules(session)


def contradictions(values: Mapping[str, Any]) -> dict[str, RuleError]:
    """What two rules of a centre say against each other, by field."""
    wrong: dict[str, RuleError] = {}
    for early, late in _ORDERED:
        first, last = values.get(early), values.get(late)
        if first is not None and last and first > last:  # 0: never asked for
            label = HOUSE_RULE_FIELDS[early].label
            wrong[late] = RuleError("ORDER", "不能少于“{label}”", label=label)
    return wrong


_ORDERED = (
    ("home_visit_days", "home_visit_counts_days"),
    ("day42_opens", "day42_closes"),
    ("cert_apply_days", "cert_late_days"),
    ("cert_void_warn_permille", "cert_void_limit_permille"),
)
