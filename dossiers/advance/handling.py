"""Xử lý yêu cầu hỗ trợ ở cơ quan: look at each paper, ask once for all that is missing, call, assign, end."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from dossiers.advance import appointing, asking, moving, people, photos
from dossiers.advance.status import Move, Verdict
from dossiers.models import AdvanceRequest
from portal.errors import DomainError
from portal.models import User


@dataclass(frozen=True)
class Seen:
    """What the officer found of one paper."""

    verdict: str
    remark: str = ""


@transaction.atomic
def check(
    request: AdvanceRequest, *, found: Mapping[int, Seen], by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Xem giấy tờ: each is enough, or lacks something that is said in words."""
    _check_handler(request, by)
    current = moving.move(request, Move.CHECK, by=by, at=at)
    for paper in current.papers.all():
        seen = found.get(paper.pk)
        if seen is None:
            continue
        if seen.verdict == Verdict.LACKING and not seen.remark:
            raise DomainError(f"Ghi rõ “{paper.name}” cần bổ sung gì.")
        paper.verdict = seen.verdict
        paper.remark = seen.remark if seen.verdict == Verdict.LACKING else ""
        paper.save(update_fields=["verdict", "remark"])
    return current


@transaction.atomic
def ask(request: AdvanceRequest, *, words: str = "", by: User, at: datetime | None = None) -> AdvanceRequest:
    """Yêu cầu bổ sung, một lần: all papers that lack something in one message, and what else is needed."""
    _check_handler(request, by)
    at = at or timezone.now()
    lines = [f"{name}: {remark}" for name, remark in asking.lacking(request).items()]
    question = "\n".join([*lines, *([words] if words else [])])
    if not question:
        raise DomainError("Chưa có gì để yêu cầu: đánh dấu giấy tờ cần bổ sung, hoặc ghi nội dung.")
    return moving.move(
        request, Move.ASK, by=by, at=at, words=question,
        asked_on=timezone.localdate(at), question=question,
    )  # fmt: skip


@transaction.atomic
def bring(
    request: AdvanceRequest, *, form_key: uuid.UUID, by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Ảnh người dân gửi qua Zalo, thư điện tử, put in by the officer who got them."""
    _check_handler(request, by)
    papers = asking.papers_by_component(request)
    count = sum(photos.waiting(form_key).values())
    if not count:
        raise DomainError("Chọn ít nhất một ảnh.")
    current = moving.move(request, Move.BRING, by=by, at=at, words=f"{count} ảnh")
    photos.hand_in(current, form_key, papers)
    return current


@transaction.atomic
def resume(
    request: AdvanceRequest, *, words: str = "", by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Làm tiếp, không chờ: what was said on the telephone will do."""
    _check_handler(request, by)
    return moving.move(request, Move.RESUME, by=by, at=at, words=words)


@transaction.atomic
def ready(request: AdvanceRequest, *, by: User, at: datetime | None = None) -> AdvanceRequest:
    """Giấy tờ đã đủ: nothing is to be drafted."""
    _check_handler(request, by)
    return moving.move(request, Move.READY, by=by, at=at)


@transaction.atomic
def call(
    request: AdvanceRequest, *, words: str, call_on: date | None = None, by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Ghi cuộc gọi, and the day on which to call again."""
    _check_handler(request, by)
    return moving.move(request, Move.CALL, by=by, at=at, words=words, call_on=call_on)


@transaction.atomic
def visit(
    request: AdvanceRequest, *, words: str = "", by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Ghi một lần người dân đến before there is a dossier: it counts for the dossier later."""
    _check_handler(request, by)
    return moving.move(request, Move.VISIT, by=by, at=at, words=words)


@transaction.atomic
def assign(
    request: AdvanceRequest, *, to: Sequence[User], by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Giao cho một hay nhiều người làm cùng; to nobody leaves it to the whole desk again."""
    _check_handler(request, by)
    able = people.officers(request)
    if stranger := next((one for one in to if one not in able), None):
        raise DomainError(f"{stranger} không làm việc ở {request.unit}; chọn người khác.")
    request.officers.set(to)
    return moving.move(request, Move.ASSIGN, by=by, at=at, words=", ".join(str(one) for one in to))


@transaction.atomic
def note(request: AdvanceRequest, *, words: str, by: User, at: datetime | None = None) -> AdvanceRequest:
    """Ghi chú nội bộ: the citizen never reads it."""
    _check_handler(request, by)
    return moving.move(request, Move.NOTE, by=by, at=at, words=words)


@transaction.atomic
def tell_result(
    request: AdvanceRequest, *, words: str = "", by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Đã gọi báo kết quả."""
    _check_handler(request, by)
    at = at or timezone.now()
    today = timezone.localdate(at)
    return moving.move(request, Move.TELL_RESULT, by=by, at=at, words=words, result_told_on=today)


@transaction.atomic
def close(request: AdvanceRequest, *, words: str, by: User, at: datetime | None = None) -> AdvanceRequest:
    """Kết thúc: what the office cannot help with, and why; the citizen reads it."""
    _check_handler(request, by)
    current = moving.move(request, Move.CLOSE, by=by, at=at, words=words)
    appointing.release(current, by=by, reason=words)
    return current


@transaction.atomic
def agree_by_phone(request: AdvanceRequest, *, by: User, at: datetime | None = None) -> AdvanceRequest:
    """Người dân đồng ý dự thảo qua điện thoại."""
    _check_handler(request, by)
    return asking.agree(request, by=by, at=at)


def _check_handler(request: AdvanceRequest, by: User) -> None:
    if not people.may_handle(by, request):
        raise DomainError(f"Yêu cầu {request.code} do người của {request.unit} làm.")
