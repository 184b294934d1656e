"""Phiếu của từng bước của văn bản và của việc giao: `arguments` is what the verb takes."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from dossiers.documents import assigning, books, files, finding, incoming, links, outgoing, people
from dossiers.documents.assigning import Assignment
from dossiers.documents.status import DocumentState, FileKind, Move, Relation
from dossiers.forms.documents import DraftForm, EntryForm, PapersField, PlainForm
from dossiers.models import DocumentNumber, Dossier, OfficialDocument, Task
from portal.errors import DomainError
from portal.forms import DayField, LineField, TextField
from portal.models import Unit, User


class MoveForm(PlainForm):
    """What every move's form is made from."""

    def __init__(self, *args: Any, document: OfficialDocument, user: User, **kwargs: Any) -> None:
        self.document, self.user = document, user
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class ReasonForm(MoveForm):
    reason = TextField(label="Lý do", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(MoveForm):
    reason = TextField(
        label="Lời nhắn", max_length=3000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class CommentForm(MoveForm):
    text = TextField(label="Góp ý", max_length=3000)


class AssignmentForm(MoveForm):
    """Một việc giao: a person or a division leads it; due in working days, or on a day."""

    content = LineField(label="Nội dung việc", max_length=500)
    days = forms.IntegerField(
        label="Hạn, số ngày làm việc", min_value=1, max_value=assigning.MOST_DAYS, required=False
    )
    due_on = DayField(label="hoặc hạn ngày", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit = self.document.unit
        officers = User.objects.filter(pk__in=[one.pk for one in people.officers(unit, self.user)])
        self.fields["lead"] = forms.ModelChoiceField(
            officers.order_by("full_name"), label="Người chủ trì", required=False, empty_label="Chưa chọn ai"
        )
        below = [one.pk for one in people.divisions(unit, self.user)]
        if below:
            self.fields["division"] = forms.ModelChoiceField(
                Unit.objects.filter(pk__in=below),
                label="hoặc bộ phận chủ trì",
                required=False,
                empty_label="Không giao bộ phận",
            )
        self.fields["co_workers"] = forms.ModelMultipleChoiceField(
            officers.order_by("full_name"),
            label="Người phối hợp",
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.order_fields(["text", "lead", "division", "co_workers", "content", "days", "due_on"])

    @property
    def is_empty(self) -> bool:
        values = self.cleaned_data
        return not (values.get("lead") or values.get("division") or values.get("co_workers"))

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors or self.is_empty:
            return values
        if not values.get("days") and not values.get("due_on"):
            self.add_error("days", "Ghi số ngày làm việc, hoặc ghi ngày ở ô bên dưới.")
        if values.get("days") and values.get("due_on"):
            self.add_error("due_on", "Chỉ ghi một trong hai: số ngày làm việc hoặc ngày.")
        return values

    def assignment(self) -> Assignment:
        values = self.cleaned_data
        return Assignment(
            content=values["content"],
            due_on=self._due(),
            lead=values["lead"],
            division=values.get("division"),
            co_workers=tuple(values["co_workers"]),
        )

    def _due(self) -> date:
        values = self.cleaned_data
        if values["due_on"]:
            due: date = values["due_on"]
            return due
        return assigning.day_after(self.document.unit, values["days"], today=timezone.localdate())


class AssignForm(AssignmentForm):
    def arguments(self) -> dict[str, Any]:
        return {"assignment": self.assignment()}

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and self.is_empty:
            self.add_error("lead", "Chọn người chủ trì hoặc bộ phận chủ trì.")
        return values


class InstructionForm(AssignmentForm):
    """Bút phê; nobody chosen means: to be known, kept."""

    text = TextField(
        label="Ý kiến chỉ đạo",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Không chọn ai ở dưới là để biết, lưu; văn bản coi như đã giải quyết.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].required = False
        self.fields["content"].help_text = "Để trống thì ghi như ý kiến chỉ đạo."

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["content"] = values.get("content") or " ".join(values.get("text", "").split())[:500]
        return values

    def arguments(self) -> dict[str, Any]:
        assignments = [] if self.is_empty else [self.assignment()]
        return {"text": self.cleaned_data["text"], "assignments": assignments}


class AttachForm(MoveForm):
    main = PapersField(
        kind=FileKind.MAIN, most=1, label="Bản mới của văn bản", required=False,
        help_text="PDF, ảnh hoặc Word .docx. Các bản trước vẫn giữ.",
    )  # fmt: skip
    attachments = PapersField(kind=FileKind.ATTACHMENT, label="Tài liệu kèm theo", required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors and not values["main"] and not values["attachments"]:
            raise forms.ValidationError("Chọn ít nhất một tệp.")
        return values

    def arguments(self) -> dict[str, Any]:
        return {"papers": [*self.cleaned_data["main"], *self.cleaned_data["attachments"]]}


class ReservedField(forms.ModelChoiceField):
    def label_from_instance(self, line: DocumentNumber) -> str:
        return f"Số giữ trước {line}: {line.reason}"


class NumberForm(MoveForm):
    """Cấp số: the next one, or one that was reserved."""

    reserved = ReservedField(
        DocumentNumber.objects.none(), label="Số", required=False, empty_label="Số tiếp theo của sổ"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reserved"]
        assert isinstance(field, forms.ModelChoiceField), "it is declared above"
        field.queryset = books.reserved_for(self.document)


class RenumberForm(NumberForm):
    reason = LineField(label="Lý do", max_length=300, help_text="Số đang có bị hủy, vẫn ghi trong sổ.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reserved"].required = True


class RedateForm(MoveForm):
    mark = LineField(label="Ký hiệu", max_length=40)
    issued_on = DayField(label="Ngày ban hành")
    reason = LineField(label="Lý do", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mark"].initial = self.document.mark
        self.fields["issued_on"].initial = self.document.issued_on


class LinkForm(MoveForm):
    """With a document by its number, or with a dossier by its code."""

    relation = forms.ChoiceField(label="Quan hệ", choices=Relation, initial=Relation.REPLIES_TO)
    number = LineField(
        label="Số, ký hiệu hoặc chữ trong trích yếu của văn bản kia", max_length=100, required=False
    )
    code = LineField(label="hoặc mã hồ sơ", max_length=60, required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["to"], values["dossier"] = None, None
        if values.get("code"):
            dossier = Dossier.objects.visible_to(self.user).filter(code__iexact=values["code"]).first()
            if dossier is None:
                self.add_error("code", "Không thấy hồ sơ mang mã này trong phạm vi của bạn.")
            values["dossier"] = dossier
        elif values.get("number"):
            values["to"] = self._document(values["number"])
        elif not self.errors:
            self.add_error("number", "Ghi số, ký hiệu của văn bản kia, hoặc mã hồ sơ.")
        return values

    def _document(self, words: str) -> OfficialDocument | None:
        visible = OfficialDocument.objects.visible_to(self.user).exclude(pk=self.document.pk)
        try:
            return finding.the_one(visible, words)
        except DomainError as error:
            self.add_error("number", error.message)
            return None

    def arguments(self) -> dict[str, Any]:
        values = self.cleaned_data
        return {
            "relation": Relation(values["relation"]),
            "to": values["to"],
            "dossier": values["dossier"],
        }


class CorrectForm(EntryForm):
    def arguments(self) -> dict[str, Any]:
        return {"entry": self.entry(), "reason": self.cleaned_data["reason"]}

    def __init__(self, *args: Any, document: OfficialDocument, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, document=document, **kwargs)


class EditForm(DraftForm):
    def arguments(self) -> dict[str, Any]:
        return {"words": self.words()}

    def __init__(self, *args: Any, document: OfficialDocument, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, unit=document.unit, document=document, **kwargs)


def _void(document: OfficialDocument, *, reason: str, by: User) -> OfficialDocument:
    verb = incoming.make_void if document.is_incoming else outgoing.make_void
    return verb(document, reason=reason, by=by)


FORMS: dict[Move, Any] = {
    Move.INSTRUCT: InstructionForm,
    Move.ASSIGN: AssignForm,
    Move.APPROVE: RemarkForm,
    Move.SUBMIT: RemarkForm,
    Move.NUMBER: NumberForm,
    Move.ISSUE: MoveForm,
    Move.EDIT: EditForm,
    Move.ATTACH: AttachForm,
    Move.SEND_BACK: ReasonForm,
    Move.COMMENT: CommentForm,
    Move.LINK: LinkForm,
    Move.RENUMBER: RenumberForm,
    Move.REDATE: RedateForm,
    Move.CORRECT: CorrectForm,
    Move.FINISH: ReasonForm,
    Move.RETURN: ReasonForm,
    Move.REVOKE: ReasonForm,
    Move.VOID: ReasonForm,
}
VERBS: dict[Move, Callable[..., object]] = {
    Move.INSTRUCT: incoming.instruct,
    Move.ASSIGN: assigning.assign,
    Move.APPROVE: outgoing.approve,
    Move.SUBMIT: outgoing.submit,
    Move.NUMBER: outgoing.number,
    Move.ISSUE: outgoing.issue,
    Move.EDIT: outgoing.edit,
    Move.ATTACH: files.attach,
    Move.SEND_BACK: outgoing.send_back,
    Move.COMMENT: outgoing.comment,
    Move.LINK: links.link,
    Move.RENUMBER: outgoing.renumber,
    Move.REDATE: outgoing.restamp,
    Move.CORRECT: incoming.correct,
    Move.FINISH: incoming.finish,
    Move.RETURN: incoming.send_back,
    Move.REVOKE: outgoing.revoke,
    Move.VOID: _void,
}


class TaskForm(PlainForm):
    """What every move of a task is made from."""

    def __init__(self, *args: Any, task: Task, user: User, **kwargs: Any) -> None:
        self.task, self.user = task, user
        super().__init__(*args, **kwargs)


class TaskReasonForm(TaskForm):
    reason = TextField(label="Lý do", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ResultForm(TaskForm):
    result = TextField(label="Kết quả đã làm", max_length=3000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replies = OfficialDocument.objects.outgoing().filter(
            unit=self.task.document.unit,
            author=self.user,
            state__in=(DocumentState.NUMBERED, DocumentState.ISSUED),
            issued_on__gte=self.task.assigned_on,
        )
        self.fields["reply"] = forms.ModelChoiceField(
            replies.order_by("-pk"), label="Văn bản trả lời", required=False, empty_label="Không có",
            help_text="Văn bản bạn soạn, đã có số từ ngày được giao.",
        )  # fmt: skip


class ExtensionForm(TaskReasonForm):
    due_on = DayField(label="Hạn mới", help_text="Chỉ gia hạn được một lần.")


TASK_FORMS: dict[Move, type[TaskForm]] = {
    Move.TAKE: TaskForm,
    Move.REPORT: ResultForm,
    Move.ACCEPT: TaskForm,
    Move.REDO: TaskReasonForm,
    Move.EXTEND: ExtensionForm,
    Move.CANCEL_TASK: TaskReasonForm,
}
TASK_VERBS: dict[Move, Callable[..., object]] = {
    Move.TAKE: assigning.take,
    Move.REPORT: assigning.report,
    Move.ACCEPT: assigning.accept,
    Move.REDO: assigning.redo,
    Move.EXTEND: assigning.extend,
    Move.CANCEL_TASK: assigning.cancel,
}
