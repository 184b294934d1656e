"""Trạng thái của yêu cầu hỗ trợ trước khi đến and the one table of moves between them."""

from enum import StrEnum

from django.db import models


class AdvanceStatus(models.TextChoices):
    NEW = "new", "Mới nhận"
    CHECKING = "checking", "Đang xem giấy tờ"
    AWAITING = "awaiting", "Chờ người dân bổ sung"
    DRAFTED = "drafted", "Chờ người dân xem dự thảo"
    READY = "ready", "Giấy tờ đã đủ"
    OFFERED = "offered", "Chờ người dân chọn giờ"
    BOOKED = "booked", "Đã hẹn giờ đến"
    RECEIVED = "received", "Đã thành hồ sơ"
    CLOSED = "closed", "Đã kết thúc"


class Asked(models.TextChoices):
    """Nhờ bằng cách nào."""

    PAGE = "page", "trang thủ tục"
    PHONE = "phone", "điện thoại, Zalo"


class Verdict(models.TextChoices):
    """Một giấy tờ đã xem thấy thế nào."""

    UNSEEN = "", "chưa xem"
    GOOD = "good", "đủ"
    LACKING = "lacking", "cần bổ sung"


class Move(StrEnum):
    """What is done to a request; each is a verb of its own and leaves one event."""

    SEND = "send"
    CHECK = "check"
    ASK = "ask"
    ADD = "add"
    BRING = "bring"
    RESUME = "resume"
    DRAFT = "draft"
    AGREE = "agree"
    OBJECT = "object"
    READY = "ready"
    OFFER = "offer"
    CHOOSE = "choose"
    NO_TIME = "no_time"
    BOOK = "book"
    VISIT = "visit"
    CALL = "call"
    ASSIGN = "assign"
    NOTE = "note"
    RECEIVE = "receive"
    TELL_RESULT = "tell_result"
    CLOSE = "close"
    CANCEL = "cancel"
    LAPSE = "lapse"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Move.SEND: "Nhận yêu cầu hỗ trợ",
    Move.CHECK: "Xem giấy tờ",
    Move.ASK: "Yêu cầu bổ sung",
    Move.ADD: "Người dân bổ sung",
    Move.BRING: "Thêm ảnh người dân gửi qua Zalo, thư điện tử",
    Move.RESUME: "Làm tiếp, không chờ bổ sung",
    Move.DRAFT: "Gửi dự thảo cho người dân xem",
    Move.AGREE: "Người dân đồng ý dự thảo",
    Move.OBJECT: "Người dân báo dự thảo sai",
    Move.READY: "Giấy tờ đã đủ",
    Move.OFFER: "Đề nghị giờ đến",
    Move.CHOOSE: "Người dân chọn giờ đến",
    Move.NO_TIME: "Người dân chưa chọn được giờ",
    Move.BOOK: "Đặt hẹn qua điện thoại",
    Move.VISIT: "Ghi một lần người dân đến",
    Move.CALL: "Ghi cuộc gọi",
    Move.ASSIGN: "Giao người làm",
    Move.NOTE: "Ghi chú nội bộ",
    Move.RECEIVE: "Tiếp nhận thành hồ sơ",
    Move.TELL_RESULT: "Gọi lại báo kết quả",
    Move.CLOSE: "Kết thúc, không hỗ trợ được",
    Move.CANCEL: "Người dân thôi nhờ",
    Move.LAPSE: "Lâu không có trả lời, tự kết thúc",
}
_S = AdvanceStatus
OPEN = (_S.NEW, _S.CHECKING, _S.AWAITING, _S.DRAFTED, _S.READY, _S.OFFERED, _S.BOOKED)
"""Nothing has come of it yet."""
WITH_OFFICE = (_S.NEW, _S.CHECKING, _S.READY)
"""The office has the next step, and a day by which it is done."""
_STAYS = {status: status for status in OPEN}
_SEEN = {_S.NEW: _S.CHECKING, _S.CHECKING: _S.CHECKING}
TRANSITIONS: dict[Move, dict[AdvanceStatus, AdvanceStatus]] = {
    Move.CHECK: _SEEN | {_S.READY: _S.READY},
    Move.ASK: {_S.NEW: _S.AWAITING, _S.CHECKING: _S.AWAITING},
    Move.ADD: {_S.AWAITING: _S.CHECKING},
    Move.BRING: _STAYS | {_S.AWAITING: _S.CHECKING},
    Move.RESUME: {_S.AWAITING: _S.CHECKING, _S.DRAFTED: _S.CHECKING},
    Move.DRAFT: {_S.NEW: _S.DRAFTED, _S.CHECKING: _S.DRAFTED, _S.READY: _S.DRAFTED},
    Move.AGREE: {_S.DRAFTED: _S.READY},
    Move.OBJECT: {_S.DRAFTED: _S.CHECKING},
    Move.READY: {_S.NEW: _S.READY, _S.CHECKING: _S.READY},
    Move.OFFER: {_S.NEW: _S.OFFERED, _S.CHECKING: _S.OFFERED, _S.READY: _S.OFFERED, _S.OFFERED: _S.OFFERED},
    Move.CHOOSE: {_S.OFFERED: _S.BOOKED},
    Move.NO_TIME: {_S.OFFERED: _S.READY},
    Move.BOOK: dict.fromkeys((_S.NEW, _S.CHECKING, _S.READY, _S.OFFERED, _S.BOOKED), _S.BOOKED),
    Move.VISIT: _STAYS,
    Move.CALL: _STAYS,
    Move.ASSIGN: _STAYS,
    Move.NOTE: {status: status for status in _S},
    Move.RECEIVE: dict.fromkeys(OPEN, _S.RECEIVED),
    Move.TELL_RESULT: {_S.RECEIVED: _S.RECEIVED},
    Move.CLOSE: dict.fromkeys(OPEN, _S.CLOSED),
    Move.CANCEL: dict.fromkeys(OPEN, _S.CLOSED),
    Move.LAPSE: dict.fromkeys((_S.AWAITING, _S.DRAFTED, _S.OFFERED, _S.BOOKED), _S.CLOSED),
}
"""Move → the state it is made in → the state it leads to. Nothing else is possible."""
ANSWERS = (Move.ASK, Move.DRAFT, Move.READY, Move.OFFER, Move.BOOK, Move.RECEIVE, Move.CLOSE)
"""By any of these the citizen has heard from the office: the first of them is the answer."""
