/* SPDX-License-Identifier: MIT */
#include "demo/seats.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/err.h"

/* For the log, not for people. */
static const char *const failures[PL_FAILURES] = {
	[PL_OK] = "none",
	[PL_FAIL_PASSPHRASE] = "passphrase",
	[PL_FAIL_INVITE_FORM] = "not an invite",
	[PL_FAIL_INVITE_UNKNOWN] = "invite unknown",
	[PL_FAIL_INVITE_USED] = "invite used",
	[PL_FAIL_INVITE_EXPIRED] = "invite too old",
	[PL_FAIL_NAME] = "name taken or not allowed",
	[PL_FAIL_PASSPHRASE_WEAK] = "passphrase too short",
	[PL_FAIL_TOKEN] = "signed out",
	[PL_FAIL_DISABLED] = "account disabled",
	[PL_FAIL_CERTIFICATE] = "not the server of the invite",
	[PL_FAIL_CLOCK] = "clock outside the certificate's time",
	[PL_FAIL_DISK] = "disk",
	[PL_FAIL_SERVER_DOWN] = "server down",
	[PL_FAIL_DNS] = "no such host",
	[PL_FAIL_NETWORK] = "no network",
	[PL_FAIL_TOO_LONG] = "too long",
	[PL_FAIL_NOT_NOW] = "not now",
	[PL_FAIL_REFUSED] = "refused",
	[PL_FAIL_BUSY] = "too many attempts",
	[PL_FAIL_LOCKED] = "store locked",
	[PL_FAIL_FOLDER] = "folder not its own",
	[PL_FAIL_ENCODING] = "not UTF-8",
	[PL_FAIL_NEWER] = "store of a newer version",
	[PL_FAIL_MEMORY] = "no memory",
	[PL_FAIL_SERVER_FULL] = "server cannot store",
	[PL_FAIL_STATE] = "not as things stand",
	[PL_FAIL_WHO] = "nobody of that name",
	[PL_FAIL_LATE] = "too late",
	[PL_FAIL_WAITING] = "waits to be admitted",
	[PL_FAIL_OUT] = "not in the room",
	[PL_FAIL_MUTED] = "muted",
	[PL_FAIL_NORMS] = "norms not accepted",
	[PL_FAIL_TURN] = "somebody else's turn",
	[PL_FAIL_DANGER] = "somebody is not safe",
	[PL_FAIL_QUIET] = "only those who lead speak",
	[PL_FAIL_TEXT] = "there is no such text",
	[PL_FAIL_NO_NOTE] = "there is no note",
	[PL_FAIL_CONSENT] = "not this consent",
	[PL_FAIL_FILE] = "the file cannot be made",
	[PL_FAIL_TWICE] = "that was said before",
	[PL_FAIL_GONE] = "it is not kept any more",
};

/* Nobody needs to know it: the seat is left with the demonstration. */
static bool make_passphrase(char *out, size_t size)
{
	unsigned char bytes[16];

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return false;
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, size - 2 * i, "%02x", bytes[i]);
	return true;
}

static bool seat_open(struct seat *seat, const char *invite, struct err *err)
{
	const struct pl_options options = { .guest = true };
	enum pl_failure why = PL_OK;
	char passphrase[40];

	seat->client = pl_client_open(&options, &why);
	if (!seat->client)
		return err_set(err, ERR_NETWORK, "a client cannot be opened: %s",
			       failures[why]);
	if (!make_passphrase(passphrase, sizeof(passphrase)))
		return err_set(err, ERR_NOT_NOW, "the system gives no random bytes");
	why = pl_client_join(seat->client, invite, seat->name, passphrase);
	if (why != PL_OK)
		return err_set(err, ERR_BAD_INPUT, "%s cannot join: %s", seat->name,
			       failures[why]);
	return true;
}

bool seats_open(struct seats *s, const struct script *script, FILE *invites, struct err *err)
{
	char line[1024];

	for (size_t i = 0; i < script->cast_count; i++) {
		if (!fgets(line, sizeof(line), invites))
			return err_set(err, ERR_BAD_INPUT, "%zu invites for a cast of %zu", i,
				       script->cast_count);
		s->all[i].name = script->cast[i].name;
		s->count++;
		if (!seat_open(&s->all[i], line, err))
			return false;
	}
	return true;
}

void seats_close(struct seats *s)
{
	for (size_t i = 0; i < s->count; i++)
		pl_client_close(s->all[i].client);
	s->count = 0;
	free(s->done);
	s->done = NULL;
}

static void seat_look(struct seat *seat)
{
	const struct pl_group *groups;

	if (!pl_client_groups(seat->client, &groups))
		return;
	seat->group = groups[0].id;
	if (groups[0].last_seq > groups[0].read_seq)
		pl_client_seen(seat->client, groups[0].id, groups[0].last_seq);
}

bool seats_work(struct seats *s, struct err *err)
{
	for (size_t i = 0; i < s->count; i++) {
		struct seat *seat = &s->all[i];
		unsigned changed = pl_client_work(seat->client);
		enum pl_failure how = pl_client_result(seat->client);

		if ((changed & PL_CHANGED_ACCOUNT) && !pl_client_busy(seat->client) &&
		    how != PL_OK)
			return err_set(err, ERR_REFUSED, "%s did not get in: %s", seat->name,
				       failures[how]);
		if (changed & (PL_CHANGED_GROUPS | PL_CHANGED_MESSAGES))
			seat_look(seat);
	}
	return true;
}

bool seats_are_taken(const struct seats *s)
{
	struct pl_link_info info;

	for (size_t i = 0; i < s->count; i++) {
		pl_client_link(s->all[i].client, &info);
		if (!s->all[i].group || info.link != PL_LINK_LIVE)
			return false;
	}
	return true;
}

bool seats_say(struct seats *s, int who, const char *text, struct err *err)
{
	enum pl_failure why = pl_client_say(s->all[who].client, s->all[who].group, text);

	if (why != PL_OK)
		return err_set(err, ERR_NOT_NOW, "%s cannot speak: %s", s->all[who].name,
			       failures[why]);
	return true;
}

const char *seats_person(const struct seats *s, const struct script *script)
{
	const struct pl_person *people;
	size_t n = pl_client_people(s->all[0].client, s->all[0].group, &people);

	for (size_t i = 0; i < n; i++)
		if (script_member(script, str_of(people[i].name)) < 0)
			return people[i].name;
	return NULL;
}

size_t seats_messages(struct seats *s, const struct pl_message **out)
{
	return pl_client_messages(s->all[0].client, s->all[0].group, out);
}
