/* SPDX-License-Identifier: MIT */
/*
 * The people of `./run demo`: joins with the invites on standard input, plays the
 * script, says "ready" on standard output when the person may come in, and goes on
 * until it is told to end.
 */
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "porchlight/client.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "demo/player.h"
#include "demo/seats.h"

enum { FILE_MAX_BYTES = 1 << 20, PACE_MAX = 1000 };

struct demo {
	struct script script;
	struct seats seats;
	struct player_plan plan;
	struct player *player; /* NULL until everybody is in the meeting */
	bool ready, arrived;
	int64_t heard_seq;
	int64_t turns_ms; /* when the seats have something to do in a session */
};

/* The signals that end us, as something to poll. */
static int open_signals(struct err *err)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP };
	sigset_t set;
	int fd;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	fd = signalfd(-1, &set, SFD_CLOEXEC);
	if (fd < 0)
		err_set(err, ERR_NOT_NOW, "signalfd: %s", strerror(errno));
	return fd;
}

static bool read_script(struct script *s, const char *path, struct err *err)
{
	FILE *f = fopen(path, "r");
	char *text;
	size_t n;
	bool ok;

	if (!f)
		return err_set(err, ERR_NOT_FOUND, "%s: %s", path, strerror(errno));
	text = mem_get(FILE_MAX_BYTES + 1);
	n = fread(text, 1, FILE_MAX_BYTES, f);
	if (ferror(f) || !feof(f))
		ok = err_set(err, ERR_DISK, "%s cannot be read whole", path);
	else
		ok = script_add(s, path, (struct str) { text, n }, err);
	fclose(f);
	free(text);
	return ok;
}

/* Words for the person go to the player once they are news. */
static void hear(struct demo *d, int64_t now_ms)
{
	const struct pl_message *m;
	size_t n = seats_messages(&d->seats, &m);

	for (size_t i = 0; i < n; i++) {
		if (m[i].seq <= d->heard_seq)
			continue;
		d->heard_seq = m[i].seq;
		player_hear(d->player, m[i].who, m[i].text, now_ms);
	}
}

static void meet(struct demo *d, int64_t now_ms)
{
	const char *person = d->arrived ? NULL : seats_person(&d->seats, &d->script);

	if (!person)
		return;
	d->arrived = true;
	player_arrive(d->player, person, now_ms);
}

static void report_ready(struct demo *d)
{
	if (d->ready || !player_is_warm(d->player))
		return;
	d->ready = true;
	puts("ready");
	fflush(stdout);
}

static bool turn(struct demo *d, int64_t now_ms, struct err *err)
{
	struct player_say say;

	if (!seats_work(&d->seats, err))
		return false;
	if (!d->player && seats_are_taken(&d->seats))
		d->player = player_create(&d->script, &d->plan);
	if (!d->player)
		return true;
	hear(d, now_ms);
	meet(d, now_ms);
	d->turns_ms = seats_take_turns(&d->seats, &d->script, now_ms);
	if (seats_are_free(&d->seats) && player_next(d->player, now_ms, &say) &&
	    !seats_say(&d->seats, say.who, say.text, err))
		return false;
	report_ready(d);
	return true;
}

static int64_t next_ms(const struct demo *d)
{
	int64_t play_ms = INT64_MAX;

	if (!d->player)
		return INT64_MAX;
	if (seats_are_free(&d->seats))
		play_ms = player_due_ms(d->player);
	return play_ms < d->turns_ms ? play_ms : d->turns_ms;
}

static int timeout_ms(const struct demo *d, int64_t now_ms)
{
	int64_t due_ms = next_ms(d);
	int64_t ms = due_ms == INT64_MAX ? -1 : due_ms > now_ms ? due_ms - now_ms : 0;

	for (size_t i = 0; i < d->seats.count; i++) {
		int t = pl_client_timeout_ms(d->seats.all[i].client);

		if (t >= 0 && (ms < 0 || t < ms))
			ms = t;
	}
	return ms > INT32_MAX ? INT32_MAX : (int)ms;
}

static bool play(struct demo *d, int signals, struct err *err)
{
	struct pollfd fds[SCRIPT_CAST_MAX + 1];
	size_t n = d->seats.count;

	fds[n] = (struct pollfd) { .fd = signals, .events = POLLIN };
	do {
		if (!turn(d, clock_ms(), err))
			return false;
		for (size_t i = 0; i < n; i++)
			fds[i] = (struct pollfd) { .fd = pl_client_fd(d->seats.all[i].client),
						   .events = POLLIN };
		if (poll(fds, n + 1, timeout_ms(d, clock_ms())) < 0 && errno != EINTR)
			return err_set(err, ERR_NOT_NOW, "poll: %s", strerror(errno));
	} while (!fds[n].revents);
	return true;
}

static bool read_number(const char *text, long max, long *out)
{
	char *end;

	errno = 0;
	*out = strtol(text, &end, 10);
	return end != text && *end == '\0' && errno == 0 && *out >= 0 && *out <= max;
}

static int usage(void)
{
	fputs("usage: porchlight-demo [--warm LINES] [--pace PERCENT] SCRIPT ... < invites\n",
	      stderr);
	return 2;
}

static bool read_options(int argc, char **argv, struct player_plan *plan)
{
	static const struct option options[] = {
		{ "warm", required_argument, NULL, 'w' },
		{ "pace", required_argument, NULL, 'p' },
		{ 0 },
	};
	long value = 0;
	int which;

	while ((which = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (which == '?' ||
		    !read_number(optarg, which == 'w' ? SCRIPT_LINES_MAX : PACE_MAX, &value))
			return false;
		if (which == 'w')
			plan->warm = (size_t)value;
		else
			plan->pace = (int)value;
	}
	return optind < argc;
}

int main(int argc, char **argv)
{
	struct demo d = { .plan = { .pace = 100, .chance = (unsigned)clock_utc_ms() } };
	struct err err = { 0 };
	int signals;
	bool ok;

	if (!read_options(argc, argv, &d.plan))
		return usage();
	log_set_level(LOG_WARN_);
	signals = open_signals(&err);
	ok = signals >= 0;
	for (int i = optind; ok && i < argc; i++)
		ok = read_script(&d.script, argv[i], &err);
	ok = ok && seats_open(&d.seats, &d.script, stdin, &err) && play(&d, signals, &err);
	if (!ok)
		fprintf(stderr, "porchlight-demo: %s\n", err.text);
	if (signals >= 0)
		close(signals);
	player_destroy(d.player);
	seats_close(&d.seats);
	script_finish(&d.script);
	return ok ? 0 : 1;
}
