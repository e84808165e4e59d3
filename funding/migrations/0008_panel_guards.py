"""What only the database can promise: a decision is never rewritten, and a stale signature counts for nothing."""

from django.db import migrations

# A body's signature counts while its edition stands; the parties are the bodies that the application names and
# those with a share in the decision.
SIGNED = """
CREATE FUNCTION funding_decision_parties(the_decision uuid) RETURNS TABLE (organisation_id uuid)
LANGUAGE sql STABLE AS $$
    SELECT a.council_id FROM funding_application a JOIN funding_paneldecision d ON d.application_id = a.id
        WHERE d.id = the_decision
    UNION SELECT a.nhs_body_id FROM funding_application a
        JOIN funding_paneldecision d ON d.application_id = a.id WHERE d.id = the_decision
    UNION SELECT s.organisation_id FROM funding_decisionshare s
        JOIN funding_decisionterm t ON t.id = s.term_id WHERE t.decision_id = the_decision
$$;

CREATE FUNCTION funding_decision_signed(the_decision uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM funding_paneldecision WHERE id = the_decision AND superseded_at IS NULL
    ) AND NOT EXISTS (
        SELECT 1 FROM funding_decision_parties(the_decision) party WHERE NOT EXISTS (
            SELECT 1 FROM funding_decisionsignature s
            WHERE s.decision_id = the_decision AND s.organisation_id = party.organisation_id
        )
    )
$$;
"""

NEVER_REWRITTEN = """
CREATE FUNCTION funding_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a decision is never deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_never_rewritten';
    END IF;
    IF (NEW.item_id, NEW.application_id, NEW.edition, NEW.reference, NEW.outcome, NEW.conditions, NEW.reasons,
        NEW.questions, NEW.recorded_at, NEW.recorded_by_id)
        IS DISTINCT FROM (OLD.item_id, OLD.application_id, OLD.edition, OLD.reference, OLD.outcome,
        OLD.conditions, OLD.reasons, OLD.questions, OLD.recorded_at, OLD.recorded_by_id)
        OR NEW.valid_to IS DISTINCT FROM OLD.valid_to
        OR (OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at)
        OR (OLD.effected_at IS NOT NULL AND NEW.effected_at IS DISTINCT FROM OLD.effected_at)
    THEN
        RAISE EXCEPTION 'what was decided is replaced by a new edition, never rewritten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_never_rewritten';
    END IF;
    IF NEW.effected_at IS NOT NULL AND OLD.effected_at IS NULL AND NOT funding_decision_signed(NEW.id) THEN
        RAISE EXCEPTION 'a decision is in force only when every body has signed it as it stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_signed_by_all';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_decision_stays BEFORE UPDATE OR DELETE ON funding_paneldecision
    FOR EACH ROW EXECUTE FUNCTION funding_decision_stays();

CREATE FUNCTION funding_decision_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_decision uuid;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'what was decided or signed is never changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_never_rewritten';
    END IF;
    IF TG_TABLE_NAME = 'funding_decisionshare' THEN
        SELECT decision_id INTO the_decision FROM funding_decisionterm WHERE id = NEW.term_id;
    ELSE
        the_decision := NEW.decision_id;
    END IF;
    PERFORM 1 FROM funding_paneldecision WHERE id = the_decision FOR NO KEY UPDATE;
    IF EXISTS (SELECT 1 FROM funding_decisionsignature WHERE decision_id = the_decision) THEN
        RAISE EXCEPTION 'nothing is added to a decision that a body has signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_never_rewritten';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_decisionterm_stays BEFORE INSERT OR UPDATE OR DELETE ON funding_decisionterm
    FOR EACH ROW EXECUTE FUNCTION funding_decision_part_stays();
CREATE TRIGGER funding_decisionshare_stays BEFORE INSERT OR UPDATE OR DELETE ON funding_decisionshare
    FOR EACH ROW EXECUTE FUNCTION funding_decision_part_stays();
CREATE TRIGGER funding_decisionservice_stays BEFORE INSERT OR UPDATE OR DELETE ON funding_decisionservice
    FOR EACH ROW EXECUTE FUNCTION funding_decision_part_stays();
"""

# The row lock makes a signature and a new edition take turns: whichever comes second sees the other.
SIGNATURES = """
CREATE FUNCTION funding_signature_counts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    d funding_paneldecision%ROWTYPE;
    a funding_application%ROWTYPE;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a signature is never changed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_never_rewritten';
    END IF;
    SELECT * INTO d FROM funding_paneldecision WHERE id = NEW.decision_id FOR NO KEY UPDATE;
    SELECT * INTO a FROM funding_application WHERE id = d.application_id;
    IF d.superseded_at IS NOT NULL OR d.effected_at IS NOT NULL OR d.outcome = 'defer' THEN
        RAISE EXCEPTION 'this edition of the decision is not there to be signed'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_on_standing_decision';
    END IF;
    IF NEW.signed_by_id IN (a.applied_by_id, a.recommended_by_id) THEN
        RAISE EXCEPTION 'nobody signs what they applied for or recommended'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_not_ones_own';
    END IF;
    IF NEW.organisation_id NOT IN (SELECT organisation_id FROM funding_decision_parties(NEW.decision_id)) THEN
        RAISE EXCEPTION 'only a body that the decision binds signs it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_of_a_party';
    END IF;
    IF EXISTS (
        SELECT 1 FROM funding_panelinterest i JOIN funding_panelmember m ON m.id = i.member_id
        WHERE i.item_id = d.item_id AND m.user_id = NEW.signed_by_id
    ) THEN
        RAISE EXCEPTION 'nobody signs where they declared an interest'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'signature_without_interest';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_signature_counts BEFORE INSERT OR UPDATE OR DELETE ON funding_decisionsignature
    FOR EACH ROW EXECUTE FUNCTION funding_signature_counts();
"""

