"""Người nhờ thấy gì: the state in words, what is theirs to do, and what to bring. Nothing of the person."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from dossiers import receipt
from dossiers.advance import appointing
from dossiers.advance.status import WITH_OFFICE, AdvanceStatus, Move
from dossiers.models import AdvanceDraft, AdvanceRequest, Office
from portal import formats

_S = AdvanceStatus
_COMES = (_S.READY, _S.OFFERED, _S.BOOKED)
"""The person comes next."""


@dataclass(frozen=True)
class Progress:
    """One request as whoever asked meets it."""

    request: AdvanceRequest
    sentence: str
    steps: list[tuple[str, date]]
    drafts: list[AdvanceDraft]
    times: list[tuple[str, str]]
    """What a button sends, and its words."""
    meets_at: datetime | None
    address: str
    brings: list[tuple[str, bool]]
    """Each paper, and whether its photo was seen."""
    question: str = ""
    refusal: str = ""
    dossier_code: str = ""

    @property
    def may_add(self) -> bool:
        return self.request.allows(Move.ADD)

    @property
    def may_judge_drafts(self) -> bool:
        return self.request.allows(Move.AGREE)

    @property
    def may_choose(self) -> bool:
        return self.request.allows(Move.CHOOSE)

    @property
    def may_cancel(self) -> bool:
        return self.request.allows(Move.CANCEL)


def progress(request: AdvanceRequest) -> Progress:
    closed = request.events.filter(action=Move.CLOSE).last()
    appointment = appointing.standing(request) if request.is_open else None
    return Progress(
        request,
        _sentence(request),
        _steps(request),
        list(request.drafts.exclude(sent_at=None)),
        [(one.isoformat(), receipt.in_words(one)) for one in appointing.offered(request)],
        appointment.starts_at if appointment else None,
        Office.of(request.unit).address,
        _to_bring(request) if request.status in _COMES else [],
        question=request.question if request.status == _S.AWAITING else "",
        refusal=closed.words if closed else "",
        dossier_code=request.dossier.code if request.dossier else "",
    )


def _to_bring(request: AdvanceRequest) -> list[tuple[str, bool]]:
    """Bản chính của những giấy tờ đã gửi ảnh, and the required ones that nobody has seen."""
    papers = request.papers.exclude(component=None).prefetch_related("photos")
    found = [(paper.name, paper.is_required, bool(paper.photos.all())) for paper in papers]
    return [(name, is_seen) for name, is_required, is_seen in found if is_required or is_seen]


_SENTENCES = {
    _S.AWAITING: "{unit} đã xem giấy tờ và cần bạn gửi thêm. Gửi đủ một lần ở dưới.",
    _S.DRAFTED: "{unit} đã soạn dự thảo. Đọc kỹ tên, số giấy tờ, thửa đất, diện tích rồi trả lời.",
    _S.OFFERED: "Giấy tờ đã xem xong. Chọn giờ bạn đến được.",
    _S.BOOKED: "{unit} hẹn bạn đến nộp hồ sơ.",
    _S.RECEIVED: "{unit} đã tiếp nhận hồ sơ của bạn. Tra cứu hồ sơ bằng mã ở dưới.",
    _S.CLOSED: "Yêu cầu này đã kết thúc.",
}


def _sentence(request: AdvanceRequest) -> str:
    unit, status = request.unit.name, AdvanceStatus(request.status)
    if status in WITH_OFFICE and request.due_on:
        by = formats.day_on_screen(request.due_on)
        return f"{unit} đang xem giấy tờ, trả lời bạn trước hết ngày {by}. Bạn chưa cần đến."
    if request.has_lost_hour:
        return f"Giờ hẹn cũ không còn. {unit} sẽ gọi bạn để hẹn giờ khác."
    return _SENTENCES[status].format(unit=unit)


def _steps(request: AdvanceRequest) -> list[tuple[str, date]]:
    """What has happened, day by day."""
    told = (
        Move.SEND, Move.ASK, Move.ADD, Move.DRAFT, Move.AGREE, Move.OBJECT, Move.READY, Move.OFFER,
        Move.CHOOSE, Move.BOOK, Move.RECEIVE, Move.CLOSE, Move.CANCEL, Move.LAPSE,
    )  # fmt: skip
    rows = request.events.filter(action__in=told).values_list("action", "at")
    return [(_FOR_CITIZENS[Move(action)], timezone.localdate(at)) for action, at in rows]


_FOR_CITIZENS = {
    Move.SEND: "Đã nhận yêu cầu",
    Move.ASK: "Yêu cầu bạn bổ sung",
    Move.ADD: "Bạn đã bổ sung",
    Move.DRAFT: "Gửi dự thảo cho bạn xem",
    Move.AGREE: "Bạn đồng ý dự thảo",
    Move.OBJECT: "Bạn báo dự thảo có chỗ sai",
    Move.READY: "Giấy tờ đã đủ",
    Move.OFFER: "Đề nghị giờ đến",
    Move.CHOOSE: "Bạn đã chọn giờ đến",
    Move.BOOK: "Hẹn giờ đến",
    Move.RECEIVE: "Đã tiếp nhận hồ sơ",
    Move.CLOSE: "Đơn vị không hỗ trợ tiếp được",
    Move.CANCEL: "Bạn thôi nhờ",
    Move.LAPSE: "Lâu không có trả lời, yêu cầu tự kết thúc",
}
