"""Các bước của hồ sơ as an officer presses them: which verb when, and in words why not now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from dossiers import lifecycle, limits
from dossiers.fees import waiting
from dossiers.models import Dossier
from dossiers.status import TRANSITIONS, DossierStatus
from portal.models import Role, User

_S = DossierStatus
MOVING_ROLES = (Role.INTAKE, Role.PROCESSING, Role.UNIT_ADMIN)


@dataclass(frozen=True)
class Move:
    """One verb of the lifecycle with the words of its button and of its page."""

    verb: str
    label: str
    done: str
    note: str
    act: Callable[..., Dossier]
    allowed_from: frozenset[DossierStatus]
    only_when: str
    reason_label: str = ""
    is_final: bool = False
    by_leader: bool = False
    """A leader of the resolving unit may take it too: it is theirs to allow what a limit forbids."""

    @property
    def action(self) -> str:
        """The word of the event and of the limits."""
        return self.verb.replace("-", "_")

    def refusal(self, dossier: Dossier, at: datetime | None = None) -> str:
        """Why it cannot be done now; empty if it can. The buttons, the pages and the lists all ask here."""
        if dossier.status not in self.allowed_from:
            return f"{self.label}: {self.only_when}; hồ sơ đang “{dossier.get_status_display()}”."
        return self._told(limits.blocking(self.action, limits.Case(dossier, at or timezone.now())))

    def offer(self, dossier: Dossier, user: User) -> "Offer":
        """How the move stands for one officer."""
        if dossier.status not in self.allowed_from:
            return Offer(self, refusal=self.refusal(dossier))
        passed = limits.passed(self.action, limits.Case(dossier, timezone.now()))
        stopping = [one for one in passed if not one.limit.only_warns]
        warning = self._told(one for one in passed if one.limit.only_warns)
        can_be_allowed = all(one.limit.may_be_overridden for one in stopping)
        if stopping and can_be_allowed and limits.may_override(user, dossier):
            return Offer(self, warning=warning, override=self._told(stopping))
        return Offer(self, warning=warning, refusal=self._told(stopping))

    def _told(self, passed: Iterable[limits.Passed]) -> str:
        sentences = " ".join(one.sentence for one in passed)
        return f"{self.label}: {sentences}" if sentences else ""


@dataclass(frozen=True)
class Offer:
    """A move for one officer: open, greyed with the sentence of its refusal, or open to a leader's word."""

    move: Move
    refusal: str = ""
    warning: str = ""
    """What is already late by law, and does not stop anybody."""
    override: str = ""
    """The limits that the leader would let be passed; the reason is asked for."""


def _states_before(*targets: DossierStatus) -> frozenset[DossierStatus]:
    return frozenset(state for state, following in TRANSITIONS.items() if following & set(targets))


