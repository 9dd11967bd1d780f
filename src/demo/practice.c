/* SPDX-License-Identifier: MIT */
#include "demo/practice.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "demo/badline.h"
#include "demo/house.h"
#include "demo/report.h"
#include "demo/texts.h"
#include "guide/texts.h"
#include "view/words.h"

#define GROUP "Practice"

enum {
	LINES_MAX = 8, /* the person's own, and those of members that come late or are lost */
	INVITE_MAX = 512,
	INVITES_MAX = 65536,
	FDS_MAX = 2 + SCRIPT_CAST_MAX + LINES_MAX * SLOWLINE_FDS,
};

/* A member's line, which is down from one moment of the session to another. */
struct trouble {
	struct badline line;
	bool late; /* from before it began */
	int64_t from_ms, to_ms;
};

struct run {
	const struct practice *p;
	struct house house;
	struct company company;
	struct tally tally;
	struct badline mine;
	struct trouble troubles[LINES_MAX];
	size_t troubles_count;
	char invite[INVITE_MAX]; /* the person's */
	pid_t person;            /* 0: has gone */
	int door;                /* where the person's process waits for the invite; -1: sent */
	int signals;
	bool told, ended; /* what this is; somebody wants the end */
	int status;
};

bool practice_has_link(const char *name)
{
	return badline_kind(name) != NULL;
}

bool practice_has_plan(const char *name)
{
	return guide_find(GUIDE_PLAN, str_of(name)) != NULL;
}

/* ---- the person's process ---- */

/* Until the invite comes, or we end. */
static void be_the_person(const struct run *r, int door,
			  int (*visit)(void *user, const struct practice_guest *g), void *user)
{
	char invite[INVITE_MAX];
	const struct practice_guest guest = { invite, r->p->name, r->house.secret };
	ssize_t n = read(door, invite, sizeof(invite) - 1);

	prctl(PR_SET_PDEATHSIG, SIGHUP);
	close(door);
	if (n <= 0)
		_exit(0);
	invite[n] = '\0';
	exit(visit(user, &guest));
}

static bool start_person(struct run *r,
			 int (*visit)(void *user, const struct practice_guest *g), void *user,
			 struct err *err)
{
	int ends[2];

	fflush(stdout);
	if (pipe(ends) != 0)
		return err_set(err, ERR_NOT_NOW, "pipe: %s", strerror(errno));
	r->person = fork();
	if (r->person == 0) {
		close(ends[1]);
		be_the_person(r, ends[0], visit, user);
	}
	close(ends[0]);
	r->door = ends[1];
	return r->person > 0 || err_set(err, ERR_NOT_NOW, "fork: %s", strerror(errno));
}

static void let_in(struct run *r)
{
	const ssize_t n = (ssize_t)strlen(r->invite);

	if (write(r->door, r->invite, (size_t)n) != n)
		r->ended = true;
	close(r->door);
	r->door = -1;
}

