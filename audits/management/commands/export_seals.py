"""manage.py export_seals: blocks with all their entries, to be checked on another machine by verify_offline.py."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audits import proofs
from audits.models import SealBlock


class Command(BaseCommand):
    help = "Write blocks and their entries as lines of JSON; the file holds all that the blocks seal: keep it safe."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--first", type=int, default=1)
        parser.add_argument("--last", type=int, help="the newest block, unless told")

    def handle(self, *args: Any, **options: Any) -> None:
        newest = SealBlock.objects.order_by("-number").first()
        if newest is None:
            raise CommandError("尚无封存块。")
        last = options["last"] or newest.number
        try:
            with options["file"].open("x", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in proofs.bundle(options["first"], last))
        except OSError as error:
            raise CommandError(f"不能写入{options['file']}：{error.strerror}") from error
        self.stdout.write(f"已导出第{options['first']}块至第{last}块。")
