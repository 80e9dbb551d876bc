"""python -m demoregion: build the demo region once; a database that has regions is left alone."""

import os
import sys
import time

import django


def progress(title: str, done: int, total: int) -> None:
    """A progress bar on one line of the terminal; plain lines where there is none."""
    width = 30
    bar = "█" * (done * width // total)
    if sys.stdout.isatty():
        print(f"\r  {title} {bar:<{width}} {done}/{total}", end="\n" if done == total else "", flush=True)
    elif done in (1, total) or done % 20 == 0:
        print(f"  {title} {done}/{total}", flush=True)


def main() -> int:
    """0 when the region is there, 1 when an earlier run was cut short."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from demoregion.region import build, is_complete
    from units.models import Region

    if Region.objects.exists():
        whole = is_complete()
        print("  数据库中已有地区数据。" if whole else "  示例地区上次未建完，请先运行 make demo-reset。", flush=True)
        return 0 if whole else 1
    began = time.monotonic()
    build(progress)
    print(f"  示例地区建立完毕，用时{time.monotonic() - began:.0f}秒。", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
