/* SPDX-License-Identifier: MIT */
/*
 * A disk that fails under the server, a second program on a folder, a certificate that ends while
 * people talk: said in words, nothing lost, nobody cut off.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/certs.h"
#include "support/faults.h"
#include "support/townsfolk.h"
#include "view/words.h"

enum { REFUSED = 1, FOREVER = 1 << 30, PATH = 160 };

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

/* ---- the server on a disk of ours ---- */

static struct faults *faults; /* of the server that runs */

/* A sanitizer wants to be loaded first, and need not be. */
static void preload(const char *file)
{
	const char *asan = getenv("ASAN_OPTIONS");
	char options[256];

	snprintf(options, sizeof(options), "%s%sverify_asan_link_order=0", asan ? asan : "",
		 asan ? ":" : "");
	setenv("ASAN_OPTIONS", options, 1);
	setenv("FAULTS", file, 1);
	setenv("FAULTS_FILE", file, 1);
	setenv("LD_PRELOAD", getenv("FAULTS_LIB"), 1);
}

static void serve_with_faults(struct town *t)
{
	char file[PATH];

	snprintf(file, sizeof(file), "%s/faults", t->dir);
	if (!faults)
		faults = faults_share(file);
	assert_non_null(faults);
	snprintf(faults->under, FAULTS_PATH, "%s", t->data);
	town_kill(t);
	preload(file);
	assert_true(town_serve(t));
	unsetenv("LD_PRELOAD");
	unsetenv("FAULTS");
}

static int close_town(void **state)
{
	int status;

	if (faults)
		faults_disarm(faults);
	status = town_close(state);
	if (faults)
		faults_unshare(faults);
	faults = NULL;
	return status;
}

static const struct {
	const char *what;
	unsigned kinds;
	int error;
} ways[] = {
	{ "EIO", FAULT_ALL, EIO },
	{ "EROFS", FAULT_ALL & ~FAULT_MAP, EROFS },
	{ "ENOSPC", FAULT_WRITE | FAULT_TRUNCATE, ENOSPC },
};
enum { WAYS = sizeof(ways) / sizeof(ways[0]) };

static void a_disk_that_fails_is_said_once_and_nothing_is_lost(void **state)
{
	struct town *t = *state;
	struct child ana, robin;
	char line[64], heard[80];

	serve_with_faults(t);
	town_bring(t, &robin, "Robin", "facilitator");
	town_bring(t, &ana, "Ana", "patient");
	for (int i = 0; i < WAYS; i++) {
		faults_arm(faults, ways[i].kinds, ways[i].error, 1, FOREVER);
		for (int n = 1; n <= 3; n++) {
			snprintf(line, sizeof(line), "Line %d on %s.", n, ways[i].what);
			SAYS(&ana, line);
		}
		HEARS(&ana, words_failure(PL_FAIL_SERVER_FULL));
		assert_int_equal(child_count(&robin, line), 0);
		faults_disarm(faults);
		/* In their order, too. */
		for (int n = 1; n <= 3; n++) {
			snprintf(heard, sizeof(heard), "Ana: Line %d on %s.\n", n,
				 ways[i].what);
			HEARS(&robin, heard);
			assert_int_equal(child_count(&robin, heard), 1);
		}
		SAYS(&ana, "/wait sent");
	}
	assert_int_equal(town_count_in_log(t, "event=store_fails"), 1);
	assert_int_equal(town_count_in_log(t, "say_failed"), 0);
	assert_int_equal(town_admin(t, NULL, (const char *const[]) { "check", NULL }), 0);
	town_leave(&ana);
	town_leave(&robin);
}

/* ---- two on one folder ---- */

static void a_second_server_is_refused_and_the_first_goes_on(void **state)
{
	static const char *const serve[] = { "serve", NULL };
	struct town *t = *state;
	struct child ana;
	struct buf out;

	town_bring(t, &ana, "Ana", "patient");
	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, serve), REFUSED);
	assert_non_null(strstr(buf_text(&out), "a server is running on"));
	SAYS(&ana, "Still here.");
	SAYS(&ana, "/wait sent");
	SAYS(&ana, "/status");
	HEARS(&ana, "Connected.");
	town_kill(t);
	assert_true(town_serve(t)); /* the lock went with it */
	buf_finish(&out);
	town_leave(&ana);
}

