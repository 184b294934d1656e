"""Hồ sơ đang ở đâu: what the office says of a dossier today: its due day, whose turn it is, its way."""

from dataclasses import dataclass
from datetime import date

from dossiers.models import Dossier
from dossiers.models.dossier import SOON_DAYS
from dossiers.outcomes import OutcomeClass, outcome_class
from dossiers.status import FINISHED, RUNNING, UNCOUNTED, DossierStatus
from portal import formats

_S = DossierStatus
_TURNS = {
    _S.REGISTERED: "Bộ phận Một cửa kiểm tra hồ sơ nộp trực tuyến",
    _S.RECEIVED: "Bộ phận Một cửa chuyển hồ sơ đến người thụ lý",
    _S.PROCESSING: "Công chức thụ lý giải quyết",
    _S.AWAITING_SUPPLEMENT: "Người dân bổ sung giấy tờ; thời hạn tạm dừng",
    _S.AWAITING_PAYMENT: "Người dân thực hiện nghĩa vụ tài chính; thời hạn tạm dừng",
    _S.CONCLUDED: "Bộ phận Một cửa trả kết quả cho người dân",
}


@dataclass(frozen=True)
class Standing:
    """Words for the due day, and the kind that colours them: late, soon, done, idle or none."""

    words: str
    kind: str = ""


def standing(dossier: Dossier, today: date) -> Standing:
    """Hẹn trả so với hôm nay: “còn 2 ngày”, “trễ 3 ngày”, “trước hạn”."""
    if dossier.status in UNCOUNTED:
        return Standing("không tính hạn", "idle")
    if dossier.status in RUNNING:
        return _running(dossier, today)
    if dossier.finished_on is None:
        return Standing("đã kết thúc", "idle")
    outcome = outcome_class(dossier.finished_on, dossier.due_on)
    return Standing(outcome.label, "late" if outcome is OutcomeClass.LATE else "done")


def _running(dossier: Dossier, today: date) -> Standing:
    if dossier.due_on is None:
        return Standing("không hẹn ngày", "idle")
    if dossier.paused_on is not None:
        since = f"tạm dừng từ {formats.day_on_screen(dossier.paused_on)[:5]}"
        if dossier.due_on < dossier.paused_on:
            return Standing(f"đã trễ, {since}", "late")
        return Standing(since, "idle")
    days = (dossier.due_on - today).days
    if days < 0:
        return Standing(f"trễ {formats.integer(-days)} ngày", "late")
    if days == 0:
        return Standing("hôm nay", "soon")
    return Standing(f"còn {formats.integer(days)} ngày", "soon" if days <= SOON_DAYS else "")


def turn(dossier: Dossier) -> str:
    """Đang chờ ai: who has to do something now; empty when nobody has."""
    if dossier.status == _S.PROCESSING and dossier.current_step is not None:
        return f"{dossier.assignee or dossier.current_step.holder}, bước “{dossier.current_step.name}”"
    return _TURNS.get(DossierStatus(dossier.status), "")


def is_over(dossier: Dossier) -> bool:
    """Nothing more will happen to it."""
    return dossier.status in FINISHED - {_S.CONCLUDED} or dossier.status == _S.NOT_ACCEPTED
