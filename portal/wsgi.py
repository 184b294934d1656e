"""The web application for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
application = get_wsgi_application()
# Loads every view now: what is broken stops the start, what is loaded the forked workers share.
get_resolver().url_patterns  # noqa: B018
