"""Từng mẫu phiếu: one module a form, each with `sheets(issue)` that says what stands on the paper."""

from collections.abc import Callable

from dossiers.models import SlipKind
from dossiers.printing.sheets import Sheet
from dossiers.printing.slips import receipt
from dossiers.printing.slips.common import Issue

SHEETS: dict[str, Callable[[Issue], list[Sheet]]] = {
    SlipKind.RECEIPT: receipt.sheets,
}

__all__ = ["SHEETS", "Issue"]
