"""Mã theo dõi: by it alone a sender follows a feedback. It is said once and not kept, only its digest."""

from dossiers.form_codes import FormCodes

_CODES = FormCodes("feedback")
of_form = _CODES.of_form
digest = _CODES.digest
new_form = _CODES.new_form
form_key = _CODES.form_key
is_older = _CODES.is_older
