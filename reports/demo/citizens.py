"""Phía người dân của xã dùng thử: decisions about procedures, codes on walls and their scans, feedback.

Made by the verbs that the offices use, at the hours at which they would have; only counts of the past, of
which nothing is kept but a number a day, are written as rows.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from dossiers import assigning, calendar, simplifying
from dossiers.models import (
    Feedback,
    PageCount,
    PostedCode,
    PostedKind,
    Procedure,
    ProcedureRevision,
    ScanDay,
    Told,
)
from dossiers.models.revision import RevisionKind
from dossiers.posting import hanging
from dossiers.revisions import behind, keeping
from dossiers.voices import handling, hotlines, publishing, receiving, sending
from dossiers.voices.status import Satisfaction
from portal.models import User
from reports.demo.clock import OfficeClock
from reports.demo.fitting import ALLOWANCE, BIRTH, CONFIRMATION, Staff
from reports.demo.moment import standing_at

COPY, GUARDIANSHIP = "2.000815", "1.004837"
REPEALED, NEW = "1.003583", "9.000126"
FIRST_DECISION, SECOND_DECISION = 70, 12
"""Days before today."""
POSTED_FOR = 84
SEED = 20250703
_SATURDAY = 5
_WALLS = (
    (BIRTH, "Bảng niêm yết", 9), (CONFIRMATION, "Bảng niêm yết", 6), (COPY, "Quầy số 1", 12),
    (ALLOWANCE, "Nhà văn hóa thôn 3", 4), (BIRTH, "Trạm y tế xã", 5),
)  # fmt: skip
"""Procedure, place, scans on a usual day."""
_OPINIONS = ((Told.USEFUL, 5), (Told.ONLINE, 3), (Told.HARD, 1), (Told.MISSING, 1), (Told.WRONG, 1))


@dataclass(frozen=True)
class Voice:
    """A feedback of the story: how many working days ago it came, what was said, how far it got."""

    ago: int
    topic: str
    what: str
    end: str
    answer: str = ""
    title: str = ""


_VOICES = (
    Voice(
        24,
        "other",
        "Đèn đường đoạn qua nhà văn hóa thôn 3 hỏng ba tuần nay, tối đi học về rất nguy hiểm.",
        "published",
        "Xã đã thay bốn bóng đèn và kiểm tra cả tuyến; báo hỏng thì gọi số trực ở trang này.",
        "Đèn đường thôn 3 không sáng",
    ),
    Voice(
        19,
        "rules",
        "Làm giấy xác nhận tình trạng hôn nhân mà còn phải nộp bản sao căn cước, có cần không?",
        "published",
        "Không cần: xã tra cứu được dữ liệu dân cư. Tờ hướng dẫn cũ ở quầy đã được thay.",
        "Có phải nộp bản sao căn cước khi xác nhận tình trạng hôn nhân?",
    ),
    Voice(
        16,
        "conduct",
        "Hẹn 8 giờ mà 9 giờ mới có người tiếp, không ai báo lý do.",
        "reopened",
        "Sáng hôm ấy một cán bộ nghỉ ốm đột xuất. Trung tâm xin lỗi và đã bố trí người thay.",
        "Chờ lâu dù đã hẹn giờ",
    ),
    Voice(
        9,
        "other",
        "Rác ở chợ chiều chưa được dọn, mùi hôi vào nhà dân quanh chợ.",
        "judged",
        "Từ tuần này chợ được dọn hai lần một ngày, 6 giờ và 18 giờ.",
        "Rác ở chợ chiều",
    ),
    Voice(7, "other", "Tôi muốn kiện hàng xóm lấn ranh đất.", "refused"),
    Voice(6, "rules", "Thủ tục trợ giúp xã hội nên cho nộp qua mạng.", "drafted", "Đã nộp trực tuyến được."),
    Voice(4, "other", "Nước máy ở xóm dưới đục mấy hôm nay.", "asked"),
    Voice(3, "conduct", "Cán bộ hướng dẫn tận tình nhưng phải đi lại hai lần.", "accepted"),
    Voice(1, "other", "Đề nghị kẻ lại vạch qua đường trước trường tiểu học.", "received"),
)


def live(staff: Staff, province: User, reform: User, clock: OfficeClock, today: date) -> None:
    """All of it, in the order in which it happened."""
    days = clock.working_days(today - timedelta(days=120), today - timedelta(days=1))
    rng = Random(SEED)
    _decide(staff, province, today)
    _simplify(staff, reform, today)
    _post(staff, rng, today)
    with standing_at(_at(days[-20])):
        listed = [one.pk for one in (staff.intake, staff.specialist, staff.leader)]
        assigning.set_listed(staff.home, users=listed, by=staff.admin)
        lines = [
            hotlines.Line("Phản ánh, kiến nghị về thủ tục", "0233 000 0001", "giờ hành chính"),
            hotlines.Line("Trực ban UBND xã", "0233 000 0002", "cả ngày"),
        ]
        hotlines.put_up(staff.home, lines, by=staff.admin)
    for voice in _VOICES:
        _tell(voice, staff, days, rng)


def _at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), calendar.OFFICE_ZONE)


def _decide(staff: Staff, province: User, today: date) -> None:
    """Two decisions of the province: what the first changed the home unit has confirmed, the second not."""
    first, second = (today - timedelta(days=ago) for ago in (FIRST_DECISION, SECOND_DECISION))
    with standing_at(_at(first, 8)):
        birth = _drafted(BIRTH, RevisionKind.CHANGED, "1507/QĐ-UBND", first, province)
        birth.content["conditions"].append("Giấy tờ đã có trong cơ sở dữ liệu dân cư thì không phải nộp.")
        _published(birth, province)
        added = _drafted(NEW, RevisionKind.NEW, "1507/QĐ-UBND", first, province)
        added.content |= {
            "name": "Xác nhận hộ gia đình làm nông nghiệp có mức sống trung bình", "field": "bao-tro-xa-hoi",
            "service_level": "partial", "time_value": 5, "time_unit": "working_day",
            "authority": "Ủy ban nhân dân cấp xã", "result": "Giấy xác nhận",
            "steps": ["Nộp tờ khai tại Trung tâm Phục vụ hành chính công", "Nhận giấy xác nhận"],
            "components": [
                {"name": "Tờ khai", "originals": 1, "copies": 0, "form": "Mẫu số 01", "required": True}
            ],
        }  # fmt: skip
        _published(added, province)
    with standing_at(_at(first + timedelta(days=2), 10)):
        due = [one.pk for one in behind.of_unit(staff.home)]
        behind.confirm(staff.home, procedures=due, by=staff.admin)
    with standing_at(_at(second, 8)):
        _published(_drafted(GUARDIANSHIP, RevisionKind.CHANGED, "2210/QĐ-UBND", second, province), province)
        _published(_drafted(REPEALED, RevisionKind.REPEALED, "2210/QĐ-UBND", second, province), province)


def _drafted(code: str, kind: RevisionKind, number: str, day: date, by: User) -> ProcedureRevision:
    made = keeping.begin(code, kind=kind, by=by)
    made.decision_number, made.decision_on, made.effective_on = number, day, day
    return made


def _published(made: ProcedureRevision, by: User) -> None:
    values = {
        name: getattr(made, name) for name in ("content", "decision_number", "decision_on", "effective_on")
    }
    saved = keeping.save(made, version=made.version, by=by, **values)
    keeping.publish(saved, version=saved.version, by=by)


def _simplify(staff: Staff, reform: User, today: date) -> None:
    """Đơn giản hóa: two days less for one procedure, with the decision and the dossiers since."""
    first = today - timedelta(days=60)
    with standing_at(_at(first - timedelta(days=20))):
        made = simplifying.propose(
            staff.home, by=reform, procedure=Procedure.objects.get(code=CONFIRMATION), days_cut=2,
            papers_cut=1, summary="Tra cứu dữ liệu dân cư thay cho bản sao căn cước; trả trong ngày.",
        )  # fmt: skip
    with standing_at(_at(first)):
        simplifying.change(
            made, by=reform, decision_number="45/QĐ-UBND", decision_on=first, from_on=first
        )  # fmt: skip


def _post(staff: Staff, rng: Random, today: date) -> None:
    """Mã QR on five walls, with twelve weeks of scans; what visitors said of the pages behind."""
    begun = today - timedelta(days=POSTED_FOR)
    with standing_at(_at(begun, 7)):
        codes = [
            (
                hanging.post(
                    unit=staff.home, kind=PostedKind.PROCEDURE, procedure=Procedure.objects.get(code=code),
                    place=place, by=staff.admin,
                ),
                usual,
            )
            for code, place, usual in _WALLS
        ]  # fmt: skip
        hanging.post(unit=staff.home, kind=PostedKind.FEEDBACK, place="Bảng niêm yết", by=staff.admin)
        hanging.post(unit=staff.home, kind=PostedKind.CATALOGUE, place="Nhà văn hóa thôn 3", by=staff.admin)
    past = [begun + timedelta(days=number) for number in range(POSTED_FOR)]
    rows = [row for code, usual in codes for day in past for row in _scans(code, usual, day, rng)]
    ScanDay.objects.bulk_create(rows)
    printed = [code for code, _ in codes]
    for code in printed:
        code.printed_revision, code.printed_at = 1, _at(begun, 8)
    PostedCode.objects.bulk_update(printed, ["printed_revision", "printed_at"])
    PageCount.objects.bulk_create(
        PageCount(procedure_id=procedure, unit=staff.home, day=day, told=told, count=count)
        for procedure in sorted({code.procedure_id for code in printed if code.procedure_id})
        for day in past[::7]
        for told, most in _OPINIONS
        if (count := rng.randint(0, most))
    )


def _scans(code: PostedCode, usual: int, day: date, rng: Random) -> Iterator[ScanDay]:
    most = usual if day.weekday() < _SATURDAY else usual // 3
    if scans := rng.randint(0, most):
        pages = rng.randint(scans // 2, scans)
        yield ScanDay(code=code, day=day, scans=scans, pages=pages, online=rng.randint(0, pages // 2))


def _tell(voice: Voice, staff: Staff, days: list[date], rng: Random) -> None:
    """As far as the story tells it, a working day a step."""
    ahead = iter(days[-voice.ago :])
    came = _at(next(ahead), 8 + rng.randint(0, 7), rng.randint(0, 59))
    with standing_at(came):
        words = receiving.Words(topic=voice.topic, what=voice.what, where=f"Thôn 3, {staff.place}")
        feedback = receiving.receive(
            staff.home, words, form_key=UUID(int=rng.getrandbits(128), version=4), at=came
        ).feedback
    for step in _WAYS[voice.end]:
        moment = _at(next(ahead), 9 + rng.randint(0, 6), rng.randint(0, 59))
        with standing_at(moment):
            _take(step, feedback, voice, staff, moment)


_ANSWERED = ("accept", "draft", "approve")
_WAYS = {
    "received": (),
    "refused": ("refuse",),
    "accepted": ("accept",),
    "asked": ("accept", "ask"),
    "drafted": ("accept", "draft"),
    "published": (*_ANSWERED, "publish"),
    "judged": (*_ANSWERED, "satisfied"),
    "reopened": (*_ANSWERED, "unsatisfied", "reopen"),
}


def _take(step: str, feedback: Feedback, voice: Voice, staff: Staff, at: datetime) -> None:
    match step:
        case "accept":
            handling.accept(feedback, by=staff.intake, at=at)
        case "refuse":
            article = "Khoản 1 Điều 5 Luật Tố tụng dân sự; không thuộc phản ánh, kiến nghị hành chính"
            reason = "Tranh chấp đất đai: đề nghị hòa giải tại xã trước khi khởi kiện."
            handling.refuse(feedback, reason=reason, article=article, by=staff.intake, at=at)
        case "ask":
            question = "Đường ống ở nhà nào, từ hôm nào?"
            handling.ask(feedback, question=question, by=staff.intake, at=at)
        case "draft":
            handling.draft_answer(feedback, text=voice.answer, by=staff.specialist, at=at)
        case "approve":
            handling.approve(feedback, by=staff.leader, at=at)
        case "publish":
            publishing.publish(
                feedback, title=voice.title, question=voice.what, answer=voice.answer, by=staff.intake, at=at
            )
        case "satisfied":
            sending.judge(feedback, Satisfaction.SATISFIED, at=at)
        case "unsatisfied":
            sending.judge(feedback, Satisfaction.UNSATISFIED, at=at)
        case "reopen":
            sending.reopen(feedback, reason="Hôm sau tôi đến vẫn phải chờ 40 phút.", at=at)
