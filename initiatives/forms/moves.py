"""Phiếu của từng bước: what each move asks for; `cleaned_data` is what its verb takes."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from initiatives import people, sending
from initiatives.models import Initiative
from initiatives.status import Move
from portal.forms import LineField, TextField
from portal.models import Unit, User


class MoveForm(forms.Form):
    """What every move's form is made from; by itself it asks for nothing."""

    def __init__(self, *args: Any, initiative: Initiative, user: User, **kwargs: Any) -> None:
        self.initiative, self.user = initiative, user
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class SendBackForm(MoveForm):
    reason = TextField(
        label="Cần sửa điều gì?", max_length=3000, help_text="Tác giả đọc được, sửa rồi nộp lại."
    )


class AskForm(MoveForm):
    reason = TextField(
        label="Cần chỉnh sửa điều gì?", max_length=3000,
        help_text="Ghi đủ một lần: chỉ được yêu cầu một lần. Tác giả có 01 tháng để nộp lại.",
    )  # fmt: skip


class DeclineForm(MoveForm):
    reason = TextField(label="Lý do từ chối", max_length=3000, help_text="Tác giả đọc được nguyên văn.")


class WithdrawForm(MoveForm):
    reason = TextField(label="Lý do rút", max_length=3000, required=False)


class ConfirmForm(MoveForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = people.deciding_units(self.initiative.unit, self.user.tree)
        self.fields["to"] = forms.ModelChoiceField(
            Unit.objects.filter(pk__in=[unit.pk for unit in units]),
            label="Gửi đến nơi xét công nhận",
            initial=units[0].pk,
            empty_label=None,
            help_text="Từ 01/7/2025 cấp xã là cơ sở xét công nhận; gửi cấp trên khi cấp trên xét.",
        )


class BeginForm(forms.Form):
    """Enough to begin with."""

    title = LineField(
        label="Tên sáng kiến", max_length=400, help_text="Sửa được sau. Thể hiện bản chất của giải pháp."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


FORMS: dict[Move, type[MoveForm]] = {
    Move.SUBMIT: MoveForm,
    Move.TAKE_BACK: MoveForm,
    Move.SEND_BACK: SendBackForm,
    Move.CONFIRM: ConfirmForm,
    Move.ASK: AskForm,
    Move.CORRECT: MoveForm,
    Move.ACCEPT: MoveForm,
    Move.DECLINE: DeclineForm,
    Move.WITHDRAW: WithdrawForm,
}
VERBS: dict[Move, Callable[..., Initiative]] = {
    Move.SUBMIT: sending.submit,
    Move.TAKE_BACK: sending.take_back,
    Move.SEND_BACK: sending.send_back,
    Move.CONFIRM: sending.confirm,
    Move.ASK: sending.ask,
    Move.CORRECT: sending.correct,
    Move.ACCEPT: sending.accept,
    Move.DECLINE: sending.decline,
    Move.WITHDRAW: sending.withdraw,
}
