/* SPDX-License-Identifier: MIT */
/*
 * Who wants the server down, against a server with a meeting in it.  hostile_client.py does it;
 * here the others talk on: nothing of theirs is lost or doubled, nobody is sent away, and when
 * it is over the server has no more files open than before, and not much more memory.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "bench/hub_talk.h"

enum {
	GROUPS = 3,           /* of those who talk, the hostile one's, and one of neither */
	HOSTILE = HALL_GROUP, /* the first of the hostile group */
	ATTACKS_MAX = 24,
	WAIT_MS = 60000,
	LINE_MS = 5, /* between two lines, whoever says them */
	FEW_FILES = 64,
	MORE_FILES = 200,
	GROWTH_KB = 32768,
};

/* Memory of a sanitizer's build says nothing. */
#ifdef __SANITIZE_ADDRESS__
static const bool counts_memory = false;
#else
static const bool counts_memory = true;
#endif

struct siege {
	struct bench b;
	struct talk t;
	char attacks[2][ATTACKS_MAX][32]; /* those of once, and those that last */
	int counts[2];
	int files;
	long kb;
	int64_t said, next_ms;
};

static void client_argv(char path[256], const char **argv)
{
	snprintf(path, 256, "%s/tests/e2e/hostile_client.py", getenv("SOURCE"));
	argv[0] = "/usr/bin/python3";
	argv[1] = path;
}

static void list_attacks(struct siege *s)
{
	const char *argv[4] = { NULL, NULL, "list", NULL };
	char path[256], *text, *line;
	struct child c;
	int table = 0;

	client_argv(path, argv);
	assert_true(child_open(&c, argv, NULL));
	assert_int_equal(child_end(&c), 0);
	text = mem_dup(buf_text(&c.seen), c.seen.n);
	for (char *at = text; (line = strsep(&at, "\n")) && table < 2;) {
		if (!*line) {
			table++;
			continue;
		}
		assert_in_range(s->counts[table], 0, ATTACKS_MAX - 1);
		snprintf(s->attacks[table][s->counts[table]++], 32, "%s", line);
	}
	free(text);
	child_finish(&c);
	assert_in_range(s->counts[0], 10, ATTACKS_MAX);
	assert_in_range(s->counts[1], 10, ATTACKS_MAX);
}

static int open_files(const struct siege *s)
{
	char path[64];
	int n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)s->b.hall.server.pid);
	d = opendir(path);
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

/*
 * The next line when the last was heard by all, and not before its time: the ten stay within
 * the budget of lines (budget.c: 60 a second each) however quick the machine is.
 */
static void turn(struct siege *s)
{
	const int64_t now_ms = clock_ms();

	if (s->t.delivered == s->said * (HALL_GROUP - 1) && now_ms >= s->next_ms) {
		talk_say(&s->t, (int)(s->said++ % HALL_GROUP),
			 "Somebody is at the door. Never mind.");
		s->next_ms = now_ms + LINE_MS;
	}
	talk_turn(&s->t, LINE_MS);
}

/* People of `count` who are connected, at a server that `path` starts. */
static void settle_in(struct siege *s, const char *path, int count)
{
	assert_true(hall_serve(&s->b.hall, path, -1));
	assert_true(talk_begin(&s->t, &s->b, count));
	assert_true(talk_connect(&s->t, HALL_GROUP, WAIT_MS));
	while (s->said < 2L * HALL_GROUP)
		turn(s);
	s->files = open_files(s);
	s->kb = hall_pss_kb(&s->b.hall);
}

static int open_hall(void **state)
{
	struct siege *s = mem_get(sizeof(*s));

	*state = s;
	s->b.porchlightd = getenv("PORCHLIGHTD");
	assert_true(hall_open(&s->b.hall, s->b.porchlightd, GROUPS));
	return 0;
}

static void begin(struct siege *s)
{
	if (!child_has_python("ssl, zlib"))
		skip();
	list_attacks(s);
	settle_in(s, s->b.porchlightd, HALL_GROUP);
}

static int close_siege(void **state)
{
	struct siege *s = *state;

	if (s->t.many)
		talk_end(&s->t, &s->b);
	if (s->b.hall.groups)
		hall_close(&s->b.hall);
	free(s);
	return 0;
}

static void attack(const struct siege *s, struct child *c, int person, const char *name)
{
	char path[256], port[16], token[64], group[32];
	const char *argv[8] = { NULL, NULL, port, token, group, name, "0.4", NULL };

	client_argv(path, argv);
	snprintf(port, sizeof(port), "%d", s->b.hall.port);
	snprintf(group, sizeof(group), "%lld", (long long)s->b.hall.groups[1]);
	hall_token(person, token, sizeof(token));
	assert_true(child_open(c, argv, NULL));
}

static bool runs(const struct child *c)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == 0;
}

