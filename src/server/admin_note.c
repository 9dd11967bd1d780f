/* SPDX-License-Identifier: MIT */
/* The skeleton of a note of one person in one session: see note.h. */
#include <stdlib.h>
#include <string.h>

#include "server/giving.h"
#include "server/note.h"
#include "server/report.h"

static const struct {
	const char *word;
	void (*print)(const struct note *n, FILE *out);
} forms[] = {
	{ "words", note_text },
	{ "fhir", note_fhir },
};
enum { FORMS = sizeof(forms) / sizeof(forms[0]) };

static bool find_form(const char *word, size_t *form, struct err *err)
{
	for (*form = 0; *form < FORMS; ++*form)
		if (strcmp(forms[*form].word, word) == 0)
			return true;
	return err_set(err, ERR_BAD_INPUT, "--as is words or fhir, not '%s'", word);
}

static bool find_session(const char *word, int64_t *session, struct err *err)
{
	char *end;

	*session = strtoll(word, &end, 10);
	return (*session > 0 && *end == '\0') ||
	       err_set(err, ERR_BAD_INPUT, "a session is a number, not '%s'", word);
}

static bool take_row(void *user, const struct store_message *row, struct err *err)
{
	return note_take(user, row, err);
}

struct names {
	int64_t group, member;
	char *group_name, *name;
};

static void on_groups(void *user, const struct store_reply *reply)
{
	struct names *n = user;

	for (size_t i = 0; i < reply->count; i++)
		if (reply->groups[i].id == n->group)
			n->group_name =
				mem_dup(reply->groups[i].name.p, reply->groups[i].name.n);
}

static void on_users(void *user, const struct store_reply *reply)
{
	struct names *n = user;

	for (size_t i = 0; i < reply->count; i++)
		if (reply->users[i].id == n->member)
			n->name = mem_dup(reply->users[i].name.p, reply->users[i].name.n);
}

static bool find_names(struct admin *a, struct names *n, struct err *err)
{
	return admin_open(a, err) && admin_find_group(a, a->args[0], &n->group, err) &&
	       admin_find_user(a, a->args[2], &n->member, err) &&
	       admin_ask(
		       a,
		       (struct store_req) { .op = STORE_GROUPS, .done = on_groups, .user = n },
		       err) &&
	       admin_ask(a,
			 (struct store_req) { .op = STORE_USERS, .done = on_users, .user = n },
			 err);
}

bool admin_note(struct admin *a, struct err *err)
{
	struct names names = { .name = NULL };
	struct note note = { .session = 0 };
	struct giving g = { .ground = { .row = NULL } };
	size_t form = 0;
	bool good = find_form(admin_option(a, "as", "words"), &form, err) &&
		    find_session(a->args[1], &note.session, err) && find_names(a, &names, err);

	if (good) {
		note.member = names.member;
		note.name = names.name;
		note.group = names.group_name;
		note_begin(&note, names.group, 1);
		good = admin_log(a, names.group, take_row, &note, err) &&
		       note_is_due(&note, err) &&
		       giving_begin(&g, a, names.group, names.member, err) &&
		       admin_access(a,
				    (struct access_note) { .what = ACCESS_NOTE,
							   .action = form ? ACCESS_EXPORT
									  : ACCESS_READ,
							   .whose = names.member,
							   .group = names.group },
				    err);
	}
	note.ground = &g.ground;
	if (good)
		forms[form].print(&note, stdout);
	giving_end(&g);
	note_finish(&note);
	free(names.group_name);
	free(names.name);
	return good;
}
