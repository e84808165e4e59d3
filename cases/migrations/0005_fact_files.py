"""Files of facts of legal status: detention papers, renewals, decisions of the tribunal."""

from django.conf import settings
from django.db import migrations, models

from s117.audit.migrating import together


# A file of a fact belongs to a fact of that kind of the same person, also after a correction or a merge.
OF_ITS_FACT = """
CREATE FUNCTION cases_evidence_of_its_fact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.fact_row IS NOT NULL AND NOT EXISTS (
    SELECT FROM (
      SELECT 'detention' AS kind, id, case_id FROM cases_detention
      UNION ALL SELECT 'stay', id, case_id FROM cases_hospitalstay
      UNION ALL SELECT 'leave', id, case_id FROM cases_leave
      UNION ALL SELECT 'cto', id, case_id FROM cases_communitytreatmentorder
      UNION ALL SELECT 'conditional-discharge', id, case_id FROM cases_conditionaldischarge
      UNION ALL SELECT 'transfer', id, case_id FROM cases_hospitalmove
      UNION ALL SELECT 'renewal', id, case_id FROM cases_renewal
      UNION ALL SELECT 'tribunal', id, case_id FROM cases_tribunal
    ) fact
    WHERE (fact.kind, fact.id, fact.case_id) = (NEW.fact_kind, NEW.fact_row, NEW.case_id))
  THEN
    RAISE EXCEPTION 'the file is of a fact that this person does not have'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'evidence_of_its_fact';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER evidence_of_its_fact BEFORE INSERT OR UPDATE OF case_id, fact_kind, fact_row ON cases_evidence
  FOR EACH ROW EXECUTE FUNCTION cases_evidence_of_its_fact();
"""
DROP_OF_ITS_FACT = """
DROP TRIGGER evidence_of_its_fact ON cases_evidence;
DROP FUNCTION cases_evidence_of_its_fact;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("cases", "0004_nobody_unowned"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_once_a_question",
        ),
        migrations.AddField(
            model_name="evidence",
            name="fact_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("detention", "Detention"),
                    ("stay", "Stay in hospital"),
                    ("leave", "Section 17 leave"),
                    ("cto", "Community treatment order"),
                    ("conditional-discharge", "Conditional discharge"),
                    ("transfer", "Transfer between hospitals"),
                    ("renewal", "Renewal or extension"),
                    ("tribunal", "Tribunal"),
                ],
                default="",
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="fact_row",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="fact_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("detention", "Detention"),
                    ("stay", "Stay in hospital"),
                    ("leave", "Section 17 leave"),
                    ("cto", "Community treatment order"),
                    ("conditional-discharge", "Conditional discharge"),
                    ("transfer", "Transfer between hospitals"),
                    ("renewal", "Renewal or extension"),
                    ("tribunal", "Tribunal"),
                ],
                default="",
                max_length=24,
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="fact_row",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entitlement", "Entitlement"),
                    ("council", "Responsible council"),
                    ("nhs_body", "Responsible NHS body"),
                    ("legal_status", "Legal status"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="historicalevidence",
            name="kind",
            field=models.CharField(
                choices=[
                    ("entitlement", "Entitlement"),
                    ("council", "Responsible council"),
                    ("nhs_body", "Responsible NHS body"),
                    ("legal_status", "Legal status"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_at__isnull", True)),
                fields=("case", "kind", "fact_row", "sha256"),
                name="evidence_once_a_question",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("fact_row__isnull", False),
                        ("kind", "legal_status"),
                        models.Q(("fact_kind", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("kind", "legal_status"), _negated=True),
                        ("fact_kind", ""),
                        ("fact_row__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="evidence_of_a_fact_or_a_question",
            ),
        ),
        migrations.RunSQL(OF_ITS_FACT, DROP_OF_ITS_FACT),
    ]
    operations = together(operations)