/* The others talk until it has ended. */
static void outlast(struct siege *s, struct child *c, const char *name)
{
	const int64_t until_ms = clock_ms() + WAIT_MS;

	while (runs(c)) {
		assert_true(clock_ms() < until_ms);
		turn(s);
	}
	if (child_end(c) != 0)
		fail_msg("%s: %s", name, buf_text(&c->seen));
	print_message("  %s", buf_text(&c->seen));
	child_finish(c);
}

/* As if nothing had been. */
static void check(struct siege *s, const char *name)
{
	const int64_t until_ms = clock_ms() + WAIT_MS;
	long kb;

	while (s->t.delivered < s->said * (HALL_GROUP - 1) || open_files(s) > s->files) {
		if (clock_ms() >= until_ms)
			fail_msg("%s: %lld of %lld lines came, %d files of %d are open, "
				 "%d sent away, %ld refused, %ld out of order",
				 name, (long long)s->t.delivered,
				 (long long)s->said * (HALL_GROUP - 1), open_files(s), s->files,
				 many_lost(s->t.many), (long)s->t.errors, (long)s->t.wrong);
		talk_turn(&s->t, 20);
	}
	assert_int_equal(s->t.wrong + s->t.errors, 0);
	assert_int_equal(many_lost(s->t.many), 0);
	kb = hall_pss_kb(&s->b.hall);
	print_message("    after %s: %lld lines, %+ld KB\n", name, (long long)s->said,
		      kb - s->kb);
	if (counts_memory)
		assert_in_range(kb, 0, s->kb + GROWTH_KB);
}

/* How often the server says in its log that this came about. */
static int logged(const struct siege *s, const char *what)
{
	FILE *f = fopen(s->b.hall.log, "re");
	char line[256];
	int n = 0;

	assert_non_null(f);
	while (fgets(line, sizeof(line), f))
		n += strstr(line, what) != NULL;
	fclose(f);
	return n;
}

static void what_is_malformed_or_a_lie_is_refused(void **state)
{
	struct siege *s = *state;
	struct child all[ATTACKS_MAX];

	s->b.hall.tells = true;
	begin(s);
	/* A device has one connection: those that need one have a person each. */
	for (int i = 0; i < s->counts[0]; i++)
		attack(s, &all[i], HOSTILE + i % HALL_GROUP, s->attacks[0][i]);
	for (int i = 0; i < s->counts[0]; i++)
		outlast(s, &all[i], s->attacks[0][i]);
	check(s, "all of these");
	/* Those of its torrents. */
	assert_int_equal(logged(s, "event=slowed"), 1);
	assert_int_equal(logged(s, "event=cut code=rate fd="), 1);
}

static void floods_disturb_nobody_and_leave_nothing(void **state)
{
	struct siege *s = *state;
	struct child c;

	if (!counts_memory) {
		print_message("  with a sanitizer floods say nothing, and take minutes\n");
		skip();
	}
	begin(s);
	for (int i = 0; i < s->counts[1]; i++) {
		attack(s, &c, HOSTILE, s->attacks[1][i]);
		outlast(s, &c, s->attacks[1][i]);
		check(s, s->attacks[1][i]);
	}
}

/* So that the server may open FEW_FILES, as `ulimit -n` has it. */
static void write_wrapper(const struct siege *s, char path[128])
{
	FILE *f;

	snprintf(path, 128, "%s/few", s->b.hall.dir);
	f = fopen(path, "we");
	assert_non_null(f);
	fprintf(f, "#!/bin/sh\nulimit -n %d\nexec %s \"$@\"\n", FEW_FILES, s->b.porchlightd);
	fclose(f);
	assert_int_equal(chmod(path, 0700), 0);
}

static int knock(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* The time of the processor is printed: whoever is woken for what cannot be taken uses all of it. */
static void out_of_files_it_stays_and_takes_people_again(void **state)
{
	struct siege *s = *state;
	int fds[MORE_FILES];
	char path[128];
	double cpu_s;

	write_wrapper(s, path);
	settle_in(s, path, HALL_GROUP + 1);
	for (int i = 0; i < MORE_FILES; i++)
		fds[i] = knock(s->b.hall.port);
	cpu_s = hall_cpu_s(&s->b.hall);
	for (int i = 0; i < 50; i++)
		turn(s);
	print_message(
		"  %d connections, %d of %d files are open: %.2f s of processor for 50 lines\n",
		MORE_FILES, open_files(s), FEW_FILES, hall_cpu_s(&s->b.hall) - cpu_s);
	assert_true(open_files(s) > s->files + 10);
	for (int i = 0; i < MORE_FILES; i++)
		close(fds[i]);
	check(s, "out of files");
	assert_true(talk_connect(&s->t, HALL_GROUP + 1, WAIT_MS));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_malformed_or_a_lie_is_refused,
						open_hall, close_siege),
		cmocka_unit_test_setup_teardown(floods_disturb_nobody_and_leave_nothing,
						open_hall, close_siege),
		cmocka_unit_test_setup_teardown(out_of_files_it_stays_and_takes_people_again,
						open_hall, close_siege),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
