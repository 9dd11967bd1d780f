/* SPDX-License-Identifier: MIT */
#include "store/store.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "store/writer.h"

enum {
	NEED_GROUP = 1 << 0,
	NEED_MEMBER = 1 << 1,
	NEED_DEVICE = 1 << 2,
	NEED_TICKET = 1 << 3,
	NEED_LIMIT = 1 << 4,
	NEED_A = 1 << 5,
	NEED_B = 1 << 6,
	NEED_C = 1 << 7,
	NEED_D = 1 << 8,
	WRITES = 1 << 9,
	NEED_KIND = 1 << 10, /* of a row of the program */
	NEED_ROW = 1 << 11,  /* one there is, or a new one */
	NEED_CHAIN = 1 << 12,
};

static const unsigned ops[STORE_OPS] = {
	[STORE_SAY] = WRITES | NEED_GROUP | NEED_MEMBER | NEED_DEVICE | NEED_TICKET | NEED_A,
	[STORE_SAID] = NEED_GROUP | NEED_MEMBER | NEED_DEVICE | NEED_TICKET | NEED_A,
	[STORE_READ] = NEED_GROUP | NEED_LIMIT,
	[STORE_READ_NEWEST] = NEED_GROUP | NEED_LIMIT,
	[STORE_SEEN] = WRITES | NEED_GROUP | NEED_MEMBER,
	[STORE_GROUP_ADD] = WRITES | NEED_A,
	[STORE_GROUPS] = 0,
	[STORE_MEMBER_ADD] = WRITES | NEED_GROUP | NEED_MEMBER,
	[STORE_MEMBERS] = NEED_GROUP,
	[STORE_NAME] = WRITES | NEED_GROUP | NEED_MEMBER,
	[STORE_INVITE_ADD] = WRITES | NEED_A | NEED_B,
	[STORE_ENROL] = WRITES | NEED_A | NEED_B | NEED_C | NEED_D,
	[STORE_INVITE_FIND] = NEED_A,
	[STORE_USER_FIND] = NEED_A,
	[STORE_USERS] = 0,
	[STORE_USER_SET] = WRITES | NEED_MEMBER,
	[STORE_USER_PASS] = WRITES | NEED_MEMBER | NEED_A,
	[STORE_DEVICE_ADD] = WRITES | NEED_MEMBER | NEED_A,
	[STORE_DEVICE_FIND] = NEED_A,
	[STORE_DEVICE_DROP] = WRITES | NEED_DEVICE,
	[STORE_DEVICES_DROP] = WRITES | NEED_MEMBER,
	[STORE_DEVICE_USED] = WRITES | NEED_DEVICE,
	[STORE_FIGURES_SET] = WRITES | NEED_MEMBER,
	[STORE_FIGURES] = NEED_MEMBER,
	[STORE_FIGURES_USE] = WRITES | NEED_MEMBER,
	[STORE_EVENT] = WRITES | NEED_GROUP | NEED_A | NEED_B,
	[STORE_EVENTS] = NEED_GROUP | NEED_LIMIT,
	[STORE_SESSION] = NEED_GROUP,
	[STORE_MESSAGES_DROP] = WRITES | NEED_GROUP | NEED_LIMIT,
	[STORE_EVENTS_DROP] = WRITES | NEED_GROUP,
	[STORE_REPORTS_DROP] = WRITES | NEED_GROUP,
	[STORE_WIPE] = WRITES,
	[STORE_REPORT] = WRITES | NEED_GROUP | NEED_MEMBER | NEED_DEVICE | NEED_TICKET | NEED_A,
	[STORE_RESOLVE] = WRITES | NEED_GROUP | NEED_MEMBER | NEED_A,
	[STORE_REPORT_HEARD] = WRITES | NEED_GROUP | NEED_MEMBER,
	[STORE_REPORTS] = NEED_GROUP | NEED_LIMIT,
	[STORE_LET] = WRITES | NEED_GROUP | NEED_MEMBER | NEED_DEVICE | NEED_TICKET | NEED_A |
		      NEED_B | NEED_C,
	[STORE_HIDE] = WRITES | NEED_GROUP | NEED_A | NEED_B,
	[STORE_REPLY] = WRITES | NEED_GROUP | NEED_MEMBER | NEED_TICKET | NEED_A | NEED_B,
	[STORE_REPLIES_DROP] = WRITES | NEED_GROUP,
	[STORE_LEGAL] = WRITES | NEED_MEMBER,
	[STORE_LEGAL_OF] = NEED_MEMBER,
	[STORE_LOOK] = WRITES | NEED_GROUP | NEED_MEMBER,
	[STORE_LOOKS] = NEED_LIMIT,
	[STORE_HIDDEN] = NEED_GROUP | NEED_LIMIT,
	[STORE_PUT] = WRITES | NEED_KIND | NEED_ROW,
	[STORE_ROWS] = NEED_KIND,
	[STORE_ROWS_DROP] = WRITES | NEED_KIND,
	[STORE_CONSENT] = WRITES | NEED_MEMBER | NEED_A | NEED_B,
	[STORE_CONSENTS] = NEED_LIMIT,
	[STORE_CONSENTS_END] = 0,
	[STORE_ACCESS] = WRITES | NEED_A | NEED_CHAIN,
	[STORE_ACCESSES] = NEED_LIMIT,
	[STORE_ACCESSES_OF] = NEED_MEMBER | NEED_LIMIT,
	[STORE_GIVEN] = NEED_DEVICE | NEED_A,
	[STORE_ACCESS_DROP] = WRITES | NEED_LIMIT,
	[STORE_SAID_BY] = NEED_GROUP | NEED_MEMBER | NEED_LIMIT,
	[STORE_ERASE] = WRITES | NEED_MEMBER | NEED_A,
	[STORE_ERASED] = NEED_GROUP,
	[STORE_EVENT_ERASE] = WRITES | NEED_GROUP | NEED_A,
};

