#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every zone of the tz database, as ours has it and as Python's zoneinfo does.

usage: zones.py LIST

LIST is the program of list.c.  A day's event at 01:30 on the wall for three years, and one of
each summer and winter from 1975 to 2037, in each zone.
"""
import datetime as dt
import subprocess
import sys
import tempfile
import zoneinfo

DAILY = [dt.datetime(2024, 12, 1, 1, 30) + dt.timedelta(days=n) for n in range(1100)]
SEASONS = [dt.datetime(year, month, 10, 12) for year in range(1975, 2038) for month in (1, 7)]
FROM, TO = 0, 4150000000


def names():
    """Those that are places: "right/" counts leap seconds, and some are files of today's."""
    return sorted(n for n in zoneinfo.available_timezones() if n not in ("localtime", "Factory"))


def calendar(name):
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1",
             f"DTSTART;TZID={name}:{DAILY[0]:%Y%m%dT%H%M%S}", f"RRULE:FREQ=DAILY;COUNT={len(DAILY)}"]
    lines += [f"RDATE;TZID={name}:{t:%Y%m%dT%H%M%S}" for t in SEASONS]
    return "\r\n".join(lines + ["END:VEVENT", "END:VCALENDAR", ""])


def main():
    all_names = names()
    with tempfile.NamedTemporaryFile("w", suffix=".ics", newline="") as f:
        f.write("".join(calendar(n) for n in all_names))
        f.flush()
        out = subprocess.run([sys.argv[1], f.name, str(FROM), str(TO), "UTC", "50000"], check=True,
                             capture_output=True, text=True).stdout.splitlines()
    bad = 0
    for name, line in zip(all_names, out):
        zone = zoneinfo.ZoneInfo(name)
        want = {int(t.replace(tzinfo=zone).timestamp()) for t in DAILY + SEASONS}
        got = {int(t) for t in line.split()[2:]}
        if want != got:
            bad += 1
            some = [str(dt.datetime.fromtimestamp(t, zone)) for t in sorted(want ^ got)[:4]]
            print(f"{name}: {len(want ^ got)} differ, as {some}")
    print(f"{len(all_names)} zones, {len(out)} answered, {bad} differ")
    return bad != 0 or len(out) != len(all_names) or len(out) < 400


if __name__ == "__main__":
    sys.exit(main())
