/* SPDX-License-Identifier: MIT */
/* What the seats do in a session beside their turns. */
#include "demo/seats.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "porchlight/session.h"
#include "porchlight/worksheet.h"

static void raise_hand(struct seat *seat, const char *text)
{
	pl_client_wish(seat->client, seat->group,
		       &(struct pl_wish) { .act = PL_ACT_RAISE, .text = text });
}

static void write_aside(struct seat *seat, const char *text)
{
	pl_client_wish(seat->client, seat->group,
		       &(struct pl_wish) { .act = PL_ACT_SIDE, .text = text });
	seat->asides++;
}

static void tell_danger(struct seat *seat, const char *text)
{
	(void)text;
	pl_client_wish(seat->client, seat->group, &(struct pl_wish) { .act = PL_ACT_DANGER });
	seat->flags++;
}

static void say(struct seat *seat, const char *text)
{
	pl_client_say(seat->client, seat->group, text);
}

/* "phq-9 1 0 2": of each question that choice, from 0; then it is sent. */
static void fill_sheet(struct seat *seat, const char *text)
{
	uint64_t id, question = 0;
	char form[64], *end;
	int n = 0;

	if (sscanf(text, "%63s%n", form, &n) != 1 ||
	    pl_client_sheet_begin(seat->client, form, &id) != PL_OK)
		return;
	for (text += n;; text = end) {
		const long choice = strtol(text, &end, 10);

		question = pl_client_question_go(seat->client, question, 1);
		if (end == text || !question)
			break;
		pl_client_choose(seat->client, question, (size_t)choice);
	}
	pl_client_sheet_finish(seat->client, true, seat->group);
}

static bool may_raise(const struct pl_session *s)
{
	return s->talk == PL_TALK_TURNS && !s->stages[s->stage - 1].round &&
	       !s->self->hand_utc_ms && s->floor != s->self->member;
}

static bool is_in(const struct pl_session *s)
{
	return s->stage > 1;
}

static bool may_talk(const struct pl_session *s)
{
	return s->talk == PL_TALK_OPEN && !s->self->muted_until_utc_ms;
}

static const struct row {
	const char *pool;
	bool (*fits)(const struct pl_session *s);
	void (*act)(struct seat *seat, const char *text);
} rows[] = {
	{ "hand", may_raise, raise_hand }, { "side", is_in, write_aside },
	{ "flag", is_in, tell_danger },    { "chat", may_talk, say },
	{ "sheet", is_in, fill_sheet },
};

/* When this line is due; INT64_MAX: not as things stand. */
static int64_t due_of(const struct seat *seat, const struct row *row,
		      const struct script_line *line)
{
	const struct pl_session *s = pl_client_session(seat->client, seat->group);

	if (!s->stage || !s->self || s->self->where != PL_IN || !row->fits(s))
		return INT64_MAX;
	return seat->stage_ms + line->pause_s * 1000;
}

static int64_t act_pool(struct seats *s, const struct script *script, const struct row *row,
			int64_t now_ms)
{
	const struct script_scene *pool = script_pool(script, row->pool);
	int64_t next_ms = INT64_MAX;

	for (size_t i = pool ? pool->first : 0; pool && i < pool->first + pool->count; i++) {
		const struct script_line *line = &script->lines[i];
		struct seat *seat = line->who >= 0 ? &s->all[line->who] : NULL;
		const int64_t due_ms =
			seat && !s->done[i] ? due_of(seat, row, line) : INT64_MAX;

		if (due_ms <= now_ms) {
			s->done[i] = true;
			row->act(seat, line->text);
		} else if (due_ms < next_ms) {
			next_ms = due_ms;
		}
	}
	return next_ms;
}

/* A session that begins finds nothing done. */
static void look(struct seats *s, const struct script *script, int64_t now_ms)
{
	for (size_t i = 0; i < s->count; i++) {
		struct seat *seat = &s->all[i];
		const int stage = pl_client_session(seat->client, seat->group)->stage;

		if (stage == seat->stage)
			continue;
		for (size_t k = 0; !seat->stage && i == 0 && k < script->lines_count; k++)
			s->done[k] = false;
		seat->stage = stage;
		seat->stage_ms = now_ms;
	}
}

int64_t seats_act(struct seats *s, const struct script *script, int64_t now_ms)
{
	int64_t next_ms = INT64_MAX;

	if (!s->done)
		s->done = mem_get(script->lines_count + 1);
	look(s, script, now_ms);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const int64_t due_ms = act_pool(s, script, &rows[i], now_ms);

		next_ms = due_ms < next_ms ? due_ms : next_ms;
	}
	return next_ms;
}