static bool open_signals(struct run *r, struct err *err)
{
	static const int signals[] = { SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCHLD };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		sigaddset(&set, signals[i]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	r->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return r->signals >= 0 || err_set(err, ERR_NOT_NOW, "signalfd: %s", strerror(errno));
}

/* Once the client is up the terminal's keys are its own. */
static void take_signals(struct run *r)
{
	struct signalfd_siginfo got;
	int status;

	while (read(r->signals, &got, sizeof(got)) == (ssize_t)sizeof(got)) {
		const int number = (int)got.ssi_signo;

		if (number == SIGCHLD || (r->door < 0 && number != SIGTERM && number != SIGHUP))
			continue;
		r->ended = true;
		r->status = 128 + number;
	}
	if (r->person > 0 && waitpid(r->person, &status, WNOHANG) == r->person) {
		r->person = 0;
		r->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
}

/* ---- the room ---- */

/* The same invite for another port: "... HOST:PORT/CODE#FINGERPRINT". */
static void set_port(char invite[INVITE_MAX], int port)
{
	char *colon = strchr(invite, ':'), *slash = colon ? strchr(colon, '/') : NULL;
	char rest[INVITE_MAX];

	if (!slash)
		return;
	snprintf(rest, sizeof(rest), "%s", slash);
	snprintf(colon, INVITE_MAX - (size_t)(colon - invite), ":%d%s", port, rest);
}

static bool add_text(struct script *s, const char *name, struct err *err)
{
	for (const struct texts_row *t = texts; t->name; t++)
		if (strcmp(t->name, name) == 0)
			return script_add(s, name, t->text, err);
	return err_set(err, ERR_NOT_FOUND, "%s is not here", name);
}

/* Where the person is a member somebody leads, in the first seat. */
static bool read_script(struct run *r, struct err *err)
{
	struct script *s = &r->company.script;

	if (r->p->member &&
	    !script_add(s, "cast", str_of("[cast]\nRobin | facilitator\n"), err))
		return false;
	return add_text(s, "practice.txt", err) && add_text(s, "turns.txt", err) &&
	       (!r->p->member || add_text(s, "replies.txt", err));
}

static bool invites(struct run *r, const char *role, size_t n, struct buf *out, struct err *err)
{
	char count[12];
	const char *const words[] = { "invite", "--role",  role,  "--group",
				      GROUP,    "--count", count, NULL };

	snprintf(count, sizeof(count), "%zu", n);
	return house_run(&r->house, words, out, err);
}

static bool add_trouble(struct run *r, const struct script_line *line, bool late)
{
	struct trouble *t = &r->troubles[r->troubles_count];
	const int64_t from_ms = line->pause_s * INT64_C(1000);

	if (r->troubles_count == LINES_MAX - 1)
		return true;
	*t = (struct trouble) { .late = late,
				.from_ms = late ? 0 : from_ms,
				.to_ms = late ? from_ms
					      : from_ms + strtol(line->text, NULL, 10) * 1000 };
	r->troubles_count++;
	return badline_open(&t->line, r->house.port, badline_kind("good"), 1, clock_ms());
}

/* Who has a line of their own?  NULL: goes to the server without one. */
static struct trouble *trouble_of(struct run *r, int who)
{
	static const char *const pools[] = { "late", "drop" };

	for (size_t k = 0; k < sizeof(pools) / sizeof(pools[0]); k++) {
		const struct script_scene *pool = script_pool(&r->company.script, pools[k]);

		for (size_t i = 0; pool && i < pool->count; i++) {
			const struct script_line *line =
				&r->company.script.lines[pool->first + i];

			if (line->who == who && add_trouble(r, line, k == 0))
				return &r->troubles[r->troubles_count - 1];
		}
	}
	return NULL;
}

/* The invites, a line each: the cast's, those of who leads first, go to `out`. */
static bool deal(struct run *r, const char *all, struct buf *out, struct err *err)
{
	const struct script *s = &r->company.script;
	const size_t mine = r->p->member ? s->cast_count : 0;
	char line[INVITE_MAX];

	for (size_t i = 0, who = 0; i <= s->cast_count; i++) {
		const size_t n = strcspn(all, "\n");
		struct trouble *t = NULL;

		snprintf(line, sizeof(line), "%.*s", (int)n, all);
		all += n + (all[n] == '\n');
		if (i == mine) {
			set_port(line, slowline_port(r->mine.line));
			memcpy(r->invite, line, sizeof(line));
			continue;
		}
		t = trouble_of(r, (int)who++);
		if (t)
			set_port(line, slowline_port(t->line.line));
		buf_addf(out, "%s\n", line);
	}
	return *r->invite || err_set(err, ERR_NOT_NOW, "the server gave no invites");
}

static bool seat_all(struct run *r, struct err *err)
{
	const size_t all_but_one = r->company.script.cast_count;
	struct buf all, cast;
	bool good;
	FILE *f;

	buf_init(&all, INVITES_MAX);
	buf_init(&cast, INVITES_MAX);
	good = invites(r, "facilitator", 1, &all, err) &&
	       invites(r, "patient", all_but_one, &all, err) &&
	       deal(r, buf_text(&all), &cast, err);
	f = good ? fmemopen(cast.p, cast.n, "r") : NULL;
	good = f && company_open(&r->company, f, err);
	if (f)
		fclose(f);
	buf_finish(&all);
	buf_finish(&cast);
	return good;
}

static bool make_room(struct run *r, struct err *err)
{
	static const char *const init[] = { "init", "--group", GROUP, NULL };
	const char *link = r->p->link ? r->p->link : "good";
	struct buf out;
	bool good;

	buf_init(&out, INVITES_MAX);
	good = read_script(r, err) && house_run(&r->house, init, &out, err) &&
	       house_serve(&r->house, err);
	buf_finish(&out);
	if (good && !badline_open(&r->mine, r->house.port, badline_kind(link),
				  (uint64_t)clock_utc_ms(), clock_ms()))
		good = err_set(err, ERR_NOT_NOW, "the system gives no sockets");
	return good && seat_all(r, err);
}

/* ---- while it goes on ---- */

static bool is_down(const struct run *r, const struct trouble *t, int64_t now_ms)
{
	const int64_t at_ms = r->tally.began_ms ? now_ms - r->tally.began_ms : -1;

	if (!company_is_ready(&r->company))
		return false;
	return at_ms < 0 ? t->late : at_ms >= t->from_ms && at_ms < t->to_ms;
}

static void work_lines(struct run *r, int64_t now_ms)
{
	badline_work(&r->mine, now_ms);
	for (size_t i = 0; i < r->troubles_count; i++) {
		struct trouble *t = &r->troubles[i];

		if (is_down(r, t, now_ms) != t->line.down)
			badline_take_down(&t->line, !t->line.down);
		badline_work(&t->line, now_ms);
	}
}

static int sooner(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

enum { LOOK_MS = 1000 }; /* a trouble begins and ends by the second */

static int timeout_ms(const struct run *r, int64_t now_ms)
{
	int ms = sooner(company_timeout_ms(&r->company, now_ms),
			badline_timeout_ms(&r->mine, now_ms));

	for (size_t i = 0; i < r->troubles_count; i++)
		ms = sooner(ms, badline_timeout_ms(&r->troubles[i].line, now_ms));
	return sooner(ms, LOOK_MS);
}

static size_t fill_fds(const struct run *r, struct pollfd *fds, bool asks)
{
	size_t n = 2;

	fds[0] = (struct pollfd) { .fd = r->signals, .events = POLLIN };
	fds[1] = (struct pollfd) { .fd = asks ? STDIN_FILENO : -1, .events = POLLIN };
	n += company_fds(&r->company, fds + n);
	n += slowline_fds(r->mine.line, fds + n);
	for (size_t i = 0; i < r->troubles_count; i++)
		n += slowline_fds(r->troubles[i].line.line, fds + n);
	return n;
}

/* What was typed up to Enter is thrown away; without Enter there is no visit. */
static void take_enter(struct run *r)
{
	char byte;
	const ssize_t n = read(STDIN_FILENO, &byte, 1);

	if (n == 1 && byte == '\n')
		let_in(r);
	r->ended = r->ended || n == 0;
}

/* Behind what this is, and Enter where it is asked for. */
static void open_door(struct run *r)
{
	if (r->told || !company_is_ready(&r->company))
		return;
	r->told = true;
	report_start(r->p);
	if (!r->p->asks)
		let_in(r);
}

static bool turn(struct run *r, struct err *err)
{
	struct pollfd fds[FDS_MAX];
	const bool asks = r->told && r->door >= 0;
	size_t n = fill_fds(r, fds, asks);

	if (poll(fds, n, timeout_ms(r, clock_ms())) < 0 && errno != EINTR)
		return err_set(err, ERR_NOT_NOW, "poll: %s", strerror(errno));
	if (asks && fds[1].revents)
		take_enter(r);
	take_signals(r);
	work_lines(r, clock_ms());
	if (!company_turn(&r->company, clock_ms(), err))
		return false;
	tally_look(&r->tally, &r->company, clock_ms());
	open_door(r);
	return true;
}

/* ---- the end ---- */

/* A person's client that still runs keeps what it can, and goes. */
static void leave(struct run *r)
{
	if (r->door >= 0)
		close(r->door);
	if (r->person > 0 && r->door < 0)
		kill(r->person, SIGHUP);
	while (r->person > 0 && waitpid(r->person, NULL, 0) < 0 && errno == EINTR)
		;
	company_close(&r->company);
	badline_close(&r->mine);
	for (size_t i = 0; i < r->troubles_count; i++)
		badline_close(&r->troubles[i].line);
	house_close(&r->house);
	if (r->signals >= 0)
		close(r->signals);
}

static void report(const struct run *r, const struct err *err)
{
	if (err->code != ERR_NONE)
		report_say(PRACTICE_FAILED, err->text, "");
	else if (r->door < 0 && r->told)
		report_end(r->p, &r->tally, &r->company.script);
}

int practice_run(const struct practice *p,
		 int (*visit)(void *user, const struct practice_guest *g), void *user)
{
	struct run r = { .p = p, .door = -1, .signals = -1 };
	struct err err = { 0 };
	bool good;

	log_set_level(LOG_ERROR_);
	r.company.plan.pace = 100;
	r.company.leads = p->member ? p->plan : NULL;
	report_say(PRACTICE_MAKING, "", "");
	good = house_open(&r.house, &err) && start_person(&r, visit, user, &err) &&
	       open_signals(&r, &err) && make_room(&r, &err);
	while (good && r.person > 0 && !r.ended)
		good = turn(&r, &err);
	report(&r, &err);
	leave(&r);
	report_say(PRACTICE_KEPT, "", "");
	return good ? r.status : 1;
}
