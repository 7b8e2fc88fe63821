"""The schema ``audience``: members, the viewing log in partitions, and its guards."""

from alembic import op

revision = "0003_audience"
down_revision = "0002_catalogue"
branch_labels = None
depends_on = None

_ENSURE_PARTITIONS = """
CREATE FUNCTION audience.ensure_partitions(first timestamptz, last timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp SET timezone = 'UTC' AS $$
DECLARE
    month timestamptz := date_trunc('month', first);
    until timestamptz;
    partition text;
    made integer := 0;
    reader text;
BEGIN
    IF first < '1970-01-01' OR last > now() + interval '1 year' THEN
        RAISE EXCEPTION 'the log keeps 1970 to a year from now, not % to %', first, last
            USING ERRCODE = 'datetime_field_overflow';
    END IF;
    PERFORM pg_advisory_xact_lock(7020003);
    WHILE month <= last LOOP
        IF to_regclass('events_p' || to_char(month, 'YYYY')) IS NOT NULL
            OR to_regclass('events_p' || to_char(month, 'YYYYMM')) IS NOT NULL
        THEN
            month := month + interval '1 month';
            CONTINUE;
        END IF;
        IF extract(year FROM month) >= extract(year FROM now()) - 1 OR EXISTS (
            SELECT FROM pg_class WHERE relnamespace = 'audience'::regnamespace
                AND relkind = 'r' AND relname LIKE 'events\\_p' || to_char(month, 'YYYY') || '__'
        ) THEN
            partition := 'events_p' || to_char(month, 'YYYYMM');
            until := month + interval '1 month';
        ELSE
            partition := 'events_p' || to_char(month, 'YYYY');
            month := date_trunc('year', month);
            until := month + interval '1 year';
        END IF;
        -- Made apart and then attached, so that writers need not stop.
        EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS)', partition);
        EXECUTE format(
            'ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)',
            partition, uuid_floor(month), uuid_floor(until)
        );
        -- A partition is reached through its parent alone.
        FOR reader IN SELECT DISTINCT grantee::regrole::text
            FROM pg_class, aclexplode(relacl)
            WHERE oid = to_regclass(quote_ident(partition)) AND grantee NOT IN (0, relowner)
        LOOP
            EXECUTE format('REVOKE ALL ON %I FROM %s', partition, reader);
        END LOOP;
        made := made + 1;
        month := until;
    END LOOP;
    RETURN made;
END $$
"""

_UUID_FLOOR = """
CREATE FUNCTION audience.uuid_floor(at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT rpad(lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$
"""

_REFUSE_CHANGE = """
CREATE FUNCTION audience.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('audience.erasing', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what happened is not changed afterwards'
        USING ERRCODE = 'insufficient_privilege',
        HINT = 'To remove a profile and its events, call audience.erase_profile.';
END $$
"""

_ADMIT = """
CREATE FUNCTION audience.admit_events() RETURNS trigger
LANGUAGE plpgsql SET search_path = audience, pg_temp AS $$
DECLARE
    known bigint := nullif(current_setting('audience.erasures_known', true), '');
    there bigint;
BEGIN
    -- Until this transaction ends, no erasure does. The next statement's snapshot is taken under
    -- the lock, and therefore sees every erasure that came before.
    PERFORM pg_advisory_xact_lock_shared(7020004);
    SELECT coalesce(max(sequence), 0) INTO there FROM erasures;
    IF known IS DISTINCT FROM there THEN
        RAISE EXCEPTION 'the writer knows of % erasures, and there are %', known, there
            USING ERRCODE = 'MA001',
            HINT = 'Look up the profiles again, then set audience.erasures_known.';
    END IF;
    RETURN NULL;
END $$
"""
"""In place of a foreign key, which costs a look-up and a lock for every row: a writer looks its
profiles up once, and says for how many erasures that was true."""

