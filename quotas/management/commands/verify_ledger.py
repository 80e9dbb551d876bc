"""manage.py verify_ledger: prove the book, or name what is wrong and exit with 1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from quotas import verification


class Command(BaseCommand):
    help = "Prove that Σ balances = 0 and balance = Σ transfers; name what is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        found = verification.verify()
        for discrepancy in found:
            self.stderr.write(f"[{discrepancy.kind}] {discrepancy.sentence}")
        if found:
            raise CommandError(f"台账核验发现{len(found)}处不符。")
        self.stdout.write("台账核验通过：各类型余额合计为零，余额等于变动合计。")
