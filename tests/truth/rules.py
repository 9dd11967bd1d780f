#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Two implementations of RFC 5545's recurrence, on seeded random rules: ours and dateutil's.

usage: rules.py LIST [COUNT [SEED]]

LIST is the program of list.c.  Prints what differs and is not explained; exits with 77
where dateutil is not there.
"""
import collections
import datetime as dt
import random
import subprocess
import sys
import tempfile
import types
import zoneinfo

try:
    from dateutil import rrule
except ImportError:
    print("python3-dateutil is not there")
    sys.exit(77)
# It looks for what never comes until the year 9999: here until some time behind the last day.
rrule.datetime = types.SimpleNamespace(**{**vars(dt), "MAXYEAR": 2030})

ZONES = ["America/Denver", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata",
         "America/Sao_Paulo"]
FROM, TO = dt.datetime(2025, 1, 1), dt.datetime(2028, 1, 1)
HERE = "America/St_Johns"
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQS = (["YEARLY"] * 5 + ["MONTHLY"] * 6 + ["WEEKLY"] * 5 + ["DAILY"] * 4 + ["HOURLY"] * 2 +
         ["MINUTELY"] + ["SECONDLY"])
STEPS = {"HOURLY": 3600, "MINUTELY": 60, "SECONDLY": 1}


def some(rnd, choices, most):
    return sorted(rnd.sample(choices, rnd.randint(1, min(most, len(choices)))))


def plus_minus(rnd, top, most):
    return [n * rnd.choice([1, 1, 1, -1]) for n in some(rnd, range(1, top + 1), most)]


def by_days(rnd, top):
    days = rnd.sample(DAYS, rnd.randint(1, 3))
    if not top or rnd.random() < 0.4:
        return days
    return [f"{rnd.choice([1, -1]) * rnd.randint(1, top)}{d}" for d in days]


def parts_of_day(rnd, freq):
    parts = {}
    if rnd.random() < 0.2:
        parts["BYHOUR"] = some(rnd, range(24), 3)
    if rnd.random() < 0.15:
        parts["BYMINUTE"] = some(rnd, range(60), 3)
    if rnd.random() < 0.08:
        parts["BYSECOND"] = some(rnd, range(60), 2)
    if freq == "SECONDLY":  # not a million of them
        parts.setdefault("BYMINUTE", some(rnd, range(60), 2))
        parts.setdefault("BYHOUR", some(rnd, range(24), 2))
    if freq == "MINUTELY":
        parts.setdefault("BYHOUR", some(rnd, range(24), 3))
    return parts


def parts_of_year(rnd, parts):
    kind = rnd.random()
    if kind < 0.15:
        parts["BYYEARDAY"] = plus_minus(rnd, 366, 5)
        if rnd.random() < 0.3:
            parts["BYDAY"] = by_days(rnd, 0)
        if rnd.random() < 0.3:
            parts["BYMONTH"] = some(rnd, range(1, 13), 6)
        if rnd.random() < 0.2:
            parts["BYMONTHDAY"] = plus_minus(rnd, 31, 15)
    elif kind < 0.3:
        parts["BYWEEKNO"] = plus_minus(rnd, 53, 4)
        if rnd.random() < 0.6:
            parts["BYDAY"] = by_days(rnd, 0)
        if rnd.random() < 0.3:
            parts["BYMONTH"] = some(rnd, range(1, 13), 6)
        if rnd.random() < 0.2:
            parts["BYMONTHDAY"] = plus_minus(rnd, 31, 15)
    else:
        if rnd.random() < 0.5:
            parts["BYMONTH"] = some(rnd, range(1, 13), 4)
        if rnd.random() < 0.4:
            parts["BYMONTHDAY"] = plus_minus(rnd, 31, 4)
        if rnd.random() < 0.5:
            parts["BYDAY"] = by_days(rnd, 5 if "BYMONTH" in parts else 53)


def parts_of(rnd, freq):
    parts = parts_of_day(rnd, freq)
    if freq == "YEARLY":
        parts_of_year(rnd, parts)
    elif freq == "MONTHLY":
        if rnd.random() < 0.25:
            parts["BYMONTH"] = some(rnd, range(1, 13), 6)
        if rnd.random() < 0.45:
            parts["BYMONTHDAY"] = plus_minus(rnd, 31, 5)
        if rnd.random() < 0.5:
            parts["BYDAY"] = by_days(rnd, 5)
    else:
        if rnd.random() < 0.2:
            parts["BYMONTH"] = some(rnd, range(1, 13), 6)
        if rnd.random() < 0.5:
            parts["BYDAY"] = by_days(rnd, 0)
        if freq != "WEEKLY" and rnd.random() < 0.2:
            parts["BYMONTHDAY"] = plus_minus(rnd, 31, 8)
        if freq in STEPS and rnd.random() < 0.1:
            parts["BYYEARDAY"] = plus_minus(rnd, 366, 30)
    if freq not in STEPS and parts and rnd.random() < 0.2:
        parts["BYSETPOS"] = plus_minus(rnd, 6, 2)
    if rnd.random() < 0.3:
        parts["WKST"] = [rnd.choice(DAYS)]
    return parts


def dateutil(rule, start):
    try:
        yield from rrule.rrulestr(rule, dtstart=start)
    except ValueError:  # its word for a rule of which nothing comes
        pass


class Case:
    """One calendar of one event."""

    def __init__(self, rnd):
        self.zone = rnd.choice(ZONES)
        self.day = rnd.random() < 0.12
        self.freq = rnd.choice([f for f in FREQS if not (self.day and f in STEPS)])
        self.start = FROM + dt.timedelta(seconds=rnd.randrange(-300, 500) * 86400 +
                                         rnd.randrange(0, 86400, rnd.choice([60, 900, 3600])))
        if self.day:
            self.start = self.start.replace(hour=0, minute=0)
        self.parts = parts_of(rnd, self.freq)
        if self.day:
            for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
                self.parts.pop(part, None)
        self.interval = rnd.choice([1, 1, 1, 2, 3, 4, 5, 6, 7, 8, 12, 15, 24, 30, 60, 90])
        if self.freq in ("YEARLY", "MONTHLY"):
            self.interval = rnd.choice([1, 1, 1, 2, 3, 5])
        self.count = rnd.randint(1, 60) if rnd.random() < 0.25 else 0
        self.until = None
        if not self.count and rnd.random() < 0.25:
            self.until = self.start + dt.timedelta(days=rnd.randrange(1, 900))
        self.exdates = rnd.randint(1, 3) if rnd.random() < 0.15 else 0
        self.rdates = [self.start + dt.timedelta(days=rnd.randrange(1, 500))
                       for _ in range(rnd.randint(0, 3) if rnd.random() < 0.15 else 0)]
        if self.freq == "SECONDLY":
            self.interval = rnd.choice([30, 45, 50, 60, 90, 100, 3600, 5400])
        if self.freq in STEPS and not self.count:
            self.until = self.start + dt.timedelta(days=rnd.randrange(1, 60))
        self.local = self.candidates()
        self.moved = {}
        if rnd.random() < 0.15:
            self.moved[rnd.choice(self.local)] = dt.timedelta(days=rnd.randrange(-40, 40))
        self.never = [self.local[i] for i in
                      rnd.sample(range(len(self.local)), min(self.exdates, len(self.local)))]

    def here(self):
        return HERE if self.day else self.zone

    def utc(self, local):
        """RFC 5545 3.3.5, as PEP 495 has it with fold=0."""
        aware = local.replace(tzinfo=zoneinfo.ZoneInfo(self.here()))
        return int(aware.timestamp())

    def rule(self, count=None):
        out = [f"FREQ={self.freq}"]
        if self.interval > 1:
            out.append(f"INTERVAL={self.interval}")
        if count or self.count:
            out.append(f"COUNT={count or self.count}")
        if self.until and not count:
            if self.day:
                out.append(f"UNTIL={self.until:%Y%m%d}")
            else:
                utc = dt.datetime.fromtimestamp(self.utc(self.until), dt.timezone.utc)
                out.append(f"UNTIL={utc:%Y%m%dT%H%M%SZ}")
        out += [f"{k}={','.join(map(str, v))}" for k, v in self.parts.items()]
        return ";".join(out)

    def candidates(self):
        """What dateutil says, on the wall: DTSTART is the first, and COUNT counts it."""
        bare, begin = dict(self.parts), self.start
        for why, reads_so, say_it in EXPLAINED:
            if reads_so(self):
                begin = say_it(self, bare) or begin
                differs[why] += 1
        text = [f"FREQ={self.freq}", f"INTERVAL={self.interval}"]
        text += [f"{k}={','.join(map(str, v))}" for k, v in bare.items()]
        found, last = [self.start], self.utc(self.until) if self.until else None
        for at in dateutil("RRULE:" + ";".join(text), begin):
            if at >= TO + dt.timedelta(days=2):
                break
            if self.count and len(found) >= self.count and at > self.start:
                break
            if last is not None and self.utc(at) > last:
                break
            if at > self.start:
                found.append(at)
        return found

    def theirs(self):
        times, moved = {self.utc(t) for t in self.local + self.rdates}, []
        times -= {self.utc(t) for t in self.never}
        for t, by in self.moved.items():
            if self.utc(t) in times:
                times.remove(self.utc(t))
                moved.append(self.utc(t + by))
        low, high = (int(t.replace(tzinfo=dt.timezone.utc).timestamp()) for t in (FROM, TO))
        return sorted(t for t in list(times) + moved if low <= t < high)

    def plain(self):
        """May libical's own iterator be asked?  By the second it would take for ever, and with
        BYWEEKNO (-46, say) it leaves its own memory."""
        return self.freq not in STEPS and "BYWEEKNO" not in self.parts and len(self.local) > 1

    def not_plain(self, times):
        """libical does not count DTSTART that the rule does not say."""
        epoch = dt.datetime(1970, 1, 1)
        want = [int((t - epoch).total_seconds()) for t in self.local]
        return times[:len(want) - 1] not in (want[:-1], want[1:])

    def form(self, name, t):
        if self.day:
            return f"{name};VALUE=DATE:{t:%Y%m%d}"
        return f"{name};TZID={self.zone}:{t:%Y%m%dT%H%M%S}"

    def text(self):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//rules//", "BEGIN:VEVENT", "UID:1",
                 self.form("DTSTART", self.start), "RRULE:" + self.rule()]
        lines += [self.form("RDATE", t) for t in self.rdates]
        lines += [self.form("EXDATE", t) for t in self.never]
        lines += [f"X-PLAIN:{len(self.local) - 1}"] if self.plain() else []
        for t, by in self.moved.items():
            lines += ["END:VEVENT", "BEGIN:VEVENT", "UID:1", self.form("RECURRENCE-ID", t),
                      self.form("DTSTART", t + by)]
        return "\r\n".join(lines + ["END:VEVENT", "END:VCALENDAR", ""])


def weekday_of_start(case, parts):
    parts["BYDAY"] = [DAYS[case.start.weekday()]]


def from_first_day(case, parts):
    first = case.parts.get("WKST", ["MO"])[0]
    back = (case.start.weekday() - DAYS.index(first)) % 7
    parts.setdefault("BYDAY", [DAYS[case.start.weekday()]])
    parts.setdefault("BYHOUR", [case.start.hour])
    parts.setdefault("BYMINUTE", [case.start.minute])
    parts.setdefault("BYSECOND", [case.start.second])
    return case.start.replace(hour=0, minute=0, second=0) - dt.timedelta(days=back)


# Where dateutil reads a rule otherwise than the RFC does: the sentence, the rules, and the
# same rule for dateutil in words that it reads so.
EXPLAINED = [
    ('3.3.10: "Information, not contained in the rule, necessary to determine the various '
     'recurrence instance start time and dates are derived from the Start Time (DTSTART) '
     'component attribute."  dateutil takes all days of a week that BYWEEKNO names.',
     lambda c: "BYWEEKNO" in c.parts and not {"BYDAY", "BYMONTHDAY"} & set(c.parts),
     weekday_of_start),
    ('3.3.10: "A set of recurrence instances starts at the beginning of the interval '
     'defined by the FREQ rule part."  dateutil counts the first week from DTSTART on.',
     lambda c: c.freq == "WEEKLY" and "BYSETPOS" in c.parts, from_first_day),
]
# Where libical's own iterator reads a rule otherwise than the RFC does, and ours does not.
LIBICAL = [
    ('3.3.10: "BYSETPOS [...] corresponds to the nth occurrence within the set": libical counts '
     'days, not times, and in months and years alone.', lambda c: "BYSETPOS" in c.parts),
    ('3.3.10, BYMONTHDAY: "Valid values are 1 to 31 or -31 to -1": by day, libical takes no '
     'negative ones.',
     lambda c: c.freq == "DAILY" and any(n < 0 for n in c.parts.get("BYMONTHDAY", []))),
    ('3.3.10, table: BYMONTHDAY expands a YEARLY rule: libical does so in one month, and takes '
     'positions of BYDAY to be within the month.',
     lambda c: c.freq == "YEARLY" and "BYMONTHDAY" in c.parts),
    ('3.3.10, table: BYMONTH and BYMONTHDAY go with BYYEARDAY: libical refuses.',
     lambda c: "BYYEARDAY" in c.parts and {"BYMONTH", "BYMONTHDAY"} & set(c.parts)),
    ('3.3.10: "The WKST rule part [...] is significant when a WEEKLY RRULE has an interval '
     'greater than 1": libical takes a step into the week before.',
     lambda c: c.freq == "WEEKLY" and c.interval > 1),
]
differs = collections.Counter()


def ask(program, cases):
    with tempfile.NamedTemporaryFile("w", suffix=".ics", newline="") as f:
        f.write("".join(c.text() for c in cases))
        f.flush()
        low, high = (int(t.replace(tzinfo=dt.timezone.utc).timestamp()) for t in (FROM, TO))
        out = subprocess.run([program, f.name, str(low), str(high), HERE, "20"], check=True,
                             capture_output=True, text=True).stdout
    answers = collections.defaultdict(dict)
    for line in out.splitlines():
        number, who, *times = line.split()
        answers[int(number)][who] = [int(t) if t != "many" else t for t in times]
    return answers


def compare(case, answer, told):
    """None, or what there is to say of a difference that nothing explains."""
    want, got = case.theirs(), answer["ours"]
    if want != got:
        zone = zoneinfo.ZoneInfo(case.here())
        show = [[str(dt.datetime.fromtimestamp(t, zone)) for t in sorted(set(a) - set(b))[:3]]
                for a, b in ((want, got), (got, want))]
        return f"{case.text()}not here: {show[0]}, only here: {show[1]}"
    if "libical" in answer and case.not_plain(answer["libical"]):
        why = [sentence for sentence, is_so in LIBICAL if is_so(case)]
        if not why:
            return f"{case.text()}libical alone: {answer['libical'][:5]}, here {case.local[:5]}"
        told[why[0]] += 1
    return None


def main():
    program = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    rnd = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 5545)
    cases = [Case(rnd) for _ in range(count)]
    answers, told = ask(program, cases), collections.Counter()
    bad = [b for b in (compare(c, answers[i], told) for i, c in enumerate(cases)) if b]
    print("\n".join(bad[:10]))
    for name, why in (("dateutil", differs), ("libical", told)):
        for sentence, n in why.items():
            print(f"{n} of {name}: RFC 5545 {sentence}")
    print(f"{count} rules, {sum(len(a['ours']) for a in answers.values())} occurrences, "
          f"{sum('libical' in a for a in answers.values())} asked of libical too: "
          f"{len(bad)} different")
    return bool(bad) or len(answers) != count


if __name__ == "__main__":
    sys.exit(main())
