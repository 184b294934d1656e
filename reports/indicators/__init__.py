"""Danh mục chỉ tiêu: every figure of the portal, each defined here and nowhere else."""

from reports.indicators.catalogue import CATALOGUE_INDICATORS
from reports.indicators.dossiers import DOSSIER_INDICATORS, DOSSIER_RATES
from reports.indicators.model import RATINGS_SHOWN_FROM, Indicator, Rate, Records

INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator for indicator in (*DOSSIER_INDICATORS, *CATALOGUE_INDICATORS)
}
RATES: dict[str, Rate] = {rate.code: rate for rate in DOSSIER_RATES}

__all__ = [
    "CATALOGUE_INDICATORS",
    "DOSSIER_INDICATORS",
    "DOSSIER_RATES",
    "INDICATORS",
    "RATES",
    "RATINGS_SHOWN_FROM",
    "Indicator",
    "Rate",
    "Records",
]
