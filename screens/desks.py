"""Which pages there are: the seven desks by digit, every page and form by name."""

# Page, label, what it is for, who may open it; the order is that of their digits.
DESKS = (
    ("today", "今日工作", "今天该做的和逾期的", ""),
    ("pregnancies", "孕产妇", "孕产妇名册", "records.read"),
    ("children", "儿童", "0-6岁儿童名册", "records.read"),
    ("certificates", "出生证", "出生医学证明的库存与签发", "stock.read"),
    ("supervision", "督导", "村级督导记录", "records.read"),
    ("indicators", "指标", "七项指标和每个数背后的人", "indicators.read"),
    ("ledgers", "台账", "读入登记册,导出季度台账", ""),
)

# Each desk's page, imported when it is first opened or in the idle moment after the first paint.
PAGES = {
    "today": ("screens.today", "TodayPage"),
    "pregnancies": ("screens.pregnancies", "PregnanciesPage"),
    "children": ("screens.children", "ChildrenPage"),
    "certificates": ("screens.certificates", "CertificatesPage"),
    "supervision": ("screens.supervision", "SupervisionPage"),
    "indicators": ("screens.indicators", "IndicatorsPage"),
    "ledgers": ("screens.ledgers", "LedgersPage"),
    "find": ("screens.find", "FindPage"),
    "person": ("screens.person", "PersonScreen"),
    "choose_file": ("screens.choose_file", "ChooseFilePage"),
    "import": ("screens.import_ledger", "ImportPage"),
    "export": ("screens.export_ledger", "ExportPage"),
    "history": ("screens.history", "HistoryPage"),
    "keys": ("screens.keys", "KeysPage"),
    "infections": ("screens.infections", "InfectionsPage"),
    "infection": ("screens.infections", "InfectionCardPage"),
    "subsidies": ("screens.subsidies", "SubsidiesPage"),
}
# Each form by the name its drafts are kept under.
FORMS = {
    "card": ("screens.card", "CardPage"),
    "correct-card": ("screens.card", "CorrectCardPage"),
    "end": ("screens.end", "EndPage"),
    "contact": ("screens.contact", "ContactPage"),
    "correct-contact": ("screens.contact", "CorrectContactPage"),
    "first-exam": ("screens.first_exam", "FirstExamPage"),
    "correct-first-exam": ("screens.first_exam", "CorrectFirstExamPage"),
    "referral": ("screens.referral", "ReferralPage"),
    "referral-result": ("screens.referral", "ReferralResultPage"),
    "correct-referral": ("screens.referral", "CorrectReferralPage"),
    "delivery": ("screens.delivery", "DeliveryPage"),
    "correct-delivery": ("screens.delivery", "CorrectDeliveryPage"),
    "postpartum": ("screens.delivery", "PostpartumPage"),
    "correct-postpartum": ("screens.delivery", "CorrectPostpartumPage"),
    "infection-test": ("screens.infection", "InfectionTestPage"),
    "correct-infection-test": ("screens.infection", "CorrectInfectionTestPage"),
    "infection-case": ("screens.infection", "InfectionCasePage"),
    "correct-infection-case": ("screens.infection", "CorrectInfectionCasePage"),
    "exposed-child": ("screens.infection", "ExposedChildPage"),
    "correct-exposed-child": ("screens.infection", "CorrectExposedChildPage"),
    "prenatal": ("screens.prenatal", "PrenatalPage"),
    "correct-prenatal": ("screens.prenatal", "CorrectPrenatalPage"),
    "subsidy": ("screens.subsidy", "SubsidyPage"),
    "subsidy-step": ("screens.subsidy", "SubsidyStepPage"),
    "correct-subsidy": ("screens.subsidy", "CorrectSubsidyPage"),
    "child": ("screens.child", "ChildPage"),
    "correct-child": ("screens.child", "CorrectChildPage"),
    "check": ("screens.check", "CheckPage"),
    "correct-check": ("screens.check", "CorrectCheckPage"),
    "receipt": ("screens.blanks", "ReceiptPage"),
    "issue": ("screens.blanks", "IssuePage"),
    "villages": ("screens.more_villages", "MoreVillagesPage"),
    "visit": ("screens.visit", "VisitPage"),
    "settings": ("screens.settings", "SettingsPage"),
}
# What is gone where the house rules have given the delivery subsidy up.
SUBSIDY = frozenset({"subsidies", "subsidy", "subsidy-step", "correct-subsidy"})
# What a look of tui.theme is called.
LOOK_WORDS = {"dark": "深色", "light": "浅色", "contrast": "高对比", "mono": "黑白"}
