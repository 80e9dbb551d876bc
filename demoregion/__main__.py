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
    """0 when the region is there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from demoregion.region import build
    from units.models import Region

    if Region.objects.exists():
        print("  数据库中已有行政区划，示例地区不再建立。", flush=True)
        return 0
    began = time.monotonic()
    build(progress)
    print(f"  示例地区建立完毕，用时{time.monotonic() - began:.0f}秒。", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
