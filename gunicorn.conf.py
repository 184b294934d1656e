"""gunicorn in production: `gunicorn portal.wsgi`, address by HOST and PORT as everywhere."""

import os

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
workers = 2
threads = 4
preload_app = True
timeout = 120
graceful_timeout = 20
max_requests = 5000  # a worker starts afresh now and then, not all at the same time
max_requests_jitter = 500
control_socket_disable = True
