"""schema.org GovernmentService: what search engines read of a procedure's page."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dossiers.citizens.page import Page


def service(page: Page, *, base: str) -> dict[str, Any]:
    """The facts of the page and nothing more; what is not known is left out."""
    procedure, office = page.procedure, page.office
    query = f"?{urlencode({'don-vi': office.unit.code})}" if office and office.is_chosen else ""
    address = f"{base}{reverse('dossiers:public-procedure', args=[procedure.code])}{query}"
    desk = {
        "@type": "ServiceChannel",
        "name": "Tại quầy",
        "serviceUrl": address,
        "serviceLocation": _place(page),
        "servicePhone": {"@type": "ContactPoint", "telephone": page.contact.phone} if page.contact else None,
    }
    channels = [_known(desk)]
    if page.online_address:
        channels.append(
            {"@type": "ServiceChannel", "name": "Nộp trực tuyến", "serviceUrl": page.online_address}
        )
    return _known(
        {
            "@context": "https://schema.org",
            "@type": "GovernmentService",
            "name": procedure.name,
            "identifier": procedure.code,
            "description": procedure.purpose,
            "serviceType": procedure.field.name,
            "url": address,
            "inLanguage": "vi",
            "provider": _known(
                {
                    "@type": "GovernmentOrganization",
                    "name": office.unit.name if office else procedure.authority,
                }
            ),
            "availableChannel": channels,
            "serviceOutput": {"@type": "Thing", "name": procedure.result} if procedure.result else None,
        }
    )


def _place(page: Page) -> dict[str, Any] | None:
    if page.office is None or not page.office.settings.address:
        return None
    address = {
        "@type": "PostalAddress",
        "streetAddress": page.office.settings.address,
        "addressCountry": "VN",
    }
    return {"@type": "Place", "name": page.office.name, "address": address}


def _known(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value}
