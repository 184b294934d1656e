"""Trạng thái của văn bản đi, văn bản đến and of the tasks they give, and the tables of moves between them."""

from enum import StrEnum

from django.db import models


class Direction(models.TextChoices):
    IN = "in", "Văn bản đến"
    OUT = "out", "Văn bản đi"


class DocumentState(models.TextChoices):
    """The first four are of incoming documents, the others of outgoing ones; both may be void."""

    REGISTERED = "registered", "Chờ bút phê"
    IN_WORK = "in_work", "Đang giải quyết"
    DONE = "done", "Đã giải quyết"
    RETURNED = "returned", "Đã trả lại nơi gửi"
    DRAFT = "draft", "Đang soạn thảo"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, chờ cấp số"
    NUMBERED = "numbered", "Đã cấp số, chờ phát hành"
    ISSUED = "issued", "Đã phát hành"
    REVOKED = "revoked", "Đã thu hồi"
    VOID = "void", "Đã hủy"


class TaskState(models.TextChoices):
    OPEN = "open", "Đang làm"
    REPORTED = "reported", "Chờ duyệt kết quả"
    DONE = "done", "Đã xong"
    CANCELLED = "cancelled", "Thôi giao"


class Urgency(models.TextChoices):
    """Mức độ khẩn (NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.10b)."""

    NORMAL = "normal", "Thường"
    URGENT = "urgent", "Khẩn"
    VERY_URGENT = "very_urgent", "Thượng khẩn"
    EXPRESS = "express", "Hỏa tốc"


class Security(models.TextChoices):
    """A confidential document is never kept here: at most the line of the register that names its number."""

    NORMAL = "normal", "Thường"
    CONFIDENTIAL = "confidential", "Văn bản mật"


class Medium(models.TextChoices):
    ELECTRONIC = "electronic", "Điện tử"
    PAPER = "paper", "Giấy"
    BOTH = "both", "Điện tử và giấy"


class SigningState(models.TextChoices):
    """Ký số of an outgoing document (NĐ 30/2020/NĐ-CP, Điều 5): full with the signer's and the agency's."""

    NONE = "none", "Chưa ký số"
    SIGNER = "signer", "Người có thẩm quyền đã ký số"
    AGENCY = "agency", "Chỉ có chữ ký số của cơ quan"
    FULL = "full", "Đủ chữ ký số của người ký và cơ quan"
    INVALID = "invalid", "Chữ ký số không hợp lệ"


class NumberState(models.TextChoices):
    USED = "used", "Đã cấp"
    RESERVED = "reserved", "Giữ trước"
    VOID = "void", "Đã hủy"


class FileKind(models.TextChoices):
    MAIN = "main", "Văn bản"
    ATTACHMENT = "attachment", "Tài liệu kèm theo"


class Relation(models.TextChoices):
    REPLIES_TO = "replies_to", "Trả lời"
    REPLACES = "replaces", "Thay thế"
    AMENDS = "amends", "Sửa đổi, bổ sung"
    CONCERNS = "concerns", "Liên quan"


class Move(StrEnum):
    """What is done to a document; each is a verb of its own and leaves one event."""

    REGISTER = "register"
    CORRECT = "correct"
    INSTRUCT = "instruct"
    FINISH = "finish"
    RETURN = "return"
    DRAFT = "draft"
    EDIT = "edit"
    ATTACH = "attach"
    COMMENT = "comment"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    NUMBER = "number"
    RENUMBER = "renumber"
    REDATE = "redate"
    SIGN = "sign"
    ISSUE = "issue"
    REVOKE = "revoke"
    VOID = "void"
    LINK = "link"
    UNLINK = "unlink"
    ASSIGN = "assign"
    TAKE = "take"
    REPORT = "report"
    ACCEPT = "accept"
    REDO = "redo"
    EXTEND = "extend"
    CANCEL_TASK = "cancel_task"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Move.REGISTER: "Vào sổ văn bản đến",
    Move.CORRECT: "Sửa thông tin vào sổ",
    Move.INSTRUCT: "Bút phê",
    Move.FINISH: "Kết thúc giải quyết",
    Move.RETURN: "Trả lại nơi gửi",
    Move.DRAFT: "Soạn thảo",
    Move.EDIT: "Sửa dự thảo",
    Move.ATTACH: "Thêm tệp",
    Move.COMMENT: "Góp ý",
    Move.SUBMIT: "Trình duyệt",
    Move.SEND_BACK: "Trả lại dự thảo",
    Move.APPROVE: "Duyệt",
    Move.NUMBER: "Cấp số",
    Move.RENUMBER: "Đổi số",
    Move.REDATE: "Sửa ngày ban hành",
    Move.SIGN: "Ký số",
    Move.ISSUE: "Phát hành",
    Move.REVOKE: "Thu hồi",
    Move.VOID: "Hủy",
    Move.LINK: "Liên kết",
    Move.UNLINK: "Bỏ liên kết",
    Move.ASSIGN: "Giao việc",
    Move.TAKE: "Nhận việc",
    Move.REPORT: "Báo kết quả",
    Move.ACCEPT: "Duyệt kết quả",
    Move.REDO: "Yêu cầu làm lại",
    Move.EXTEND: "Gia hạn",
    Move.CANCEL_TASK: "Thôi giao",
}

