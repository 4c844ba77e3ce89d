"""The record of the quarter's visits to village clinics."""

from datetime import date

from desk.register_rows import SupervisionLine
from ledgers.export.sheets import Block, Column, Sheet, shown


def supervision_sheet(lines: tuple[SupervisionLine, ...], as_of: date) -> Sheet:
    """村级督导记录. What is open or overdue is told as of the day of the export."""
    name = "村级督导记录"

    def follow_up(line: SupervisionLine) -> str | None:
        if line.struck_off_on:
            return "已销号"
        if line.deadline is None:
            return None
        return "逾期未销号" if line.deadline < as_of else "整改中"

    columns: tuple[Column[SupervisionLine], ...] = (
        Column("被督导村", lambda line: line.village, 12),
        Column("督导日期", lambda line: line.visited_on, 10),
        Column("督导人员", lambda line: line.supervisors, 14),
        Column("村卫生室负责人", lambda line: line.clinic_head, 10),
        Column("总分", lambda line: shown(line.score, 10), 6, "考核", decimals=1),
        Column("一票否决", lambda line: "有" if line.vetoed else "无", 6, "考核"),
        Column("工作亮点", lambda line: line.highlights, 26, "督导情况"),
        Column("存在问题", lambda line: line.problems, 30, "督导情况"),
        Column("整改意见", lambda line: line.advice, 30, "整改"),
        Column("整改文号", lambda line: line.letter_no, 14, "整改"),
        Column("整改期限", lambda line: line.deadline, 10, "整改"),
        Column("销号日期", lambda line: line.struck_off_on, 10, "整改"),
        Column("状态", follow_up, 10, "整改"),
    )
    return Sheet(name, "本期督导的村卫生室", (Block(name, columns, lines),), frozen=3)
