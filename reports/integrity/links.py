"""Liên kết: every reference leads to a row that is there.

The portal's own connection refuses a dangling reference; another program that opens the database may not.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Exists, ForeignKey, Model, OuterRef

from reports.integrity.model import Problem, Span

APPS = ("portal", "dossiers", "reports")
SHOWN = 20


def problems(_: Span) -> Iterator[Problem]:
    for label in APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, ForeignKey):
                    yield from _dangling(model, field)


def _dangling(model: type[Model], field: "ForeignKey[Model, Model]") -> Iterator[Problem]:
    target = field.related_model
    assert not isinstance(target, str)  # models are loaded
    there = target._base_manager.filter(**{field.target_field.attname: OuterRef(field.attname)})
    lost = model._base_manager.filter(**{f"{field.attname}__isnull": False}).filter(~Exists(there))
    for pk, wanted in lost.order_by("pk").values_list("pk", field.attname)[:SHOWN]:
        name = f"{str(model._meta.verbose_name).capitalize()} số {pk}"
        yield Problem(
            "link", name, f"trỏ tới {target._meta.verbose_name} số {wanted}, không còn trong dữ liệu."
        )
