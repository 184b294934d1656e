"""Danh mục chỉ tiêu: every figure of the portal, each defined here and nowhere else."""

from reports.indicators.advance import ADVANCE_INDICATORS, ADVANCE_RATES
from reports.indicators.catalogue import CATALOGUE_INDICATORS
from reports.indicators.dossiers import DOSSIER_RATES, FLOW_INDICATORS
from reports.indicators.feedback import FEEDBACK_INDICATORS, FEEDBACK_RATES
from reports.indicators.model import RATINGS_SHOWN_FROM, Indicator, Rate, Records
from reports.indicators.official import (
    DOCUMENT_INDICATORS,
    DOCUMENT_TASK_INDICATORS,
    OFFICIAL_RATES,
)
from reports.indicators.service import SERVICE_INDICATORS, SERVICE_RATES
from reports.indicators.teams import COMMUNITY_INDICATORS, COMMUNITY_RATES

DOSSIER_INDICATORS = (*FLOW_INDICATORS, *SERVICE_INDICATORS)
INDICATORS: dict[str, Indicator] = {
    indicator.code: indicator
    for indicator in (
        *DOSSIER_INDICATORS,
        *CATALOGUE_INDICATORS,
        *FEEDBACK_INDICATORS,
        *ADVANCE_INDICATORS,
        *DOCUMENT_INDICATORS,
        *DOCUMENT_TASK_INDICATORS,
        *COMMUNITY_INDICATORS,
    )
}
RATES: dict[str, Rate] = {
    rate.code: rate
    for rate in (
        *DOSSIER_RATES,
        *SERVICE_RATES,
        *FEEDBACK_RATES,
        *ADVANCE_RATES,
        *OFFICIAL_RATES,
        *COMMUNITY_RATES,
    )
}

__all__ = [
    "ADVANCE_INDICATORS",
    "CATALOGUE_INDICATORS",
    "COMMUNITY_INDICATORS",
    "DOCUMENT_INDICATORS",
    "DOCUMENT_TASK_INDICATORS",
    "DOSSIER_INDICATORS",
    "FEEDBACK_INDICATORS",
    "INDICATORS",
    "RATES",
    "RATINGS_SHOWN_FROM",
    "Indicator",
    "Rate",
    "Records",
]