static const struct store_backend *const backends[] = { &mem_backend, &sqlite_backend };

struct store {
	const struct store_backend *backend;
	void *at;
	struct writer *writer;
	size_t owed; /* submitted, callback not run yet */
	struct err trouble;
	uint64_t failures; /* of the disk, that our askers know of */
};

bool store_op_writes(enum store_op op)
{
	return ops[op] & WRITES;
}

static bool has_what_it_needs(const struct store_req *r, struct err *err)
{
	const struct {
		unsigned need;
		bool there;
		const char *name;
	} all[] = {
		{ NEED_GROUP, r->group > 0, "group" },
		{ NEED_MEMBER, r->member > 0, "member" },
		{ NEED_DEVICE, r->device > 0, "device" },
		{ NEED_TICKET, r->ticket > 0, "ticket" },
		{ NEED_LIMIT, r->limit > 0, "limit" },
		{ NEED_A, r->a.n > 0, "a" },
		{ NEED_B, r->b.n > 0, "b" },
		{ NEED_C, r->c.n > 0, "c" },
		{ NEED_D, r->d.n > 0, "d" },
		{ NEED_KIND, r->limit >= 0 && r->limit < STORE_ROW_KINDS, "limit" },
		{ NEED_ROW, r->seq > 0 || r->a.n > 0, "a" },
		{ NEED_CHAIN, r->chain != NULL, "chain" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if ((ops[r->op] & all[i].need) && !all[i].there)
			return err_set(err, ERR_BAD_INPUT, "store: op %d without '%s'", r->op,
				       all[i].name);
	if (r->group < 0 || r->member < 0 || r->seq < 0 || r->utc_ms < 0 || r->message < 0)
		return err_set(err, ERR_BAD_INPUT, "store: op %d with a number below 0", r->op);
	return true;
}

static struct str keep(char **at, struct str text)
{
	struct str kept = { *at, text.n };

	if (text.n)
		memcpy(*at, text.p, text.n);
	(*at)[text.n] = '\0';
	*at += text.n + 1;
	return kept;
}

static struct job *job_create(const struct store_req *r)
{
	struct job *j = mem_get(sizeof(*j) + r->a.n + r->b.n + r->c.n + r->d.n + 4);
	char *at = j->texts;

	j->req = *r;
	j->req.a = keep(&at, r->a);
	j->req.b = keep(&at, r->b);
	j->req.c = keep(&at, r->c);
	j->req.d = keep(&at, r->d);
	return j;
}

static const struct store_backend *find_backend(const char *kind)
{
	for (size_t i = 0; i < sizeof(backends) / sizeof(backends[0]); i++)
		if (strcmp(backends[i]->kind, kind) == 0)
			return backends[i];
	return NULL;
}

struct store *store_open(const char *kind, const char *path, struct err *err)
{
	const struct store_backend *backend = find_backend(kind);
	struct writer *writer;
	struct store *s;
	void *at;

	if (!backend) {
		err_set(err, ERR_BAD_INPUT, "no store of the kind '%s'", kind);
		return NULL;
	}
	at = backend->open(path, err);
	if (!at)
		return NULL;
	writer = writer_open(backend, at, err);
	if (!writer) {
		backend->close(at);
		return NULL;
	}
	s = mem_get(sizeof(*s));
	*s = (struct store) { .backend = backend, .at = at, .writer = writer };
	return s;
}

static void wait_and_drain(struct store *s)
{
	struct pollfd p = { .fd = store_fd(s), .events = POLLIN };

	poll(&p, 1, -1);
	store_drain(s);
}

void store_close(struct store *s)
{
	if (!s)
		return;
	/* A callback may have submitted more. */
	while (s->owed)
		wait_and_drain(s);
	writer_close(s->writer);
	s->backend->close(s->at);
	free(s);
}

void store_submit(struct store *s, const struct store_req *r)
{
	struct job *j;

	assert(r->op < STORE_OPS);
	j = job_create(r);

	/* Also what is refused here goes the whole way: later, and in its turn. */
	j->settled = !has_what_it_needs(r, &j->answer.r.err);
	j->failures = s->failures;
	s->owed++;
	writer_add(s->writer, j);
}

int store_fd(const struct store *s)
{
	return writer_fd(s->writer);
}

const char *store_trouble(const struct store *s)
{
	return s->trouble.code == ERR_DISK ? s->trouble.text : NULL;
}

size_t store_drain(struct store *s)
{
	struct job *j = writer_take(s->writer);
	size_t n = 0;

	while (j) {
		struct job *next = j->next;

		if (store_op_writes(j->req.op))
			s->trouble = j->answer.r.err;
		if (j->failures > s->failures)
			s->failures = j->failures;
		if (j->req.done)
			j->req.done(j->req.user, &j->answer.r);
		s->owed--;
		n++;
		answer_finish(&j->answer);
		free(j);
		j = next;
	}
	return n;
}

struct asking {
	const struct store_req *r;
	bool done;
};

static void on_asked(void *user, const struct store_reply *r)
{
	struct asking *a = user;

	if (a->r->done)
		a->r->done(a->r->user, r);
	a->done = true;
}

void store_ask(struct store *s, const struct store_req *r)
{
	struct asking a = { r, false };
	struct store_req mine = *r;

	mine.done = on_asked;
	mine.user = &a;
	store_submit(s, &mine);
	while (!a.done)
		wait_and_drain(s);
}
