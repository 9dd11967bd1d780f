/* SPDX-License-Identifier: MIT */
#include "line/door.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/locked.h"
#include "line/ask.h"
#include "line/signals.h"
#include "porchlight/client.h"
#include "text/keys.h"
#include "text/utf8.h"
#include "view/words_kit.h"
#include "view/words_wipe.h"

enum {
	TRIES = 3,
	PASSPHRASE_MIN = 8, /* characters: PL_FAIL_PASSPHRASE_WEAK */
};

/* What the person gave so far. */
struct visit {
	struct door *door;
	struct ask ask;
	struct pl_client *client;
	bool asked; /* a question was asked */
	char invite[ASK_MAX], name[ASK_MAX], passphrase[ASK_MAX], again[ASK_MAX];
};

/* ---- questions ---- */

static void tell_aid(struct ask *a, void *user)
{
	const struct visit *v = user;

	aid_tell_unlocked(a, v->door->guest ? NULL : v->door->dir);
}

/* Who sits there is told of the key before the first question. */
static void tell_key(struct visit *v)
{
	struct arena mem = { 0 };
	char key[24], other[24];

	keys_word(aid_crisis_key(v->door->keys), key, sizeof(key));
	keys_word(KEY_CHORD(' '), other, sizeof(other));
	if (v->ask.is_terminal && !v->asked)
		ask_tell(&v->ask,
			 words_kit(&mem, KIT_KEY, words_keys(&mem, key, words_row(other))));
	v->asked = true;
	arena_finish(&mem);
}

static bool ask(struct visit *v, enum word words, bool secret, char out[ASK_MAX])
{
	tell_key(v);
	enum ask_end end = ask_for(&v->ask, words_of(words), secret, out);

	if (end == ASK_NOTHING)
		ask_tell(&v->ask, words_of(WORD_NO_ANSWER));
	return end == ASK_GIVEN;
}

static bool copy(char out[ASK_MAX], const char *given)
{
	size_t n = strlen(given);

	n = n < ASK_MAX ? n : ASK_MAX - 1;
	memcpy(out, given, n);
	out[n] = '\0';
	return true;
}

/* Half a line is told before anything else is asked. */
static bool ask_invite(struct visit *v)
{
	while (ask(v, WORD_ASK_INVITE, false, v->invite)) {
		if (!v->ask.is_terminal || pl_invite_is_whole(v->invite))
			return true;
		ask_tell(&v->ask, words_failure_of_joining(PL_FAIL_INVITE_FORM));
	}
	return false;
}

static bool get_invite(struct visit *v)
{
	return v->door->invite ? copy(v->invite, v->door->invite) : ask_invite(v);
}

/* A terminal that is not set to UTF-8 gives bytes that nobody else could read. */
static bool is_text(struct visit *v, const char *given)
{
	if (utf8_valid(str_of(given)))
		return true;
	ask_tell(&v->ask, words_failure(PL_FAIL_ENCODING));
	return false;
}

static bool ask_name(struct visit *v)
{
	do {
		if (!ask(v, WORD_ASK_NAME, false, v->name))
			return false;
		if (is_text(v, v->name))
			return true;
	} while (v->ask.is_terminal);
	return false;
}

static bool get_name(struct visit *v)
{
	return v->door->name ? copy(v->name, v->door->name) && is_text(v, v->name)
			     : ask_name(v);
}

/* The file's first line. */
static bool read_passphrase(struct visit *v)
{
	int fd = open(v->door->passphrase_file, O_RDONLY | O_CLOEXEC);
	struct lines file;

	if (fd < 0) {
		ask_tell(&v->ask, words_of(WORD_NO_FILE));
		return false;
	}
	lines_init(&file, fd);
	char *line = NULL;

	while (!(line = lines_take(&file)) && !file.ended)
		lines_read(&file);
	close(fd);
	copy(v->passphrase, line ? line : "");
	lines_wipe(line);
	lines_finish(&file);
	return true;
}

/* Twice, where somebody types it and cannot see it. */
static bool ask_new_passphrase(struct visit *v)
{
	ask_tell(&v->ask, words_wipe(WIPE_PASSPHRASE_LOST));
	for (;;) {
		if (!ask(v, WORD_ASK_NEW_PASSPHRASE, true, v->passphrase))
			return false;
		if (!v->ask.is_terminal)
			return true;
		if (!ask(v, WORD_ASK_AGAIN, true, v->again))
			return false;
		if (strcmp(v->passphrase, v->again) == 0)
			return true;
		ask_tell(&v->ask, words_of(WORD_PASSPHRASES_DIFFER));
	}
}

