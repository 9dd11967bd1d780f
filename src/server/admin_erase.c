/* SPDX-License-Identifier: MIT */
/* Says what goes and what stays when a person is erased; with --yes it is done. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/erase.h"
#include "server/retain.h"

enum { NAME_ROOM = 40 };

struct whom {
	const char *typed;
	int64_t id;
	char role[32];
	bool erased;
};

static void on_users(void *user, const struct store_reply *r)
{
	struct whom *w = user;

	for (size_t i = 0; i < r->count; i++) {
		if (r->users[i].id != w->id)
			continue;
		snprintf(w->role, sizeof(w->role), "%s", r->users[i].role.p);
		w->erased = r->users[i].erased_utc_ms != 0;
	}
}

/* What those did who lead stands in the records of others. */
static bool may_be_erased(struct admin *a, struct whom *w, struct err *err)
{
	const struct store_req users = { .op = STORE_USERS, .done = on_users, .user = w };

	if (!admin_find_user(a, w->typed, &w->id, err) || !admin_ask(a, users, err))
		return false;
	if (w->erased)
		return err_set(err, ERR_EXISTS, "%s is erased already", w->typed);
	return strcmp(w->role, "patient") == 0 || strcmp(w->role, "family") == 0 ||
	       err_set(err, ERR_REFUSED,
		       "%s is %s: what staff did belongs to the records of others. See user "
		       "disable",
		       w->typed, w->role);
}

static const char *stems(size_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

static void put_goes(const struct erase *e, const char *name)
{
	puts("What goes:");
	printf("  the words of %zu %s\n", e->messages,
	       stems(e->messages, "message", "messages"));
	printf("  the words of %zu %s: hands, questions, what was said to those who lead, "
	       "lines "
	       "that had to wait\n",
	       e->events_count,
	       stems(e->events_count, "event of sessions", "events of sessions"));
	if (!e->keep_sheets)
		printf("  %zu %s: what was sent, given to do, and said to it, with the safety "
		       "plan\n",
		       e->sheets, stems(e->sheets, "row of worksheets", "rows of worksheets"));
	printf("  the words of %zu %s of the schedule%s\n", e->requests,
	       stems(e->requests, "request", "requests"),
	       e->feeds ? ", and the calendar's address" : "");
	puts("  why they reported messages; devices, passphrase, figures of a phone, legal "
	     "name, "
	     "replies at the door, invite");
	printf("  the name: in its place stands \"%s\"\n", name);
}

/* Until when, by a setting in years, of what came about last at that moment. */
static void put_until(int64_t ms, int years, const char *setting)
{
	const int64_t end_ms = ms + (int64_t)years * RETAIN_YEAR_DAYS * 86400000;
	char day[32];

	if (years && ms)
		printf("    until %.10s, by %s = %d years\n", report_moment(end_ms, day),
		       setting, years);
	else if (!years)
		printf("    without an end, for %s is 0\n", setting);
}

static void put_stays(const struct erase *e)
{
	const struct conf *c = &e->a->conf;

	puts("What stays, and why:");
	printf("  attendance of %zu %s, under the new name: the record of treatment, which "
	       "your "
	       "state's law has you keep (42 CFR 2.16)\n",
	       e->sessions, stems(e->sessions, "session", "sessions"));
	put_until(e->session_ms, c->keep_attendance, "keep_attendance");
	if (e->old_words)
		printf("  the words of %zu %s from before this program could take them out "
		       "of the chained log; they go with the attendance\n",
		       e->old_words, stems(e->old_words, "event", "events"));
	if (e->keep_sheets)
		puts("  worksheets, because of --keep; they go with the attendance");
	printf("  %zu %s of consents and of what was given out, with the names in them (42 CFR "
	       "2.31, 45 CFR 164.528)\n    without an end\n",
	       e->consents, stems(e->consents, "row", "rows"));
	printf("  %zu %s of the access log (45 CFR 164.316(b)(2)); that this was erased is one "
	       "more\n",
	       e->reads, stems(e->reads, "row", "rows"));
	put_until(e->read_ms, c->keep_access, "keep_access");
	puts("  what others wrote, also about them");
	puts("What is not in reach: backups, and copies from before an upgrade "
	     "(porchlight.db.vNUMBER): delete those too.");
}

static bool wants_sheets_kept(const struct admin *a, bool *keep, struct err *err)
{
	const char *kind = options_find(&a->options, "keep");

	*keep = kind != NULL;
	return !kind || strcmp(kind, "worksheets") == 0 ||
	       err_set(err, ERR_BAD_INPUT, "--keep is worksheets, not '%s'", kind);
}

static bool note(struct admin *a, int64_t member, struct err *err)
{
	return admin_access(
		a,
		(struct access_note) { .what = ACCESS_RECORD,
				       .action = ACCESS_ERASE,
				       .whose = member,
				       .why = str_of(options_find(&a->options, "why")) },
		err);
}

static bool do_it(struct erase *e, const char *name, struct err *err)
{
	if (e->meets)
		return err_set(err, ERR_NOT_NOW,
			       "a session of theirs runs: do it when it is over");
	if (!note(e->a, e->member, err) || !erase_do(e, name, err))
		return false;
	puts("It is done.");
	return true;
}

bool admin_erase(struct admin *a, struct err *err)
{
	struct whom whom = { .typed = a->args[0] };
	struct erase e = { .a = a };
	char name[NAME_ROOM];
	bool good = wants_sheets_kept(a, &e.keep_sheets, err) && admin_open(a, err) &&
		    may_be_erased(a, &whom, err);

	e.member = whom.id;
	snprintf(name, sizeof(name), ERASE_FORMER "%" PRId64, whom.id);
	good = good && erase_look(&e, err);
	if (good) {
		put_goes(&e, name);
		put_stays(&e);
		if (options_find(&a->options, "yes"))
			good = do_it(&e, name, err);
		else
			printf("Nothing was done. To do it: porchlightd erase %s --yes\n",
			       whom.typed);
	}
	erase_finish(&e);
	return good;
}
