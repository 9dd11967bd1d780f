/* SPDX-License-Identifier: MIT */
#include "bench/hub_talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"

enum {
	READY = 1000,     /* lines made ready for each group */
	TICKETS = 100000, /* of each person, for one part: the store has those of the others */
};

/* What people say in a meeting, more or less: 72 characters in the middle. */
static const char *const lines[] = {
	"I made it to the morning walk again, third day in a row now.",
	"Thanks for saying that. I felt the same on Sunday and did not know how to put it.",
	"yes",
	"The hardest part was the hour after work, so I called my brother and we just talked.",
	"Could we come back to what Noor said about sleep? I would like to hear more of it.",
	"That sounds heavy. Did anything help, even for five minutes?",
	"I wrote down the three things, and the second one surprised me when I read it back.",
	"Same here, the waiting is worse than the thing itself.",
};

enum { LINES = sizeof(lines) / sizeof(lines[0]) };

static void ready_line(int64_t ticket, char *out, size_t size)
{
	snprintf(out, size, "%s (%lld)", lines[ticket % LINES], (long long)ticket);
}

static void put_dirty(struct talk *t, int i)
{
	struct seat *s = &t->seats[i];

	if (s->dirty)
		return;
	s->dirty = true;
	t->dirty[t->dirty_count++] = s;
}

void bench_got(struct bench *b, enum figure f, double value)
{
	b->has[f] = true;
	b->got[f] = value;
}

int64_t bench_now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Hears */

static void late(struct talk *t, struct str text)
{
	const char *at = memchr(text.p, '#', text.n);

	if (t->late_us && at && t->late_count < t->late_max)
		t->late_us[t->late_count++] = bench_now_us() - strtoll(at + 1, NULL, 10);
}

/* All numbers of the group come to each once and in order, but to one that keeps a list. */
static void number(struct talk *t, struct seat *s, int64_t seq)
{
	if (s->have) {
		t->wrong += seq < 1 || seq > t->have_max || s->have[seq];
		if (seq > 0 && seq <= t->have_max)
			s->have[seq] = 1;
	} else {
		t->wrong += s->heard > 0 && seq != s->last + 1;
	}
	if (seq > s->last)
		s->last = seq;
	s->heard++;
}

static void on_heard(void *user, struct one *o, const struct heard *m)
{
	struct talk *t = user;
	struct seat *s = &t->seats[o->person];

	if (m->t == 'm') {
		t->delivered++;
		number(t, s, m->s);
		late(t, m->b);
	} else if (m->t == 'k') {
		number(t, s, m->s);
		s->unanswered--;
		if (t->window)
			talk_fill(t, o->person);
	} else if (m->t == 'e') {
		t->errors++;
		fprintf(stderr, "hub: an error for person %d: %.*s\n", o->person, (int)m->c.n,
			m->c.p);
	}
}

/* Life */

bool talk_begin(struct talk *t, struct bench *b, int count)
{
	const struct many_conf conf = { .port = b->hall.port,
					.count = count,
					.token = hall_token,
					.on_heard = on_heard,
					.user = t };

	*t = (struct talk) { .count = count, .tickets_before = b->tickets };
	b->tickets += TICKETS;
	t->many = many_create(&conf);
	t->seats = mem_get((size_t)count * sizeof(*t->seats));
	t->tickets = mem_get((size_t)count * sizeof(*t->tickets));
	t->dirty = mem_get((size_t)count * sizeof(struct seat *));
	for (int i = 0; i < count; i++) {
		many_one(t->many, i)->group = b->hall.groups[i / HALL_GROUP];
		t->tickets[i] = t->tickets_before;
	}
	return true;
}

void talk_end(struct talk *t, struct bench *b)
{
	bench_got(b, LOST, b->got[LOST] + (double)(t->wrong + t->errors + many_lost(t->many)));
	many_destroy(t->many);
	for (int i = 0; i < t->packed_groups * READY; i++)
		buf_finish(&t->packed[i]);
	for (int i = 0; i < t->count; i++)
		free(t->seats[i].have);
	free(t->packed);
	free(t->seats);
	free(t->tickets);
	free(t->dirty);
}

bool talk_connect(struct talk *t, int count, int64_t ms)
{
	if (many_connect(t->many, count, ms))
		return true;
	fprintf(stderr, "hub: %d of %d clients connected, %d were sent away\n",
		many_open(t->many), count, many_lost(t->many));
	return false;
}

void talk_pack(struct talk *t, int groups)
{
	t->packed_groups = groups;
	t->packed = mem_get((size_t)groups * READY * sizeof(*t->packed));
	for (int g = 0; g < groups; g++)
		for (int n = 0; n < READY; n++) {
			char text[160];

			ready_line(n + 1, text, sizeof(text));
			many_pack_say(&t->packed[g * READY + n],
				      many_one(t->many, g * HALL_GROUP)->group,
				      t->tickets_before + n + 1, text);
		}
}

/* Says */

void talk_say(struct talk *t, int i, const char *text)
{
	struct one *o = many_one(t->many, i);
	struct buf b;

	if (o->state != ONE_OPEN)
		return;
	many_pack_say(&b, o->group, ++t->tickets[i], text);
	many_put(o, b.p, b.n);
	buf_finish(&b);
	t->seats[i].unanswered++;
	many_flush(o);
}

void talk_say_at(struct talk *t, int i, int64_t due_us)
{
	char text[160];

	snprintf(text, sizeof(text), "%s #%lld", lines[due_us % LINES], (long long)due_us);
	talk_say(t, i, text);
}

static void say_ready(struct talk *t, int i)
{
	struct one *o = many_one(t->many, i);
	int64_t nth = t->tickets[i]++ - t->tickets_before;
	const struct buf *b = &t->packed[i / HALL_GROUP * READY + nth];

	many_put(o, b->p, b->n);
	t->seats[i].unanswered++;
	put_dirty(t, i);
}

void talk_fill(struct talk *t, int i)
{
	while (t->seats[i].unanswered < t->window && t->tickets[i] - t->tickets_before < READY)
		say_ready(t, i);
}

bool talk_turn(struct talk *t, int ms)
{
	bool moved;

	for (int i = 0; i < t->dirty_count; i++) {
		struct one *o = many_one(t->many, (int)(t->dirty[i] - t->seats));

		t->dirty[i]->dirty = false;
		if (o->state == ONE_OPEN)
			many_flush(o);
	}
	t->dirty_count = 0;
	moved = many_turn(t->many, ms);
	return moved;
}

void talk_settle(struct talk *t, int64_t quiet_ms, int64_t ms)
{
	int64_t now_ms = clock_ms(), until_ms = now_ms + ms, last_ms = now_ms;

	while (now_ms < until_ms && now_ms < last_ms + quiet_ms) {
		bool moved = talk_turn(t, 50);

		now_ms = clock_ms();
		if (moved)
			last_ms = now_ms;
	}
}
