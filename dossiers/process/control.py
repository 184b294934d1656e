"""Phiếu kiểm soát quá trình giải quyết hồ sơ: its rows, from the records of who had the dossier.

Mẫu 05 of TT 01/2018/TT-VPCP, Mẫu 06 of TT 03/2025/TT-VPCP. The result is the step's, written as it ends.
"""

from dataclasses import dataclass
from datetime import datetime

from dossiers.models import Dossier, Handover, HandoverKind
from dossiers.outcomes import OutcomeClass
from dossiers.process.stays import DESK


@dataclass(frozen=True)
class ControlRow:
    """Một khối giao – nhận: who gave, who took, when, how the taker's step ended, what is remarked."""

    giver: str
    taker: str
    at: datetime
    result: str
    note: str
    step: str
    due_at: datetime | None
    finished_at: datetime | None


def control_rows(dossier: Dossier) -> list[ControlRow]:
    """In the order of the hand-overs; the first giver is the one-stop desk."""
    rows = []
    for number, stay in enumerate(dossier.handovers.all()):
        giver = stay.from_label
        if not number and giver != DESK:
            giver = f"{DESK} ({giver})"
        rows.append(
            ControlRow(
                giver=giver,
                taker=stay.to_label,
                at=stay.at,
                result=_result(stay),
                note=_note(stay),
                step=stay.step_name,
                due_at=stay.due_at,
                finished_at=stay.finished_at,
            )
        )
    return rows


def agencies(dossier: Dossier) -> list[str]:
    """Cơ quan phối hợp giải quyết hồ sơ, each once, in the order in which they were asked."""
    return list(dict.fromkeys(one.agency for one in dossier.transfers.select_related("to_unit")))


def _result(stay: Handover) -> str:
    return OutcomeClass(stay.result).label.capitalize() if stay.result else ""


def _note(stay: Handover) -> str:
    words = "" if stay.kind == HandoverKind.FORWARD else str(HandoverKind(stay.kind).label)
    return "; ".join(filter(None, (words, stay.note)))
