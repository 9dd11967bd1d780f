/* SPDX-License-Identifier: MIT */
#include "full/full.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "full/desk.h"
#include "full/hand.h"
#include "porchlight/schedule.h"
#include "porchlight/worksheet.h"

enum { NEWS_AT_ONCE = 4 }; /* sentences: what is told must be in sight */
enum { FD_KEYS, FD_CLIENT, FD_SIGNALS, FDS };

static void our_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGWINCH);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

void full_hold_signals(void)
{
	sigset_t set;

	our_signals(&set);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static void take_signals(struct desk *d, int fd)
{
	struct signalfd_siginfo got;

	while (read(fd, &got, sizeof(got)) == (ssize_t)sizeof(got)) {
		if (got.ssi_signo != SIGWINCH) {
			d->quit = true;
			continue;
		}
		paint_resize(d->paint);
		d->stale = true;
	}
}

static void take_keys(struct desk *d)
{
	char bytes[TYPED_READ_MAX];
	ssize_t n = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (n > 0)
		typed_add(&d->input, bytes, (size_t)n, d->now_ms);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		d->quit = true; /* the terminal is gone */
	explicit_bzero(bytes, sizeof(bytes));
}

/* What is said already stays below it; where nothing is new, what was left for later comes. */
static void take_news(struct desk *d, unsigned bits)
{
	struct arena a = { 0 };

	if (d->hear) {
		hear_news(d, NEWS_AT_ONCE);
		return;
	}
	if (d->said.n && !(bits & (PL_CHANGED_SCHEDULE | PL_CHANGED_SHEETS)))
		return;
	const char *before = arena_dup(&a, buf_text(&d->said), d->said.n);
	const int got = stage_news(&d->stage, NEWS_AT_ONCE);

	if (got)
		hand_follow(d, got);
	if (got & DID_SAY && *before)
		desk_say(d, arena_fmt(&a, "%s\n%s", d->stage.answer, before));
	arena_finish(&a);
}

static void take_changes(struct desk *d)
{
	unsigned bits = pl_client_work(d->client);

	if (bits)
		d->stale = true;
	d->cover.missed |= bits;
	if (d->cover.on)
		return;
	bits = d->cover.missed;
	d->cover.missed = 0;
	if (d->hear)
		hear_link(d);
	else if (bits & PL_CHANGED_LINK)
		hand_follow(d, stage_link(&d->stage));
	if (bits & PL_CHANGED_ACCOUNT)
		hand_follow(d, stage_ended(&d->stage));
	if (bits)
		hand_follow(d, stage_notice(&d->stage));
	take_news(d, bits);
}

static int wait_ms(const struct desk *d)
{
	int ours = desk_timeout_ms(d), theirs = pl_client_timeout_ms(d->client);

	if (ours < 0 || theirs < 0)
		return ours < 0 ? theirs : ours;
	return ours < theirs ? ours : theirs;
}

/* What goes on by itself, when the person has started it. */
static void take_time(struct desk *d)
{
	int bits;

	stage_clock(&d->stage, clock_utc_ms());
	bits = shade_tick(&d->stage, d->now_ms);
	if (!bits && !d->cover.on)
		bits = stage_tick(&d->stage);
	if (bits)
		hand_follow(d, bits);
}

/* One turn: wait, take what came, build once, paint once. */
static void turn(struct desk *d, int signals)
{
	struct pollfd fds[FDS] = {
		[FD_KEYS] = { .fd = desk_reads(d) ? STDIN_FILENO : -1, .events = POLLIN },
		[FD_CLIENT] = { .fd = pl_client_fd(d->client), .events = POLLIN },
		[FD_SIGNALS] = { .fd = signals, .events = POLLIN },
	};
	int n = poll(fds, FDS, wait_ms(d));

	d->now_ms = clock_asleep_too_ms();
	take_time(d); /* a key behind a long sleep finds the screen locked */
	if (n > 0 && fds[FD_SIGNALS].revents)
		take_signals(d, signals);
	if (n > 0 && fds[FD_KEYS].revents)
		take_keys(d);
	hand_take(d);
	take_changes(d);
	take_time(d);
	desk_build(d);
	desk_show(d);
	desk_draft_keep(d, false);
}

static void begin(struct desk *d, const struct full_options *o)
{
	d->stage.wants = o->wants;
	d->rings = o->bell;
	d->grid = o->grid;
	d->gaps = o->gaps;
	paint_look(d->paint, o->plain, o->high_contrast);
	if (o->typed_count)
		typed_add(&d->input, o->typed, o->typed_count, d->now_ms);
	if (o->hear)
		hear_open(d, o->hear);
	else if (o->is_new)
		desk_greet(d);
}

int full_run(struct pl_client *client, const struct full_options *o)
{
	struct pl_link_info info;
	sigset_t ours, before;
	struct desk d;

	our_signals(&ours);
	pthread_sigmask(SIG_BLOCK, &ours, &before);
	int signals = signalfd(-1, &ours, SFD_NONBLOCK | SFD_CLOEXEC);
	struct paint *paint = signals < 0 ? NULL : paint_open();

	if (paint) {
		desk_open(&d, client, paint);
		begin(&d, o);
		desk_build(&d);
		desk_show(&d);
		while (!d.quit)
			turn(&d, signals);
		desk_close(&d);
		paint_close(paint);
	}
	if (signals >= 0)
		close(signals);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (!paint)
		return FULL_NO_TERMINAL;
	pl_client_link(client, &info);
	return info.kept > 0 ? FULL_KEPT : FULL_OK;
}
