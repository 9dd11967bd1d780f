/* SPDX-License-Identifier: MIT */
/* The schedule and other calendars: a file, a secret address, and one's own beside it. */
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "text/keys.h"
#include "view/schedule.h"

enum { PROBLEMS_TOLD = 3 };

static struct arena *mem(struct stage *s)
{
	return &s->model.mem;
}

static int say(struct stage *s, enum schedule_word w, const char *what)
{
	return stage_tell(s, words_schedule(mem(s), w, model_line(&s->model, what), ""));
}

/* ---- what others see ---- */

static int act_export(struct stage *s, const char *rest)
{
	char path[SESSION_TYPED_MAX];
	enum pl_failure f;

	if (!session_given(rest) || !session_take(path, rest, strlen(rest)))
		return session_how(s, "export");
	f = pl_client_export(s->client, path, s->wants.remind);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return stage_tell(s, words_schedule(mem(s), SCHEDULE_SAVED, model_line(&s->model, path),
					    model_line(&s->model, schedule_cover(s))));
}

static int act_cover(struct stage *s, const char *rest)
{
	char name[SESSION_TYPED_MAX];
	enum pl_failure f;

	if (!session_given(rest) || !session_take(name, rest, strlen(rest)))
		return say(s, SCHEDULE_COVER_IS, schedule_cover(s));
	f = pl_client_cover_set(s->client, name);
	if (f != PL_OK)
		return stage_tell(s, words_failure(f)) | DID_KEEP;
	return say(s, SCHEDULE_COVER, name);
}

/* ---- the secret address ---- */

static int make(struct stage *s, bool on)
{
	const enum pl_failure f = pl_client_feed_make(s->client, on);

	if (f != PL_OK)
		return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
	s->schedule.asks_feed = on;
	snprintf(s->schedule.feed_was, STAGE_FEED, "%s", pl_client_feed(s->client));
	return say(s, on ? SCHEDULE_FEED_ASKED : SCHEDULE_FEED_OFF, "");
}

/* The key, and the word alone, tell how it is. */
static int act_feed(struct stage *s, const char *rest)
{
	const char *feed = pl_client_feed(s->client);
	char typed[SESSION_TYPED_MAX];

	if (!session_given(rest) || !session_take(typed, rest, strlen(rest)))
		return *feed ? say(s, SCHEDULE_FEED, feed) : say(s, SCHEDULE_FEED_NONE, "");
	if (mention_same(typed, "on"))
		return make(s, true);
	return mention_same(typed, "off") ? make(s, false) : session_how(s, "feed");
}

int calendar_came(struct stage *s)
{
	const char *feed = pl_client_feed(s->client);

	if (!s->schedule.asks_feed || !*feed || strcmp(feed, s->schedule.feed_was) == 0)
		return DID_NOTHING;
	s->schedule.asks_feed = false;
	return say(s, SCHEDULE_FEED, feed);
}

/* ---- one's own beside it ---- */

static const char *problems(struct stage *s, const struct pl_overlay *o)
{
	const char *out = "";

	for (size_t i = 0; i < o->problems_count && i < PROBLEMS_TOLD; i++)
		out = arena_fmt(mem(s), "%s%s%s", out, i ? " " : "",
				words_calendar_problem(mem(s), &o->problems[i]));
	if (o->problems_total <= PROBLEMS_TOLD)
		return out;
	return arena_fmt(mem(s), "%s %s", out,
			 words_problems_more(mem(s), (int)o->problems_total - PROBLEMS_TOLD));
}

static const char *state(struct stage *s)
{
	struct pl_overlay o;

	pl_client_overlay_state(s->client, &o);
	if (!*o.from && !o.problems_count)
		return words_schedule(mem(s), SCHEDULE_CALENDAR_NONE, "", "");
	if (!*o.from)
		return words_schedule(mem(s), SCHEDULE_CALENDAR_BAD, problems(s, &o), "");
	return arena_fmt(mem(s), "%s%s%s", words_calendar(mem(s), &o),
			 o.problems_count ? " " : "", problems(s, &o));
}

const char *calendar_fetched(struct stage *s)
{
	struct pl_overlay o;

	pl_client_overlay_state(s->client, &o);
	if (!s->schedule.asks_calendar || o.busy)
		return "";
	s->schedule.asks_calendar = false;
	return model_line(&s->model, state(s));
}

static int bad(struct stage *s)
{
	struct pl_overlay o;

	pl_client_overlay_state(s->client, &o);
	return say(s, SCHEDULE_CALENDAR_BAD, problems(s, &o)) | DID_KEEP;
}

static int lay(struct stage *s, const char *from, bool anyway)
{
	const enum pl_failure f = pl_client_overlay(s->client, from, anyway);
	struct pl_overlay o;

	if (f == PL_FAIL_FILE)
		return bad(s);
	if (f != PL_OK)
		return stage_tell(s, words_failure_of_act(f)) | DID_KEEP;
	if (!*from)
		return say(s, SCHEDULE_CALENDAR_OFF, "");
	pl_client_overlay_state(s->client, &o);
	s->schedule.asks_calendar = o.busy;
	return o.busy ? say(s, SCHEDULE_CALENDAR_FETCHED, "")
		      : stage_tell(s, model_line(&s->model, state(s)));
}

/* "anyway FILE" takes what is good of it. */
static int act_mycalendar(struct stage *s, const char *rest)
{
	static const char anyway[] = "anyway ";
	char typed[SESSION_TYPED_MAX];
	bool takes_all;

	if (!session_given(rest) || !session_take(typed, rest, strlen(rest)))
		return stage_tell(s, model_line(&s->model, state(s)));
	if (mention_same(typed, "off"))
		return lay(s, "", false);
	takes_all = strncmp(typed, anyway, sizeof(anyway) - 1) == 0;
	return lay(s, typed + (takes_all ? sizeof(anyway) - 1 : 0), takes_all);
}

const struct verb calendar_verbs[] = {
	{ "export", KEY_CHORD('Z'), N_("FILE"),
	  N_("Save your sessions as a calendar file that does not say what they are."),
	  act_export },
	{ "feed", KEY_CHORD('V'), N_("on or off"),
	  N_("A secret address for your own calendar; alone it tells the address."), act_feed },
	{ "cover", KEY_CHORD('C'), N_("NAME"),
	  N_("What others see in place of a session's name, in reminders too."), act_cover },
	{ "mycalendar", KEY_CHORD('D'), N_("FILE or ADDRESS, or off"),
	  N_("Lay a calendar of your own beside the schedule. It stays on this device."),
	  act_mycalendar },
	{ NULL, 0, NULL, NULL, NULL },
};
