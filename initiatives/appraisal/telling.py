"""Ghi diễn biến của việc xét, báo thành viên hội đồng."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from initiatives.models import AppraisalEvent, Candidate, Round
from portal import audit, notices
from portal.models import User


class Act(StrEnum):
    """What happens in a round; none of these says how anybody marked or voted."""

    OPENED = "opened"
    PUT = "put"
    TAKEN_OUT = "taken_out"
    HANDED_IN = "handed_in"
    REOPENED = "reopened"
    STEPPED_ASIDE = "stepped_aside"
    EXCUSED = "excused"
    VOTED = "voted"
    CLOSED = "closed"
    MET = "met"


SENTENCES = {
    Act.OPENED: "Mở đợt xét",
    Act.PUT: "Đưa sáng kiến ra xét",
    Act.TAKEN_OUT: "Rút sáng kiến khỏi đợt xét",
    Act.HANDED_IN: "Nộp phiếu chấm",
    Act.REOPENED: "Mở lại phiếu chấm",
    Act.STEPPED_ASIDE: "Khai có lợi ích liên quan",
    Act.EXCUSED: "Ghi thành viên không tham gia chấm",
    Act.VOTED: "Biểu quyết",
    Act.CLOSED: "Chốt biểu quyết",
    Act.MET: "Ghi phiên họp",
}


def tell(
    held: Round, act: Act, *, by: User, at: datetime, candidate: Candidate | None = None, said: str = ""
) -> AppraisalEvent:
    event = AppraisalEvent.objects.create(
        round=held, candidate=candidate, at=at, actor=by, actor_name=str(by), action=act, said=said
    )
    audit.record(f"appraisal.{act}", by=by, target=candidate or held, unit=held.council.unit)
    return event


def ask_for_marks(held: Round, candidates: Iterable[Candidate]) -> None:
    """Phiếu cần chấm: each member who takes part reads it once for each initiative."""
    notices.tell_many(
        (
            seat.member.user,
            f"Chấm điểm sáng kiến {one.initiative.code} trước hết ngày {held.marks_due_on:%d/%m/%Y}.",
            one.get_absolute_url(),
            f"appraisal-marks-{one.pk}",
        )
        for one in candidates
        for seat in one.seats.select_related("member__user")
        if seat.takes_part
    )


def ask_for_votes(candidate: Candidate) -> None:
    notices.tell_many(
        (
            seat.member.user,
            f"Đã đủ phiếu chấm sáng kiến {candidate.initiative.code}, mời biểu quyết.",
            candidate.get_absolute_url(),
            f"appraisal-vote-{candidate.pk}",
        )
        for seat in candidate.seats.select_related("member__user")
        if seat.takes_part
    )
