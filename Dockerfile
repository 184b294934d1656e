FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/srv/motcua/var PATH=/srv/motcua/.venv/bin:$PATH
WORKDIR /srv/motcua

RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b \
        libharfbuzz-subset0 libfontconfig1 fontconfig shared-mime-info \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/motcua motcua \
    && install -d -o motcua -g motcua /srv/motcua/var

COPY requirements.txt ./
RUN python -m venv .venv && pip install --no-cache-dir --require-hashes --no-deps -r requirements.txt

COPY . ./
RUN python -m compileall -q portal dossiers initiatives surveys reports

USER motcua
VOLUME /srv/motcua/var
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi"]
