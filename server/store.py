"""Where plays live: rows in, rows out, and the log that only grows. Synchronous: call it from threads.

Every method is one transaction. A full disk is :class:`~server.errors.StorageFull`, and nothing of that
transaction is written.
"""

from __future__ import annotations

import contextlib
import errno
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, delete, event, func, inspect, text, update
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlmodel import Session, SQLModel, col, select

from engine.play.events import EVENTS, Event
from engine.play.log_chain import START, Link, chained
from server.errors import database_unusable, storage_down, storage_full
from server.migrations import HEAD
from server.tables import EventRow, Playthrough, Turn, UploadRow


class Store:
    """The tables behind methods named for what happens in a play."""

    def __init__(self, url: str) -> None:
        """Open the database at ``url`` and bring its tables to the last revision."""
        self.url = url
        with _told():
            if url.startswith("sqlite:///") and ":memory:" not in url:
                Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            self.engine = _engine(url)
            with self.engine.begin() as connection:
                _migrate(connection)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()

    def alive(self) -> bool:
        """Whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("select 1 from playthrough limit 1"))
        except DBAPIError:
            return False
        return True

    # Plays

    def add_play(self, play: Playthrough, turn: Turn, events: Sequence[Event] = ()) -> None:
        """A new play with its first turn already claimed; a branch has the events it begins with."""
        with self.session() as session:
            session.add(play)
            session.flush()  # the turn's row points at it
            session.add(turn)
            if events:
                _append(session, play.id, events)

    def play(self, play: str) -> Playthrough | None:
        """The play's row."""
        with self.session() as session:
            return session.get(Playthrough, play)

    def plays_of(self, owner: str) -> Sequence[Playthrough]:
        """A visitor's plays, the latest first."""
        with self.session() as session:
            latest = col(Playthrough.updated).desc()
            return session.exec(select(Playthrough).where(Playthrough.owner == owner).order_by(latest)).all()

    def erase(self, play: str) -> None:
        """Forget a play: its log, its turns, its row. Branches of a branch become its parent's."""
        with self.session() as session:
            gone = session.get(Playthrough, play)
            if gone is not None and gone.parent is not None:
                for child in session.exec(select(Playthrough).where(Playthrough.parent == play)):
                    child.parent, child.forked_at = (
                        gone.parent,
                        min(child.forked_at or 0, gone.forked_at or 0),
                    )
                session.flush()
            for table in (EventRow, Turn, UploadRow):
                session.execute(delete(table).where(col(table.playthrough) == play))
            session.execute(delete(Playthrough).where(col(Playthrough.id) == play))

    # The log

    def append(self, play: str, events: Sequence[Event]) -> None:
        """Add to the log, all or nothing, and keep the play's row in step."""
        with self.session() as session:
            _append(session, play, events)

    def last_seq(self, play: str) -> int:
        """The number of the last event, 0 when there is none."""
        with self.session() as session:
            last = session.exec(select(func.max(EventRow.seq)).where(EventRow.playthrough == play)).one()
            return last or 0

    def payloads(self, play: str, after: int = 0) -> list[tuple[int, str]]:
        """The numbers and JSON of the events after ``after``, in order."""
        with self.session() as session:
            columns = select(EventRow.seq, EventRow.payload)
            chosen = columns.where(EventRow.playthrough == play, col(EventRow.seq) > after)
            return [(seq, payload) for seq, payload in session.exec(chosen.order_by(col(EventRow.seq)))]

    def events(self, play: str, after: int = 0) -> list[Event]:
        """The events after ``after``, in order."""
        return [EVENTS.validate_json(payload) for _, payload in self.payloads(play, after)]

    def links(self, play: str) -> list[Link]:
        """What the hash chain holds of each event, in order."""
        with self.session() as session:
            columns = select(EventRow.seq, EventRow.salt, EventRow.digest, EventRow.chain)
            chosen = columns.where(EventRow.playthrough == play).order_by(col(EventRow.seq))
            return [Link(*row) for row in session.exec(chosen)]

    def rewrite(self, play: str, payloads: Mapping[int, str]) -> None:
        """Put other words in the place of events' own: their digests stay, their salts go."""
        with self.session() as session:
            for seq, payload in payloads.items():
                where = (col(EventRow.playthrough) == play) & (col(EventRow.seq) == seq)
                session.execute(update(EventRow).where(where).values(payload=payload, salt=""))
            session.execute(
                update(Turn)
                .where(col(Turn.playthrough) == play, col(Turn.status) == "done")
                .values(answer="{}")
            )

    # Turns

    def claim(self, turn: Turn) -> Turn | None:
        """Claim a question: ``None`` when the claim is ours, else the turn that came first."""
        try:
            with self.session() as session:
                session.add(turn)
            return None
        except IntegrityError:
            return self.turn(turn.playthrough, turn.ask_id)

    def turn(self, play: str, ask_id: str) -> Turn | None:
        """The turn that answers a question."""
        with self.session() as session:
            return session.exec(select(Turn).where(Turn.playthrough == play, Turn.ask_id == ask_id)).first()

    def reclaim(self, turn: Turn) -> None:
        """Play a turn again that came to no end, perhaps with another answer."""
        with self.session() as session:
            again = {"status": "claimed", "outcome": "", "answer": turn.answer, "key": turn.key}
            session.execute(
                update(Turn).where(col(Turn.id) == turn.id).values(tries=col(Turn.tries) + 1, **again)
            )

    def finish(self, turn: str, outcome: str = "") -> None:
        """Note how a turn ended: well, or with the code of what failed."""
        with self.session() as session:
            status = "failed" if outcome else "done"
            session.execute(update(Turn).where(col(Turn.id) == turn).values(status=status, outcome=outcome))

    def release(self, turn: str) -> None:
        """Take a claim back: the answer was refused, the question stays open."""
        with self.session() as session:
            session.execute(delete(Turn).where(col(Turn.id) == turn))

    def claimed(self) -> Sequence[Turn]:
        """The turns without an end, oldest first: those that a kill cut short."""
        with self.session() as session:
            return session.exec(select(Turn).where(Turn.status == "claimed").order_by(col(Turn.at))).all()

    def turns(self, play: str) -> Sequence[Turn]:
        """All turns of a play."""
        with self.session() as session:
            return session.exec(select(Turn).where(Turn.playthrough == play)).all()

    def unfinished(self, play: str) -> Sequence[Turn]:
        """The turns of a play that did not end well."""
        with self.session() as session:
            chosen = select(Turn).where(Turn.playthrough == play, Turn.status != "done")
            return session.exec(chosen.order_by(col(Turn.at))).all()

    # Uploads

    def note_upload(self, play: str, sha: str, at: float | None = None) -> None:
        """Remember that a reader's picture is on disk (since ``at``), so that it is erased in time."""
        with contextlib.suppress(IntegrityError), self.session() as session:  # sent twice: kept once
            session.add(UploadRow(playthrough=play, sha=sha, at=time.time() if at is None else at))

    def uploads(self, *, before: float | None = None, play: str | None = None) -> list[UploadRow]:
        """Pictures on disk: of one play, or older than ``before``, or of plays that are over."""
        with self.session() as session:
            chosen = select(UploadRow)
            if play is not None:
                chosen = chosen.where(UploadRow.playthrough == play)
            if before is not None:
                ended = select(Playthrough.id).where(Playthrough.status == "ended")
                chosen = chosen.where((col(UploadRow.at) < before) | col(UploadRow.playthrough).in_(ended))
            return list(session.exec(chosen))

    def forget_upload(self, row: UploadRow) -> None:
        """The picture is off the disk."""
        with self.session() as session:
            session.execute(delete(UploadRow).where(col(UploadRow.id) == row.id))

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction; failures of the database as ours."""
        with _told(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session


def _append(session: Session, play: str, events: Sequence[Event]) -> None:
    now = time.time()
    changes: dict[str, Any] = {"updated": now}
    rows: list[dict[str, Any]] = []
    for happened in events:
        row = {"seq": happened.seq, "type": happened.type, "payload": happened.model_dump_json()}
        rows.append(row | {"playthrough": play, "at": now})
        if happened.type == "ended":
            changes["status"] = "ended"
        if happened.type == "settings_changed":
            changes |= {"language": happened.language, "audience": happened.audience}
        if happened.type == "migrated":
            kept = {name: happened.state[name] for name in ("language", "audience")}
            changes |= {"version": happened.version, "sha": happened.sha, **kept}
    links = chained(_last_link(session, play), [(row["seq"], row["payload"]) for row in rows])
    for row, link in zip(rows, links, strict=True):
        row |= {"salt": link.salt, "digest": link.digest, "chain": link.chain}
    session.execute(SQLModel.metadata.tables["event"].insert(), rows)
    session.execute(update(Playthrough).where(col(Playthrough.id) == play).values(**changes))


def _last_link(session: Session, play: str) -> str:
    chosen = select(EventRow.chain).where(EventRow.playthrough == play)
    return session.exec(chosen.order_by(col(EventRow.seq).desc()).limit(1)).first() or START


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        try:
            return create_engine(url, pool_pre_ping=True, hide_parameters=True)
        except (ModuleNotFoundError, ArgumentError) as unusable:
            raise database_unusable(str(unusable)) from unusable
    engine = create_engine(
        url,
        connect_args={"timeout": 10.0, "check_same_thread": False},
        pool_size=20,
        hide_parameters=True,  # an error in the log must not quote an answer
    )

    @event.listens_for(engine, "connect")
    def _set_up(connection: sqlite3.Connection, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    return engine


def _migrate(connection: Connection) -> None:
    """Bring the tables to the last revision; a new database is made at it, which spares alembic's import."""
    tables = inspect(connection).get_table_names()
    if not tables:
        SQLModel.metadata.create_all(connection)
        connection.execute(text("create table alembic_version (version_num varchar(32) primary key)"))
        connection.execute(text("insert into alembic_version values (:head)"), {"head": HEAD})
        return
    if "alembic_version" in tables:
        at = connection.execute(text("select version_num from alembic_version")).scalar()
        if at == HEAD:
            return
    from alembic import command  # slow import
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn the database's failures into ours; an integrity error is an answer, not a failure."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as failed:
        raise (storage_full() if is_full(failed.orig) else storage_down()) from failed
    except OSError as failed:
        raise (storage_full() if is_full(failed) else storage_down()) from failed


def is_full(failure: BaseException | None) -> bool:
    """Whether a failure is that of a full disk, or of a database that may not grow."""
    if isinstance(failure, sqlite3.Error):
        return getattr(failure, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL or "is full" in str(failure)
    return isinstance(failure, OSError) and failure.errno in (errno.ENOSPC, errno.EDQUOT)
