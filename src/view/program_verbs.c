/* SPDX-License-Identifier: MIT */
/* The words that change the program; each tells what would come of it, and nothing goes out. */
#include <string.h>

#include "text/keys.h"
#include "view/plan.h"

enum { MINUTES_MAX = 1440 };

static int act_cancel(struct stage *s, const char *rest)
{
	struct plan_target t;
	int told = plan_take_series(s, &rest, "cancel", &t);
	struct pl_changed c;

	if (!told)
		told = plan_take_sessions(s, &rest, false, &t);
	if (told)
		return told;
	c = plan_changed(&t, PL_CHANGE_CANCEL);
	c.why = rest;
	return plan_add_each(s, &t, &c);
}

static int act_restore(struct stage *s, const char *rest)
{
	struct plan_target t;
	int told = plan_take_series(s, &rest, "restore", &t);
	struct pl_changed c;

	if (!told)
		told = plan_take_sessions(s, &rest, true, &t);
	if (told)
		return told;
	c = plan_changed(&t, PL_CHANGE_RESTORE);
	return plan_add_each(s, &t, &c);
}

/* Moving.  One day alone is that of the session where there is one on it, and else the new
 * one: "/move 3 tue 19:00" and "/move 3 wed 19:00" are both what they seem. */

struct move {
	struct pl_local days[2]; /* of the session; the new one, if it differs */
	int days_count;
	bool is_weekday, has_time; /* the last of them is a day of the week */
	struct pl_local time;
};

static void take_when(struct stage *s, const char **at, const char *zone, struct move *m)
{
	int64_t from_utc_ms = stage_now(s);

	*m = (struct move) { 0 };
	while (m->days_count < 2) {
		const bool is_weekday = moment_is_weekday(*at);

		if (!moment_take_day(at, zone, from_utc_ms, &m->days[m->days_count]))
			break;
		from_utc_ms = moment_noon_utc_ms(zone, &m->days[m->days_count++]);
		m->is_weekday = is_weekday;
	}
	m->has_time = moment_take_time(at, &m->time);
}

static bool find_moved(struct stage *s, struct plan_target *t, struct move *m)
{
	if (m->days_count == 2)
		return plan_session_on(s, t, &m->days[0]);
	if (m->days_count == 1 && m->has_time && plan_session_on(s, t, &m->days[0]))
		return true;
	m->days[1] = m->days[0];
	return plan_next_session(s, t, false);
}

/* The new start: what was not typed is as it was. */
static int64_t new_start(const struct plan_target *t, const struct move *m, int64_t now_utc_ms)
{
	const bool is_new = m->days[1].year;
	struct pl_local l;

	pl_local(t->pattern.zone, t->start_utc_ms, &l);
	if (is_new) {
		l.year = m->days[1].year;
		l.month = m->days[1].month;
		l.day = m->days[1].day;
	}
	if (m->has_time) {
		l.hour = m->time.hour;
		l.minute = m->time.minute;
	}
	return moment_start_utc_ms(t->pattern.zone, &l, is_new && m->is_weekday, now_utc_ms);
}

static int act_move(struct stage *s, const char *rest)
{
	struct plan_target t;
	int told = plan_take_series(s, &rest, "move", &t);
	int64_t minutes = 0;
	struct pl_changed c;
	struct move m;

	if (told)
		return told;
	take_when(s, &rest, t.pattern.zone, &m);
	if (!m.has_time && (*rest || !m.days_count))
		return plan_say(s, m.days_count ? PROGRAM_NO_TIME : PROGRAM_NO_DATE,
				moment_word(&s->model.mem, rest));
	if (*rest && (!session_number(rest, &minutes) || minutes < 1 || minutes > MINUTES_MAX))
		return plan_say(s, PROGRAM_MINUTES_HOW, rest);
	if (!find_moved(s, &t, &m))
		return plan_say(s, PROGRAM_NO_SUCH_SESSION, t.series->title);
	c = plan_changed(&t, PL_CHANGE_MOVE);
	c.start_utc_ms = new_start(&t, &m, stage_now(s));
	c.minutes = (int)minutes;
	if (c.start_utc_ms < stage_now(s))
		return plan_say(s, PROGRAM_PAST, words_moment(&s->model.mem, c.start_utc_ms));
	return plan_add(s, &c);
}

