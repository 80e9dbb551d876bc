"""manage.py verify_seals: prove the seal chain and every sealed row, or name what is wrong and exit with 1."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits import seal_checks
from audits.models import SealBlock


class Command(BaseCommand):
    help = "Prove the seal chain, every sealed row and every live row; name what was changed, removed or inserted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", default="", help="a digest known from a daily report, which must be in the chain")
        parser.add_argument("--since", type=int, default=1, help="read rows from this block on; the chain as a whole")

    def handle(self, *args: Any, **options: Any) -> None:
        def progress(done: int) -> None:
            if options["verbosity"] > 1:
                self.stdout.write(f"第{done}块")

        found = seal_checks.verify(head=options["head"].strip().lower(), since=options["since"], progress=progress)
        for discrepancy in found:
            self.stderr.write(f"[{discrepancy.kind}] {discrepancy.sentence}")
        if found:
            raise CommandError(f"封存核验发现{len(found)}处不符。")
        last = SealBlock.objects.order_by("-number").first()
        if last is None:
            self.stdout.write("封存核验通过：尚无封存块。")
            return
        self.stdout.write(f"封存核验通过：至第{last.number}块，链头{last.digest}。")
