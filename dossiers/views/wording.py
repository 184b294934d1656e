"""Biểu mẫu: the forms of the office, and the labels of one beside the page that it prints."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.wording import WordingForm
from dossiers.printing import labels, samples
from dossiers.printing.sets import BY_KEY, SETS, FormSet
from dossiers.printing.wording import LABELS
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit


@dataclass(frozen=True)
class FormRow:
    """One form of a set, and how many of its labels the office has changed."""

    kind: str
    number: str
    title: str
    changed: int


@role_required(Role.UNIT_ADMIN)
@require_GET
def forms(request: OfficerRequest) -> HttpResponse:
    """Biểu mẫu: both sets, with what the office has changed."""
    unit = _unit(request)
    shelves = [(form_set, [_row(form_set, kind, unit) for kind in LABELS]) for form_set in reversed(SETS)]
    return render(
        request, "dossiers/forms.html", {"unit": unit, "units": _units(request), "shelves": shelves}
    )


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def form(request: OfficerRequest, set_key: str, kind: str) -> HttpResponse:
    """Lời của một mẫu. Every button but “Ghi” shows the page again with what was typed, and its preview."""
    form_set, unit = BY_KEY.get(set_key), _unit(request)
    if form_set is None or kind not in LABELS:
        raise Http404
    here = f"{reverse('dossiers:form-wording', args=[set_key, kind])}?don-vi={unit.pk}"
    if request.method == "POST" and request.POST.get("step") == "reset":
        usual = {label.key: label.text for label in labels.labels_of(form_set, kind)}
        changed = labels.change(form_set, kind, unit=unit, wanted=usual, by=request.user)
        messages.success(request, f"Đã trở về lời gốc ở {len(changed)} nhãn.")
        return redirect(here)
    now = labels.texts(form_set, kind, unit=unit).words
    typed = WordingForm(request.POST or None, form_set=form_set, kind=kind, now=now)
    if request.POST.get("step") == "save" and typed.is_valid():
        try:
            changed = labels.change(form_set, kind, unit=unit, wanted=typed.cleaned_data, by=request.user)
        except DomainError as error:
            typed.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi {len(changed)} nhãn; phiếu lập từ bây giờ in theo lời mới.")
            return redirect(here)
    context = {
        "unit": unit,
        "form_set": form_set,
        "title": form_set.title(kind).capitalize(),
        "number": form_set.number(kind),
        "form": typed,
        "picture": samples.picture(form_set, kind, unit=unit, words=typed.printable),
        "has_own": bool(labels.own_texts(form_set, kind, unit)),
        "address": here,
    }
    return render(request, "dossiers/form_wording.html", context)


def _row(form_set: FormSet, kind: str, unit: Unit) -> FormRow:
    changed = len(labels.own_texts(form_set, kind, unit))
    return FormRow(kind, form_set.number(kind), form_set.title(kind).capitalize(), changed)


def _units(request: OfficerRequest) -> list[Unit]:
    """Offices that the administrator looks after."""
    held = request.user.roles.get(Role.UNIT_ADMIN, set())
    return list(Unit.objects.filter(pk__in=held).order_by("valid_to", "code"))


def _unit(request: OfficerRequest) -> Unit:
    """The one that the address names, else the administrator's own."""
    units = {unit.pk: unit for unit in _units(request)}
    wanted = request.GET.get("don-vi", "")
    if wanted:
        if not wanted.isdecimal() or int(wanted) not in units:
            raise Http404
        return units[int(wanted)]
    return units.get(request.user.unit_id or 0) or next(iter(units.values()))