/* Leading: with days those sessions, without one all from now on. */
static int act_lead(struct stage *s, const char *rest)
{
	const struct pl_person *who;
	struct plan_target t;
	int told = plan_take_series(s, &rest, "lead", &t);
	const char *at = rest;
	struct pl_local day;
	struct pl_changed c;
	bool some;

	if (told)
		return told;
	some = moment_take_day(&at, t.pattern.zone, stage_now(s), &day);
	if (some)
		told = plan_take_sessions(s, &rest, false, &t);
	if (told)
		return told;
	if (!session_given(rest))
		return session_how(s, "lead");
	who = plan_leader(s, t.series->group, rest);
	if (!who)
		return plan_say(s, PROGRAM_NO_LEADER, rest);
	if (who->role != PL_FACILITATOR && who->role != PL_ADMIN)
		return plan_say(s, PROGRAM_ONE_LEADER, who->name);
	c = plan_changed(&t, PL_CHANGE_LEADER);
	c.leader = who->id;
	return some ? plan_add_each(s, &t, &c) : plan_add(s, &c);
}

/* As with a leader. */
static int act_room(struct stage *s, const char *rest)
{
	struct plan_target t;
	int told = plan_take_series(s, &rest, "room", &t);
	const char *at = rest;
	char place[SESSION_TYPED_MAX];
	struct pl_local day;
	struct pl_changed c;
	bool some;

	if (told)
		return told;
	some = moment_take_day(&at, t.pattern.zone, stage_now(s), &day);
	if (some)
		told = plan_take_sessions(s, &rest, false, &t);
	if (told)
		return told;
	if (!session_given(rest) || !session_take(place, rest, strlen(rest)))
		return session_how(s, "room");
	c = plan_changed(&t, PL_CHANGE_PLACE);
	c.place = words_read_none(place) ? "" : place;
	return some ? plan_add_each(s, &t, &c) : plan_add(s, &c);
}

static int act_extra(struct stage *s, const char *rest)
{
	struct plan_target t;
	int told = plan_take_series(s, &rest, "extra", &t);
	struct pl_changed c;
	struct pl_local l;
	bool is_weekday;

	if (told)
		return told;
	is_weekday = moment_is_weekday(rest);
	if (!moment_take_day(&rest, t.pattern.zone, stage_now(s), &l))
		return plan_say(s, PROGRAM_NO_DATE, moment_word(&s->model.mem, rest));
	if (!moment_take_time(&rest, &l) || *rest)
		return plan_say(s, PROGRAM_NO_TIME, moment_word(&s->model.mem, rest));
	c = plan_changed(&t, PL_CHANGE_ADD);
	c.start_utc_ms = moment_start_utc_ms(t.pattern.zone, &l, is_weekday, stage_now(s));
	if (c.start_utc_ms < stage_now(s))
		return plan_say(s, PROGRAM_PAST, words_moment(&s->model.mem, c.start_utc_ms));
	return plan_add(s, &c);
}

/* The day that is typed is the last one. */
static int act_endseries(struct stage *s, const char *rest)
{
	struct plan_target t;
	int told = plan_take_series(s, &rest, "endseries", &t);
	struct pl_changed c;
	struct pl_local day;

	if (told)
		return told;
	if (!moment_take_day(&rest, t.pattern.zone, stage_now(s), &day) || *rest)
		return plan_say(s, PROGRAM_NO_DATE, moment_word(&s->model.mem, rest));
	c = plan_changed(&t, PL_CHANGE_END);
	c.start_utc_ms = moment_day_utc_ms(t.pattern.zone, &day, 1);
	return plan_add(s, &c);
}

static int act_dropseries(struct stage *s, const char *rest)
{
	struct plan_target t;
	int64_t n;

	if (!session_leads(s))
		return plan_say(s, PROGRAM_LEADERS_ONLY, "");
	if (!session_number(rest, &n))
		return session_how(s, "dropseries");
	t = (struct plan_target) { .series = plan_series(s, n) };
	if (!t.series)
		return plan_say(s, PROGRAM_NO_SUCH_SERIES, "");
	return plan_add(s, &(struct pl_changed) { .what = PL_CHANGE_DROP,
						  .id = t.series->id,
						  .group = t.series->group });
}

