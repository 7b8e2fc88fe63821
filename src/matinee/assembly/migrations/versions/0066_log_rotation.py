"""Partitions of the viewing log that are all in the lake: closed, and made small without a wait.

A partition is closed in a first step: nothing is written into it from then on, and the transaction
in which that came to be is noted, so that whoever fills the lake can say when all of it has come.
In a second step what lasts (finishes, thumbs, lists) is copied aside while everybody goes on; in a
third, that copy takes the partition's place. Only this last step locks the log: it waits for its
lock a tenth of a second at most, in which nobody else waits longer, and holds it for an instant.
"""

from alembic import op

revision = "0066_log_rotation"
down_revision = "0064_seconds_told"
branch_labels = None
depends_on = None

_PARTITIONS = """
CREATE FUNCTION audience.log_partitions() RETURNS TABLE (
    partition text, first_id uuid, until_id uuid, until timestamptz, bytes bigint
) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = audience, pg_temp AS $$
    SELECT relname::text, bounds[1]::uuid, bounds[2]::uuid,
        to_timestamp(('x' || left(replace(bounds[2], '-', ''), 12))::bit(48)::bigint / 1000.0),
        pg_total_relation_size(oid)
    FROM pg_class, LATERAL (
        SELECT regexp_match(
            pg_get_expr(relpartbound, oid), $r$FROM \\('([^']+)'\\) TO \\('([^']+)'\\)$r$
        ) AS bounds
    ) found
    WHERE oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = 'events'::regclass)
    ORDER BY bounds[1]
$$
"""

_REFUSE_LATE = """
CREATE FUNCTION audience.refuse_late() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the log of this time is closed' USING ERRCODE = 'MA002',
        HINT = 'It is kept in the lake, to which it went as a whole.';
END $$
"""

_CLOSE = """
CREATE FUNCTION audience.close_partition(wanted text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp
SET lock_timeout = '100ms' AS $$
DECLARE
    part record;
BEGIN
    SELECT * INTO STRICT part FROM log_partitions() found WHERE found.partition = wanted;
    IF part.until > now() - interval '120 days' THEN
        RAISE EXCEPTION 'the log of % is not old enough to be closed', wanted
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    -- Waits for those who write into this partition, and for nobody else.
    EXECUTE format('CREATE TRIGGER is_closed BEFORE INSERT ON %I FOR EACH ROW'
        ' EXECUTE FUNCTION refuse_late()', wanted);
    INSERT INTO rotations (partition, first_id, until_id, closed_at, closed_in)
        VALUES (wanted, part.first_id, part.until_id, now(), pg_current_xact_id()::text::bigint);
    RETURN pg_current_xact_id()::text::bigint;
END $$
"""

_KEEP = """
CREATE FUNCTION audience.keep_lasting(
    wanted text, OUT erasures bigint, OUT events bigint, OUT kept bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp AS $$
DECLARE
    part rotations;
    aside text := wanted || '_kept';
    reader text;
BEGIN
    SELECT * INTO STRICT part FROM rotations
        WHERE partition = wanted AND rotated_at IS NULL FOR UPDATE;
    SELECT coalesce(max(sequence), 0) INTO keep_lasting.erasures FROM audience.erasures;
    EXECUTE format('DROP TABLE IF EXISTS %I', aside);
    EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING INDEXES)', aside);
    FOR reader IN SELECT DISTINCT grantee::regrole::text FROM pg_class, aclexplode(relacl)
        WHERE oid = to_regclass(quote_ident(aside)) AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('REVOKE ALL ON %I FROM %s', aside, reader);
    END LOOP;
    EXECUTE format('INSERT INTO %I SELECT * FROM %I WHERE kind / 16 = 0', aside, wanted);
    GET DIAGNOSTICS kept = ROW_COUNT;
    -- With the bounds known already, taking its place needs no look at its rows.
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT within CHECK (id >= %L AND id < %L)',
        aside, part.first_id, part.until_id);
    EXECUTE format('CREATE TRIGGER is_closed BEFORE INSERT ON %I FOR EACH ROW'
        ' EXECUTE FUNCTION refuse_late()', aside);
    EXECUTE format('SELECT count(*) FROM %I', wanted) INTO events;
END $$
"""

_DROP_COPY = """
CREATE FUNCTION audience.drop_copy(wanted text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp AS $$
BEGIN
    -- Whatever is attached has another name, so nothing of the log can be named here.
    EXECUTE format('DROP TABLE IF EXISTS %I',
        (SELECT partition FROM rotations WHERE partition = wanted) || '_kept');
END $$
"""

_ROTATE = """
CREATE FUNCTION audience.rotate_partition(
    wanted text, erasures_known bigint, events_there bigint, lasting bigint
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp
SET lock_timeout = '100ms' AS $$
DECLARE
    part rotations;
    there bigint;
BEGIN
    SELECT * INTO STRICT part FROM rotations
        WHERE partition = wanted AND rotated_at IS NULL FOR UPDATE;
    -- Until this ends, no erasure does; one that did since the copy was made is in it still.
    PERFORM pg_advisory_xact_lock_shared(7020004);
    SELECT coalesce(max(sequence), 0) INTO there FROM erasures;
    IF there <> erasures_known THEN
        RETURN false;
    END IF;
    EXECUTE format('ALTER TABLE events DETACH PARTITION %I', wanted);
    EXECUTE format('DROP TABLE %I', wanted);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', wanted || '_kept', wanted);
    EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
        wanted, part.first_id, part.until_id);
    UPDATE rotations SET rotated_at = now(), events = events_there, kept = lasting
        WHERE partition = wanted;
    RETURN true;
END $$
"""

_SHUT = """
DO $$
DECLARE
    reader text;
BEGIN
    FOR reader IN SELECT DISTINCT grantee::regrole::text
        FROM pg_class, aclexplode(relacl)
        WHERE oid = 'audience.rotations'::regclass AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('REVOKE ALL ON audience.rotations FROM %s', reader);
        EXECUTE format('GRANT SELECT ON audience.rotations TO %s', reader);
    END LOOP;
END $$
"""

_STATEMENTS = (
    """
    CREATE TABLE audience.rotations (
        partition text PRIMARY KEY,
        first_id uuid NOT NULL,
        until_id uuid NOT NULL,
        closed_at timestamptz NOT NULL,
        closed_in bigint NOT NULL,
        rotated_at timestamptz,
        events bigint,
        kept bigint
    )
    """,
    _SHUT,
    _PARTITIONS,
    _REFUSE_LATE,
    _CLOSE,
    _KEEP,
    _DROP_COPY,
    _ROTATE,
    "REVOKE ALL ON FUNCTION audience.log_partitions() FROM PUBLIC",
    "REVOKE ALL ON FUNCTION audience.close_partition(text) FROM PUBLIC",
    "REVOKE ALL ON FUNCTION audience.keep_lasting(text) FROM PUBLIC",
    "REVOKE ALL ON FUNCTION audience.drop_copy(text) FROM PUBLIC",
    "REVOKE ALL ON FUNCTION audience.rotate_partition(text, bigint, bigint, bigint) FROM PUBLIC",
)


def upgrade() -> None:
    """Let partitions be closed and made small."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove the functions; what was closed stays closed."""
    for name in (
        "rotate_partition",
        "drop_copy",
        "keep_lasting",
        "close_partition",
        "log_partitions",
    ):
        op.execute(f"DROP FUNCTION audience.{name}")
    op.execute("DROP TABLE audience.rotations")
