"""Phiếu của từng bước hỗ trợ trước ở cơ quan: what each move asks for, and the file of a draft."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.forms import BoundField
from django.utils import timezone

from dossiers.advance import appointing, drafting, handling, people
from dossiers.advance.handling import Seen
from dossiers.advance.status import Move, Verdict
from dossiers.models import AdvancePaper, AdvanceRequest
from dossiers.receipt import in_words, weekday
from portal.forms import DayField, LineField, TextField
from portal.models import User


class MoveForm(forms.Form):
    """What every move's form is made from; `cleaned_data` is what its verb takes."""

    def __init__(self, *args: Any, request: AdvanceRequest, user: User, **kwargs: Any) -> None:
        self.request, self.user = request, user
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class WordsForm(MoveForm):
    words = TextField(
        label="Ghi chú", max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class NoteForm(MoveForm):
    words = TextField(label="Ghi chú nội bộ", max_length=3000, help_text="Người dân không đọc được.")


class CloseForm(MoveForm):
    words = TextField(
        label="Vì sao không hỗ trợ tiếp, người dân nên làm gì", max_length=3000,
        help_text="Người dân đọc được.",
    )  # fmt: skip


class QuestionForm(MoveForm):
    """One message for all that is missing; papers marked as lacking stand in it by themselves."""

    words = TextField(
        label="Cần gì nữa ngoài các giấy tờ đã đánh dấu?", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Chỉ yêu cầu được một lần: kể đủ. Để trống nếu chỉ cần các giấy tờ ở dưới.",
    )  # fmt: skip


class CallForm(MoveForm):
    words = TextField(label="Đã nói gì", max_length=3000, widget=forms.Textarea(attrs={"rows": 4}))
    call_on = DayField(label="Hẹn gọi lại ngày", required=False, help_text="Để trống nếu không phải gọi lại.")


class AssignForm(MoveForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = forms.ModelMultipleChoiceField(
            User.objects.filter(pk__in=[one.pk for one in people.officers(self.request)]).order_by(
                "full_name", "pk"
            ),
            label="Người làm",
            required=False,
            initial=list(self.request.officers.values_list("pk", flat=True)),
            widget=forms.CheckboxSelectMultiple,
            help_text="Nhiều người cùng làm được: Tư pháp - Hộ tịch soạn hợp đồng, Địa chính xem thửa đất.",
        )

    def arguments(self) -> dict[str, Any]:
        return {"to": list(self.cleaned_data["to"])}


class CheckForm(MoveForm):
    """Xem từng giấy tờ: enough, or what it lacks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.papers = list(self.request.papers.prefetch_related("photos"))
        for paper in self.papers:
            self.fields[f"verdict-{paper.pk}"] = forms.ChoiceField(
                label="Kết quả xem",
                choices=Verdict.choices,
                required=False,
                initial=paper.verdict,
            )
            self.fields[f"remark-{paper.pk}"] = LineField(
                label="Cần bổ sung gì", max_length=500, required=False, initial=paper.remark
            )
            for name, label in (
                (f"verdict-{paper.pk}", "Kết quả xem"),
                (f"remark-{paper.pk}", "Cần bổ sung gì"),
            ):
                self.fields[name].widget.attrs["aria-label"] = f"{label}: {paper.name}"

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        for paper in self.papers:
            if values.get(f"verdict-{paper.pk}") == Verdict.LACKING and not values.get(f"remark-{paper.pk}"):
                self.add_error(f"remark-{paper.pk}", "Ghi rõ cần bổ sung gì, người dân đọc dòng này.")
        return values

    @property
    def lines(self) -> list[tuple[AdvancePaper, BoundField, BoundField]]:
        return [(one, self[f"verdict-{one.pk}"], self[f"remark-{one.pk}"]) for one in self.papers]

    def arguments(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "found": {
                one.pk: Seen(values[f"verdict-{one.pk}"], values[f"remark-{one.pk}"]) for one in self.papers
            }
        }


class TimesForm(MoveForm):
    """Giờ còn trống của lịch đơn vị, in the address's form of a moment."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.free = {one.isoformat(): one for one in appointing.free(self.request, by=self.user)}
        self.choices = [(key, in_words(one)) for key, one in self.free.items()]

    @property
    def days(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Each day in words with its times: what is sent, the hour, and whether it is chosen."""
        [name] = self.fields
        chosen = self[name].value() or []
        found: dict[str, list[tuple[str, str, bool]]] = {}
        for key, moment in self.free.items():
            local = timezone.localtime(moment)
            day = f"{weekday(local.date())} {local:%d/%m/%Y}"
            found.setdefault(day, []).append((key, f"{local:%H:%M}", key in chosen))
        return list(found.items())


class OfferForm(TimesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["times"] = forms.MultipleChoiceField(
            label=f"Chọn từ 1 đến {appointing.MOST_OFFERED} giờ",
            choices=self.choices,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Chọn ít nhất một giờ."},
        )

    def arguments(self) -> dict[str, Any]:
        return {"times": [self.free[key] for key in self.cleaned_data["times"]]}


class BookForm(TimesForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time"] = forms.ChoiceField(
            label="Giờ đã hẹn với người dân",
            choices=self.choices,
            widget=forms.RadioSelect,
            error_messages={"required": "Chọn một giờ."},
        )

    def arguments(self) -> dict[str, Any]:
        return {"time": self.free[self.cleaned_data["time"]]}


class DraftFileForm(forms.Form):
    """Tải dự thảo lên."""

    name = LineField(
        label="Tên dự thảo", max_length=200, help_text="Ví dụ: Hợp đồng tặng cho quyền sử dụng đất."
    )
    file = forms.FileField(
        label="Tệp Word (.docx) hoặc PDF",
        widget=forms.ClearableFileInput(attrs={"accept": drafting.ACCEPTED}),
        error_messages={"empty": "Tệp trống. Chọn lại tệp."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


FORMS: dict[Move, type[MoveForm]] = {
    Move.CHECK: CheckForm,
    Move.ASK: QuestionForm,
    Move.DRAFT: MoveForm,
    Move.AGREE: MoveForm,
    Move.READY: MoveForm,
    Move.OFFER: OfferForm,
    Move.BOOK: BookForm,
    Move.TELL_RESULT: WordsForm,
    Move.RESUME: WordsForm,
    Move.CALL: CallForm,
    Move.VISIT: WordsForm,
    Move.ASSIGN: AssignForm,
    Move.NOTE: NoteForm,
    Move.CLOSE: CloseForm,
}
VERBS: dict[Move, Callable[..., object]] = {
    Move.CHECK: handling.check,
    Move.ASK: handling.ask,
    Move.DRAFT: drafting.send,
    Move.AGREE: handling.agree_by_phone,
    Move.READY: handling.ready,
    Move.OFFER: appointing.offer,
    Move.BOOK: appointing.book,
    Move.TELL_RESULT: handling.tell_result,
    Move.RESUME: handling.resume,
    Move.CALL: handling.call,
    Move.VISIT: handling.visit,
    Move.ASSIGN: handling.assign,
    Move.NOTE: handling.note,
    Move.CLOSE: handling.close,
}
