/* SPDX-License-Identifier: MIT */
/*
 * What an administrator does to a running server, and what the people see of it: accounts
 * off and on, a backup and its return, and what check says of faults that were planted.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/certs.h"
#include "support/town.h"
#include "view/words.h"

enum { FAILED = 1, USAGE = 2, EXIT_KEPT = 3, PATH = 256 };

/* ---- commands ---- */

/* Up to three words of a command, and in what it writes, `want`. */
struct command {
	const char *words[4];
	int status;
	const char *want;
};

static void run(struct town *t, const struct command *c)
{
	const char *words[] = { c->words[0], c->words[1], c->words[2], c->words[3], NULL };
	struct buf out;

	buf_init(&out, 65536);
	int status = town_admin(t, &out, words);

	if (status != c->status || !strstr(buf_text(&out), c->want))
		fail_msg("%s %s: %d, not %d with \"%s\":\n%s", c->words[0],
			 c->words[1] ? c->words[1] : "", status, c->status, c->want,
			 buf_text(&out));
	buf_finish(&out);
}

#define RUN(t, status, want, ...) run(t, &(struct command) { { __VA_ARGS__ }, status, want })

static void open_ana(struct town *t, struct child *ana)
{
	town_join(t, ana, "Ana", "patient");
	assert_true(child_say(ana, "/status"));
	assert_true(child_wait_for(ana, "Connected."));
}

static void sign_in(struct child *c, const char *passphrase, const char *answer)
{
	assert_true(child_say(c, "/signin"));
	assert_true(child_say(c, passphrase));
	assert_true(child_wait_for(c, answer));
}

static void leave(struct child *c, int status)
{
	child_end_input(c);
	assert_int_equal(child_end(c), status);
	child_finish(c);
}

/* ---- accounts ---- */

static void an_account_that_is_off_is_off_at_once_and_comes_back(void **state)
{
	struct town *t = *state;
	struct child ana, robin;

	town_join(t, &robin, "Robin", "facilitator");
	open_ana(t, &ana);
	RUN(t, 0, "patient\ton\tAna\n", "user", "list");
	RUN(t, 0, "Ana is switched off", "user", "disable", "Ana");
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_DISABLED)));
	RUN(t, 0, "patient\toff\tAna\n", "user", "list");
	assert_true(child_say(&ana, "While it was off."));
	sign_in(&ana, TOWN_PASSPHRASE, words_failure(PL_FAIL_DISABLED));
	RUN(t, 0, "may sign in", "user", "enable", "ana");
	sign_in(&ana, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	assert_true(child_wait_for(&robin, "Ana: While it was off.\n"));
	leave(&ana, 0);
	leave(&robin, 0);
}

static void an_administrator_cuts_a_lost_device_off(void **state)
{
	struct town *t = *state;
	struct child ana;

	open_ana(t, &ana);
	RUN(t, FAILED, "nobody has the name Zoe", "user", "cutoff", "Zoe");
	RUN(t, 0, "Ana is signed out everywhere", "user", "cutoff", "Ana");
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_TOKEN)));
	sign_in(&ana, TOWN_PASSPHRASE, words_of(WORD_SIGNED_IN));
	leave(&ana, 0);
}

/* The words that `user reset` prints, in its last line. */
static void reset(struct town *t, char out[64])
{
	static const char *const words[] = { "user", "reset", "Ana", NULL };
	struct buf text;
	const char *line;

	buf_init(&text, 4096);
	assert_int_equal(town_admin(t, &text, words), 0);
	line = strstr(buf_text(&text), "with this passphrase:\n");
	line = line ? line + strlen("with this passphrase:\n") : buf_text(&text);
	snprintf(out, 64, "%.*s", (int)strcspn(line, "\n"), line);
	assert_true(strlen(out) > 8);
	buf_finish(&text);
}

static void a_new_passphrase_is_the_only_one(void **state)
{
	struct town *t = *state;
	char passphrase[64];
	struct child ana;

	open_ana(t, &ana);
	reset(t, passphrase);
	assert_true(child_wait_for(&ana, words_failure(PL_FAIL_TOKEN)));
	sign_in(&ana, TOWN_PASSPHRASE, words_failure_of_act(PL_FAIL_PASSPHRASE));
	sign_in(&ana, passphrase, words_of(WORD_SIGNED_IN));
	leave(&ana, 0);
	/* Her own device still opens by what she chose there. */
	town_return(t, &ana, "Ana");
	assert_true(child_say(&ana, "/wait connected"));
	assert_true(child_say(&ana, "/status"));
	assert_true(child_wait_for(&ana, "Connected."));
	leave(&ana, 0);
}

/* ---- commands that cannot be ---- */

