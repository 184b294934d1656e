"""Các bước của hồ sơ as an officer presses them: which verb when, and in words why not now."""

from collections.abc import Callable
from dataclasses import dataclass

from dossiers import lifecycle
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

    def refusal(self, dossier: Dossier) -> str:
        """Why it cannot be done now; empty if it can."""
        if dossier.status in self.allowed_from:
            return ""
        return f"{self.label}: {self.only_when}; hồ sơ đang “{dossier.get_status_display()}”."


def _states_before(*targets: DossierStatus) -> frozenset[DossierStatus]:
    return frozenset(state for state, following in TRANSITIONS.items() if following & set(targets))


MOVES = {
    move.verb: move
    for move in (
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
            note="Thời hạn chạy tiếp; ngày hẹn trả lùi theo số ngày làm việc đã tạm dừng.",
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
            note="Ghi đủ một lần mọi giấy tờ còn thiếu (NĐ 61/2018/NĐ-CP, Điều 11). Thời hạn tạm dừng.",
            act=lifecycle.request_supplement,
            allowed_from=_states_before(_S.AWAITING_SUPPLEMENT),
            only_when="chỉ khi hồ sơ đang do cơ quan giữ",
            reason_label="Nội dung cần bổ sung",
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
            note="Công dân yêu cầu rút; hồ sơ kết thúc tại đây.",
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
        ),
        Move(
            verb="refuse",
            label="Từ chối giải quyết",
            done="Đã từ chối giải quyết",
            note="Văn bản từ chối là kết quả của hồ sơ (NĐ 61/2018/NĐ-CP, Điều 19 khoản 8).",
            act=lifecycle.refuse,
            allowed_from=_states_before(_S.CONCLUDED),
            only_when="chỉ khi đang xử lý và không chờ người dân",
            reason_label="Lý do từ chối",
            is_final=True,
        ),
    )
}  # fmt: skip


def may_move(user: User, dossier: Dossier) -> bool:
    """Whether the officer's desk reaches the dossier."""
    units = user.unit_ids(MOVING_ROLES)
    return dossier.resolving_unit_id in units or dossier.receiving_unit_id in units


def usual_next(dossier: Dossier) -> Move | None:
    """The step that mostly follows: the page's one primary button."""
    order = ("start-processing", "receive-supplement", "settle-payment", "conclude", "return-result")
    return next((MOVES[verb] for verb in order if not MOVES[verb].refusal(dossier)), None)
