# One image for web, worker, beat and set-up; docker-compose.yml says which of them runs.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 \
    DJANGO_SETTINGS_MODULE=config.settings STATIC_ROOT=/srv/static BIANHENG_DATA=/srv/data

WORKDIR /srv/app
COPY requirements/app.txt requirements/app.txt
RUN pip install --require-hashes --only-binary :all: -r requirements/app.txt

COPY . .
# Collecting static files reads the settings and connects to nothing.
RUN SECRET_KEY=build PERSONAL_DATA_KEY=build DATABASE_URL=postgresql://build/build REDIS_URL=redis://build \
    python manage.py collectstatic --noinput --verbosity=0 \
    && useradd --system --no-create-home bianheng \
    && install -d -o bianheng -g bianheng /srv/data

USER bianheng
VOLUME /srv/data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind=0.0.0.0:8000", "--workers=4", "--threads=4", "--no-control-socket"]
