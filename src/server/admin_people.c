/* SPDX-License-Identifier: MIT */
#include "server/admin.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "server/ca.h"
#include "server/folder.h"
#include "server/secret.h"
#include "text/utf8.h"
#include "wire/limits.h"

enum { DAYS_MAX = 365, COUNT_MAX = 1000 };

bool admin_clean_name(const char *given, char **out, struct err *err)
{
	struct arena mem = { 0 };
	const size_t room = strlen(given) + 1;
	struct str name = str_of(utf8_clean_name(&mem, str_of(given), room));
	bool good = !utf8_blank(name) && name.n <= WIRE_NAME_MAX;

	*out = good ? mem_dup(name.p, name.n) : NULL;
	arena_finish(&mem);
	return good || err_set(err, ERR_BAD_INPUT, "a name has 1 to %d bytes", WIRE_NAME_MAX);
}

static bool read_number(const char *text, int max, const char *what, int *out, struct err *err)
{
	char *end;
	long n = strtol(text, &end, 10);

	*out = (int)n;
	return (isdigit((unsigned char)*text) && !*end && n >= 1 && n <= max) ||
	       err_set(err, ERR_BAD_INPUT, "--%s wants a number from 1 to %d", what, max);
}

/* Groups by name or number */

struct sought {
	const char *name; /* NULL: the only one there is */
	int64_t id;
	size_t fits, count;
};

static void on_sought_group(void *user, const struct store_reply *r)
{
	struct sought *s = user;
	char number[24];

	s->count = r->count;
	for (size_t i = 0; i < r->count; i++) {
		const struct store_group *g = &r->groups[i];

		snprintf(number, sizeof(number), "%lld", (long long)g->id);
		if (!s->name ||
		    (g->name.n == strlen(s->name) &&
		     strncasecmp(g->name.p, s->name, g->name.n) == 0) ||
		    strcmp(number, s->name) == 0) {
			s->id = g->id;
			s->fits++;
		}
	}
}

bool admin_find_group(struct admin *a, const char *name, int64_t *id, struct err *err)
{
	struct sought s = { .name = name };

	if (!admin_ask(a,
		       (struct store_req) {
			       .op = STORE_GROUPS, .done = on_sought_group, .user = &s },
		       err))
		return false;
	*id = s.id;
	if (!name && s.count > 1)
		return err_set(err, ERR_BAD_INPUT,
			       "there is more than one group: say which with --group");
	/* A wrong guess would let somebody hear what is not for them. */
	if (s.fits > 1)
		return err_set(err, ERR_BAD_INPUT,
			       "%s is one group's name and another's number: say the other of "
			       "the two",
			       name);
	return s.id || err_set(err, ERR_NOT_FOUND, "no group %s", name ? name : "at all");
}

static void on_group(void *user, const struct store_reply *r)
{
	(void)user;
	for (size_t i = 0; i < r->count; i++)
		printf("%lld\t%lld messages\t%.*s\n", (long long)r->groups[i].id,
		       (long long)r->groups[i].last_seq, (int)r->groups[i].name.n,
		       r->groups[i].name.p);
}

bool admin_group_list(struct admin *a, struct err *err)
{
	return admin_open(a, err) &&
	       admin_ask(a, (struct store_req) { .op = STORE_GROUPS, .done = on_group }, err);
}

bool admin_group_add(struct admin *a, struct err *err)
{
	char *name = NULL;
	bool good =
		admin_clean_name(a->args[0], &name, err) && admin_open(a, err) &&
		admin_ask(a, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of(name) },
			  err);

	if (good) {
		printf("group %lld is there: %s\n", (long long)a->id, name);
		admin_tell_server(a);
	} else if (err->code == ERR_EXISTS) {
		err_set(err, ERR_EXISTS, "there is a group %s already", name);
	}
	free(name);
	return good;
}

/* Users by name */

struct sought_user {
	int64_t id; /* 0: there is none */
	bool erased;
};

static void on_sought_user(void *user, const struct store_reply *r)
{
	*(struct sought_user *)user = (struct sought_user) { 0 };
	if (r->count)
		*(struct sought_user *)user =
			(struct sought_user) { r->users[0].id, r->users[0].erased_utc_ms != 0 };
}

static bool find_user(struct admin *a, const char *given, struct sought_user *who,
		      struct err *err)
{
	char *name = NULL;
	bool good = admin_clean_name(given, &name, err) && (a->store || admin_open(a, err)) &&
		    admin_ask(a,
			      (struct store_req) { .op = STORE_USER_FIND,
						   .a = str_of(name),
						   .done = on_sought_user,
						   .user = who },
			      err);

	free(name);
	return good &&
	       (who->id || err_set(err, ERR_NOT_FOUND, "nobody has the name %s", given));
}

bool admin_find_user(struct admin *a, const char *given, int64_t *id, struct err *err)
{
	struct sought_user who = { 0 };
	const bool good = find_user(a, given, &who, err);

	*id = who.id;
	return good;
}

/* One that somebody can have again: behind an account that was erased is nobody. */
static bool find_account(struct admin *a, const char *given, int64_t *id, struct err *err)
{
	struct sought_user who = { 0 };

	if (!find_user(a, given, &who, err))
		return false;
	*id = who.id;
	return !who.erased ||
	       err_set(err, ERR_REFUSED,
		       "%s was erased, and stays so: who comes back joins with a new invite",
		       given);
}

