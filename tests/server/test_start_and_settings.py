"""Starting: settings, port, tables, and what is said when it cannot be."""

from __future__ import annotations

import socket
import sqlite3

import pytest
from sqlalchemy import inspect
from sqlmodel import SQLModel

from server.limits import Buckets
from server.migrations import HEAD
from server.run import serve
from server.settings import Settings, read_settings
from server.store import Store
from tools.errors import AutopsieError


def test_a_port_in_use_is_said_and_ends_with_two():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AutopsieError) as refused:
            serve(port=port)
    assert refused.value.exit_code == 2
    assert str(port) in refused.value.sentence("fr")
    assert "--port" in refused.value.sentence("en")


def test_an_address_that_is_not_ours_is_said():
    with pytest.raises(AutopsieError) as refused:
        serve(host="192.0.2.1", port=0)
    assert refused.value.exit_code == 2


def test_settings_come_from_the_call_then_the_environment():
    environment = {"AUTOPSIE_PORT": "8123", "AUTOPSIE_HOST": "0.0.0.0", "AUTOPSIE_IN_PROCESS": "true"}
    settings = read_settings(environment, port=9000, host=None)
    assert (settings.port, settings.host, settings.in_process) == (9000, "0.0.0.0", True)


def test_a_setting_that_makes_no_sense_is_named():
    with pytest.raises(AutopsieError) as refused:
        read_settings({"AUTOPSIE_PORT": "many"})
    assert "port" in refused.value.sentence("en")
    assert refused.value.exit_code == 2


def test_every_setting_says_what_it_is():
    assert all(field.description for field in Settings.model_fields.values())


def test_the_migrations_make_the_same_tables_as_the_code(tmp_path):
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    made = Store(f"sqlite:///{tmp_path / 'made.sqlite'}")
    with sqlite3.connect(tmp_path / "migrated.sqlite") as old:
        old.execute("create table alembic_version (version_num varchar(32) primary key)")
    migrated = Store(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    assert _shape(made) == _shape(migrated)
    assert set(SQLModel.metadata.tables) < set(_shape(made))
    config = Config()
    config.set_main_option("script_location", "server/migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    made.close()
    migrated.close()
    Store(made.url).close()  # a second opening changes nothing


def _shape(store: Store) -> dict[str, object]:
    """Columns, keys, unique constraints and indexes of every table."""
    found = inspect(store.engine)
    return {
        table: (
            [(each["name"], str(each["type"]), each["nullable"]) for each in found.get_columns(table)],
            found.get_pk_constraint(table)["constrained_columns"],
            sorted(str(each["column_names"]) for each in found.get_unique_constraints(table)),
            sorted(str(each["column_names"]) for each in found.get_indexes(table)),
            sorted(
                (str(each["constrained_columns"]), each["referred_table"], str(each["options"]))
                for each in found.get_foreign_keys(table)
            ),
        )
        for table in found.get_table_names()
    }


def test_buckets_refill_with_time():
    now = 0.0
    buckets = Buckets(clock=lambda: now)
    for _ in range(3):
        buckets.take("v", "writes", 3)
    with pytest.raises(AutopsieError):
        buckets.take("v", "writes", 3)
    buckets.take("other", "writes", 3)
    now = 20.0
    buckets.take("v", "writes", 3)
    with pytest.raises(AutopsieError):
        buckets.take("v", "writes", 3)


def test_starting_imports_neither_torch_nor_langgraph():
    import subprocess
    import sys

    code = (
        "import sys; from server.app import create_app; from server.settings import Settings;"
        "create_app(Settings());"
        "print([m for m in ('torch', 'langgraph', 'scipy', 'skimage', 'PIL') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
