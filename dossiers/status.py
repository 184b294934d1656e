"""Trạng thái hồ sơ: the ten national states and which move may follow which (NĐ 61/2018 Đ.17–20)."""

from django.db import models


class DossierStatus(models.TextChoices):
    """The ten states that every provincial system shows (TT 22/2019/TT-BTTTT, Phụ lục I)."""

    REGISTERED = "registered", "Mới đăng ký"
    RECEIVED = "received", "Được tiếp nhận"
    NOT_ACCEPTED = "not_accepted", "Không được tiếp nhận"
    PROCESSING = "processing", "Đang xử lý"
    AWAITING_SUPPLEMENT = "awaiting_supplement", "Yêu cầu bổ sung giấy tờ"
    AWAITING_PAYMENT = "awaiting_payment", "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = "withdrawn", "Công dân yêu cầu rút hồ sơ"
    STOPPED = "stopped", "Dừng xử lý"
    CONCLUDED = "concluded", "Đã xử lý xong"
    RETURNED = "returned", "Đã trả kết quả"


_S = DossierStatus
UNCOUNTED = frozenset({_S.REGISTERED, _S.NOT_ACCEPTED})
"""Never received: registered online only, or refused at the desk."""
RUNNING = frozenset({_S.RECEIVED, _S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT})
"""In the office's hands or waiting for the citizen: counts as pending."""
FINISHED = frozenset({_S.WITHDRAWN, _S.STOPPED, _S.CONCLUDED, _S.RETURNED})
PAUSED = frozenset({_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT})
"""The clock stands while the citizen has something to do."""

TRANSITIONS: dict[DossierStatus, frozenset[DossierStatus]] = {
    _S.REGISTERED: frozenset({_S.RECEIVED, _S.NOT_ACCEPTED, _S.WITHDRAWN}),
    _S.RECEIVED: frozenset({_S.PROCESSING, _S.AWAITING_SUPPLEMENT, _S.CONCLUDED, _S.WITHDRAWN, _S.STOPPED}),
    _S.NOT_ACCEPTED: frozenset(),
    _S.PROCESSING: frozenset(
        {_S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT, _S.CONCLUDED, _S.WITHDRAWN, _S.STOPPED}
    ),
    _S.AWAITING_SUPPLEMENT: frozenset({_S.PROCESSING, _S.WITHDRAWN, _S.STOPPED}),
    _S.AWAITING_PAYMENT: frozenset({_S.PROCESSING, _S.WITHDRAWN, _S.STOPPED}),
    _S.WITHDRAWN: frozenset(),
    _S.STOPPED: frozenset(),
    _S.CONCLUDED: frozenset({_S.RETURNED}),
    _S.RETURNED: frozenset(),
}

HANDED_OVER = frozenset({_S.RECEIVED, _S.RETURNED})
"""Reached by giving the citizen a receipt or a result: what is in their hands is not taken back."""
UNDO: dict[DossierStatus, frozenset[DossierStatus]] = {
    state: frozenset(before for before, following in TRANSITIONS.items() if state in following - HANDED_OVER)
    for state in _S
}
"""Hoàn tác: where a step that led to a state may put the dossier back to, on the day it was taken."""

BY_SHEET = frozenset({"import", "update_by_import"})
"""Actions of a spreadsheet: it tells where a dossier is, not how it came there, so that its line may jump."""


class Outcome(models.TextChoices):
    """How a received dossier ended."""

    APPROVED = "approved", "Có kết quả"
    REFUSED = "refused", "Từ chối giải quyết"
    WITHDRAWN = "withdrawn", "Công dân rút"
    STOPPED = "stopped", "Dừng xử lý"


class Channel(models.TextChoices):
    """Kênh tiếp nhận: online splits by the service level (NĐ 42/2022, NĐ 224/2026)."""

    DIRECT = "direct", "Trực tiếp"
    ONLINE_FULL = "online_full", "Trực tuyến toàn trình"
    ONLINE_PARTIAL = "online_partial", "Trực tuyến một phần"
    POSTAL = "postal", "Bưu chính công ích"


ONLINE = (Channel.ONLINE_FULL, Channel.ONLINE_PARTIAL)


class Rating(models.IntegerChoices):
    """Mức hài lòng on the five-level scale; the top two are satisfied."""

    VERY_DISSATISFIED = 1, "Rất không hài lòng"
    DISSATISFIED = 2, "Không hài lòng"
    NEUTRAL = 3, "Bình thường"
    SATISFIED = 4, "Hài lòng"
    VERY_SATISFIED = 5, "Rất hài lòng"