static bool get_passphrase(struct visit *v, bool is_new)
{
	if (v->door->passphrase_file)
		return read_passphrase(v);
	return is_new ? ask_new_passphrase(v)
		      : ask(v, WORD_ASK_PASSPHRASE, true, v->passphrase);
}

/* Can somebody be asked once more, or would the same answer come again? */
static bool may_ask_again(const struct visit *v, const char *given)
{
	return v->ask.is_terminal && !given;
}

/* ---- the store ---- */

static enum pl_failure open_store(struct visit *v)
{
	struct pl_options o = { .dir = v->door->dir,
				.guest = v->door->guest,
				.passphrase = v->door->guest ? NULL : v->passphrase };
	enum pl_failure why = PL_OK;

	v->client = pl_client_open(&o, &why);
	if (!v->client && (why != PL_FAIL_PASSPHRASE || is_text(v, v->passphrase)))
		ask_tell(&v->ask, words_failure(why));
	return v->client ? PL_OK : why;
}

static bool unlock(struct visit *v)
{
	enum pl_failure f;
	int tries = 0;

	do {
		if (!get_passphrase(v, false))
			return false;
		f = open_store(v);
	} while (f == PL_FAIL_PASSPHRASE && ++tries < TRIES &&
		 may_ask_again(v, v->door->passphrase_file));
	if (f == PL_FAIL_PASSPHRASE && v->ask.is_terminal)
		ask_tell(&v->ask, words_wipe(WIPE_FORGOTTEN));
	return f == PL_OK;
}

/* ---- joining ---- */

/* Until the server has answered; false: the person wants to end. */
static bool wait_for_answer(struct visit *v)
{
	while (pl_client_busy(v->client)) {
		const int keys = v->ask.aid.on && !v->ask.in->ended ? v->ask.in->fd : -1;
		struct pollfd fds[] = { { .fd = pl_client_fd(v->client), .events = POLLIN },
					{ .fd = v->ask.signals, .events = POLLIN },
					{ .fd = keys, .events = POLLIN } };

		if (poll(fds, 3, pl_client_timeout_ms(v->client)) < 0 && errno != EINTR)
			return false;
		if (fds[1].revents &&
		    signals_take(v->ask.signals) & (SIGNALS_LEAVE | SIGNALS_BREAK))
			return false;
		if (fds[2].revents)
			ask_look(&v->ask);
		pl_client_work(v->client);
	}
	return true;
}

static bool again_invite(struct visit *v)
{
	return may_ask_again(v, NULL) && ask_invite(v);
}

static bool again_name(struct visit *v)
{
	return may_ask_again(v, NULL) && ask_name(v);
}

static bool again_later(struct visit *v)
{
	char enter[ASK_MAX];

	return may_ask_again(v, NULL) && ask(v, WORD_ASK_ENTER, false, enter);
}

/* What can be mended by another answer, or by trying again. */
static const struct {
	enum pl_failure failure;
	bool (*again)(struct visit *v);
} mends[] = {
	{ PL_FAIL_INVITE_FORM, again_invite }, { PL_FAIL_INVITE_UNKNOWN, again_invite },
	{ PL_FAIL_INVITE_USED, again_invite }, { PL_FAIL_INVITE_EXPIRED, again_invite },
	{ PL_FAIL_CERTIFICATE, again_invite }, { PL_FAIL_NAME, again_name },
	{ PL_FAIL_CLOCK, again_later },        { PL_FAIL_SERVER_DOWN, again_later },
	{ PL_FAIL_DNS, again_later },          { PL_FAIL_NETWORK, again_later },
	{ PL_FAIL_BUSY, again_later },
};

static bool mend(struct visit *v, enum pl_failure f)
{
	for (size_t i = 0; i < sizeof(mends) / sizeof(*mends); i++)
		if (mends[i].failure == f)
			return mends[i].again(v);
	return false;
}

static void tell_failure(struct visit *v, enum pl_failure f)
{
	struct arena mem = { 0 };

	ask_tell(&v->ask, f == PL_FAIL_BUSY
				  ? words_busy_or(&mem, f, pl_client_wait_s(v->client))
				  : words_failure_of_joining(f));
	arena_finish(&mem);
}

