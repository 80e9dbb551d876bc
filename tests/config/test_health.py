import pytest
from django.db.migrations.recorder import MigrationRecorder

from config.celery import app


def test_a_living_process_says_so_without_the_database(client):
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_ready_means_database_migrations_and_broker(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "checks": {"database": "ok", "migrations": "ok", "broker": "ok"}}


@pytest.mark.django_db
def test_a_missing_migration_is_not_ready(client):
    MigrationRecorder.Migration.objects.filter(app="accounts").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "ok", "migrations": "failed", "broker": "ok"}


@pytest.mark.django_db
def test_a_missing_broker_is_not_ready_and_the_caller_learns_no_more(client, monkeypatch, tmp_path, caplog):
    monkeypatch.setattr(app.conf, "broker_write_url", f"redis+socket://{tmp_path}/gone?virtual_host=0")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"database": "ok", "migrations": "ok", "broker": "failed"}}
    assert [record.check for record in caplog.records if record.name == "config.health"] == ["broker"]


def test_a_missing_database_is_not_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "failed"
