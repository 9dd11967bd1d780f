/* SPDX-License-Identifier: MIT */
/* Legal names, and who has looked at what is kept sealed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sodium.h>

#include "server/admin.h"
#include "server/seal.h"

enum { LOOKS_MAX = 10000, SEALED_MAX = 1024 };

static bool seal_name(const struct admin *a, struct buf *out, struct err *err)
{
	char *name = NULL;
	bool good;

	if (!*a->args[1])
		return true; /* none is to be kept */
	if (sodium_init() < 0)
		return err_set(err, ERR_NOT_NOW, "libsodium does not start");
	good = admin_clean_name(a->args[1], &name, err) &&
	       seal_close(&a->conf, SEAL_LEGAL, str_of(name), out, err);
	free(name);
	return good;
}

bool admin_user_legal(struct admin *a, struct err *err)
{
	struct store_req r = { .op = STORE_LEGAL };
	struct buf sealed;
	bool good;

	buf_init(&sealed, SEALED_MAX);
	good = admin_find_user(a, a->args[0], &r.member, err) && seal_name(a, &sealed, err);
	r.c = (struct str) { sealed.p, sealed.n };
	good = good && admin_ask(a, r, err) &&
	       admin_ask(a, (struct store_req) { .op = STORE_WIPE }, err);
	buf_finish(&sealed);
	if (good)
		puts(*a->args[1] ? "the legal name is kept" : "no legal name is kept");
	return good;
}

/* All people, by id, and then the looks. */
struct names {
	struct {
		int64_t id;
		char *text;
	} * all;
	size_t count;
};

static void on_users(void *user, const struct store_reply *r)
{
	struct names *n = user;

	n->all = mem_get((r->count + 1) * sizeof(*n->all));
	for (size_t i = 0; i < r->count; i++) {
		n->all[i].id = r->users[i].id;
		n->all[i].text = mem_dup(r->users[i].name.p, r->users[i].name.n);
	}
	n->count = r->count;
}

static const char *name_of(const struct names *n, int64_t id)
{
	for (size_t i = 0; i < n->count; i++)
		if (n->all[i].id == id)
			return n->all[i].text;
	return "?";
}

static void on_looks(void *user, const struct store_reply *r)
{
	static const char *const whats[] = { "legal name", "replies" };
	const struct names *n = user;

	for (size_t i = 0; i < r->count; i++) {
		const struct store_message *m = &r->messages[i];
		const time_t t = (time_t)(m->utc_ms / 1000);
		char when[32] = "";
		struct tm tm;

		if (gmtime_r(&t, &tm))
			strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &tm);
		printf("%s\t%s\t%s\t%s\n", when, name_of(n, m->device), name_of(n, m->member),
		       whats[m->ticket != 0]);
	}
}

bool admin_looks(struct admin *a, struct err *err)
{
	struct names n = { 0 };
	bool good = admin_open(a, err) &&
		    admin_ask(a,
			      (struct store_req) {
				      .op = STORE_USERS, .done = on_users, .user = &n },
			      err) &&
		    admin_ask(a,
			      (struct store_req) { .op = STORE_LOOKS,
						   .limit = LOOKS_MAX,
						   .done = on_looks,
						   .user = &n },
			      err);

	for (size_t i = 0; i < n.count; i++)
		free(n.all[i].text);
	free(n.all);
	return good;
}
