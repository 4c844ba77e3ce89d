"""The registers of certificates by name: what each is called, and what stands in it."""

NAMES: dict[str, tuple[str, str]] = {
    "receipts": ("入库登记本", "本期入库、补到和撤销入库的空白证"),
    "slips": ("出库(发放)登记本", "本期领用、调出、退回、交回、退库"),
    "first": ("首次签发登记本", "本期首次签发的,机构外的也在"),
    "exchanges": ("换发登记本", "本期换发的"),
    "reissues": ("补发登记本", "本期补发的"),
    "voids": ("废证登记本", "本期的废证、遗失的空白证,撤销、找回的记 -1"),
    "request": ("废证销毁申请表", "本期上缴的和期末仍在本院保管的废证"),
    "record": ("废证销毁记录", "本期上缴和销毁的废证"),
    "losses": ("遗失和废证处理登记本", "本期发现遗失的空白证、废证"),
    "counts": ("月末盘点表", "本期的盘点"),
    "plans": ("年度申领计划", "本期上报的计划"),
    "archive": ("档案目录", "本期签发的,分首次、换发、补发"),
}
TABLE = "出生医学证明管理使用情况统计表"
