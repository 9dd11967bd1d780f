/* SPDX-License-Identifier: MIT */
#include "server/giving.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"

enum { PAGE = 500, TRIES = 10 };

/* ---- the log ---- */

struct reading {
	struct consents *log;
	size_t rows; /* of the last page */
	struct err err;
};

static void on_page(void *user, const struct store_reply *reply)
{
	struct reading *g = user;

	g->rows = reply->count;
	for (size_t i = 0; i < reply->count && g->err.code == ERR_NONE; i++)
		consents_take(g->log, &reply->messages[i], &g->err);
}

bool giving_read(struct admin *a, struct consents *c, struct err *err)
{
	struct reading g = { .log = c };

	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_CONSENTS,
						    .seq = c->seq,
						    .limit = PAGE,
						    .done = on_page,
						    .user = &g },
			       err))
			return false;
	} while (g.rows == PAGE && g.err.code == ERR_NONE);
	return g.err.code == ERR_NONE || err_set(err, g.err.code, "%s", g.err.text);
}

static bool put_once(struct admin *a, const struct consents *c, int64_t member,
		     const struct body_field f[CONSENT_FIELDS], struct err *err)
{
	struct consents_row row;
	const bool good = (consents_next(c, member, clock_utc_ms(), f, &row) ||
			   err_set(err, ERR_TOO_LARGE, "that is too much for one consent")) &&
			  admin_ask(a, row.req, err);

	buf_finish(&row.text);
	return good;
}

bool giving_put(struct admin *a, struct consents *c, int64_t member,
		const struct body_field f[CONSENT_FIELDS], struct err *err)
{
	bool good = false;

	for (int i = 0; !good && i < TRIES; i++) {
		*err = (struct err) { .code = ERR_NONE };
		good = put_once(a, c, member, f, err);
		if ((!good && err->code != ERR_EXISTS) || !giving_read(a, c, err))
			return false;
	}
	return good;
}

bool giving_check(struct admin *a)
{
	struct consents log = { .count = 0 };
	struct err err = { .code = ERR_NONE };
	const bool good = giving_read(a, &log, &err);

	if (good)
		printf("ok   the log of consents is whole: %lld rows\n", (long long)log.seq);
	else
		printf("bad  the log of consents: %s; what comes behind it cannot be relied "
		       "on\n",
		       err.text);
	consents_finish(&log);
	return good;
}

/* ---- the accounting ---- */

/* Whose is given out. */
struct people {
	int64_t *ids;
	size_t count;
};

static void on_members(void *user, const struct store_reply *reply)
{
	struct people *p = user;

	p->ids = mem_get((reply->count + 1) * sizeof(*p->ids));
	for (size_t i = 0; i < reply->count; i++)
		if (str_is(reply->users[i].role, "patient"))
			p->ids[p->count++] = reply->users[i].id;
}

static bool account_one(struct giving *g, struct admin *a, int64_t member, const char *command,
			struct err *err)
{
	const struct ground *why = &g->ground;
	struct body_field f[CONSENT_FIELDS];
	struct buf what;
	bool good;

	buf_init(&what, CONSENT_WHATS_MAX);
	consent_say_what(why->what, &what);
	consent_fields(f, "use", why->consent ? why->consent->number : 0);
	consent_field(f, CONSENT_F_GROUND, why->row->word);
	consent_field(f, CONSENT_F_WHAT, buf_text(&what));
	consent_field(f, CONSENT_F_RECIPIENT, why->recipient);
	consent_field(f, CONSENT_F_WHY, why->why);
	consent_field(f, CONSENT_F_BY, why->by);
	consent_field(f, CONSENT_F_COMMAND, command);
	good = giving_put(a, &g->log, member, f, err);
	buf_finish(&what);
	return good;
}

static bool account(struct giving *g, struct admin *a, int64_t group, struct err *err)
{
	struct people all = { .count = 0 };
	const struct store_req members = {
		.op = STORE_MEMBERS, .group = group, .done = on_members, .user = &all
	};
	const char *command = a->command->words;
	bool good = true;

	if (g->ground.member)
		return account_one(g, a, g->ground.member, command, err);
	good = (group || err_set(err, ERR_BAD_INPUT,
				 "what leaves the program is of one group: say "
				 "which")) &&
	       admin_ask(a, members, err);
	for (size_t i = 0; good && i < all.count; i++)
		good = account_one(g, a, all.ids[i], command, err);
	free(all.ids);
	return good;
}

/* To write an accounting reads the log again, and moves what is in it. */
static bool settle(struct giving *g, const struct ground_ask *ask, struct err *err)
{
	return ground_decide(&g->log, ask, &g->ground, err);
}

bool giving_begin(struct giving *g, struct admin *a, int64_t group, int64_t member,
		  struct err *err)
{
	const struct ground_ask ask = { .words = options_find(&a->options, "for"),
					.command = ground_find_command(a->command->words),
					.member = member,
					.recipient = options_find(&a->options, "recipient"),
					.why = options_find(&a->options, "why"),
					.by = options_find(&a->options, "by"),
					.now_utc_ms = clock_utc_ms() };

	*g = (struct giving) { .ground = { .row = NULL } };
	if (!giving_read(a, &g->log, err) || !settle(g, &ask, err))
		return false;
	if ((g->ground.row->needs & GROUND_GIVES) &&
	    (!account(g, a, group, err) || !settle(g, &ask, err)))
		return false;
	fprintf(stderr, "%s\n", g->ground.says);
	return true;
}

void giving_end(struct giving *g)
{
	consents_finish(&g->log);
}
