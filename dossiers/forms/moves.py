"""Một bước của hồ sơ: the reason where one is needed, the moment where it is entered later."""

from datetime import datetime
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone

from dossiers import lifecycle
from dossiers.lifecycle import Asked
from dossiers.models import Dossier, FiledAs, ProcedureComponent, SupplementItem
from dossiers.moves import Offer
from portal.forms import MomentField

NO_PAPER = "put-right"
"""The applicant put something right, without a paper that comes to the others."""


class MoveForm(forms.Form):
    """What every move asks; `arguments` are what its verb takes."""

    at = MomentField(label="Lúc", required=False, help_text="Để trống: ngay bây giờ.")

    def __init__(self, *args: Any, offer: Offer, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.dossier = dossier
        self.add_fields(offer)
        if offer.move.reason_label:
            is_first = len(self.fields) == 1  # beside the moment, which comes last
            focus = {"autofocus": True} if is_first and not self.is_bound else {}  # else the errors have it
            self.fields["reason"] = forms.CharField(
                label=offer.move.reason_label,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 4} | focus),
            )
        if offer.override:
            self.fields["override"] = forms.CharField(
                label="Lý do lãnh đạo cho phép",
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=offer.override,
            )
        self.order_fields([name for name in self.fields if name != "at"])
        self.helper = FormHelper()
        self.helper.form_tag = False

    def add_fields(self, offer: Offer) -> None:
        """Those of the one move, before the reason."""
        if offer.move.verb == "conclude":
            self.fields["has_electronic_result"] = forms.BooleanField(
                label="Có kết quả điện tử (ký số)", required=False
            )

    def clean_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["at"]
        if at is not None and at > timezone.now():
            raise forms.ValidationError("Thời điểm này còn ở tương lai.")
        return at

    @property
    def arguments(self) -> dict[str, Any]:
        return self.cleaned_data


class SupplementForm(MoveForm):
    """Phiếu yêu cầu bổ sung: the papers that are missing, and what else has to be put right, line by line."""

    def add_fields(self, offer: Offer) -> None:
        handed_in = self.dossier.components.exclude(required=None).values("required")
        self.missing = list(self.dossier.procedure.components.exclude(pk__in=handed_in))
        if self.missing:
            self.fields["papers"] = forms.MultipleChoiceField(
                label="Giấy tờ còn thiếu theo thành phần hồ sơ",
                choices=[(str(paper.pk), _label(paper)) for paper in self.missing],
                widget=forms.CheckboxSelectMultiple(attrs={} if self.is_bound else {"autofocus": True}),
                required=False,
            )
        self.fields["lines"] = forms.CharField(
            label="Nội dung khác cần bổ sung, hoàn thiện",
            help_text="Mỗi dòng một nội dung, ví dụ: Tờ khai chưa ghi mục 5.",
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=5000,
            required=False,
        )

    def clean_lines(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["lines"].splitlines()]
        if any(len(line) > 600 for line in lines):
            raise forms.ValidationError("Mỗi dòng tối đa 600 ký tự.")
        return [line for line in lines if line]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "lines" in cleaned and not (cleaned["lines"] or cleaned.get("papers")):
            self.add_error("lines", "Chọn giấy tờ còn thiếu hoặc ghi ít nhất một nội dung cần bổ sung.")
        return cleaned

    @property
    def arguments(self) -> dict[str, Any]:
        chosen = set(self.cleaned_data.get("papers", ()))
        given = {name: self.cleaned_data.get(name, "") for name in ("reason", "override")}
        papers = [Asked(paper.name, paper) for paper in self.missing if str(paper.pk) in chosen]
        others = [Asked(line) for line in self.cleaned_data["lines"]]
        return {**given, "at": self.cleaned_data["at"], "items": [*papers, *others]}


class ReceiveSupplementForm(MoveForm):
    """Nhận giấy tờ bổ sung: of each thing asked for, whether and as what it came in."""

    def add_fields(self, offer: Offer) -> None:
        request = lifecycle.open_request(self.dossier)
        self.items: list[SupplementItem] = list(request.items.filter(came_at=None)) if request else []
        for item in self.items:
            self.fields[f"item_{item.pk}"] = forms.ChoiceField(
                label=item.name,
                choices=[("", "Chưa nộp"), *FiledAs.choices, (NO_PAPER, "Đã hoàn thiện, không có giấy kèm")],
                initial=FiledAs.ORIGINAL if item.required_id else NO_PAPER,
                required=False,
            )
        if self.items:
            self.fields["despite_missing"] = forms.BooleanField(
                label="Giải quyết tiếp dù còn thiếu",
                help_text="Không chọn: còn thiếu thì hồ sơ tiếp tục chờ, thời hạn vẫn dừng.",
                required=False,
            )

    @property
    def arguments(self) -> dict[str, Any]:
        at = self.cleaned_data["at"]
        if not self.items:
            return {"at": at}
        said = {item.pk: self.cleaned_data[f"item_{item.pk}"] for item in self.items}
        came = {pk: None if as_ == NO_PAPER else FiledAs(as_) for pk, as_ in said.items() if as_}
        return {"at": at, "came": came, "despite_missing": self.cleaned_data["despite_missing"]}


_FORMS = {"request-supplement": SupplementForm, "receive-supplement": ReceiveSupplementForm}


def form_of(verb: str) -> type[MoveForm]:
    return _FORMS.get(verb, MoveForm)


def _label(paper: ProcedureComponent) -> str:
    return paper.name if paper.required else f"{paper.name} (nếu có)"