MOVES = {
    move.verb: move
    for move in (
        Move(
            verb="accept",
            label="Tiếp nhận hồ sơ trực tuyến",
            done="Đã tiếp nhận",
            note="Hồ sơ nộp trực tuyến đủ và đúng: từ lúc này có ngày hẹn trả và được tính vào số liệu.",
            act=lifecycle.accept,
            allowed_from=_states_before(_S.RECEIVED),
            only_when="chỉ với hồ sơ mới đăng ký trực tuyến",
        ),
        Move(
            verb="not-accept",
            label="Không tiếp nhận",
            done="Đã lập phiếu từ chối tiếp nhận",
            note="Lập phiếu từ chối tiếp nhận, nêu rõ lý do; hồ sơ không được tính vào số liệu.",
            act=lifecycle.not_accept,
            allowed_from=_states_before(_S.NOT_ACCEPTED),
            only_when="chỉ với hồ sơ mới đăng ký trực tuyến",
            reason_label="Lý do không tiếp nhận",
            is_final=True,
        ),
        Move(
            verb="start-processing",
            label="Chuyển xử lý",
            done="Đã chuyển xử lý",
            note="Người thụ lý nhận hồ sơ và bắt đầu giải quyết.",
            act=lifecycle.start_processing,
            allowed_from=frozenset({_S.RECEIVED}),
            only_when="chỉ với hồ sơ vừa tiếp nhận",
        ),
        Move(
            verb="receive-supplement",
            label="Nhận giấy tờ bổ sung",
            done="Đã nhận giấy tờ bổ sung của",
            note="Đủ giấy tờ thì thời hạn chạy tiếp, ngày hẹn trả tính lại theo thời gian đã tạm dừng.",
            act=lifecycle.receive_supplement,
            allowed_from=frozenset({_S.AWAITING_SUPPLEMENT}),
            only_when="chỉ khi đang chờ người dân bổ sung",
        ),
        Move(
            verb="settle-payment",
            label="Đã nộp phí, lệ phí",
            done="Đã ghi việc nộp phí, lệ phí của",
            note="Không còn khoản phải thu; thời hạn chạy tiếp. Thu đủ tại quầy thì bước này tự ghi.",
            act=waiting.settle_payment,
            allowed_from=frozenset({_S.AWAITING_PAYMENT}),
            only_when="chỉ khi đang chờ nộp phí, lệ phí",
        ),
        Move(
            verb="conclude",
            label="Có kết quả",
            done="Đã ghi kết quả của",
            note="Kết quả đã sẵn sàng để trả cho người dân. Thời điểm này quyết định đúng hạn hay quá hạn.",
            act=lifecycle.conclude,
            allowed_from=_states_before(_S.CONCLUDED),
            only_when="chỉ khi đang xử lý và không chờ người dân",
        ),
        Move(
            verb="return-result",
            label="Trả kết quả",
            done="Đã trả kết quả",
            note="Người dân nhận kết quả tại quầy, qua bưu chính hoặc trực tuyến.",
            act=lifecycle.return_result,
            allowed_from=_states_before(_S.RETURNED),
            only_when="chỉ khi đã có kết quả",
        ),
        Move(
            verb="request-supplement",
            label="Yêu cầu bổ sung",
            done="Đã yêu cầu bổ sung",
            note="Ghi đủ một lần mọi giấy tờ còn thiếu. Lập phiếu yêu cầu bổ sung; thời hạn tạm dừng.",
            act=lifecycle.request_supplement,
            allowed_from=_states_before(_S.AWAITING_SUPPLEMENT),
            only_when="chỉ khi hồ sơ đang do cơ quan giữ",
            reason_label="Lý do",
            by_leader=True,
        ),
        Move(
            verb="request-payment",
            label="Yêu cầu nộp phí, lệ phí",
            done="Đã yêu cầu nộp phí, lệ phí của",
            note="Thời hạn tạm dừng đến khi người dân thực hiện xong nghĩa vụ tài chính.",
            act=waiting.request_payment,
            allowed_from=_states_before(_S.AWAITING_PAYMENT),
            only_when="chỉ khi đang xử lý",
            reason_label="Khoản phải nộp, nơi nộp",
        ),
        Move(
            verb="withdraw",
            label="Rút hồ sơ",
            done="Đã ghi việc rút",
            note="Công dân yêu cầu rút; lập thông báo dừng giải quyết, hồ sơ kết thúc tại đây.",
            act=lifecycle.withdraw,
            allowed_from=_states_before(_S.WITHDRAWN),
            only_when="chỉ khi chưa có kết quả",
            reason_label="Lý do rút",
            is_final=True,
        ),
        Move(
            verb="stop",
            label="Dừng giải quyết",
            done="Đã dừng giải quyết",
            note="Lập thông báo dừng giải quyết hồ sơ (TT 03/2025/TT-VPCP); hồ sơ kết thúc tại đây.",
            act=lifecycle.stop,
            allowed_from=_states_before(_S.STOPPED),
            only_when="chỉ khi chưa có kết quả",
            reason_label="Lý do dừng",
            is_final=True,
            by_leader=True,
        ),
        Move(
            verb="refuse",
            label="Từ chối giải quyết",
            done="Đã từ chối giải quyết",
            note="Lập phiếu từ chối, nêu rõ lý do. Văn bản từ chối là kết quả giải quyết của hồ sơ.",
            act=lifecycle.refuse,
            allowed_from=_states_before(_S.CONCLUDED),
            only_when="chỉ khi đang xử lý và không chờ người dân",
            reason_label="Lý do từ chối",
            is_final=True,
            by_leader=True,
        ),
    )
}  # fmt: skip


def may_move(user: User, dossier: Dossier) -> bool:
    """Whether the officer's desk reaches the dossier."""
    units = user.unit_ids(MOVING_ROLES)
    return dossier.resolving_unit_id in units or dossier.receiving_unit_id in units


def may_take(user: User, dossier: Dossier, move: Move) -> bool:
    """The desk takes every move, the leader those that a leader may allow or decide."""
    return may_move(user, dossier) or (move.by_leader and limits.may_override(user, dossier))


def usual_next(dossier: Dossier) -> Move | None:
    """The step that mostly follows: the page's one primary button."""
    order = (
        "accept", "start-processing", "receive-supplement", "settle-payment", "conclude", "return-result",
    )  # fmt: skip
    return next((MOVES[verb] for verb in order if not MOVES[verb].refusal(dossier)), None)
