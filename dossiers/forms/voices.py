"""Phiếu của từng bước xử lý phản ánh: what each move asks for; `cleaned_data` is what its verb takes."""

from collections.abc import Callable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from dossiers.models import Feedback, Hotline, PublishedAnswer
from dossiers.voices import handling, people, publishing
from dossiers.voices.status import Move
from portal.forms import LineField, TextField
from portal.models import Unit, User


class VoiceForm(forms.Form):
    """What every move's form is made from."""

    def __init__(self, *args: Any, feedback: Feedback, user: User, **kwargs: Any) -> None:
        self.feedback, self.user = feedback, user
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class ReasonForm(VoiceForm):
    reason = TextField(label="Lý do", max_length=3000)


class RefusalForm(ReasonForm):
    """The sender reads both."""

    reason = TextField(
        label="Lý do", max_length=3000, help_text="Người gửi đọc được. Chỉ rõ nơi khác giải quyết, nếu có."
    )
    article = LineField(label="Căn cứ", max_length=200, help_text="Điều, khoản, văn bản; người gửi đọc được.")


class QuestionForm(VoiceForm):
    question = TextField(
        label="Cần người gửi cho biết thêm điều gì?",
        max_length=3000,
        help_text="Hỏi đủ một lần: chỉ được yêu cầu một lần. Hạn trả lời tạm dừng đến khi có bổ sung.",
    )


class ResumeForm(VoiceForm):
    reason = TextField(label="Vì sao không cần chờ?", max_length=3000, required=False)


class AssignForm(VoiceForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        feedback, user = self.feedback, self.user
        officers = [one.pk for one in people.officers(feedback, user)]
        self.fields["to"] = forms.ModelChoiceField(
            User.objects.filter(pk__in=officers).order_by("full_name", "pk"),
            label="Người xử lý",
            required=False,
            initial=feedback.assignee_id,
            empty_label="Chưa giao ai",
        )
        divisions = [one.pk for one in people.divisions(feedback, user)]
        self.fields["division"] = forms.ModelChoiceField(
            Unit.objects.filter(pk__in=divisions),
            label="Bộ phận xử lý",
            required=False,
            initial=feedback.division_id,
            empty_label="Cả đơn vị",
        )


class ForwardForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = [one.pk for one in people.units_to_forward_to(self.feedback, self.user)]
        self.fields["to"] = forms.ModelChoiceField(
            Unit.objects.filter(pk__in=units).order_by("folded_name"),
            label="Đơn vị có thẩm quyền",
            empty_label="Chọn đơn vị",
            help_text="Hạn trả lời người gửi giữ nguyên; đơn vị nhận có 2 ngày làm việc để tiếp nhận.",
        )
        self.order_fields(["to", "reason"])


class NoteForm(VoiceForm):
    text = TextField(label="Ghi chú nội bộ", max_length=3000, help_text="Người gửi không đọc được.")


class DraftForm(VoiceForm):
    text = TextField(label="Dự thảo trả lời", max_length=5000, widget=forms.Textarea(attrs={"rows": 10}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        before = self.feedback.answers.exclude(sent_back_at=None).last()
        self.fields["text"].initial = before.text if before else ""


class ApprovalForm(VoiceForm):
    text = TextField(
        label="Nội dung trả lời",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Duyệt xong, người gửi đọc được ngay.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = handling.waiting_answer(self.feedback).first()
        self.fields["text"].initial = waiting.text if waiting else ""


class PublicationForm(VoiceForm):
    """The officer's own words for everybody; what looks like personal data is named above the fields."""

    title = LineField(label="Tiêu đề", max_length=200)
    question = TextField(label="Nội dung phản ánh, đã bỏ dữ liệu cá nhân", max_length=3000)
    answer = TextField(label="Trả lời", max_length=5000, widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text in self._proposed().items():
            self.fields[name].initial = text
        if self.found:
            self.fields["was_warned"] = forms.BooleanField(
                label="Đã xem lại: đây không phải dữ liệu cá nhân của ai", required=False
            )

    @property
    def found(self) -> list[str]:
        """What in the texts, as they stand now, looks like personal data."""
        texts = (str(self[name].value() or "") for name in ("title", "question", "answer"))
        return publishing.personal_data("\n".join(texts), self.feedback)

    def _proposed(self) -> dict[str, str]:
        before = PublishedAnswer.objects.filter(feedback=self.feedback).first()
        if before is not None:
            return {"title": before.title, "question": before.question, "answer": before.answer}
        answer = self.feedback.answers.exclude(approved_at=None).last()
        return {
            "title": self.feedback.title,
            "question": self.feedback.what,
            "answer": answer.text if answer else "",
        }


FORMS: dict[Move, type[VoiceForm]] = {
    Move.ACCEPT: VoiceForm,
    Move.REFUSE: RefusalForm,
    Move.ASK: QuestionForm,
    Move.RESUME: ResumeForm,
    Move.ASSIGN: AssignForm,
    Move.FORWARD: ForwardForm,
    Move.NOTE: NoteForm,
    Move.DRAFT: DraftForm,
    Move.APPROVE: ApprovalForm,
    Move.SEND_BACK: ReasonForm,
    Move.PUBLISH: PublicationForm,
    Move.WITHHOLD: ReasonForm,
    Move.UNPUBLISH: ReasonForm,
}
VERBS: dict[Move, Callable[..., object]] = {
    Move.ACCEPT: handling.accept,
    Move.REFUSE: handling.refuse,
    Move.ASK: handling.ask,
    Move.RESUME: handling.resume,
    Move.ASSIGN: handling.assign,
    Move.FORWARD: handling.forward,
    Move.NOTE: handling.note,
    Move.DRAFT: handling.draft_answer,
    Move.APPROVE: handling.approve,
    Move.SEND_BACK: handling.send_back,
    Move.PUBLISH: publishing.publish,
    Move.WITHHOLD: publishing.withhold,
    Move.UNPUBLISH: publishing.unpublish,
}


class HotlineForm(forms.Form):
    """Một dòng; a line left empty is none."""

    name = LineField(label="Tiếp nhận việc", max_length=120, required=False)
    number = LineField(label="Số điện thoại", max_length=30, required=False)
    hours = LineField(label="Giờ nghe máy", max_length=80, required=False)

    def clean_number(self) -> str:
        number: str = self.cleaned_data["number"]
        if number and sum(sign.isdecimal() for sign in number) < SHORTEST_NUMBER:
            raise forms.ValidationError("Số điện thoại chưa đúng. Ví dụ 0233 3820 123 hoặc 1022.")
        return number

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(values.get("name")) != bool(values.get("number")) and not self.errors:
            raise forms.ValidationError("Ghi cả việc tiếp nhận và số điện thoại, hoặc để trống cả hai.")
        return values


SHORTEST_NUMBER = 3
MOST_HOTLINES = 8
HotlineForms = forms.formset_factory(HotlineForm, extra=0, max_num=MOST_HOTLINES, validate_max=True)


def hotline_forms(data: Any, lines: list[Hotline]) -> Any:
    """As many lines as there are places, those that are set filled in."""
    initial = [{"name": line.name, "number": line.number, "hours": line.hours} for line in lines]
    blank: list[dict[str, str]] = [{} for _ in range(MOST_HOTLINES - len(initial))]
    return HotlineForms(data, initial=initial + blank)
