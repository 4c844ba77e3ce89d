"""Ledgers out: the registers and rates of a period as a workbook, CSV files and a manifest."""

from ledgers.export.package import (
    ExportCancelled,
    ExportResult,
    WrittenFile,
    export_infections,
    export_quarter,
)

__all__ = ["ExportCancelled", "ExportResult", "WrittenFile", "export_infections", "export_quarter"]
