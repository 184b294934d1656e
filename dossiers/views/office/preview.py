"""Xem trước: which due dates a change of the calendar moves; what was typed travels along until then."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dossiers import office_days, rescheduling
from dossiers.office_days import Followed, moved_words
from dossiers.rescheduling import Change, DueMove, Plan
from dossiers.voices import rescheduling as feedback_rescheduling
from portal.access import OfficerRequest
from portal.workbook import CONTENT_TYPE, workbook

SHOWN = 50
_OWN_NAMES = {"csrfmiddlewaretoken", "apply", "excel"}


class Answer(StrEnum):
    """What the administrator decided on the page of the preview."""

    RUNNING = "running"
    NEW = "new"

    @classmethod
    def of(cls, request: OfficerRequest) -> "Answer | None":
        sent = request.POST.get("apply", "")
        return cls(sent) if sent in set(cls) else None


@dataclass(frozen=True)
class Preview:
    title: str
    plan: Plan
    typed: tuple[tuple[str, str], ...]
    feedback: int
    """How many limits of feedback move."""

    @classmethod
    def of(cls, change: Change, title: str, sent: Mapping[str, Any]) -> Self:
        typed = tuple((name, str(value)) for name, value in sent.items() if name not in _OWN_NAMES)
        return cls(title, rescheduling.plan(change), typed, len(feedback_rescheduling.plan(change)))

    @property
    def is_needed(self) -> bool:
        """Nothing to decide where nothing would move."""
        return bool(self.feedback) or not self.plan.is_empty

    def shown(self, request: OfficerRequest, *, back: str, **arguments: Any) -> HttpResponse:
        """The page, or all of its lines as an Excel file."""
        if "excel" in request.POST:
            return _as_excel(self.plan.moves)
        context = {
            "preview": self,
            "moves": self.plan.moves[:SHOWN],
            "count": len(self.plan.moves),
            "steps": len(self.plan.steps),
            "runs_long": self.plan.rows > office_days.AT_ONCE,
            "feedback": self.feedback,
            "kept": self.plan.kept,
            "is_cut": len(self.plan.moves) > SHOWN,
            "back": reverse(back, kwargs=arguments or None),
        }
        return render(request, "dossiers/office/due_preview.html", context)


def told(
    request: OfficerRequest, saved: str, followed: Followed, *, back: str, **arguments: Any
) -> HttpResponse:
    """What was saved and what moved with it; where that goes on in the background, its progress."""
    if followed.displaced:
        messages.warning(
            request,
            f"{followed.displaced} lịch hẹn rơi vào lúc đơn vị nghỉ: mở mục Lịch hẹn để dời hoặc hủy. Người "
            "tiếp nhận đã được báo.",
        )
    if followed.job is not None:
        messages.success(request, saved)
        return redirect("dossiers:office-work", pk=followed.job.pk)
    messages.success(request, f"{saved} {moved_words(followed.moved, followed.feedback)}")
    return redirect(back, **arguments)


def _as_excel(moves: list[DueMove]) -> HttpResponse:
    rows = [
        (
            move.dossier.code,
            move.dossier.procedure.name,
            move.dossier.resolving_unit.name,
            f"{timezone.localtime(move.before):%d/%m/%Y %H:%M}",
            f"{timezone.localtime(move.after):%d/%m/%Y %H:%M}",
        )
        for move in moves
    ]
    head = ("Mã hồ sơ", "Thủ tục", "Đơn vị giải quyết", "Hẹn trả trước", "Hẹn trả sau")
    response = HttpResponse(workbook("Ngày hẹn trả thay đổi", head, rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="ngay-hen-thay-doi.xlsx"'
    return response
