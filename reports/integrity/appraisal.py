"""Xét công nhận sáng kiến: marks within their criteria, votes that add up, the rule kept."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal

from django.core.files.storage import default_storage

from initiatives.appraisal import board, marking, voting
from initiatives.models import Candidate, Decision, Initiative, Recognition, Seat
from initiatives.status import InitiativeStatus
from portal.files import storing
from reports.integrity.model import Problem, Span


def problems(_: Span) -> Iterator[Problem]:
    recognised = dict(Recognition.objects.values_list("candidate", "mean"))
    for candidate in board.candidates().order_by("pk").iterator(chunk_size=200):
        name = f"Việc xét sáng kiến {candidate.initiative.code}"
        for message in _wrong(candidate, recognised.get(candidate.pk)):
            yield Problem("appraisal.rule", name, message)
    bare = Initiative.objects.filter(
        status__in=[InitiativeStatus.RECOGNISED, InitiativeStatus.REVOKED], recognition=None
    )
    for code in bare.order_by("pk").values_list("code", flat=True):
        yield Problem("appraisal.decision", f"Sáng kiến {code}", "đã công nhận mà không có quyết định.")
    for one in Recognition.objects.select_related("initiative").order_by("pk"):
        is_revoked = one.initiative.status == InitiativeStatus.REVOKED
        if is_revoked != (one.revoked_on is not None):
            yield Problem(
                "appraisal.decision",
                f"Sáng kiến {one.initiative.code}",
                "việc hủy bỏ công nhận không khớp với trạng thái.",
            )
    for decision in Decision.objects.exclude(file="").order_by("pk"):
        if not default_storage.exists(str(decision.file)):
            yield Problem("appraisal.file", f"Quyết định {decision.number}", "mất tệp quyết định.")
        elif hashlib.sha256(storing.read(decision.file)).hexdigest() != decision.sha256:
            yield Problem("appraisal.file", f"Quyết định {decision.number}", "tệp đã bị đổi nội dung.")


def _wrong(candidate: Candidate, mean: Decimal | None) -> Iterator[str]:
    seats = list(candidate.seats.all())
    if len(seats) != len(candidate.round.council.members.all()):
        yield "số phiếu không bằng số thành viên hội đồng."
    sheets = [words for seat in seats for words in _wrong_sheet(candidate, seat)]
    yield from sheets
    voted = sum(seat.has_voted for seat in seats)
    if candidate.yes + candidate.no != voted:
        yield f"có {candidate.yes + candidate.no} phiếu biểu quyết, {voted} thành viên đã bỏ phiếu."
    elif not candidate.round.is_secret and candidate.yes != sum(bool(seat.vote) for seat in seats):
        yield "số phiếu đồng ý không bằng số thành viên đồng ý."
    if mean is None or sheets:
        return
    verdict = voting.verdict(candidate)
    if candidate.closed_at is None or not verdict.is_recognised:
        yield f"được công nhận trái quy tắc: {' '.join(verdict.obstacles) or 'chưa chốt biểu quyết.'}"
    if verdict.shown_mean != mean:
        yield f"điểm ghi khi công nhận là {mean}, phiếu chấm cho {verdict.shown_mean}."


def _wrong_sheet(candidate: Candidate, seat: Seat) -> Iterator[str]:
    marks = {key: Decimal(value) for key, value in seat.marks.items()}
    is_in = seat.handed_in_at is not None
    if not seat.takes_part and marks:
        yield f"{seat.member} không tham gia mà có điểm."
    elif marking.mistakes(candidate, marks, whole=is_in):
        yield f"phiếu của {seat.member} có điểm ngoài tiêu chí hoặc thiếu."
    elif is_in and seat.total != sum(marks.values(), Decimal(0)):
        yield f"phiếu của {seat.member} ghi tổng {seat.total}, cộng lại khác."
