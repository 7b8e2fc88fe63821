"""The audit lets go: of entries whose time is over, and of the names of who was erased.

It is the trigger that says what may go, so that no program can do more: an entry after a year (a
sign-in after thirty days), and of every other a name, an address or a reason, for the word
``erased`` and nothing else.
"""

from alembic import op

revision = "0048_audit_ends"
down_revision = "0047_picture_terms"
branch_labels = None
depends_on = None

_GUARD = """
CREATE OR REPLACE FUNCTION operation.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - (CASE WHEN OLD.action LIKE 'sign-in.%'
            THEN interval '30 days' ELSE interval '365 days' END)
        THEN
            RETURN OLD;
        END IF;
    ELSIF TG_OP = 'UPDATE' THEN
        IF (NEW.id, NEW.at, NEW.account, NEW.action, NEW.object, NEW.request_id)
            IS NOT DISTINCT FROM
            (OLD.id, OLD.at, OLD.account, OLD.action, OLD.object, OLD.request_id)
            AND NEW.actor IN (OLD.actor, 'erased') AND NEW.reason IN (OLD.reason, 'erased')
            AND NEW.detail - '{name,address}'::text[] = OLD.detail - '{name,address}'::text[]
            AND (NEW.detail -> 'name' IS NOT DISTINCT FROM OLD.detail -> 'name'
                OR NEW.detail ->> 'name' = 'erased')
            AND (NEW.detail -> 'address' IS NOT DISTINCT FROM OLD.detail -> 'address'
                OR NEW.detail ->> 'address' = 'erased')
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'the audit only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""

_END = """
CREATE FUNCTION operation.end_audit(
    before uuid, sign_ins_before uuid, most integer, OUT entries bigint, OUT sign_ins bigint
) LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    DELETE FROM operation.audit WHERE id IN (
        SELECT id FROM operation.audit WHERE id < before ORDER BY id LIMIT most);
    GET DIAGNOSTICS entries = ROW_COUNT;
    DELETE FROM operation.audit WHERE id IN (
        SELECT id FROM operation.audit
        WHERE id < sign_ins_before AND action IN (
            'sign-in.failure', 'sign-in.locked', 'sign-in.out', 'sign-in.success')
        ORDER BY id LIMIT most);
    GET DIAGNOSTICS sign_ins = ROW_COUNT;
END $$
"""

_ERASE = r"""
CREATE FUNCTION operation.erase_name(person uuid, called text, reasons boolean)
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
    about text := 'account ' || person;
    named text := '(^|\W)' || regexp_replace(called, '([^\w\s])', '\\\1', 'g') || '($|\W)';
    blotted bigint;
BEGIN
    UPDATE operation.audit SET
        actor = CASE WHEN account = person THEN 'erased' ELSE actor END,
        reason = CASE WHEN reasons AND reason ~* named THEN 'erased' ELSE reason END,
        detail = CASE WHEN account = person OR object = about THEN detail
            || CASE WHEN detail ? 'name' THEN '{"name": "erased"}'::jsonb ELSE '{}' END
            || CASE WHEN detail ? 'address' THEN '{"address": "erased"}'::jsonb ELSE '{}' END
            ELSE detail END
    WHERE account = person OR object = about OR (reasons AND reason ~* named);
    GET DIAGNOSTICS blotted = ROW_COUNT;
    UPDATE operation.flags SET
        by = CASE WHEN by = called THEN 'erased' ELSE by END,
        reason = CASE WHEN reasons AND reason ~* named THEN 'erased' ELSE reason END
    WHERE by = called OR (reasons AND reason ~* named);
    UPDATE operation.failures SET by = 'erased' WHERE by = called;
    RETURN blotted;
END $$
"""

_REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION operation.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit only grows' USING ERRCODE = 'insufficient_privilege';
END $$
"""


def upgrade() -> None:
    """Let go of what may go, and of nothing else."""
    for statement in (_GUARD, _END, _ERASE):
        op.execute(statement)


def downgrade() -> None:
    """Refuse every change again; what has gone stays away."""
    op.execute("DROP FUNCTION operation.end_audit")
    op.execute("DROP FUNCTION operation.erase_name")
    op.execute(_REFUSE_CHANGE)