static void a_command_that_is_wrong_says_what_is(void **state)
{
	struct town *t = *state;

	RUN(t, USAGE, "no such command: dance; see porchlightd help", "dance");
	RUN(t, USAGE, "usage: porchlightd user disable NAME", "user", "disable");
	RUN(t, USAGE, "unknown setting 'colour'", "user", "list", "--colour=blue");
	RUN(t, USAGE, "unknown setting 'role'", "check", "--role=admin");
	RUN(t, USAGE, "setting 'port' wants a number from 0 to 65535", "check", "--port=many");
	RUN(t, USAGE, "setting 'host' wants a name or a numeric address, not 'my server'",
	    "check", "--host=my server");
	RUN(t, USAGE, "--role is patient, facilitator, family or admin", "invite",
	    "--role=king");
	RUN(t, USAGE, "--days wants a number from 1 to 365", "invite", "--days=0");
	RUN(t, FAILED, "no group Dawn", "invite", "--group=Dawn");
	RUN(t, FAILED, "there is a group evening already", "group", "add", "evening");
	RUN(t, FAILED, "a server is running on", "serve");
	RUN(t, FAILED, "a server is running on", "init");
	RUN(t, 0, "--role ROLE", "help");
}

static void write_conf(const struct town *t, const char *line)
{
	char path[PATH];
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlightd.conf", t->data);
	f = fopen(path, "w");
	assert_non_null(f);
	fprintf(f, "# one\n\n%s\n", line);
	assert_int_equal(fclose(f), 0);
}

static void a_setting_that_is_wrong_is_named_with_its_line(void **state)
{
	struct town *t = *state;

	write_conf(t, "colour = blue");
	RUN(t, USAGE, "porchlightd.conf line 3: unknown setting 'colour'", "serve");
	RUN(t, USAGE, "porchlightd.conf line 3: unknown setting 'colour'", "check");
	write_conf(t, "log = loud");
	RUN(t, USAGE, "line 3: setting 'log' wants one of error|warn|info|debug, not 'loud'",
	    "serve");
	write_conf(t, "port 4430");
	RUN(t, USAGE, "line 3: 'port 4430' is not KEY = VALUE", "serve");
}

/* ---- a backup, and its return ---- */

static void say(struct child *c, const char *line)
{
	assert_true(child_say(c, line));
	assert_true(child_say(c, "/wait sent"));
	assert_true(child_say(c, "/status"));
	assert_true(child_wait_for(c, "Nothing waits here"));
}

/* Made under talk, brought back elsewhere: the clients go on with what was in it. */
static void a_backup_of_a_running_server_brings_it_back(void **state)
{
	struct town *t = *state;
	char file[PATH], other[PATH];
	struct child ana, robin;

	snprintf(file, sizeof(file), "%s/backup.db", t->dir);
	snprintf(other, sizeof(other), "%s/no-backup", t->dir);
	town_join(t, &robin, "Robin", "facilitator");
	open_ana(t, &ana);
	say(&ana, "Before the backup.");
	assert_true(child_wait_for(&robin, "Ana: Before the backup.\n"));
	RUN(t, 0, "was read back", "backup", file);
	RUN(t, FAILED, "File exists", "backup", file);
	RUN(t, FAILED, "a server is running on", "restore", file);
	town_kill(t);
	RUN(t, FAILED, "there is a database in", "restore", file);
	RUN(t, FAILED, "is in use already", "init");
	snprintf(t->data, sizeof(t->data), "%s/new", t->dir);
	RUN(t, FAILED, "No such file", "restore", other);
	RUN(t, FAILED, "is not a backup of porchlightd", "restore", t->pass);
	RUN(t, 0, "is as it was when the backup was made", "restore", file);
	RUN(t, 0, "ok   no server is running", "check");
	assert_true(town_serve(t));
	assert_true(child_say(&ana, "/retry"));
	assert_true(child_say(&robin, "/retry"));
	say(&ana, "After it.");
	assert_true(child_wait_for(&robin, "Ana: After it.\n"));
	assert_int_equal(child_count(&robin, "Before the backup."), 1);
	leave(&ana, 0);
	leave(&robin, 0);
}

/* ---- check ---- */

static void set_mode(const struct town *t, const char *name, mode_t mode)
{
	char path[PATH];

	snprintf(path, sizeof(path), "%s/%s", t->data, name);
	assert_int_equal(chmod(path, mode), 0);
}

static void away(const struct town *t, const char *name, bool back)
{
	char here[PATH], there[PATH];

	snprintf(here, sizeof(here), "%s/%s", t->data, name);
	snprintf(there, sizeof(there), "%s/away", t->dir);
	assert_int_equal(back ? rename(there, here) : rename(here, there), 0);
}

