"""What the codes on a dossier's papers say.

QR on papers stands top left, with at least the dossier's code, the procedure's code, the identifier of the
person or organisation and the paper's name (TT 01/2023/TT-VPCP).
"""

from urllib.parse import urlencode

from django.conf import settings

from portal.text import one_line

SEPARATOR = "|"


def paper_text(*, dossier: str, procedure: str, identifier: str, paper: str) -> str:
    """`19405-261122-0001|1.001193|045190000001|Giấy tiếp nhận …`: the dossier's code comes first."""
    parts = (dossier, procedure, identifier, paper)
    return SEPARATOR.join(one_line(part).replace(SEPARATOR, "/") for part in parts)


def tracking_url(dossier: str) -> str:
    """Where a phone follows the dossier: the code alone, nothing of the person."""
    return f"{settings.BASE_URL}/tra-cuu/?{urlencode({'ma': dossier})}"