_S = DocumentState
_INCOMING = {state: state for state in (_S.REGISTERED, _S.IN_WORK, _S.DONE)}
_BEING_DRAFTED = {state: state for state in (_S.DRAFT, _S.SUBMITTED)}
_OUTGOING = {state: state for state in (_S.DRAFT, _S.SUBMITTED, _S.APPROVED, _S.NUMBERED, _S.ISSUED)}
TRANSITIONS: dict[Move, dict[DocumentState, DocumentState]] = {
    Move.CORRECT: {_S.REGISTERED: _S.REGISTERED, _S.IN_WORK: _S.IN_WORK},
    Move.INSTRUCT: {_S.REGISTERED: _S.IN_WORK, _S.IN_WORK: _S.IN_WORK, _S.DONE: _S.IN_WORK},
    Move.FINISH: {_S.REGISTERED: _S.DONE, _S.IN_WORK: _S.DONE},
    Move.RETURN: {_S.REGISTERED: _S.RETURNED},
    Move.EDIT: {_S.DRAFT: _S.DRAFT},
    Move.ATTACH: _INCOMING | {_S.DRAFT: _S.DRAFT, _S.APPROVED: _S.APPROVED, _S.NUMBERED: _S.NUMBERED},
    Move.COMMENT: _BEING_DRAFTED,
    Move.SUBMIT: {_S.DRAFT: _S.SUBMITTED},
    Move.SEND_BACK: {_S.SUBMITTED: _S.DRAFT, _S.APPROVED: _S.DRAFT},
    Move.APPROVE: {_S.SUBMITTED: _S.APPROVED},
    Move.NUMBER: {_S.APPROVED: _S.NUMBERED},
    Move.RENUMBER: {_S.NUMBERED: _S.NUMBERED},
    Move.REDATE: {_S.NUMBERED: _S.NUMBERED},
    Move.SIGN: {_S.APPROVED: _S.APPROVED, _S.NUMBERED: _S.NUMBERED, _S.ISSUED: _S.ISSUED},
    Move.ISSUE: {_S.NUMBERED: _S.ISSUED},
    Move.REVOKE: {_S.ISSUED: _S.REVOKED},
    Move.VOID: {
        _S.REGISTERED: _S.VOID,
        _S.DRAFT: _S.VOID,
        _S.SUBMITTED: _S.VOID,
        _S.APPROVED: _S.VOID,
        _S.NUMBERED: _S.VOID,
    },
    Move.LINK: _INCOMING | _OUTGOING,
    Move.UNLINK: _INCOMING | _OUTGOING,
    Move.ASSIGN: {_S.IN_WORK: _S.IN_WORK},
}
"""Move → the state it is made in → the state it leads to. Nothing else is possible."""
_T = TaskState
TASK_TRANSITIONS: dict[Move, dict[TaskState, TaskState]] = {
    Move.TAKE: {_T.OPEN: _T.OPEN},
    Move.REPORT: {_T.OPEN: _T.REPORTED},
    Move.ACCEPT: {_T.REPORTED: _T.DONE},
    Move.REDO: {_T.REPORTED: _T.OPEN},
    Move.EXTEND: {_T.OPEN: _T.OPEN},
    Move.CANCEL_TASK: {_T.OPEN: _T.CANCELLED, _T.REPORTED: _T.CANCELLED},
}
UNFINISHED = (_T.OPEN, _T.REPORTED)
DRAFTS = (_S.DRAFT, _S.SUBMITTED, _S.APPROVED)
"""Outgoing documents that have no number yet: read only in their own office."""
STATES_IN = (_S.REGISTERED, _S.IN_WORK, _S.DONE, _S.RETURNED, _S.VOID)
STATES_OUT = (
    _S.DRAFT, _S.SUBMITTED, _S.APPROVED, _S.NUMBERED, _S.ISSUED, _S.REVOKED, _S.VOID,
)  # fmt: skip
NUMBERED = (_S.NUMBERED, _S.ISSUED, _S.REVOKED)
"""Outgoing documents that stand in the register."""
