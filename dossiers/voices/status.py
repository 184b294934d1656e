"""Trạng thái của phản ánh, kiến nghị and the one table of moves between them.

The limits between them are in `limits`.
"""

from enum import StrEnum

from django.db import models


class FeedbackStatus(models.TextChoices):
    RECEIVED = "received", "Mới nhận"
    ACCEPTED = "accepted", "Đang xử lý"
    AWAITING = "awaiting", "Chờ người gửi bổ sung"
    DRAFTED = "drafted", "Chờ lãnh đạo duyệt trả lời"
    ANSWERED = "answered", "Đã trả lời"
    PUBLISHED = "published", "Đã trả lời, công khai"
    REFUSED = "refused", "Không tiếp nhận"


class Topic(models.TextChoices):
    """Nội dung: as form II.05 of TT 01/2020/TT-VPCP tells them apart, and everything else."""

    CONDUCT = "conduct", "Thái độ, cách làm việc, việc chậm trễ của cán bộ"
    RULES = "rules", "Quy định, thủ tục, giấy tờ rườm rà"
    OTHER = "other", "Việc khác ở địa phương"


class Satisfaction(models.TextChoices):
    SATISFIED = "satisfied", "Hài lòng"
    UNSATISFIED = "unsatisfied", "Không hài lòng"


class Move(StrEnum):
    """What is done to a feedback; each is a verb of its own and leaves one event."""

    RECEIVE = "receive"
    ACCEPT = "accept"
    REFUSE = "refuse"
    ASK = "ask"
    ADD = "add"
    RESUME = "resume"
    ASSIGN = "assign"
    FORWARD = "forward"
    NOTE = "note"
    DRAFT = "draft"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    PUBLISH = "publish"
    WITHHOLD = "withhold"
    UNPUBLISH = "unpublish"
    JUDGE = "judge"
    REOPEN = "reopen"
    RESCHEDULE = "reschedule"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Move.RECEIVE: "Nhận phản ánh",
    Move.ACCEPT: "Tiếp nhận, xử lý",
    Move.REFUSE: "Từ chối tiếp nhận",
    Move.ASK: "Yêu cầu bổ sung",
    Move.ADD: "Người gửi bổ sung",
    Move.RESUME: "Xử lý tiếp, không chờ bổ sung",
    Move.ASSIGN: "Giao xử lý",
    Move.FORWARD: "Chuyển đơn vị khác",
    Move.NOTE: "Ghi chú nội bộ",
    Move.DRAFT: "Dự thảo trả lời",
    Move.SEND_BACK: "Trả lại dự thảo",
    Move.APPROVE: "Duyệt trả lời",
    Move.PUBLISH: "Công khai câu trả lời",
    Move.WITHHOLD: "Không công khai",
    Move.UNPUBLISH: "Thôi công khai",
    Move.JUDGE: "Người gửi đánh giá câu trả lời",
    Move.REOPEN: "Người gửi phản ánh tiếp",
    Move.RESCHEDULE: "Hạn đổi theo lịch làm việc",
}
_S = FeedbackStatus
_IN_HAND = {
    _S.RECEIVED: _S.RECEIVED,
    _S.ACCEPTED: _S.ACCEPTED,
    _S.AWAITING: _S.AWAITING,
    _S.DRAFTED: _S.DRAFTED,
}
TRANSITIONS: dict[Move, dict[FeedbackStatus, FeedbackStatus]] = {
    Move.ACCEPT: {_S.RECEIVED: _S.ACCEPTED},
    Move.REFUSE: {_S.RECEIVED: _S.REFUSED, _S.AWAITING: _S.REFUSED},
    Move.ASK: {_S.RECEIVED: _S.AWAITING, _S.ACCEPTED: _S.AWAITING},
    Move.ADD: {_S.AWAITING: _S.ACCEPTED},
    Move.RESUME: {_S.AWAITING: _S.ACCEPTED},
    Move.ASSIGN: _IN_HAND,
    Move.FORWARD: {_S.RECEIVED: _S.RECEIVED, _S.ACCEPTED: _S.RECEIVED},
    Move.NOTE: {status: status for status in _S},
    Move.DRAFT: {_S.ACCEPTED: _S.DRAFTED},
    Move.SEND_BACK: {_S.DRAFTED: _S.ACCEPTED},
    Move.APPROVE: {_S.DRAFTED: _S.ANSWERED},
    Move.PUBLISH: {_S.ANSWERED: _S.PUBLISHED},
    Move.WITHHOLD: {_S.ANSWERED: _S.ANSWERED},
    Move.UNPUBLISH: {_S.PUBLISHED: _S.ANSWERED},
    Move.JUDGE: {_S.ANSWERED: _S.ANSWERED, _S.PUBLISHED: _S.PUBLISHED},
    Move.REOPEN: {_S.ANSWERED: _S.ACCEPTED, _S.PUBLISHED: _S.ACCEPTED},
    Move.RESCHEDULE: _IN_HAND | {_S.ANSWERED: _S.ANSWERED},
}
"""Move → the state it is made in → the state it leads to. Nothing else is possible."""
OPEN = (_S.RECEIVED, _S.ACCEPTED, _S.AWAITING, _S.DRAFTED)
"""With the office: no answer has gone out in this round."""
TOLD = (_S.ANSWERED, _S.PUBLISHED)
CITIZENS_MOVES = (Move.RECEIVE, Move.ADD, Move.JUDGE, Move.REOPEN)
"""Made by the sender, by the code that only the sender has; no officer makes them."""
