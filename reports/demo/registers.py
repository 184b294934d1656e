"""Văn thư của xã dùng thử: what came in and went out over six weeks, in every state, and its work."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone
from django.utils.html import format_html

from dossiers import calendar
from dossiers.documents import assigning, incoming, links, outgoing
from dossiers.documents.assigning import Assignment
from dossiers.documents.files import Paper
from dossiers.documents.incoming import Entry
from dossiers.documents.outgoing import Draft
from dossiers.documents.status import FileKind, Medium, Relation, Urgency
from dossiers.models import DocumentKind, OfficialDocument, Task
from portal import pdf
from reports.demo.cases import new_key
from reports.demo.clock import OfficeClock
from reports.demo.fitting import Staff
from reports.demo.moment import standing_at

DAYS = 42


class _Letter(NamedTuple):
    """What came: how many working days ago, from whom, about what, and how far it got."""

    ago: int
    sender: str
    number: str
    kind: str
    subject: str
    end: str
    urgency: str = Urgency.NORMAL


_LETTERS = (
    _Letter(26, "UBND tỉnh Quảng Trị", "2216/UBND-NC", "Công văn",
            "Đẩy mạnh cải cách hành chính những tháng cuối năm", "done"),
    _Letter(21, "Sở Nội vụ", "1034/SNV-CCHC", "Công văn",
            "Báo cáo kết quả cải cách hành chính quý", "late"),
    _Letter(15, "UBND tỉnh Quảng Trị", "198/QĐ-UBND", "Quyết định",
            "Ban hành Kế hoạch rà soát, đơn giản hóa thủ tục hành chính", "known"),
    _Letter(9, "Sở Khoa học và Công nghệ", "655/SKHCN-CĐS", "Công văn",
            "Rà soát chữ ký số của cán bộ, công chức cấp xã", "overdue", Urgency.URGENT),
    _Letter(4, "Sở Tư pháp", "402/STP-HTTP", "Công văn",
            "Số hóa sổ hộ tịch, liên thông dữ liệu", "reported"),
    _Letter(2, "Sở Nội vụ", "1127/SNV-VTLT", "Công văn",
            "Hướng dẫn lập hồ sơ công việc, giao nộp tài liệu năm", "given"),
    _Letter(1, "UBND tỉnh Quảng Trị", "47/GM-UBND", "Giấy mời",
            "Họp đánh giá phục vụ hành chính công quý này", "new", Urgency.EXPRESS),
)  # fmt: skip
_PAPERS = (
    (17, "Báo cáo", "BC-UBND", "Kết quả công tác cải cách hành chính quý", "issued"),
    (12, "Quyết định", "QĐ-UBND", "Kiện toàn Bộ phận Một cửa", "issued"),
    (6, "Công văn", "UBND-VP", "Đăng ký chữ ký số cho công chức mới", "issued"),
    (3, "Kế hoạch", "KH-UBND", "Tuyên truyền dịch vụ công trực tuyến", "approved"),
    (2, "Tờ trình", "TTr-UBND", "Bổ sung trang thiết bị Bộ phận Một cửa", "submitted"),
    (1, "Thông báo", "TB-UBND", "Lịch tiếp công dân tháng tới", "draft"),
)
"""Working days ago, kind, mark, subject, how far it got."""
_ABBREVIATIONS = {
    "Báo cáo": "BC", "Quyết định": "QĐ", "Kế hoạch": "KH", "Tờ trình": "TTr", "Thông báo": "TB",
    "Giấy mời": "GM",
}  # fmt: skip


def live(staff: Staff, clock: OfficeClock, rng: Random, today: date) -> None:
    """Each on its own day, by the verbs of the registers; the report answers the letter that asked for it."""
    days = clock.working_days(today - timedelta(days=DAYS), today - timedelta(days=1))
    for letter in _LETTERS:
        came, *after = days[-letter.ago :]
        _come(letter, staff, came, after, due_on=clock.later(came, 3), key=new_key(rng))
    for ago, kind, mark, subject, end in _PAPERS:
        words = Draft(
            kind=_kind(kind), subject=subject, mark=mark, signer=staff.leader,
            signer_name=str(staff.leader), signer_post=staff.leader.position, medium=Medium.ELECTRONIC,
            recipients="UBND tỉnh (báo cáo)\nSở Nội vụ\nLưu: VT",
        )  # fmt: skip
        with standing_at(_at(days[-ago], 10)):
            _send(words, end, staff, new_key(rng))
    answered = OfficialDocument.objects.incoming().get(sender_number="1034/SNV-CCHC")
    answer = OfficialDocument.objects.issued().get(mark="BC-UBND")
    links.link(answer, relation=Relation.REPLIES_TO, to=answered, by=staff.specialist)


def _kind(name: str) -> DocumentKind:
    return DocumentKind.objects.get_or_create(
        unit=None, name=name, defaults={"abbreviation": _ABBREVIATIONS.get(name, "")}
    )[0]


def _come(letter: _Letter, staff: Staff, came: date, after: list[date], *, due_on: date, key: UUID) -> None:
    entry = Entry(
        sender=letter.sender, sender_number=letter.number, issued_on=came - timedelta(days=1),
        received_on=came, subject=letter.subject, kind=_kind(letter.kind), urgency=letter.urgency,
    )  # fmt: skip
    with standing_at(_at(came, 8)):
        document = incoming.register(
            staff.home, entry, by=staff.records, form_key=key, papers=[_paper(letter.subject)]
        )
    if letter.end == "new":
        return
    with standing_at(_at(came, 10)):
        work = Assignment(f"Tham mưu: {letter.subject}", due_on, lead=staff.specialist)
        given = [] if letter.end == "known" else [work]
        incoming.instruct(document, text="Chuyển công chức Văn phòng.", assignments=given, by=staff.leader)
    reported = {"done": 1, "late": 6, "reported": 2}.get(letter.end)
    if reported is None:
        return
    task = Task.objects.get(document=document)
    with standing_at(_at(after[reported], 9)):
        assigning.report(task, result="Đã tham mưu, trình lãnh đạo.", by=staff.specialist)
    if letter.end != "reported":
        with standing_at(_at(after[reported], 15)):
            assigning.accept(task, by=staff.leader)


def _send(words: Draft, end: str, staff: Staff, key: UUID) -> None:
    document = outgoing.draft(
        staff.home, words, by=staff.specialist, form_key=key, papers=[_paper(words.subject)]
    )
    if end == "draft":
        return
    outgoing.submit(document, by=staff.specialist)
    if end == "submitted":
        return
    outgoing.approve(document, by=staff.leader)
    if end == "issued":
        outgoing.number(document, by=staff.records)
        outgoing.issue(document, by=staff.records)


def _paper(subject: str) -> Paper:
    """One sheet that says what it is about, so that it is found by its words."""
    html = format_html(
        "<html lang=vi><head><title>{0}</title></head><body><h1>{0}</h1>"
        "<p>Văn bản mẫu của bản dùng thử, lập ngày {1}.</p></body></html>",
        subject, timezone.localdate().strftime("%d/%m/%Y"),
    )  # fmt: skip
    return Paper(FileKind.MAIN, "van-ban.pdf", "pdf", pdf.html_to_pdf(html), 1)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), calendar.OFFICE_ZONE)