static void a_second_client_is_told_so_and_the_first_goes_on(void **state)
{
	struct town *t = *state;
	struct child ana, twin;

	town_bring(t, &ana, "Ana", "patient");
	town_return(t, &twin, "Ana");
	HEARS(&twin, words_failure(PL_FAIL_LOCKED));
	child_end_input(&twin);
	assert_true(child_end(&twin) > 0);
	child_finish(&twin);
	SAYS(&ana, "Still here.");
	SAYS(&ana, "/wait sent");
	child_kill(&ana, SIGKILL);
	child_end(&ana);
	child_finish(&ana);
	town_return(t, &ana, "Ana");
	SAYS(&ana, "/wait connected");
	town_leave(&ana);
}

/* ---- the certificate ---- */

static void fail_with_log(const struct town *t, const char *words)
{
	char line[1024];
	FILE *f = fopen(t->log, "re");

	while (f && fgets(line, sizeof(line), f))
		print_error("%s", line);
	if (f)
		fclose(f);
	fail_msg("the log has no \"%s\"", words);
}

static void wait_for_log(const struct town *t, const char *words)
{
	const int64_t until_ms = clock_ms() + CHILD_WAIT_MS;

	while (!town_count_in_log(t, words))
		if (clock_ms() > until_ms)
			fail_with_log(t, words);
}

/* The same as `path`, in place of it. */
static void put_in_place(const char *from, const struct town *t, const char *name)
{
	char to[PATH];

	snprintf(to, sizeof(to), "%s/%s", t->data, name);
	assert_int_equal(chmod(from, 0600), 0);
	assert_int_equal(rename(from, to), 0);
}

static void a_new_certificate_is_shown_and_nobody_is_cut_off(void **state)
{
	static const struct certs_want soon = { "IP:127.0.0.1", -400, 5 },
				       over = { "IP:127.0.0.1", -20, -10 };
	static const char *const renew[] = { "renew", NULL };
	struct town *t = *state;
	struct child ana, jo;
	struct certs c;

	town_bring(t, &ana, "Ana", "patient");
	certs_sign(&c, t->data, "soon", &soon);
	put_in_place(c.key_file, t, "server.key");
	put_in_place(c.cert_file, t, "server.pem");
	child_kill(&t->server, SIGHUP);
	wait_for_log(t, "event=certificate_new");
	wait_for_log(t, "level=error event=certificate_ends days=");
	town_bring(t, &jo, "Jo", "patient"); /* who has no ticket is shown it */
	town_leave(&jo);
	certs_sign(&c, t->data, "over", &over);
	put_in_place(c.cert_file, t, "server.pem");
	child_kill(&t->server, SIGHUP);
	wait_for_log(t, "event=certificate_refused why=\"the key is not the certificate's\"");
	put_in_place(c.key_file, t, "server.key");
	child_kill(&t->server, SIGHUP);
	wait_for_log(t, "event=certificate_refused why=\"it has run out\"");
	assert_int_equal(town_admin(t, NULL, renew), 0);
	while (town_count_in_log(t, "event=certificate_new") < 2)
		SAYS(&ana, "/wait sent");
	town_bring(t, &jo, "Sam", "patient");
	town_leave(&jo);
	SAYS(&ana, "Through all of it.");
	SAYS(&ana, "/wait sent");
	assert_int_equal(child_count(&ana, words_failure(PL_FAIL_SERVER_DOWN)), 0);
	assert_int_equal(town_count_in_log(t, "event=joined member=1"), 1);
	town_leave(&ana);
}

/* ---- clocks ---- */

enum { HOURS_MS = 3600000, YEAR_MS_BY_1000 = 31557600 };

/* The minutes of somebody this week, as a report says them: the few that it took, no hours. */
static void see_few_minutes(struct town *t, const char *name)
{
	static const char *const words[] = { "hours", "Evening", "--for=internal", NULL };
	const char *row;
	struct buf out;

	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, words), 0);
	row = strstr(buf_text(&out), name);
	if (!row || strtol(row + strlen(name), NULL, 10) >= 60)
		fail_msg("there are no few minutes of \"%s\" in:\n%s", name, buf_text(&out));
	buf_finish(&out);
}

