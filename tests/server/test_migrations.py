"""A database of an earlier version is brought to the present one, and loses nothing."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text
from sqlmodel import SQLModel

from engine.play.log_chain import broken_at
from server.store import Store

MIGRATIONS = Path(__file__).resolve().parents[2] / "server" / "migrations"
PLAY = (
    "insert into playthrough (id, owner, scenario, version, sha, language, audience, seed, created, updated, "
    "status) values ('p', 'o', 'petite', 1, 's', 'fr', 'curious', 7, 1.0, 2.0, 'open')"
)

EVENT = "insert into event (playthrough, seq, type, payload, at) values ('p', :seq, 't', :payload, 0)"


def test_a_first_database_keeps_its_plays_and_gets_a_chain(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'old.sqlite'}"
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(url)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text(PLAY))
        for seq in (1, 2):
            row = {"seq": seq, "payload": f'{{"n":{seq}}}'}
            connection.execute(text(EVENT), row)
    engine.dispose()
    store = Store(url)
    play = store.play("p")
    assert play is not None
    assert (play.counted, play.parent) == (False, None)
    links = store.links("p")
    assert len({link.salt for link in links}) == 2
    assert broken_at(links, dict(store.payloads("p"))) is None
    store.close()


def test_a_new_database_has_what_the_revisions_make(tmp_path: Path) -> None:
    """A new one is made from the tables and not by the revisions: they must not drift apart."""
    made = Store(f"sqlite:///{tmp_path / 'new.sqlite'}")
    engine = create_engine(f"sqlite:///{tmp_path / 'upgraded.sqlite'}")
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    new, upgraded = inspect(made.engine), inspect(engine)
    assert set(new.get_table_names()) == set(upgraded.get_table_names())
    for table in SQLModel.metadata.tables:
        columns = [
            {(column["name"], str(column["type"]), column["nullable"]) for column in each.get_columns(table)}
            for each in (new, upgraded)
        ]
        assert columns[0] == columns[1], table
    made.close()
    engine.dispose()
