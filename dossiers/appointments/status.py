"""Trạng thái của lịch hẹn and the one table of moves between them."""

from enum import StrEnum

from django.db import models


class AppointmentState(models.TextChoices):
    BOOKED = "booked", "Đã hẹn"
    KEPT = "kept", "Đã đến"
    MISSED = "missed", "Không đến"
    UNNOTED = "unnoted", "Không ghi nhận"
    CANCELLED = "cancelled", "Đã hủy"


class Move(StrEnum):
    """What is done to an appointment; each leaves one event."""

    BOOK = "book"
    MOVE = "move"
    CANCEL = "cancel"
    KEEP = "keep"
    MISS = "miss"
    LAPSE = "lapse"

    @property
    def sentence(self) -> str:
        return _SENTENCES[self]


_SENTENCES = {
    Move.BOOK: "Đặt lịch hẹn",
    Move.MOVE: "Đổi giờ hẹn",
    Move.CANCEL: "Hủy lịch hẹn",
    Move.KEEP: "Ghi đã đến",
    Move.MISS: "Ghi không đến",
    Move.LAPSE: "Hết ngày, chưa ai ghi đến hay không",
}
_S = AppointmentState
TRANSITIONS: dict[Move, dict[AppointmentState, AppointmentState]] = {
    Move.MOVE: {_S.BOOKED: _S.BOOKED},
    Move.CANCEL: {_S.BOOKED: _S.CANCELLED},
    Move.KEEP: {_S.BOOKED: _S.KEPT, _S.MISSED: _S.KEPT, _S.UNNOTED: _S.KEPT},
    Move.MISS: {_S.BOOKED: _S.MISSED, _S.KEPT: _S.MISSED, _S.UNNOTED: _S.MISSED},
    Move.LAPSE: {_S.BOOKED: _S.UNNOTED},
}
"""Move → the state it is made in → the state it leads to. Who came late, or was ticked by mistake, is put
right; what was cancelled stays so. Of what nobody noted by the end of its day nobody says that the person
stayed away, until an officer who knows does."""
