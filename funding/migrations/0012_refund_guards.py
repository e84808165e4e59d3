"""What only the database can promise: aftercare is never charged, a refund's figures stay as they were fixed."""

from django.db import migrations

# Held under two writers at once: what one service is charged for never overlaps, and an ended charge that
# was never taken has no days at all.
ONE_AT_A_TIME = """
ALTER TABLE funding_contribution ADD CONSTRAINT contribution_one_at_a_time
    EXCLUDE USING gist (service_key WITH =, daterange(starts_on, ends_on + 1) WITH &&);
"""

NEVER_AFTERCARE = """
CREATE FUNCTION funding_contribution_lawful() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'what a person paid is never deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'contribution_stays';
    END IF;
    IF NEW.ends_on < NEW.starts_on - 1 THEN
        RAISE EXCEPTION 'a contribution ends after it starts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'contribution_ends_after_it_starts';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.case_id, NEW.council_id, NEW.service_key, NEW.cost_weekly_pence, NEW.weekly_pence,
            NEW.starts_on, NEW.existing)
            IS DISTINCT FROM (OLD.case_id, OLD.council_id, OLD.service_key, OLD.cost_weekly_pence,
            OLD.weekly_pence, OLD.starts_on, OLD.existing)
        THEN
            RAISE EXCEPTION 'a contribution is ended and recorded anew, never rewritten'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'contribution_stays';
        END IF;
        RETURN NEW;
    END IF;
    IF NOT NEW.existing AND (
        EXISTS (
            SELECT 1 FROM funding_fundedline f
            WHERE f.service_key = NEW.service_key
            AND daterange(f.starts_on, f.ends_on, '[]') && daterange(NEW.starts_on, NEW.ends_on, '[]')
        ) OR EXISTS (
            SELECT 1 FROM careplans_serviceline s JOIN careplans_careplan p ON p.id = s.plan_id
            WHERE s.service_key = NEW.service_key AND p.status = 'published'
            AND s.group IN ('health', 'social_care')
        )
    ) THEN
        RAISE EXCEPTION 'section 117 services cannot be charged'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'contribution_never_on_aftercare';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_contribution_lawful BEFORE INSERT OR UPDATE OR DELETE ON funding_contribution
    FOR EACH ROW EXECUTE FUNCTION funding_contribution_lawful();
"""

FIGURES_STAY = """
CREATE FUNCTION funding_refund_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status NOT IN ('paid', 'withdrawn')
        AND (NEW.line_id, NEW.council_id, NEW.number, NEW.contribution_id, NEW.first_day, NEW.last_day,
            NEW.weekly_pence, NEW.basis, NEW.rate_points, NEW.statement, NEW.pieces, NEW.by_body,
            NEW.total_pence, NEW.interest_pence, NEW.opened_by_id)
        IS NOT DISTINCT FROM (OLD.line_id, OLD.council_id, OLD.number, OLD.contribution_id, OLD.first_day,
            OLD.last_day, OLD.weekly_pence, OLD.basis, OLD.rate_points, OLD.statement, OLD.pieces, OLD.by_body,
            OLD.total_pence, OLD.interest_pence, OLD.opened_by_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the figures of a refund stay as they were fixed, and one paid or withdrawn is over'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_stays';
END $$;

CREATE TRIGGER funding_refund_stays BEFORE UPDATE OR DELETE ON funding_refund
    FOR EACH ROW EXECUTE FUNCTION funding_refund_stays();

CREATE FUNCTION funding_refund_posted_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.refund_id IS NOT NULL THEN
        PERFORM 1 FROM funding_refund WHERE id = NEW.refund_id AND status = 'paid' FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'only a refund that was paid is recharged'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_posted_when_paid';
        END IF;
        IF EXISTS (
            SELECT 1 FROM funding_scheduleline l JOIN funding_schedule s ON s.id = l.schedule_id
            WHERE l.refund_id = NEW.refund_id AND l.schedule_id <> NEW.schedule_id AND s.status <> 'withdrawn'
        ) THEN
            RAISE EXCEPTION 'a refund is posted on one schedule'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'refund_posted_once';
        END IF;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_refund_posted_once BEFORE INSERT ON funding_scheduleline
    FOR EACH ROW EXECUTE FUNCTION funding_refund_posted_once();
"""

UNDO = """
DROP FUNCTION funding_refund_posted_once() CASCADE;
DROP FUNCTION funding_refund_stays() CASCADE;
DROP FUNCTION funding_contribution_lawful() CASCADE;
ALTER TABLE funding_contribution DROP CONSTRAINT contribution_one_at_a_time;
"""


class Migration(migrations.Migration):
    """Contributions and refunds."""

    dependencies = [("funding", "0011_refunds"), ("careplans", "0009_refund_letter")]

    operations = [migrations.RunSQL(ONE_AT_A_TIME + NEVER_AFTERCARE + FIGURES_STAY, UNDO)]