static void tell_new(struct visit *v, const char *words(struct arena *a, const char *),
		     const char *what)
{
	struct arena mem = { 0 };

	if (*what)
		ask_tell(&v->ask, words(&mem, what));
	arena_finish(&mem);
}

/* Asks for them, and sends them; false: the person wants to end. */
static bool give_figures(struct visit *v, enum pl_failure why)
{
	char figures[ASK_MAX];
	enum pl_failure f;

	if (why == PL_FAIL_FIGURES_NEW)
		tell_new(v, words_figures_new, pl_client_secret(v->client));
	else
		ask_tell(&v->ask, words_failure(why));
	if (!ask(v, WORD_ASK_FIGURES, true, figures))
		return false;
	f = pl_client_figures(v->client, figures);
	explicit_bzero(figures, sizeof(figures));
	return f == PL_OK;
}

static bool wants_figures(enum pl_failure f)
{
	return f == PL_FAIL_FIGURES || f == PL_FAIL_FIGURES_WRONG || f == PL_FAIL_FIGURES_NEW;
}

/* What came of it, with all figures that were asked for. */
static bool wait_for_result(struct visit *v, enum pl_failure *f)
{
	for (;;) {
		if (!wait_for_answer(v))
			return false;
		*f = pl_client_result(v->client);
		if (!wants_figures(*f))
			return true;
		if (!give_figures(v, *f))
			return false;
	}
}

static bool join(struct visit *v)
{
	for (;;) {
		enum pl_failure f =
			pl_client_join(v->client, v->invite, v->name, v->passphrase);

		if (f == PL_OK && !wait_for_result(v, &f))
			return false;
		if (f == PL_OK) {
			ask_tell(&v->ask, words_of(WORD_JOINED));
			tell_new(v, words_recovery, pl_client_recovery(v->client));
			v->door->joined = true;
			return true;
		}
		tell_failure(v, f);
		if (!mend(v, f))
			return false;
		ask_tell(&v->ask, words_of(WORD_JOINING));
	}
}

static bool too_short(struct visit *v)
{
	size_t n = 0;

	for (const char *p = v->passphrase; *p; p++)
		n += (*p & 0xc0) != 0x80; /* a character of UTF-8 begins */
	if (n >= PASSPHRASE_MIN)
		return false;
	ask_tell(&v->ask, words_failure(PL_FAIL_PASSPHRASE_WEAK));
	return true;
}

/* The store is made with the passphrase that the account gets, so it is checked before. */
static bool choose_passphrase(struct visit *v)
{
	do {
		if (!get_passphrase(v, true))
			return false;
		if (is_text(v, v->passphrase) && !too_short(v))
			return true;
	} while (may_ask_again(v, v->door->passphrase_file));
	return false;
}

/* The store stays shut: what is not in it can be read all the same. */
static void tell_command(struct visit *v)
{
	struct arena mem = { 0 };

	if (v->ask.is_terminal)
		ask_tell(&v->ask, words_kit(&mem, KIT_COMMAND, ""));
	arena_finish(&mem);
}

static bool enter(struct visit *v)
{
	bool is_new = v->door->guest || !pl_client_exists(v->door->dir);

	if (!is_new && !unlock(v)) {
		tell_command(v);
		return false;
	}
	if (!is_new && pl_client_self(v->client).id) { /* signed in or not */
		if (v->door->invite)
			ask_tell(&v->ask, words_of(WORD_JOINED_ALREADY));
		return true;
	}
	if (!get_invite(v) || !get_name(v))
		return false;
	if (is_new && !choose_passphrase(v))
		return false;
	/* At once: of the row behind a passphrase readers would say that it is blank. */
	ask_tell(&v->ask, words_of(WORD_JOINING));
	if (is_new && open_store(v) != PL_OK)
		return false;
	return join(v);
}

struct pl_client *door_open(struct door *d)
{
	struct visit v = { .door = d };

	locked_hold(&v, sizeof(v));
	ask_init(&v.ask, d->in, signals_open(), d->keys);
	v.ask.tell_aid = tell_aid;
	v.ask.user = &v;
	if (!enter(&v)) {
		pl_client_close(v.client);
		v.client = NULL;
	}
	ask_finish(&v.ask);
	if (v.ask.signals >= 0)
		close(v.ask.signals);
	explicit_bzero(&v.passphrase, sizeof(v.passphrase));
	explicit_bzero(&v.again, sizeof(v.again));
	return v.client;
}
