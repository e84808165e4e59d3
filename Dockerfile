# One image for web, worker, beat and the migration job. `docker build .` needs no network at run time.

FROM python:3.11.11-slim-bookworm AS packages
RUN python -m venv /opt/venv
COPY requirements/base.txt /tmp/base.txt
RUN /opt/venv/bin/pip install --no-cache-dir --no-deps --require-hashes --prefer-binary -r /tmp/base.txt

FROM python:3.11.11-slim-bookworm
# What WeasyPrint loads to make PDFs. The fonts it uses are in the repository.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libfontconfig1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 10001 s117 \
    && useradd --system --uid 10001 --gid s117 --home-dir /srv/s117 --shell /usr/sbin/nologin s117 \
    && install --directory --owner s117 --group s117 /srv/documents /srv/static

ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=s117.settings.production \
    DOCUMENT_ROOT=/srv/documents \
    STATIC_ROOT=/srv/static

WORKDIR /srv/s117
COPY --from=packages /opt/venv /opt/venv
COPY . .

USER 10001:10001
# Collecting files opens no connection; the values are for this one command and stay in no layer.
RUN SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" ALLOWED_HOSTS=build \
    DATABASE_URL=postgres://build/build REDIS_URL=redis://build EMAIL_HOST=build DEFAULT_FROM_EMAIL=build@example.org \
    python manage.py collectstatic --no-input --verbosity 0

EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/livez', timeout=4)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "--log-level", "warning", "s117.wsgi:application"]