static int act_holiday(struct stage *s, const char *rest)
{
	struct pl_changed c = { .what = PL_CHANGE_HOLIDAY };
	const char *zone = plan_zone(s), *from = rest;
	struct pl_local first, last;

	if (!session_leads(s))
		return plan_say(s, PROGRAM_LEADERS_ONLY, "");
	if (!session_given(rest))
		return session_how(s, "holiday");
	if (!moment_take_day(&rest, zone, stage_now(s), &first))
		return plan_say(s, PROGRAM_NO_DATE, moment_word(&s->model.mem, from));
	if (!moment_take_day(&rest, zone, moment_noon_utc_ms(zone, &first), &last))
		last = first;
	c.start_utc_ms = moment_day_utc_ms(zone, &first, 0);
	c.end_utc_ms = moment_day_utc_ms(zone, &last, 1);
	c.why = rest;
	if (c.end_utc_ms <= c.start_utc_ms)
		return plan_say(s, PROGRAM_END_FIRST, "");
	return plan_add(s, &c);
}

static int act_import(struct stage *s, const char *rest)
{
	char path[SESSION_TYPED_MAX];

	if (!session_leads(s))
		return plan_say(s, PROGRAM_LEADERS_ONLY, "");
	if (!session_given(rest) || !session_take(path, rest, strlen(rest)))
		return session_how(s, "import");
	return plan_import(s, path);
}

const struct verb program_verbs[] = {
	{ "grant", KEY_CHORD('1'), N_("NUMBER"),
	  N_("Say yes to a request, by its number in /requests."), requests_grant },
	{ "deny", KEY_CHORD('2'), N_("NUMBER and why"),
	  N_("Say no to a request. The person is told why."), requests_deny },
	{ "series", KEY_CHORD('3'),
	  N_("your answer, FIELD: ANSWER, NUMBER FIELD: ANSWER, done or stop"),
	  N_("Make a new series: you are asked step by step. With a number: change what is "
	     "said of a series."),
	  series_act },
	{ "cancel", KEY_CHORD('4'), N_("NUMBER DAY LAST-DAY and why"),
	  N_("Cancel a session of a series, by its number in /program. DAY is like "
	     "2026-12-01, or tue; without one it is the next session, and with LAST-DAY all "
	     "from one to the other."),
	  act_cancel },
	{ "move", KEY_CHORD('5'), N_("NUMBER DAY NEW-DAY TIME MINUTES"),
	  N_("Move a session: /move 3 tue wed 18:00. Leave out what stays as it is."),
	  act_move },
	{ "lead", KEY_CHORD('6'), N_("NUMBER DAY LAST-DAY NAME"),
	  N_("Let someone else lead a session. With two days: all from one to the other. "
	     "Without a day: the whole series."),
	  act_lead },
	{ "room", KEY_CHORD('*'), N_("NUMBER DAY LAST-DAY ROOM, or none"),
	  N_("Put a session into a new room. With two days: all from one to the other. Without "
	     "a day: the whole series."),
	  act_room },
	{ "restore", KEY_CHORD('7'), N_("NUMBER DAY LAST-DAY"),
	  N_("Put a session, or all from a day to a day, back as planned."), act_restore },
	{ "extra", KEY_CHORD('8'), N_("NUMBER DAY TIME"),
	  N_("Add one more session to a series."), act_extra },
	{ "endseries", KEY_CHORD('9'), N_("NUMBER DAY"),
	  N_("End a series: DAY is its last day."), act_endseries },
	{ "holiday", KEY_CHORD('0'), N_("DAY LAST-DAY and why"),
	  N_("Cancel all sessions of all your groups on these days."), act_holiday },
	{ "import", KEY_CHORD('-'), N_("FILE"),
	  N_("Take the series of a calendar file for the group that is up."), act_import },
	{ "dropseries", KEY_CHORD('+'), N_("NUMBER"), N_("Take a series out of the program."),
	  act_dropseries },
	{ "away", KEY_CHORD('B'), N_("DAY TIME to TIME, or DAY LAST-DAY, then every week"),
	  N_("Say when you have no time, so that clashes are told."), program_away },
	{ "apply", KEY_CHORD('='), "",
	  N_("Do the changes that wait. The key tells what they are."), plan_apply },
	{ "discard", KEY_CHORD('_'), N_("NUMBER, or nothing for all"),
	  N_("Leave a change undone, or all that wait."), plan_discard },
	{ NULL, 0, NULL, NULL, NULL },
};
