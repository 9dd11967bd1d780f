/* SPDX-License-Identifier: MIT */
#include "client/wish.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How the wire calls it, and whether it may wait for the line: what others see when it
 * comes late must be what was meant. */
static const struct {
	const char *word;
	bool may_wait;
	bool anytime; /* no session need run */
	int64_t d;    /* goes with the word, where one stands for several acts */
} acts[PL_ACTS] = {
	[PL_ACT_RAISE] = { "raise", true },
	[PL_ACT_LOWER] = { "lower", true },
	[PL_ACT_PASS] = { "pass", true },
	[PL_ACT_DONE] = { "done", true },
	[PL_ACT_MORE] = { "more", true },
	[PL_ACT_RATE] = { "rate", true },
	[PL_ACT_ACCEPT] = { "accept", true },
	[PL_ACT_LEAVE] = { "leave", true },
	[PL_ACT_COME] = { "come", true },
	[PL_ACT_SIDE] = { "side", true },
	[PL_ACT_MODALITY] = { "modality", false },
	[PL_ACT_OPEN] = { "open", false, true },
	[PL_ACT_REPORT] = { "report", true, true },
	[PL_ACT_HEARD] = { "heard", true, true },
	[PL_ACT_NAME] = { "name", true, true },
	[PL_ACT_RESOLVE] = { "resolve", true, true },
	[PL_ACT_STAGE] = { "stage", false },
	[PL_ACT_EXTEND] = { "extend", false },
	[PL_ACT_TALK] = { "talk", false },
	[PL_ACT_ADMIT] = { "admit", false },
	[PL_ACT_INVITE] = { "invite", false },
	[PL_ACT_CALL] = { "call", false },
	[PL_ACT_MUTE] = { "mute", false },
	[PL_ACT_STEP_OUT] = { "stepout", false },
	[PL_ACT_REMOVE] = { "remove", false },
	[PL_ACT_LOCK] = { "lock", false },
	[PL_ACT_SLOW] = { "slow", false },
	[PL_ACT_TOPIC] = { "topic", false },
	[PL_ACT_DECIDE] = { "decide", false },
	[PL_ACT_ANSWER] = { "answer", true },
	[PL_ACT_ASK] = { "ask", true },
	[PL_ACT_EXERCISE] = { "exercise", false },
	[PL_ACT_STOP] = { "stop", false },
	[PL_ACT_LESSON] = { "lesson", false },
	[PL_ACT_PAGE] = { "page", false },
	[PL_ACT_QUESTION] = { "question", false },
	[PL_ACT_ANSWERED] = { "answered", false },
	[PL_ACT_DANGER] = { "danger", true, true },
	[PL_ACT_VOTE] = { "vote", false },
	[PL_ACT_METOO] = { "react", true },
	[PL_ACT_THANKS] = { "react", true, .d = WIRE_THANK_YOU },
	[PL_ACT_TAKE] = { "take", false, true },
	[PL_ACT_BATON] = { "baton", false },
	[PL_ACT_LEAD] = { "lead", false },
	[PL_ACT_POLL] = { "poll", false },
	[PL_ACT_COUNT] = { "count", false },
	[PL_ACT_PIN] = { "pin", false },
	[PL_ACT_UNPIN] = { "unpin", false },
	[PL_ACT_WATCH] = { "watch", false },
	[PL_ACT_REPLY] = { "reply", true },
	[PL_ACT_LOOKS] = { "looks", false, true },
	[PL_ACT_LOOK] = { "look", false, true },
	[PL_ACT_UNDO] = { "undo", false },
	[PL_ACT_HOLD] = { "hold", false },
	[PL_ACT_LET] = { "let", false },
	[PL_ACT_REFUSE] = { "refuse", false },
	[PL_ACT_HIDE] = { "hide", false },
};

bool wish_is_anytime(enum pl_act act)
{
	return act < PL_ACTS && acts[act].anytime;
}

void wishes_finish(struct wishes *w)
{
	for (size_t i = 0; i < w->count; i++)
		free(w->all[i].text);
	w->count = 0;
}

void wishes_again(struct wishes *w)
{
	for (size_t i = 0; i < w->count; i++)
		w->all[i].sent = false;
}

static bool goes_first(enum pl_act act)
{
	return act == PL_ACT_DANGER;
}

static size_t first_ones(const struct wishes *w)
{
	size_t n = 0;

	while (n < w->count && goes_first(w->all[n].act))
		n++;
	return n;
}

/* NULL: there are too many. */
static struct wish *make_room(struct wishes *w, enum pl_act act)
{
	const size_t first = first_ones(w);

	if (goes_first(act) ? first == WISHES_FIRST : w->count - first == WISHES_MAX)
		return NULL;
	w->newest = goes_first(act) ? first : w->count;
	memmove(&w->all[w->newest + 1], &w->all[w->newest],
		(w->count++ - w->newest) * sizeof(w->all[0]));
	return &w->all[w->newest];
}

enum pl_failure wishes_add(struct wishes *w, int64_t group, const struct pl_wish *wish,
			   bool live)
{
	const char *text = wish->text ? wish->text : "";
	struct wish *at;

	if ((unsigned)wish->act >= PL_ACTS || wish->member < 0 || wish->n < 0)
		return PL_FAIL_NOT_NOW;
	if (!live && !acts[wish->act].may_wait)
		return PL_FAIL_NOT_NOW;
	if (strlen(text) > WIRE_TEXT_MAX)
		return PL_FAIL_TOO_LONG;
	at = make_room(w, wish->act);
	if (!at)
		return PL_FAIL_BUSY;
	*at = (struct wish) { .group = group,
			      .member = wish->member,
			      .n = wish->n,
			      .act = wish->act,
			      .text = mem_dup(text, strlen(text)) };
	return PL_OK;
}

