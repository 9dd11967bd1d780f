/* SPDX-License-Identifier: MIT */
#include "line/signals.h"

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

static const struct {
	int signal, bit;
} rows[] = {
	{ SIGTERM, SIGNALS_LEAVE }, { SIGHUP, SIGNALS_LEAVE },  { SIGINT, SIGNALS_BREAK },
	{ SIGTSTP, SIGNALS_STOP },  { SIGCONT, SIGNALS_AGAIN }, { SIGWINCH, SIGNALS_SIZE },
	{ SIGQUIT, SIGNALS_HIDE },
};

enum { ROWS = sizeof(rows) / sizeof(*rows) };

static void fill(sigset_t *set)
{
	sigemptyset(set);
	for (size_t i = 0; i < ROWS; i++)
		sigaddset(set, rows[i].signal);
}

void signals_hold(bool on)
{
	sigset_t set;

	fill(&set);
	pthread_sigmask(on ? SIG_BLOCK : SIG_UNBLOCK, &set, NULL);
}

int signals_open(void)
{
	sigset_t set;

	fill(&set);
	return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int signals_take(int fd)
{
	struct signalfd_siginfo got;
	int bits = 0;

	while (read(fd, &got, sizeof(got)) == (ssize_t)sizeof(got))
		for (size_t i = 0; i < ROWS; i++)
			if (got.ssi_signo == (unsigned)rows[i].signal)
				bits |= rows[i].bit;
	return bits;
}

void signals_stop(void)
{
	kill(getpid(), SIGSTOP);
}
