"""Từng mẫu phiếu: one module a form, each with `sheets(issue)` that says what stands on the paper."""

from collections.abc import Callable

from dossiers.models import SlipKind
from dossiers.printing.sheets import Sheet
from dossiers.printing.slips import (
    apology,
    control,
    handover_list,
    history,
    receipt,
    refusal,
    result_handover,
    return_receipt,
    stop,
    supplement,
)
from dossiers.printing.slips.common import Issue

SHEETS: dict[str, Callable[[Issue], list[Sheet]]] = {
    SlipKind.RECEIPT: receipt.sheets,
    SlipKind.SUPPLEMENT: supplement.sheets,
    SlipKind.REFUSAL: refusal.sheets,
    SlipKind.APOLOGY: apology.sheets,
    SlipKind.STOP: stop.sheets,
    SlipKind.CONTROL: control.sheets,
    SlipKind.RETURN_RECEIPT: return_receipt.sheets,
    SlipKind.HANDOVER_LIST: handover_list.sheets,
    SlipKind.RESULT_HANDOVER: result_handover.sheets,
    SlipKind.HISTORY: history.sheets,
}

__all__ = ["SHEETS", "Issue"]