_ERASE = """
CREATE FUNCTION audience.erase_profile(erased uuid) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = audience, pg_temp AS $$
DECLARE
    home uuid;
BEGIN
    -- The lock keeps every writer waiting, and is taken only for what came during the first pass.
    SELECT household_id INTO home FROM profiles WHERE id = erased FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM set_config('audience.erasing', 'on', true);
    DELETE FROM events WHERE profile_id = erased;
    PERFORM pg_advisory_xact_lock(7020004);
    DELETE FROM events WHERE profile_id = erased;
    PERFORM set_config('audience.erasing', 'off', true);
    DELETE FROM profiles WHERE id = erased;
    DELETE FROM households WHERE id = home
        AND NOT EXISTS (SELECT FROM profiles WHERE household_id = home);
    INSERT INTO erasures (digest, at) VALUES (sha256(uuid_send(erased)), now());
    RETURN true;
END $$
"""

_CLOSE_THE_LOG = """
DO $$
DECLARE
    writer text;
BEGIN
    FOR writer IN SELECT DISTINCT grantee::regrole::text
        FROM pg_class, aclexplode(relacl)
        WHERE oid = 'audience.events'::regclass AND grantee NOT IN (0, relowner)
    LOOP
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON audience.events FROM %s', writer);
        EXECUTE format('REVOKE ALL ON audience.erasures FROM %s', writer);
        EXECUTE format('GRANT SELECT ON audience.erasures TO %s', writer);
    END LOOP;
END $$
"""
"""The trigger alone would do; without the right, Matinee's role does not even come that far."""

_STATEMENTS = (
    "CREATE SCHEMA audience",
    """
    CREATE TABLE audience.households (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        simulated boolean NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE audience.profiles (
        id uuid PRIMARY KEY,
        household_id uuid NOT NULL REFERENCES audience.households,
        name text NOT NULL,
        kids boolean NOT NULL,
        maturity_limit smallint
            CONSTRAINT maturity_limit_is_an_age CHECK (maturity_limit BETWEEN 0 AND 21),
        languages text[] NOT NULL,
        territory text NOT NULL,
        simulated boolean NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX profiles_household_id ON audience.profiles (household_id)",
    """
    CREATE TABLE audience.events (
        id uuid PRIMARY KEY,
        profile_id uuid NOT NULL,
        title_id uuid,
        recommendation_id uuid,
        at timestamptz NOT NULL,
        received_at timestamptz NOT NULL,
        seconds real,
        value real,
        probability real,
        "position" smallint,
        kind smallint NOT NULL,
        time_basis smallint NOT NULL,
        device text,
        surface text,
        "row" text,
        query text,
        arms jsonb
    ) PARTITION BY RANGE (id)
    """,
    """
    CREATE INDEX events_of_profile ON audience.events (profile_id, (kind / 16), at DESC)
    INCLUDE (title_id, kind, seconds, value)
    """,
    """
    CREATE TABLE audience.erasures (
        sequence bigint GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
        digest bytea NOT NULL,
        at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX ix_audience_erasures_digest ON audience.erasures (digest)",
    _UUID_FLOOR,
    _ENSURE_PARTITIONS,
    _REFUSE_CHANGE,
    """
    CREATE TRIGGER events_are_immutable BEFORE UPDATE OR DELETE ON audience.events
        FOR EACH ROW EXECUTE FUNCTION audience.refuse_change()
    """,
    """
    CREATE TRIGGER events_are_not_truncated BEFORE TRUNCATE ON audience.events
        FOR EACH STATEMENT EXECUTE FUNCTION audience.refuse_change()
    """,
    _ADMIT,
    """
    CREATE TRIGGER events_are_admitted BEFORE INSERT ON audience.events
        FOR EACH STATEMENT EXECUTE FUNCTION audience.admit_events()
    """,
    _ERASE,
    _CLOSE_THE_LOG,
    "REVOKE ALL ON FUNCTION audience.ensure_partitions(timestamptz, timestamptz) FROM PUBLIC",
    "REVOKE ALL ON FUNCTION audience.erase_profile(uuid) FROM PUBLIC",
    "SELECT audience.ensure_partitions(now(), now() + interval '2 months')",
)


def upgrade() -> None:
    """Create members, the log with its first partitions, and its guards."""
    for statement in _STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Remove all of it."""
    op.execute("DROP SCHEMA audience CASCADE")
