from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reports.indicators import INDICATORS, RATES

PAGE = settings.BASE_DIR / "docs" / "indicators.md"
_SIGNS = {1: "+", -1: "−"}


def drawing() -> str:
    """The catalogue of indicators as a page."""
    rows = "\n".join(
        f"| `{one.code}` | {one.label} | {one.measure} | {one.meaning} | {_terms(one.terms)} | {one.source} |"
        for one in INDICATORS.values()
    )
    rates = "\n".join(
        f"| `{one.code}` | {one.label} | {' + '.join(f'`{code}`' for code in one.part)} / `{one.whole}` |"
        for one in RATES.values()
    )
    return f"""# Danh mục chỉ tiêu

Drawn by `manage.py draw_indicators` from `reports/indicators/`; a test holds the two together. Every screen,
Word file, PDF, workbook and command takes its figures from here.

A dossier counts by the day in Viet Nam; only dates decide, never today's state, so a past period reads the
same whenever it is asked. A dossier that was never received (mới đăng ký, không được tiếp nhận) is counted
nowhere. “Dừng xử lý” is resolved, and neither refused nor withdrawn.

| Mã | Chỉ tiêu | Đơn vị tính | Cách đếm | Bằng | Căn cứ |
|---|---|---|---|---|---|
{rows}

Tỷ lệ: percentages to two decimals, rounded half up from the counts; none where the denominator is 0.

| Mã | Tỷ lệ | Công thức |
|---|---|---|
{rates}
"""


def _terms(terms: tuple[tuple[int, str], ...]) -> str:
    return " ".join(f"{_SIGNS[sign]} `{code}`" for sign, code in terms).removeprefix("+ ")


class Command(BaseCommand):
    help = "Vẽ lại docs/indicators.md từ danh mục chỉ tiêu."

    def handle(self, *args: Any, **options: Any) -> None:
        PAGE.write_text(drawing(), encoding="utf-8")
        self.stdout.write(f"Đã ghi {PAGE.relative_to(settings.BASE_DIR)}.")