void wishes_stamp(struct wishes *w, int64_t utc_ms, int64_t now_ms)
{
	struct wish *last = &w->all[w->newest];

	/* Another one than those of the program's lives before this one. */
	w->last_ticket = utc_ms > w->last_ticket ? utc_ms : w->last_ticket + 1;
	last->ticket = w->last_ticket;
	last->at_ms = now_ms;
}

static bool write(const struct wish *w, int64_t now_ms, struct buf *json)
{
	const int64_t d = w->act == PL_ACT_RAISE ? now_ms - w->at_ms : acts[w->act].d;
	const struct wire_msg m = { .type = WIRE_WISH,
				    .has = WIRE_G | WIRE_K | WIRE_C |
					   (w->member ? WIRE_U : 0u) | (w->n ? WIRE_N : 0u) |
					   (d > 0 ? WIRE_D : 0u) | (*w->text ? WIRE_B : 0u),
				    .g = w->group,
				    .k = w->ticket,
				    .u = w->member,
				    .n = w->n,
				    .d = d,
				    .c = str_of(acts[w->act].word),
				    .b = str_of(w->text) };

	return wire_add(json, &m, NULL);
}

static void write_some(struct wishes *w, size_t n, int64_t now_ms, struct buf *json)
{
	for (size_t i = 0; i < n; i++) {
		if (w->all[i].sent)
			continue;
		if (!write(&w->all[i], now_ms, json))
			return; /* the frame is full: in the next one */
		w->all[i].sent = true;
	}
}

void wishes_write(struct wishes *w, int64_t now_ms, struct buf *json)
{
	write_some(w, w->count, now_ms, json);
}

void wishes_write_first(struct wishes *w, int64_t now_ms, struct buf *json)
{
	write_some(w, first_ones(w), now_ms, json);
}

bool wish_is_kept(enum pl_act act)
{
	return goes_first(act) || act == PL_ACT_NAME;
}

/* A name is one line: it was cleaned as names are. */
void wishes_keep(const struct wishes *w, struct buf *out)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct wish *at = &w->all[i];

		if (!wish_is_kept(at->act))
			continue;
		buf_addf(out, "%" PRId64 " %" PRId64, at->group, at->ticket);
		if (at->act == PL_ACT_NAME)
			buf_addf(out, " %s %s", acts[PL_ACT_NAME].word, at->text);
		buf_addf(out, "\n");
	}
}

/* What stands behind the numbers of one. */
static enum pl_act kept_act(const char *rest, const char **text)
{
	const char *word = acts[PL_ACT_NAME].word;
	const size_t n = strlen(word);

	*text = "";
	if (*rest != ' ' || strncmp(rest + 1, word, n) != 0 || rest[1 + n] != ' ')
		return PL_ACT_DANGER;
	*text = rest + 1 + n + 1;
	return PL_ACT_NAME;
}

static void load_one(struct wishes *w, char *line, int64_t now_ms)
{
	int64_t group, ticket;
	struct pl_wish wish = { .act = PL_ACT_DANGER };
	int used;

	if (sscanf(line, "%" SCNd64 " %" SCNd64 "%n", &group, &ticket, &used) != 2)
		return;
	wish.act = kept_act(line + used, &wish.text);
	if (wishes_add(w, group, &wish, false) != PL_OK)
		return;
	w->all[w->newest].ticket = ticket;
	w->all[w->newest].at_ms = now_ms;
	if (ticket > w->last_ticket)
		w->last_ticket = ticket;
}

void wishes_load(struct wishes *w, const char *text, int64_t now_ms)
{
	char *lines = mem_dup(text, strlen(text)), *rest = lines;

	for (char *line; (line = strsep(&rest, "\n"));)
		load_one(w, line, now_ms);
	free(lines);
}

static void take_out(struct wishes *w, struct wish *at)
{
	free(at->text);
	w->count--;
	memmove(at, at + 1, (size_t)(w->all + w->count - at) * sizeof(*at));
}

int64_t wishes_stale(struct wishes *w, int64_t now_ms)
{
	for (size_t i = 0; i < w->count; i++) {
		const struct wish *at = &w->all[i];
		const int64_t group = at->group;

		if (acts[at->act].may_wait || at->sent || now_ms - at->at_ms < WISHES_STALE_MS)
			continue;
		take_out(w, &w->all[i]);
		return group;
	}
	return 0;
}

static struct wish *find(struct wishes *w, int64_t ticket)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->all[i].ticket == ticket)
			return &w->all[i];
	return NULL;
}

bool wishes_has(const struct wishes *w, int64_t ticket)
{
	for (size_t i = 0; i < w->count; i++)
		if (w->all[i].ticket == ticket)
			return true;
	return false;
}

bool wishes_answered(struct wishes *w, int64_t ticket)
{
	struct wish *at = find(w, ticket);

	if (!at)
		return false;
	take_out(w, at);
	return true;
}

bool wishes_later(struct wishes *w, int64_t ticket)
{
	struct wish *at = find(w, ticket);

	if (at)
		at->sent = false;
	return at;
}

bool wishes_wait(const struct wishes *w)
{
	for (size_t i = 0; i < w->count; i++)
		if (!w->all[i].sent)
			return true;
	return false;
}