SHARES_TOTAL = """
CREATE FUNCTION funding_decision_shares_total() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_term uuid;
    total numeric;
BEGIN
    IF TG_TABLE_NAME = 'funding_decisionterm' THEN
        the_term := NEW.id;
    ELSE
        the_term := NEW.term_id;
    END IF;
    SELECT coalesce(sum(percent), 0) INTO total FROM funding_decisionshare WHERE term_id = the_term;
    IF total <> 100.00 THEN
        RAISE EXCEPTION 'the shares of a decision come to %, not 100.00', total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_shares_total_100';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER funding_decisionshare_total AFTER INSERT ON funding_decisionshare
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_decision_shares_total();
CREATE CONSTRAINT TRIGGER funding_decisionterm_total AFTER INSERT ON funding_decisionterm
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_decision_shares_total();
"""

SPLIT_OF_SIGNED = """
CREATE FUNCTION funding_split_of_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.decision_id IS NOT NULL AND (TG_OP = 'INSERT' OR OLD.decision_id IS DISTINCT FROM NEW.decision_id)
        AND NOT funding_decision_signed(NEW.decision_id) THEN
        RAISE EXCEPTION 'a cost share of a decision waits until every body has signed it as it stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'split_of_signed_decision';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_split_of_signed BEFORE INSERT OR UPDATE ON funding_split
    FOR EACH ROW EXECUTE FUNCTION funding_split_of_signed();
"""

AS_ASKED = """
CREATE FUNCTION funding_asked_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'funding_application' THEN
        IF (NEW.number, NEW.urgency, NEW.kind, NEW.starts_on, NEW.payer_id, NEW.council_id, NEW.nhs_body_id,
            NEW.council_percent, NEW.nhs_percent, NEW.split_rationale, NEW.alternatives, NEW.least_restrictive,
            NEW.statement, NEW.previous_decisions, NEW.documents, NEW.out_of_area, NEW.out_of_area_reason,
            NEW.applied_at, NEW.applied_by_id)
            IS NOT DISTINCT FROM (OLD.number, OLD.urgency, OLD.kind, OLD.starts_on, OLD.payer_id,
            OLD.council_id, OLD.nhs_body_id, OLD.council_percent, OLD.nhs_percent, OLD.split_rationale,
            OLD.alternatives, OLD.least_restrictive, OLD.statement, OLD.previous_decisions, OLD.documents,
            OLD.out_of_area, OLD.out_of_area_reason, OLD.applied_at, OLD.applied_by_id)
            AND NEW.host_notified_on IS NOT DISTINCT FROM OLD.host_notified_on
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what was asked for stays as it was sent: another request takes its place'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'application_stays_as_asked';
END $$;

CREATE TRIGGER funding_application_as_asked BEFORE UPDATE OR DELETE ON funding_application
    FOR EACH ROW EXECUTE FUNCTION funding_asked_stays();
CREATE TRIGGER funding_applicationservice_as_asked BEFORE UPDATE OR DELETE ON funding_applicationservice
    FOR EACH ROW EXECUTE FUNCTION funding_asked_stays();
CREATE TRIGGER funding_applicationoption_as_asked BEFORE UPDATE OR DELETE ON funding_applicationoption
    FOR EACH ROW EXECUTE FUNCTION funding_asked_stays();
CREATE TRIGGER funding_applicationscore_as_asked BEFORE UPDATE OR DELETE ON funding_applicationscore
    FOR EACH ROW EXECUTE FUNCTION funding_asked_stays();
"""

UNDO = """
DROP FUNCTION funding_asked_stays() CASCADE;
DROP FUNCTION funding_split_of_signed() CASCADE;
DROP FUNCTION funding_decision_shares_total() CASCADE;
DROP FUNCTION funding_signature_counts() CASCADE;
DROP FUNCTION funding_decision_part_stays() CASCADE;
DROP FUNCTION funding_decision_stays() CASCADE;
DROP FUNCTION funding_decision_signed(uuid);
DROP FUNCTION funding_decision_parties(uuid);
"""


class Migration(migrations.Migration):
    """Editions, signatures, and shares that wait for them."""

    dependencies = [("funding", "0007_panels")]

    operations = [
        migrations.RunSQL(
            SIGNED + NEVER_REWRITTEN + SIGNATURES + SHARES_TOTAL + SPLIT_OF_SIGNED + AS_ASKED, UNDO
        )
    ]
