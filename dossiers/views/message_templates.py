"""Mẫu tin: what a unit says to citizens, edited by its administrator with a preview of what leaves."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from dossiers.forms.messages import TemplateForm
from dossiers.messaging import sms, templates
from dossiers.messaging.templates import NEWS, PLACES, SAMPLE, Words
from dossiers.models import MessageChannel, MessageTemplate
from portal import formats
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit

CHANNELS = (MessageChannel.SMS, MessageChannel.EMAIL)
HISTORY = 10


@dataclass(frozen=True)
class Row:
    """One template of the list: how it reads with the sample's values."""

    key: str
    label: str
    channel: MessageChannel
    words: Words
    sample: str
    length: str


@role_required(Role.UNIT_ADMIN)
@require_GET
def own_templates(request: OfficerRequest) -> HttpResponse:
    """To the templates of the administrator's own unit."""
    units = _units(request)
    own = request.user.unit
    return redirect("dossiers:message-templates", (own if own in units else units[0]).pk)


@role_required(Role.UNIT_ADMIN)
@require_GET
def template_list(request: OfficerRequest, unit_pk: int) -> HttpResponse:
    """Mẫu tin của một đơn vị."""
    unit = _unit(request, unit_pk)
    own = MessageTemplate.objects.filter(unit=unit).order_by("pk")
    latest = {(row.key, row.channel): row for row in own}
    rows = []
    for news in NEWS.values():
        for channel in CHANNELS:
            row = latest.get((news.key, channel.value))
            words = templates.of_row(row) if row else news.shipped[channel]
            sample = words.filled(SAMPLE)
            rows.append(Row(news.key, news.label, channel, words, sample.text, _length(channel, sample)))
    context = {"unit": unit, "rows": rows, "units": _units(request)}
    return render(request, "dossiers/message_templates.html", context)


@role_required(Role.UNIT_ADMIN)
@require_http_methods(["GET", "POST"])
def template(request: OfficerRequest, unit_pk: int, key: str, channel: str) -> HttpResponse:
    """Sửa một mẫu tin; “Xem thử” shows what was typed without keeping it."""
    unit = _unit(request, unit_pk)
    if key not in NEWS or channel not in CHANNELS:
        raise Http404
    way = MessageChannel(channel)
    now = templates.words(unit, key, way)
    initial = {name: getattr(now, name) for name in ("subject", "text", "is_on", "is_unmarked")}
    form = TemplateForm(request.POST or None, channel=way, initial=initial)
    shown = now
    if request.method == "POST" and form.is_valid():
        shown = form.words()
        if request.POST.get("buoc") == "ghi":
            try:
                templates.write(unit, key, way, shown, by=request.user)
            except DomainError as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, f"Đã ghi mẫu “{NEWS[key].label}”, {way.label.lower()}.")
                return redirect("dossiers:message-templates", unit.pk)
    sample = shown.filled(SAMPLE)
    context = {
        "unit": unit,
        "news": NEWS[key],
        "channel": way,
        "form": form,
        "sample": sample,
        "length": _length(way, sample),
        "places": [(f"{{{name}}}", label) for name, label in PLACES.items()],
        "shipped": NEWS[key].shipped[way],
        "history": MessageTemplate.objects.filter(unit=unit, key=key, channel=way).select_related(
            "written_by"
        )[:HISTORY],
    }
    return render(request, "dossiers/message_template.html", context)


def _length(channel: MessageChannel, sample: Words) -> str:
    """What a text message takes on the air, in a sentence."""
    if channel != MessageChannel.SMS:
        return ""
    length = sms.length(sample.text)
    kind = "không dấu" if length.is_gsm else "có dấu"
    return f"{formats.integer(length.characters)} ký tự {kind}, tính {length.parts} tin"


def _units(request: OfficerRequest) -> list[Unit]:
    """Living local governments that the administrator looks after."""
    today, tree = timezone.localdate(), request.user.tree
    units = tree.pick(request.user.unit_ids([Role.UNIT_ADMIN]))
    living = [unit for unit in units if unit.is_local_government and unit.is_valid_on(today)]
    return sorted(living or units, key=lambda unit: unit.code)


def _unit(request: OfficerRequest, pk: int) -> Unit:
    found = next((unit for unit in _units(request) if unit.pk == pk), None)
    if found is None:
        raise Http404
    return found