static void modes_and_missing_files_are_found(void **state)
{
	static const char *const names[] = { ".", "server.key", "ca.key", "porchlight.db" };
	enum { DATABASE = 3 };
	struct town *t = *state;

	RUN(t, 0, "ok   a server is running: process ", "check");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		set_mode(t, names[i], i ? 0644 : 0755);
		RUN(t, FAILED, "bad  others than its owner can use", "check");
		set_mode(t, names[i], i ? 0600 : 0700);
		if (i == DATABASE) /* SQLite gives its journal the mode of the database */
			set_mode(t, "porchlight.db-wal", 0600);
		RUN(t, 0, "ok ", "check");
	}
	away(t, "ca.key", false);
	RUN(t, 0, "ok   the CA's key is not on this machine", "check");
	away(t, "ca.key", true);
	away(t, "server.pem", false);
	RUN(t, FAILED, "bad  cannot read a certificate from", "check");
	away(t, "server.pem", true);
	RUN(t, FAILED, "bad  there is no data folder /nowhere", "check", "--data=/nowhere");
}

static void use_cert(struct town *t, const char *name, int to_days)
{
	const struct certs_want want = { "IP:127.0.0.1", -20, to_days };
	char line[2 * PATH];
	struct certs c;

	certs_sign(&c, t->data, name, &want);
	assert_int_equal(chmod(c.key_file, 0600), 0);
	snprintf(line, sizeof(line), "cert = %s\nkey = %s", c.cert_file, c.key_file);
	write_conf(t, line);
}

static void certificates_that_do_not_do_are_found(void **state)
{
	struct town *t = *state;

	use_cert(t, "soon", 10);
	RUN(t, FAILED, " more days: get a new one", "check");
	use_cert(t, "past", -10);
	RUN(t, FAILED, "bad  the certificate has run out: get a new one", "check");
	RUN(t, FAILED, "renew the certificate where it is from", "renew");
	write_conf(t, "");
	RUN(t, FAILED, "bad  the certificate is not for meet.example", "check",
	    "--host=meet.example");
	RUN(t, 0, "the certificate is new, for meet.example", "renew", "--host=meet.example");
	RUN(t, 0, "ok   the certificate is for meet.example", "check", "--host=meet.example");
	away(t, "ca.pem", false);
	RUN(t, FAILED, "bad  cannot read a certificate from", "check");
	away(t, "ca.pem", true);
}

static void a_plan_that_is_bad_is_named_with_its_line(void **state)
{
	struct town *t = *state;
	char path[PATH];
	FILE *f;

	RUN(t, 0, "ok   plans, exercises and lessons can be read", "check");
	snprintf(path, sizeof(path), "%s/plans", t->data);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/evening.txt", t->data);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs("waiting\nstage dance open 5 Dance\n", f);
	assert_int_equal(fclose(f), 0);
	RUN(t, FAILED, "bad  plans/evening.txt: line 2: a stage wants a kind", "check");
}

/* In the middle of the file, where the tables are. */
static void spoil_database(const struct town *t, size_t n)
{
	char path[PATH], rubbish[16384];
	int fd;

	memset(rubbish, 'x', sizeof(rubbish));
	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	fd = open(path, O_WRONLY);
	assert_true(fd >= 0);
	assert_int_equal(pwrite(fd, rubbish, n, n == 100 ? 0 : 8192), (ssize_t)n);
	close(fd);
}

static void a_spoilt_database_is_found(void **state)
{
	struct town *t = *state;

	town_kill(t);
	RUN(t, 0, "ok   the database is sound",
	    "check"); /* and what it had in its log is in it */
	spoil_database(t, 16384);
	RUN(t, FAILED, ": restore a backup\n", "check");
	spoil_database(t, 100);
	RUN(t, FAILED, "file is not a database", "check");
	away(t, "porchlight.db", false);
	RUN(t, FAILED, ": run porchlightd init\n", "check");
	RUN(t, FAILED, "there is no database in", "serve");
}

#define TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TOWN(an_account_that_is_off_is_off_at_once_and_comes_back),
		TOWN(an_administrator_cuts_a_lost_device_off),
		TOWN(a_new_passphrase_is_the_only_one),
		TOWN(a_command_that_is_wrong_says_what_is),
		TOWN(a_setting_that_is_wrong_is_named_with_its_line),
		TOWN(a_backup_of_a_running_server_brings_it_back),
		TOWN(modes_and_missing_files_are_found),
		TOWN(certificates_that_do_not_do_are_found),
		TOWN(a_plan_that_is_bad_is_named_with_its_line),
		TOWN(a_spoilt_database_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
