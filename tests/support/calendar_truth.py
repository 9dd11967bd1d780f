# SPDX-License-Identifier: MIT
"""What a calendar file says, by python3-icalendar and python3-dateutil: a second opinion.

    calendar_truth.py FILE FROM_YEAR TO_YEAR ZONE   START END ALARM ZONE, a line an occurrence
    calendar_truth.py --table TABLE                 each row's count, first and last are right

Times are UTC; ZONE is that of what has none.  ALARM: minutes before, or -.  To be skipped (77)
where the packages are not installed.
"""
import sys
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

try:
    from dateutil import rrule
    from icalendar import Calendar
except ImportError as no:
    print("skipped:", no)
    sys.exit(77)

UTC = timezone.utc


def zone_of(tz, here):
    """The tz database's own where it knows the name: pytz cannot say what a gap is."""
    name = getattr(tz, "zone", None)
    if tz is None:
        return ZoneInfo(here)
    try:
        return ZoneInfo(name)
    except (ValueError, TypeError, KeyError, OSError):
        return tz


def utc(naive, tz):
    if hasattr(tz, "localize"):
        return tz.localize(naive, is_dst=True).astimezone(UTC)
    return naive.replace(tzinfo=tz).astimezone(UTC)


def split(value, here):
    """The clock's time, and whose clock."""
    if not isinstance(value, datetime):
        return datetime.combine(value, time()), ZoneInfo(here)
    return value.replace(tzinfo=None), zone_of(value.tzinfo, here)


def moment(value, here):
    return utc(*split(value, here))


def many(event, name):
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def dates(event, name):
    for some in many(event, name):
        for one in some.dts:
            yield one.dt[0] if isinstance(one.dt, tuple) else one.dt


def length(event):
    start = event["DTSTART"].dt
    if "DURATION" in event:
        return event["DURATION"].dt
    if "DTEND" in event:
        end = event["DTEND"].dt
        return moment(end, "UTC") - moment(start, "UTC")
    return timedelta(0) if isinstance(start, datetime) else timedelta(days=1)


def clocks(event, rule, last, here):
    """The clock's times of one rule.

    RFC 5545 3.3.10: DTSTART always counts as the first of COUNT.  dateutil does not count it
    where the rule does not say it.
    """
    start, tz = split(event["DTSTART"].dt, here)
    rule = dict(rule)
    until = rule.pop("UNTIL", [None])[0]
    count, seen = rule.pop("COUNT", [None])[0], 0
    text = ";".join(
        name + "=" + ",".join(str(v) for v in (values if isinstance(values, list) else [values]))
        for name, values in rule.items())
    for at in rrule.rrulestr(text, dtstart=start):
        seen += 1 if seen or at == start else 2
        if utc(at, tz) >= last or (count is not None and seen > count):
            return
        if until is not None:
            whole = not isinstance(until, datetime)
            if at.date() > until if whole else utc(at, tz) > moment(until, here):
                return
        yield utc(at, tz)


def planned(event, last, here):
    first = moment(event["DTSTART"].dt, here)
    found = {first}
    for rule in many(event, "RRULE"):
        found.update(clocks(event, rule, last, here))
    found.update(moment(d, here) for d in dates(event, "RDATE"))
    whole = {d for d in dates(event, "EXDATE") if not isinstance(d, datetime)}
    gone = {moment(d, here) for d in dates(event, "EXDATE") if isinstance(d, datetime)}
    tz = split(event["DTSTART"].dt, here)[1]
    return {at for at in found - gone if at.astimezone(tz).date() not in whole}


def alarm(event):
    for inner in event.subcomponents:
        if inner.name == "VALARM" and isinstance(inner["TRIGGER"].dt, timedelta):
            return str(int(-inner["TRIGGER"].dt.total_seconds() // 60))
    return "-"


def row(event, start):
    name = event["DTSTART"].params.get("TZID", "-")
    if name == "-" and getattr(event["DTSTART"].dt, "tzinfo", None) is not None:
        name = "UTC"
    return start, start + length(event), alarm(event), name


def occurrences(path, first, last, here):
    series, changes = [], {}
    for calendar in Calendar.from_ical(Path(path).read_bytes(), multiple=True):
        for event in calendar.walk("VEVENT"):
            if "RECURRENCE-ID" in event:
                key = str(event.get("UID")), moment(event["RECURRENCE-ID"].dt, here)
                changes[key] = event
            elif "DTSTART" in event:
                series.append(event)
    out = []
    for event in series:
        for at in planned(event, last, here):
            change = changes.get((str(event.get("UID")), at))
            if change is None:
                out.append(row(event, at))
            else:
                out.append(row(change, moment(change["DTSTART"].dt, here)))
    return sorted(o for o in out if first <= o[0] < last)


def years(first, last):
    return datetime(int(first), 1, 1, tzinfo=UTC), datetime(int(last) + 1, 1, 1, tzinfo=UTC)


def say(at):
    return at.strftime("%Y%m%dT%H%M%SZ")


def check(table):
    """Rows are FILE FROM_YEAR TO_YEAR ZONE COUNT FIRST LAST; `#` begins a remark."""
    bad = seen = 0
    for line in Path(table).read_text(encoding="utf-8").splitlines():
        words = line.split("#")[0].split()
        if not words:
            continue
        found = occurrences(Path(table).parent / words[0], *years(*words[1:3]), words[3])
        ours = [str(len(found))] + [say(found[i][0]) for i in (0, -1) if found]
        seen += 1
        if ours != words[4:]:
            print(words[0], "is", *ours, "and not", *words[4:])
            bad += 1
    print(f"{seen - bad} passed, {bad} failed")
    return 1 if bad or not seen else 0


def main(words):
    if words[0] == "--table":
        return check(words[1])
    for start, end, minutes, name in occurrences(words[0], *years(*words[1:3]), words[3]):
        print(say(start), say(end), minutes, name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