static void a_server_whose_clock_jumps_gives_nobody_hours(void **state)
{
	static const int64_t jumps_ms[] = { 5 * HOURS_MS, -5 * HOURS_MS, 0 };
	struct town *t = *state;
	struct child ana, robin;

	serve_with_faults(t);
	town_bring(t, &robin, "Robin", "facilitator");
	town_bring(t, &ana, "Ana", "patient");
	SAYS(&robin, "/open talk");
	HEARS(&ana, "A session is under way here.");
	SAYS(&ana, "/accept");
	HEARS(&ana, "The server has your yes to the norms.");
	SAYS(&robin, "/stage 2");
	HEARS(&ana, "Now: Open talk.");
	for (size_t i = 0; i < sizeof(jumps_ms) / sizeof(jumps_ms[0]); i++) {
		faults->ahead_ms = jumps_ms[i];
		SAYS(&ana, "And on.");
		HEARS(&robin, "Ana: And on.\n");
		SAYS(&robin, "/wait sent");
	}
	faults->ahead_ms = jumps_ms[0];
	SAYS(&robin, "/stage 4");
	HEARS(&ana, "The session is over.");
	see_few_minutes(t, "\nAna: ");
	assert_int_equal(town_count_in_log(t, "event=clock_jumped"),
			 2); /* there, back, and there */
	town_leave(&ana);
	town_leave(&robin);
}

static void a_persons_clock_that_jumps_is_no_matter(void **state)
{
	static const int64_t jumps_ms[] = { 5 * HOURS_MS, -5 * HOURS_MS };
	struct town *t = *state;
	struct child ana, robin;
	char file[PATH];

	town_bring(t, &robin, "Robin", "facilitator");
	snprintf(file, sizeof(file), "%s/faults", t->dir);
	faults = faults_share(file);
	assert_non_null(faults);
	preload(file);
	town_join(t, &ana, "Ana", "patient");
	unsetenv("LD_PRELOAD");
	unsetenv("FAULTS");
	SAYS(&robin, "/open talk");
	HEARS(&ana, "A session is under way here.");
	SAYS(&ana, "/accept");
	HEARS(&ana, "The server has your yes to the norms.");
	SAYS(&robin, "/stage 2");
	HEARS(&ana, "Now: Open talk.");
	for (size_t i = 0; i < sizeof(jumps_ms) / sizeof(jumps_ms[0]); i++) {
		faults->ahead_ms = jumps_ms[i];
		SAYS(&ana, "And on.");
		HEARS(&robin, "Ana: And on.\n");
		town_kill(t);
		assert_true(town_serve(t));
		SAYS(&ana, "/retry");
		SAYS(&ana, "/wait connected");
		SAYS(&ana, "After it.");
		SAYS(&robin, "/retry");
		HEARS(&robin, "Ana: After it.\n");
	}
	town_leave(&ana);
	town_leave(&robin);
}

static void set(const struct town *t, const char *settings)
{
	char path[PATH];
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	f = fopen(path, "we");
	assert_non_null(f);
	fputs(settings, f);
	assert_int_equal(fclose(f), 0);
}

static void a_clock_ten_years_ahead_drops_nothing_until_somebody_says_so(void **state)
{
	static const char *const check[] = { "check", NULL }, *const confirm[] = { "clock",
										   "confirm",
										   NULL };
	struct town *t = *state;
	struct child ana;
	struct buf out;

	town_bring(t, &ana, "Ana", "patient");
	SAYS(&ana, "My aunt in Ohio.");
	SAYS(&ana, "/wait sent");
	town_leave(&ana);
	set(t, "keep_messages = 90\n");
	serve_with_faults(t);
	faults->ahead_ms = 10 * YEAR_MS_BY_1000 * INT64_C(1000);
	town_kill(t);
	serve_with_faults(t);
	wait_for_log(t, "event=retain_waits days=3652");
	assert_int_equal(town_count_in_log(t, "event=dropped"), 0);
	preload(getenv("FAULTS_FILE"));
	buf_init(&out, 65536);
	town_admin(t, &out, check);
	assert_non_null(strstr(buf_text(&out), "Then run porchlightd clock confirm"));
	assert_int_equal(town_admin(t, NULL, confirm), 0);
	wait_for_log(t, "event=dropped group=1 messages=1");
	unsetenv("LD_PRELOAD");
	unsetenv("FAULTS");
	buf_finish(&out);
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, close_town)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(a_disk_that_fails_is_said_once_and_nothing_is_lost),
		TOWN(a_second_server_is_refused_and_the_first_goes_on),
		TOWN(a_second_client_is_told_so_and_the_first_goes_on),
		TOWN(a_new_certificate_is_shown_and_nobody_is_cut_off),
		TOWN(a_server_whose_clock_jumps_gives_nobody_hours),
		TOWN(a_persons_clock_that_jumps_is_no_matter),
		TOWN(a_clock_ten_years_ahead_drops_nothing_until_somebody_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
