"""Dossiers taken in at the desk before charges were kept line by line get their one charge, and the online
payment that was noted then."""

from datetime import timedelta, timezone

from django.db import migrations

LABEL = "Phí, lệ phí theo thủ tục"
REFERENCE = "ghi khi tiếp nhận"
VIET_NAM = timezone(timedelta(hours=7))
BATCH = 1000


def fill(apps, schema_editor):
    Dossier, Charge, Payment = (apps.get_model("dossiers", name) for name in ("Dossier", "Charge", "Payment"))
    rows = Dossier.objects.filter(source="desk", fee__gt=0, received_at__isnull=False, charges=None)
    charges, payments = [], []
    for dossier in rows.order_by("pk").iterator(chunk_size=BATCH):
        charges.append(
            Charge(
                dossier=dossier, kind="duty", label=LABEL, amount=dossier.fee,
                added_at=dossier.received_at, added_by_id=dossier.received_by_id,
            )
        )
        if dossier.is_paid_online:
            payments.append(
                Payment(
                    dossier=dossier, unit_id=dossier.receiving_unit_id, method="online", amount=dossier.fee,
                    fee_part=0, duty_part=dossier.fee, paid_at=dossier.received_at,
                    paid_on=dossier.received_at.astimezone(VIET_NAM).date(), reference=REFERENCE,
                    taken_by_id=dossier.received_by_id, officer_name=dossier.officer_name,
                )
            )
    Charge.objects.bulk_create(charges, batch_size=BATCH)
    Payment.objects.bulk_create(payments, batch_size=BATCH)
    Dossier.objects.filter(source="desk", fee=0, is_paid_online=True).update(is_paid_online=False)


def empty(apps, schema_editor):
    """What was made of the columns goes; they still say it."""
    apps.get_model("dossiers", "Payment").objects.filter(reference=REFERENCE).delete()
    apps.get_model("dossiers", "Charge").objects.filter(label=LABEL).delete()


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0026_results_and_returns")]
    operations = [migrations.RunPython(fill, empty)]