bool admin_group_join(struct admin *a, struct err *err)
{
	int64_t group, member;

	if (!admin_open(a, err) || !admin_find_group(a, a->args[0], &group, err) ||
	    !find_account(a, a->args[1], &member, err) ||
	    !admin_ask(a,
		       (struct store_req) {
			       .op = STORE_MEMBER_ADD, .group = group, .member = member },
		       err))
		return false;
	printf("%s is in %s\n", a->args[1], a->args[0]);
	admin_tell_server(a);
	return true;
}

static void on_user(void *user, const struct store_reply *r)
{
	(void)user;
	for (size_t i = 0; i < r->count; i++) {
		const struct store_user *u = &r->users[i];

		printf("%lld\t%.*s\t%s\t%.*s\n", (long long)u->id, (int)u->role.n, u->role.p,
		       u->disabled ? "off" : "on", (int)u->name.n, u->name.p);
	}
}

bool admin_user_list(struct admin *a, struct err *err)
{
	return admin_open(a, err) &&
	       admin_ask(a, (struct store_req) { .op = STORE_USERS, .done = on_user }, err);
}

static bool set_disabled(struct admin *a, bool disabled, struct err *err)
{
	int64_t id = 0;

	if (!(disabled ? admin_find_user : find_account)(a, a->args[0], &id, err) ||
	    !admin_ask(
		    a,
		    (struct store_req) { .op = STORE_USER_SET, .member = id, .seq = disabled },
		    err))
		return false;
	printf(disabled ? "%s is switched off, and signed out everywhere\n"
			: "%s is switched on, and may sign in\n",
	       a->args[0]);
	admin_tell_server(a);
	return true;
}

bool admin_user_disable(struct admin *a, struct err *err)
{
	return set_disabled(a, true, err);
}

bool admin_user_enable(struct admin *a, struct err *err)
{
	return set_disabled(a, false, err);
}

bool admin_user_cutoff(struct admin *a, struct err *err)
{
	int64_t id = 0;

	if (!admin_find_user(a, a->args[0], &id, err) ||
	    !admin_ask(a, (struct store_req) { .op = STORE_DEVICES_DROP, .member = id }, err))
		return false;
	printf("%s is signed out everywhere, and may sign in with the passphrase\n",
	       a->args[0]);
	admin_tell_server(a);
	return true;
}

bool admin_user_reset(struct admin *a, struct err *err)
{
	char words[SECRET_WORDS], hash[SECRET_PASS];
	int64_t id = 0;

	if (!find_account(a, a->args[0], &id, err))
		return false;
	secret_words(words);
	if (!secret_pass_hash(words, hash))
		return err_set(err, ERR_NOT_NOW, "not enough memory for a passphrase's hash");
	if (!admin_ask(a,
		       (struct store_req) {
			       .op = STORE_USER_PASS, .member = id, .a = str_of(hash) },
		       err))
		return false;
	admin_tell_server(a);
	fprintf(stderr, "%s is signed out everywhere, and signs in with this passphrase:\n",
		a->args[0]);
	puts(words);
	return true;
}

/* Invites */

static bool find_port(const struct admin *a, int *port, struct err *err)
{
	*port = a->conf.port ? a->conf.port : folder_port(&a->conf);
	return *port || err_set(err, ERR_NOT_NOW,
				"the port is 0: start the server first, which takes one");
}

bool admin_print_invite(struct admin *a, const char *role, int64_t group, int days,
			struct err *err)
{
	const char *host = a->conf.host;
	const bool v6 = strchr(host, ':') != NULL;
	char code[SECRET_CODE], hash[SECRET_HASH], fingerprint[CA_FINGERPRINT];
	char *ca = conf_ca(&a->conf);
	int port;
	bool good = ca_fingerprint(ca, fingerprint, err) && find_port(a, &port, err);

	free(ca);
	if (!good)
		return false;
	secret_code(code);
	secret_hash(code, hash);
	if (!admin_ask(
		    a,
		    (struct store_req) { .op = STORE_INVITE_ADD,
					 .a = str_of(hash),
					 .b = str_of(role),
					 .group = group,
					 .utc_ms = clock_utc_ms() + days * INT64_C(86400000) },
		    err))
		return false;
	printf("porchlight join %s%s%s:%d/%s#%s\n", v6 ? "[" : "", host, v6 ? "]" : "", port,
	       code, fingerprint);
	return true;
}

static bool is_role(const char *role, struct err *err)
{
	static const char *const roles[] = { "patient", "facilitator", "family", "admin" };

	for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
		if (strcmp(roles[i], role) == 0)
			return true;
	return err_set(err, ERR_BAD_INPUT,
		       "--role is patient, facilitator, family or admin, not '%s'", role);
}

bool admin_invite(struct admin *a, struct err *err)
{
	const char *role = admin_option(a, "role", "patient");
	const char *name = options_find(&a->options, "group");
	int64_t group = 0; /* all */
	int days, count;

	if (!is_role(role, err) ||
	    !read_number(admin_option(a, "days", "7"), DAYS_MAX, "days", &days, err) ||
	    !read_number(admin_option(a, "count", "1"), COUNT_MAX, "count", &count, err) ||
	    !admin_open(a, err))
		return false;
	if ((!name || strcmp(name, "all") != 0) && !admin_find_group(a, name, &group, err))
		return false;
	for (int i = 0; i < count; i++)
		if (!admin_print_invite(a, role, group, days, err))
			return false;
	return true;
}
