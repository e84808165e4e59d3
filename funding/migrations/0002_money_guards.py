"""What only the database can promise under two writers at once: shares that total 100.00, frozen figures."""

from django.db import migrations

# Each share's transaction locks the split before it sums. Without the lock, two writers each see their own
# shares only and commit 200% together; FOR UPDATE would deadlock with the key lock that the shares' foreign
# keys take; FOR NO KEY UPDATE gives one commit and one clean refusal.
SHARES_TOTAL = """
CREATE FUNCTION funding_shares_total() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_split uuid;
    total numeric;
    residuals integer;
BEGIN
    IF TG_TABLE_NAME = 'funding_split' THEN
        the_split := NEW.id;
    ELSIF TG_OP = 'DELETE' THEN
        the_split := OLD.split_id;
    ELSE
        the_split := NEW.split_id;
    END IF;
    PERFORM 1 FROM funding_split WHERE id = the_split FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT coalesce(sum(percent), 0), count(*) FILTER (WHERE residual) INTO total, residuals
    FROM funding_share WHERE split_id = the_split;
    IF total <> 100.00 OR residuals <> 1 THEN
        RAISE EXCEPTION 'the shares of a cost come to %, not 100.00, with % residual', total, residuals
            USING ERRCODE = 'check_violation', CONSTRAINT = 'shares_total_100';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER funding_share_total AFTER INSERT OR UPDATE OR DELETE ON funding_share
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_shares_total();
CREATE CONSTRAINT TRIGGER funding_split_total AFTER INSERT ON funding_split
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION funding_shares_total();
"""

NOT_BEFORE_LINE = """
CREATE FUNCTION funding_not_before_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.starts_on < (SELECT starts_on FROM funding_fundedline WHERE id = NEW.line_id) THEN
        RAISE EXCEPTION 'a rate or a cost share cannot start before the service'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'not_before_line_start';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_rate_start BEFORE INSERT OR UPDATE ON funding_rate
    FOR EACH ROW EXECUTE FUNCTION funding_not_before_line();
CREATE TRIGGER funding_split_start BEFORE INSERT OR UPDATE ON funding_split
    FOR EACH ROW EXECUTE FUNCTION funding_not_before_line();
"""

FROZEN = """
CREATE FUNCTION funding_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    the_schedule uuid;
    state text;
BEGIN
    IF TG_TABLE_NAME = 'funding_schedule' THEN
        the_schedule := OLD.id;
    ELSIF TG_TABLE_NAME = 'funding_scheduleshare' THEN
        IF TG_OP = 'INSERT' THEN
            SELECT schedule_id INTO the_schedule FROM funding_scheduleline WHERE id = NEW.line_id;
        ELSE
            SELECT schedule_id INTO the_schedule FROM funding_scheduleline WHERE id = OLD.line_id;
        END IF;
    ELSIF TG_OP = 'INSERT' THEN
        the_schedule := NEW.schedule_id;
    ELSE
        the_schedule := OLD.schedule_id;
    END IF;
    SELECT status INTO state FROM funding_schedule WHERE id = the_schedule;
    IF state = 'frozen' THEN
        RAISE EXCEPTION 'a frozen schedule never changes'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'schedule_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER funding_schedule_frozen BEFORE UPDATE OR DELETE ON funding_schedule
    FOR EACH ROW EXECUTE FUNCTION funding_frozen();
CREATE TRIGGER funding_scheduleline_frozen BEFORE INSERT OR UPDATE OR DELETE ON funding_scheduleline
    FOR EACH ROW EXECUTE FUNCTION funding_frozen();
CREATE TRIGGER funding_scheduleshare_frozen BEFORE INSERT OR UPDATE OR DELETE ON funding_scheduleshare
    FOR EACH ROW EXECUTE FUNCTION funding_frozen();
"""

UNDO = """
DROP FUNCTION funding_shares_total() CASCADE;
DROP FUNCTION funding_not_before_line() CASCADE;
DROP FUNCTION funding_frozen() CASCADE;
"""


class Migration(migrations.Migration):
    """Deferred totals, start dates, frozen schedules."""

    dependencies = [("funding", "0001_initial")]

    operations = [migrations.RunSQL(SHARES_TOTAL + NOT_BEFORE_LINE + FROZEN, UNDO)]
