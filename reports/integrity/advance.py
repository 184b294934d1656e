"""Hỗ trợ trước khi đến: each request's state and days as its events tell them, its files in their place."""

from collections.abc import Iterator
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef
from django.utils import timezone

from dossiers.advance.status import ANSWERS, OPEN, TRANSITIONS, WITH_OFFICE, AdvanceStatus, Move
from dossiers.models import AdvanceDraft, AdvanceEvent, AdvancePhoto, AdvanceRequest, Message
from reports.integrity.model import Problem, Span

GRACE = timedelta(days=2)
"""The worker that erases may have rested over a weekend."""


def problems(_: Span) -> Iterator[Problem]:
    found = AdvanceRequest.objects.select_related("dossier").prefetch_related("events").order_by("pk")
    told = Message.objects.filter(advance=OuterRef("pk")).exclude(recipient="", body="")
    for request in found.annotate(is_told=Exists(told)).iterator(chunk_size=500):
        for message in (*_wrong(request), *_kept_too_long(request)):
            yield Problem("advance.state", f"Yêu cầu hỗ trợ {request.code}", message)
    for photo in AdvancePhoto.objects.filter(paper__isnull=False).select_related("paper__request").iterator():
        if photo.paper is not None and not default_storage.exists(str(photo.file)):
            yield Problem(
                "advance.photo", f"Yêu cầu hỗ trợ {photo.paper.request.code}", "mất tệp ảnh giấy tờ."
            )
    for draft in AdvanceDraft.objects.select_related("request").iterator():
        if not default_storage.exists(str(draft.file)):
            yield Problem("advance.draft", f"Yêu cầu hỗ trợ {draft.request.code}", "mất tệp dự thảo.")


def _wrong(request: AdvanceRequest) -> Iterator[str]:
    events = list(request.events.all())
    if not events or events[0].action != Move.SEND:
        yield "không có diễn biến nhận."
        return
    yield from _broken_chain(request, events)
    answered = next((timezone.localdate(one.at) for one in events if one.action in ANSWERS), None)
    if request.answered_on != answered:
        yield f"ngày trả lời lần đầu ghi {request.answered_on}, diễn biến là {answered}."
    told = next((timezone.localdate(one.at) for one in events if one.action == Move.TELL_RESULT), None)
    if request.result_told_on != told:
        yield f"ngày gọi báo kết quả ghi {request.result_told_on}, diễn biến là {told}."
    if (request.due_on is not None) != (request.status in WITH_OFFICE):
        yield f"hạn của bước đang chờ ghi {request.due_on}, không như trạng thái."
    if request.dossier is not None and request.dossier.intake_key != request.intake_key:
        yield f"hồ sơ {request.dossier.code} không phải do phiếu tiếp nhận của yêu cầu này lập."


def _kept_too_long(request: AdvanceRequest) -> Iterator[str]:
    if request.is_forgotten:
        if request.is_told:  # type: ignore[attr-defined]
            yield "đã xóa dữ liệu cá nhân mà tin nhắn còn nguyên."
    elif request.ended_on and timezone.localdate() - request.ended_on > timedelta(request.kept_days) + GRACE:
        yield "quá hạn giữ mà chưa xóa dữ liệu cá nhân: kiểm tra tiến trình nền."


def _broken_chain(request: AdvanceRequest, events: list[AdvanceEvent]) -> Iterator[str]:
    """Each event begins where the one before ended and goes where the table leads, up to the row."""
    state = events[0].to_status
    for event in events[1:]:
        leads = TRANSITIONS.get(Move(event.action), {})
        if event.from_status != state or leads.get(AdvanceStatus(state)) != event.to_status:
            yield f"diễn biến “{event.sentence}” không nối với diễn biến trước."
        state = event.to_status
    if state != request.status:
        yield f"trạng thái là {request.status}, diễn biến đưa đến {state}."
    if state not in OPEN and request.ended_on is None:
        yield "đã kết thúc mà không ghi ngày."
