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

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "demo/company.h"

enum { FILE_MAX_BYTES = 1 << 20, PACE_MAX = 1000 };

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

static void report_ready(const struct company *c, bool *said)
{
	if (*said || !company_is_ready(c))
		return;
	*said = true;
	puts("ready");
	fflush(stdout);
}

static bool play(struct company *c, int signals, struct err *err)
{
	struct pollfd fds[SCRIPT_CAST_MAX + 1];
	const size_t n = c->seats.count;
	bool ready = false;

	fds[n] = (struct pollfd) { .fd = signals, .events = POLLIN };
	do {
		if (!company_turn(c, clock_ms(), err))
			return false;
		report_ready(c, &ready);
		company_fds(c, fds);
		if (poll(fds, n + 1, company_timeout_ms(c, clock_ms())) < 0 && errno != EINTR)
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
	struct company c = { .plan = { .pace = 100, .chance = (unsigned)clock_utc_ms() } };
	struct err err = { 0 };
	int signals;
	bool ok;

	if (!read_options(argc, argv, &c.plan))
		return usage();
	log_set_level(LOG_WARN_);
	signals = open_signals(&err);
	ok = signals >= 0;
	for (int i = optind; ok && i < argc; i++)
		ok = read_script(&c.script, argv[i], &err);
	ok = ok && company_open(&c, stdin, &err) && play(&c, signals, &err);
	if (!ok)
		fprintf(stderr, "porchlight-demo: %s\n", err.text);
	if (signals >= 0)
		close(signals);
	company_close(&c);
	return ok ? 0 : 1;
}
