"""Trạng thái của sáng kiến and the one table of moves (NĐ 13/2012/NĐ-CP; TT 18/2013/TT-BKHCN)."""

from enum import StrEnum

from django.db import models


class InitiativeStatus(models.TextChoices):
    DRAFT = "draft", "Đang viết"
    SUBMITTED = "submitted", "Chờ đơn vị xác nhận"
    CONFIRMED = "confirmed", "Chờ tiếp nhận đơn"
    RETURNED = "returned", "Chờ tác giả chỉnh sửa"
    ACCEPTED = "accepted", "Đã chấp nhận đơn"
    APPRAISING = "appraising", "Hội đồng đang xét"
    RECOGNISED = "recognised", "Đã công nhận"
    REFUSED = "refused", "Không công nhận"
    REVOKED = "revoked", "Đã hủy bỏ công nhận"
    WITHDRAWN = "withdrawn", "Đã rút"


class Domain(models.TextChoices):
    """Lĩnh vực áp dụng, as the list of a unit tells them apart."""

    REFORM = "reform", "Cải cách hành chính"
    DIGITAL = "digital", "Chuyển đổi số"
    JUSTICE = "justice", "Tư pháp, hộ tịch, chứng thực"
    LAND = "land", "Đất đai, môi trường, xây dựng"
    ECONOMY = "economy", "Kinh tế, nông nghiệp, tài chính"
    SOCIETY = "society", "Lao động, bảo trợ xã hội, dân tộc"
    CULTURE = "culture", "Văn hóa, thông tin, thể thao"
    EDUCATION = "education", "Giáo dục và đào tạo"
    HEALTH = "health", "Y tế"
    SECURITY = "security", "Quốc phòng, an ninh"
    PARTY = "party", "Đảng, đoàn thể, dân vận"
    OTHER = "other", "Lĩnh vực khác"


class Feature(models.TextChoices):
    """Tính năng của phần mềm that carries an initiative: its page shows the figures of that."""

    LEAFLET = "leaflet", "Tờ rơi dịch vụ công trực tuyến"
    LAND = "land", "Hỗ trợ trước thủ tục đất đai, chứng thực"
    DOCUMENTS = "documents", "Văn bản điện tử và ký số"
    TEAMS = "teams", "Tổ công nghệ số cộng đồng"
    POSTING = "posting", "Niêm yết thủ tục bằng mã QR"


class Move(StrEnum):
    """What is done to an initiative; each is a verb of its own and leaves one event."""

    BEGIN = "begin"
    ENTER = "enter"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    ASK = "ask"
    CORRECT = "correct"
    ACCEPT = "accept"
    DECLINE = "decline"
    APPRAISE = "appraise"
    PUT_BACK = "put_back"
    RECOGNISE = "recognise"
    REFUSE = "refuse"
    REVOKE = "revoke"
    WITHDRAW = "withdraw"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Move.BEGIN: "Bắt đầu viết",
    Move.ENTER: "Ghi sáng kiến đã được công nhận trước đây",
    Move.SUBMIT: "Nộp cho đơn vị",
    Move.TAKE_BACK: "Lấy lại để sửa",
    Move.SEND_BACK: "Trả lại tác giả",
    Move.CONFIRM: "Xác nhận, gửi nơi xét công nhận",
    Move.ASK: "Yêu cầu chỉnh sửa đơn",
    Move.CORRECT: "Nộp lại đơn đã chỉnh sửa",
    Move.ACCEPT: "Chấp nhận đơn",
    Move.DECLINE: "Từ chối đơn",
    Move.APPRAISE: "Đưa ra hội đồng xét",
    Move.PUT_BACK: "Rút khỏi đợt xét",
    Move.RECOGNISE: "Công nhận sáng kiến",
    Move.REFUSE: "Không công nhận",
    Move.REVOKE: "Hủy bỏ việc công nhận",
    Move.WITHDRAW: "Tác giả rút",
}
_S = InitiativeStatus
TRANSITIONS: dict[Move, dict[InitiativeStatus, InitiativeStatus]] = {
    Move.ENTER: {_S.DRAFT: _S.RECOGNISED},
    Move.SUBMIT: {_S.DRAFT: _S.SUBMITTED},
    Move.TAKE_BACK: {_S.SUBMITTED: _S.DRAFT},
    Move.SEND_BACK: {_S.SUBMITTED: _S.DRAFT},
    Move.CONFIRM: {_S.SUBMITTED: _S.CONFIRMED},
    Move.ASK: {_S.CONFIRMED: _S.RETURNED},
    Move.CORRECT: {_S.RETURNED: _S.CONFIRMED},
    Move.ACCEPT: {_S.CONFIRMED: _S.ACCEPTED},
    Move.DECLINE: {_S.CONFIRMED: _S.REFUSED, _S.RETURNED: _S.REFUSED},
    Move.APPRAISE: {_S.ACCEPTED: _S.APPRAISING},
    Move.PUT_BACK: {_S.APPRAISING: _S.ACCEPTED},
    Move.RECOGNISE: {_S.APPRAISING: _S.RECOGNISED},
    Move.REFUSE: {_S.APPRAISING: _S.REFUSED},
    Move.REVOKE: {_S.RECOGNISED: _S.REVOKED},
    Move.WITHDRAW: {
        _S.SUBMITTED: _S.WITHDRAWN,
        _S.CONFIRMED: _S.WITHDRAWN,
        _S.RETURNED: _S.WITHDRAWN,
        _S.ACCEPTED: _S.WITHDRAWN,
    },
}
"""Move → the state it is made in → the state it leads to. Nothing else is possible."""
WRITABLE = (_S.DRAFT, _S.RETURNED)
"""The authors may change what they wrote."""
SENT = (_S.CONFIRMED, _S.RETURNED, _S.ACCEPTED, _S.APPRAISING, _S.RECOGNISED, _S.REFUSED, _S.REVOKED)
"""With the deciding unit, or decided by it."""
OPEN = (_S.SUBMITTED, _S.CONFIRMED, _S.RETURNED, _S.ACCEPTED, _S.APPRAISING)
"""Somebody has the next step."""
