"""The key card for print: what it says is so, and it prints whole on one page."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest

from docs import key_card
from rules.entry import parse_value
from screens.main import MchDesk
from tests.conftest import TODAY, RealPart
from tui.actions import matching

MEANT = {
    "1121": TODAY,
    "21": TODAY,
    "t": TODAY,
    "-3": TODAY - timedelta(days=3),
    "12+3": 12 * 7 + 3,
    "6.5": 6_500,
    "13斤": 6_500,
    "0830": "08:30",
}
WORD = re.compile(r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">')
CLOSE = 1.0  # points that letters of neighbouring cells may lean over


class Box(NamedTuple):
    """Where a word stands on the page, in points."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        beside = self.right - CLOSE <= other.left or other.right - CLOSE <= self.left
        above = self.bottom - CLOSE <= other.top or other.bottom - CLOSE <= self.top
        return not (beside or above)


def cells(path: Path) -> list[tuple[object, ...]]:
    (sheet,) = openpyxl.load_workbook(path).worksheets
    return list(sheet.iter_rows(values_only=True))


@pytest.fixture(scope="module")
def page_of(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("card")


@pytest.fixture
def pdf(page_of: Path, real_part: RealPart) -> Path:
    """The card as LibreOffice prints it."""
    found = page_of / "key-card.pdf"
    if not found.exists():
        profile = f"-env:UserInstallation={(page_of / 'profile').as_uri()}"
        command = [real_part("soffice"), profile, "--headless", "--convert-to", "pdf"]
        command += ["--outdir", str(page_of), str(key_card.FILE)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    return found


def output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_card_is_what_the_actions_declare(tmp_path: Path) -> None:
    key_card.write(tmp_path / "card.xlsx")
    assert cells(key_card.FILE) == cells(tmp_path / "card.xlsx"), "python -m docs.key_card"


@pytest.mark.parametrize("example", key_card.EXAMPLES, ids=lambda example: example.typed)
def test_what_the_card_says_may_be_typed_is_read_as_it_says(example: key_card.Example) -> None:
    assert parse_value(example.spec, example.typed, TODAY) == MEANT[example.typed]


def test_practice_is_found_by_the_letters_on_the_card() -> None:
    letters = key_card.PRACTICE[0].split()[-1]
    assert [a.id for a in matching(MchDesk.ACTIONS, letters)] == ["first_day"]


def test_card_prints_on_one_page_of_a4(pdf: Path, real_part: RealPart) -> None:
    about = output(real_part("pdfinfo"), str(pdf))
    assert re.search(r"^Pages: +1$", about, re.MULTILINE)
    assert "(A4)" in about


def test_nothing_on_the_printed_card_is_cut_or_covered(pdf: Path, real_part: RealPart) -> None:
    found = WORD.findall(output(real_part("pdftotext"), "-bbox", str(pdf), "-"))
    boxes = [Box(*map(float, each)) for each in found]
    assert len(boxes) >= len(key_card.rows())
    assert [(a, b) for n, a in enumerate(boxes) for b in boxes[n + 1 :] if a.meets(b)] == []


def test_printed_card_says_everything(pdf: Path, real_part: RealPart) -> None:
    text = "".join(output(real_part("pdftotext"), str(pdf), "-").split())
    words = [cell.replace(" ", "") for row in key_card.rows() for cell in row]
    assert [word for word in words if word not in text] == []
