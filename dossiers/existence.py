"""Có hồ sơ này không: what other apps may ask of dossiers, which is whether there are any."""

from collections.abc import Collection

from dossiers.models import Dossier


def known(codes: Collection[str], unit_ids: Collection[int]) -> set[str]:
    """Which of these codes are dossiers that the units received or resolve."""
    found = Dossier.objects.filter(code__in=codes)
    rows = found.values_list("code", "receiving_unit_id", "resolving_unit_id")
    units = set(unit_ids)
    return {code for code, receiving, resolving in rows if {receiving, resolving} & units}
