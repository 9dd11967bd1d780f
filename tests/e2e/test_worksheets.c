/* SPDX-License-Identifier: MIT */
/*
 * Worksheets of a real server, by a client that was written from porchlight-protocol(5): who is
 * told what, a server that is killed while people fill in, and what nobody is to read any more.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "base/clock.h"
#include "support/town.h"

enum { SKIPPED = 77, FILED = 12, PATIENTS = 4 };

#define ANSWER "/44250-9\\t#1\\n/44260-8\\t#"

static void come(struct town *t, struct child *c, const char *name, const char *role)
{
	const char *argv[] = { "/usr/bin/python3", NULL, NULL, name, TOWN_PASSPHRASE, NULL };
	char script[512];
	char *invite = town_invite(t, role);

	snprintf(script, sizeof(script), "%s/tests/e2e/schedule_client.py", getenv("SOURCE"));
	argv[1] = script;
	argv[2] = invite;
	assert_true(child_open(c, argv, NULL));
	assert_true(child_wait_for(c, "me "));
	free(invite);
}

static void say(struct child *c, const char *line)
{
	assert_true(child_say(c, line));
}

static void hears(struct child *c, const char *words)
{
	assert_true(child_wait_for(c, words));
}

static void go(struct child *c, const char *query)
{
	char line[64];

	snprintf(line, sizeof(line), "open %s", query);
	say(c, line);
	hears(c, "up\n");
}

/* It is durable, as some row. */
static void settled(struct child *c, int ticket)
{
	char line[64];

	snprintf(line, sizeof(line), "{\"k\":%d,\"s\":", ticket);
	hears(c, line);
}

static void file(struct child *c, int ticket, const char *form, const char *answers)
{
	char line[512];

	snprintf(line, sizeof(line),
		 "{\"t\":\"I\",\"k\":%d,\"r\":\"file\",\"g\":1,\"c\":\"%s\",\"d\":%lld,\"b\":"
		 "\"%s\"}",
		 ticket, form, (long long)clock_utc_ms(), answers);
	say(c, line);
}

static void assign_all(struct child *c, int ticket)
{
	char line[128];

	snprintf(line, sizeof(line),
		 "{\"t\":\"I\",\"k\":%d,\"r\":\"assign\",\"g\":1,\"c\":\"phq-9\"}", ticket);
	say(c, line);
}

static void says_who_has_done_what(struct town *t)
{
	const char *words[] = { "worksheets", "--for=internal", NULL };
	struct buf out;

	buf_init(&out, 65536);
	assert_int_equal(town_admin(t, &out, words), 0);
	assert_non_null(strstr(out.p, "Evening\n  Ana\n    phq-9, sent "));
	assert_non_null(strstr(out.p, "; seen to by Grace; read by Grace; 1 comment\n"));
	assert_null(strstr(out.p, "assigned"));
	buf_finish(&out);
}

static void from_assigned_to_reviewed(void **state)
{
	struct town *t = *state;
	struct child grace, ana, ben;

	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	come(t, &ben, "Ben", "patient");
	go(&grace, "?v=0");
	go(&ana, "?v=0");
	go(&ben, "?v=0");
	say(&grace, "{\"t\":\"I\",\"k\":1,\"r\":\"assign\",\"g\":1,\"u\":2,\"c\":\"phq-9\","
		    "\"x\":\"PHQ-9\",\"b\":\"Before Friday\"}");
	settled(&grace, 1);
	hears(&ana, "\"s\":1,\"t\":\"B\",\"u\":2");
	hears(&ana, "\"t\":\"V\"");
	say(&ana, "{\"t\":\"I\",\"k\":1,\"r\":\"file\",\"g\":1,\"c\":\"phq-9\",\"d\":1,\"s\":1,"
		  "\"b\":\"" ANSWER "1\\n\"}");
	settled(&ana, 1);
	hears(&grace, "\"n\":1,\"s\":1,\"t\":\"C\",\"u\":2");
	say(&grace, "{\"t\":\"I\",\"k\":2,\"r\":\"read\",\"s\":1}");
	hears(&ana, "\"r\":\"read\",\"s\":1,\"t\":\"D\"");
	say(&grace, "{\"t\":\"I\",\"k\":3,\"r\":\"comment\",\"s\":1,\"c\":\"/44260-8\","
		    "\"b\":\"I call you.\"}");
	hears(&ana, "\"b\":\"I call you.\"");
	say(&grace, "{\"t\":\"I\",\"k\":4,\"r\":\"reviewed\",\"s\":1,\"b\":\"Called.\"}");
	hears(&ana, "\"r\":\"reviewed\"");
	says_who_has_done_what(t);
	/* Of all that another patient has heard nothing, and gets an answer only. */
	say(&ben, "{\"t\":\"I\",\"k\":1,\"r\":\"read\",\"s\":1}");
	hears(&ben, "{\"c\":\"gone\",\"k\":1,\"t\":\"K\"}");
	assert_int_equal(child_count(&ben, "\"t\":"), 1);
	child_finish(&ben);
	child_finish(&ana);
	child_finish(&grace);
}

/* The number behind "k" of the last "V". */
static long last_version(const struct child *c)
{
	long version = 0;

	for (const char *at = c->seen.p; (at = strstr(at, "{\"k\":")); at++)
		if (strncmp(at + strcspn(at, ","), ",\"t\":\"V\"", 8) == 0)
			version = strtol(at + 5, NULL, 10);
	assert_true(version > 0);
	return version;
}

static void what_one_has_does_not_come_again(void **state)
{
	struct town *t = *state;
	struct child ana;
	char query[48];

	come(t, &ana, "Ana", "patient");
	go(&ana, "?v=0");
	file(&ana, 1, "phq-9", ANSWER "0\\n");
	settled(&ana, 1);
	hears(&ana, "\"t\":\"V\"");
	snprintf(query, sizeof(query), "?c=1.0&w=0&v=%ld", last_version(&ana));
	go(&ana, query);
	say(&ana, "{\"t\":\"I\",\"k\":9,\"r\":\"dance\"}");
	/* The answer is the first that comes. */
	hears(&ana, "\"k\":9,\"t\":\"K\"}");
	assert_int_equal(child_count(&ana, "up\n{\"c\":\"form\",\"k\":9,"), 1);
	go(&ana, "?c=1.0");
	say(&ana, "{\"t\":\"I\",\"k\":10,\"r\":\"dance\"}");
	hears(&ana, "\"k\":10,\"t\":\"K\"}");
	assert_int_equal(child_count(&ana, "up\n{\"c\":\"form\",\"k\":10,"), 1);
	child_finish(&ana);
}

/* Whatever was on its way, each is there once, and who leads hears of each. */
static void a_kill_loses_and_doubles_nothing(void **state)
{
	struct town *t = *state;
	struct child ana, hana;

	come(t, &ana, "Ana", "patient");
	for (int i = 1; i <= FILED; i++) {
		go(&ana, "?v=0");
		file(&ana, i, "phq-9", ANSWER "1\\n");
		if (i % 3 == 0)
			settled(&ana, i);
		town_kill(t);
		hears(&ana, "down\n");
		assert_true(town_serve(t));
		go(&ana, "?v=0");
		file(&ana, i, "phq-9", ANSWER "1\\n");
		settled(&ana, i);
	}
	come(t, &hana, "Hana", "facilitator");
	go(&hana, "?v=0");
	hears(&hana, "\"t\":\"V\"");
	assert_int_equal(child_count(&hana, "\"t\":\"C\""), FILED);
	assert_int_equal(child_count(&hana, "\"n\":1,"), FILED);
	child_finish(&hana);
	child_finish(&ana);
}

static void all_have_it_once_though_the_server_ends(void **state)
{
	struct town *t = *state;
	struct child grace, all[PATIENTS];
	char name[] = "Ana0";

	come(t, &grace, "Grace", "facilitator");
	for (int i = 0; i < PATIENTS; i++) {
		name[3] = (char)('0' + i);
		come(t, &all[i], name, "patient");
	}
	for (int i = 1; i <= 6; i++) {
		go(&grace, "?v=0");
		assign_all(&grace, i);
		town_kill(t);
		hears(&grace, "down\n");
		assert_true(town_serve(t));
		go(&grace, "?v=0");
		assign_all(&grace, i);
		settled(&grace, i);
	}
	for (int i = 0; i < PATIENTS; i++) {
		go(&all[i], "?v=0");
		hears(&all[i], "\"t\":\"V\"");
		assert_int_equal(child_count(&all[i], "\"t\":\"B\""), 6);
		child_finish(&all[i]);
	}
	child_finish(&grace);
}

static void say_and_file(struct child *c)
{
	say(c, "{\"t\":\"y\",\"g\":1,\"k\":5,\"b\":\"Only once.\"}");
	file(c, 6, "phq-9", ANSWER "1\\n");
	settled(c, 6);
}

/* The answers were lost, and then the token: all of it comes again under the tickets it had. */
static void a_new_sign_in_doubles_nothing(void **state)
{
	struct town *t = *state;
	struct child ana, hana;

	come(t, &ana, "Ana", "patient");
	go(&ana, "?v=0");
	say_and_file(&ana);
	for (int i = 0; i < 2; i++) {
		say(&ana, "signin");
		hears(&ana, "in\n");
		hears(&ana, "down\n"); /* the token that it had is no more */
		go(&ana, "?v=0");
		say_and_file(&ana);
	}
	come(t, &hana, "Hana", "facilitator");
	go(&hana, "?v=0");
	hears(&hana, "\"t\":\"V\"");
	assert_int_equal(child_count(&hana, "Only once."), 1);
	assert_int_equal(child_count(&hana, "\"t\":\"C\""), 1);
	/* Whose store was put back from a copy of before, says so, and is told. */
	go(&ana, "?v=0&k=6");
	hears(&ana, "\"t\":\"V\"");
	assert_int_equal(child_count(&ana, "\"t\":\"h\""), 0);
	go(&ana, "?v=0&k=5");
	hears(&ana, "\"k\":6,\"r\":\"patient\",\"t\":\"h\"");
	child_finish(&hana);
	child_finish(&ana);
}

/* ---- by the plan of a meeting ---- */

static void write_file(const char *path, const char *how, const char *text)
{
	FILE *f = fopen(path, how);

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void write_plan(const struct town *t)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/plans", t->data);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/homework.txt", t->data);
	write_file(path, "w",
		   "stage welcome open 5 Welcome\nstage work open 10 Homework\n"
		   "worksheet phq-9 3\nstage work open 10 More\nstage closed open 0 Closed\n");
}

/* Killed in it, and come back to: nobody has it twice, and who comes late has it as well. */
static void a_stage_assigns_to_all_who_are_there_once(void **state)
{
	struct town *t = *state;
	struct child grace, ana, ben;

	write_plan(t);
	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	come(t, &ben, "Ben", "patient");
	go(&grace, "?v=0");
	go(&ana, "?v=0");
	say(&grace, "{\"t\":\"c\",\"g\":1,\"k\":1,\"c\":\"open\",\"b\":\"homework\"}");
	say(&grace, "{\"t\":\"c\",\"g\":1,\"k\":2,\"c\":\"stage\",\"n\":2}");
	hears(&ana, "\"k\":1,\"s\":1,\"t\":\"B\",\"u\":2}");
	town_kill(t);
	hears(&ana, "down\n");
	hears(&grace, "down\n");
	assert_true(town_serve(t));
	go(&ana, "?v=0");
	hears(&ana, "\"t\":\"V\"");
	go(&ben, "?v=0");
	hears(&ben, "\"s\":2,\"t\":\"B\",\"u\":3}");
	go(&grace, "?v=0");
	hears(&grace, "\"t\":\"V\"");
	say(&grace, "{\"t\":\"c\",\"g\":1,\"k\":3,\"c\":\"stage\",\"n\":3}");
	go(&grace, "?v=0");
	hears(&grace, "\"t\":\"V\"");
	assert_int_equal(child_count(&ana, "\"t\":\"B\""), 2); /* on each connection once */
	assert_int_equal(child_count(&grace, "\"s\":3"), 0);   /* Grace has none, nobody two */
	child_finish(&ben);
	child_finish(&ana);
	child_finish(&grace);
}

/* ---- the clinic's own ---- */

static const struct {
	const char *name, *text;
} pack_files[] = {
	{ "pack.txt", "format 1\nname clinic\nversion 1\ntitle Ours\ndate 2026-11-26\n" },
	{ "safe.json", "{\"resourceType\":\"Questionnaire\",\"status\":\"active\",\"title\":"
		       "\"Safe\",\"item\":[{"
		       "\"linkId\":\"1\",\"type\":\"choice\",\"text\":\"Are you safe?\","
		       "\"answerValueSet\":\"http://clinic.example/safe\",\"extension\":[{"
		       "\"url\":\"urn:porchlight:danger\",\"valueInteger\":2}]}]}" },
	{ "safe.set.json", "{\"resourceType\":\"ValueSet\",\"status\":\"active\","
			   "\"url\":\"http://clinic.example/safe\",\"compose\":{\"include\":[{"
			   "\"system\":\"http://clinic.example\",\"concept\":["
			   "{\"code\":\"yes\",\"display\":\"Yes\",\"extension\":[{"
			   "\"url\":\"http://hl7.org/fhir/StructureDefinition/"
			   "ordinalValue\",\"valueDecimal\":0}]},"
			   "{\"code\":\"no\",\"display\":\"No\",\"extension\":[{"
			   "\"url\":\"http://hl7.org/fhir/StructureDefinition/"
			   "ordinalValue\",\"valueDecimal\":3}]}]}]}}" },
};

static void add_pack(struct town *t)
{
	static const char *const acts[] = { "key", "make", "add" };
	char folder[96], path[160];

	snprintf(folder, sizeof(folder), "%s/pack", t->dir);
	assert_int_equal(mkdir(folder, 0700), 0);
	for (size_t i = 0; i < sizeof(pack_files) / sizeof(pack_files[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, pack_files[i].name);
		write_file(path, "w", pack_files[i].text);
	}
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		const char *words[] = { "pack", acts[i], i ? folder : NULL, NULL };
		struct buf out;

		buf_init(&out, 65536);
		if (town_admin(t, &out, words) != 0)
			fail_msg("pack %s: %s", acts[i], buf_text(&out));
		buf_finish(&out);
	}
}

/* A pack that is taken in while the server runs; its choices weigh as the pack says. */
static void a_form_of_a_pack_may_ask_for_a_review(void **state)
{
	struct town *t = *state;
	struct child grace, ana;

	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	go(&grace, "?v=0");
	go(&ana, "?v=0");
	say(&grace, "{\"t\":\"I\",\"k\":1,\"r\":\"assign\",\"g\":1,\"c\":\"clinic/safe\"}");
	hears(&grace, "{\"c\":\"text\",\"k\":1,");
	add_pack(t);
	say(&grace, "{\"t\":\"I\",\"k\":2,\"r\":\"assign\",\"g\":1,\"c\":\"clinic/safe\"}");
	settled(&grace, 2);
	file(&ana, 1, "clinic/safe", "1\\t#0\\n");
	file(&ana, 2, "clinic/safe", "1\\t#1\\n");
	hears(&grace, "\"n\":1,\"s\":2,\"t\":\"C\",");
	assert_int_equal(child_count(&grace, "\"n\":1,"), 1);
	child_finish(&ana);
	child_finish(&grace);
}

/* ---- what nobody is to read any more ---- */

static bool is_on_disk(const struct town *t, const char *ending, const char *words)
{
	const size_t n = strlen(words);
	char path[128];
	struct buf all;
	char some[4096];
	size_t got;
	FILE *f;
	bool found = false;

	snprintf(path, sizeof(path), "%s/porchlight.db%s", t->data, ending);
	f = fopen(path, "r");
	if (!f)
		return false;
	buf_init(&all, 64 * 1024 * 1024);
	while ((got = fread(some, 1, sizeof(some), f)) > 0)
		assert_true(buf_add(&all, some, got));
	fclose(f);
	for (size_t i = 0; i + n <= all.n && !found; i++)
		found = memcmp(all.p + i, words, n) == 0;
	buf_finish(&all);
	return found;
}

static bool is_kept(const struct town *t, const char *words)
{
	return is_on_disk(t, "", words) || is_on_disk(t, "-wal", words);
}

static void a_plan_that_is_shared_no_longer_is_gone_from_the_disk(void **state)
{
	struct town *t = *state;
	struct child grace, ana;
	const int64_t end = clock_ms() + 20000;

	come(t, &grace, "Grace", "facilitator");
	come(t, &ana, "Ana", "patient");
	go(&grace, "?v=0");
	go(&ana, "?v=0");
	file(&ana, 1, "safety-plan", "warning\\tI pace at night\\n");
	hears(&grace, "I pace at night");
	say(&grace, "{\"t\":\"I\",\"k\":1,\"r\":\"comment\",\"s\":1,\"b\":\"Brave of you\"}");
	hears(&ana, "Brave of you");
	assert_true(is_kept(t, "pace at night"));
	say(&ana, "{\"t\":\"I\",\"k\":2,\"r\":\"unfile\",\"s\":1}");
	hears(&grace, "{\"s\":1,\"t\":\"C\"}");
	while (is_kept(t, "pace at night") || is_kept(t, "Brave of you")) {
		/* Each answer comes when what was asked before it has been done. */
		assert_true(clock_ms() < end);
		say(&ana, "{\"t\":\"I\",\"k\":3,\"r\":\"unfile\",\"s\":1}");
		hears(&ana, "{\"k\":3,\"s\":1,\"t\":\"K\"}");
	}
	child_finish(&ana);
	child_finish(&grace);
}

/* ---- lines to call ---- */

static void crisis_lines_are_told_and_told_anew(void **state)
{
	struct town *t = *state;
	const char *add[] = { "group", "add", "Thursday", NULL };
	char path[128], conf[160], setting[192];
	struct child ana;

	snprintf(path, sizeof(path), "%s/crisis.txt", t->dir);
	snprintf(conf, sizeof(conf), "%s/porchlightd.conf", t->data);
	snprintf(setting, sizeof(setting), "\ncrisis_lines = %s\ncrisis_date = 2026-11-01\n",
		 path);
	write_file(path, "w", "Call or text 988\n\n  Front desk: 303-555-0100 \n");
	write_file(conf, "a", setting);
	town_kill(t);
	assert_true(town_serve(t));
	come(t, &ana, "Ana", "patient");
	go(&ana, "?v=0");
	hears(&ana,
	      "{\"b\":\"Call or text 988\\nFront desk: 303-555-0100\",\"d\":1793491200000,"
	      "\"r\":\"crisis\",\"s\":1,\"t\":\"M\"}");
	write_file(path, "w", "Call or text 988\n");
	assert_int_equal(town_admin(t, NULL, add), 0); /* tells the server to look again */
	hears(&ana, "{\"b\":\"Call or text 988\",\"d\":");
	child_finish(&ana);
}

#define row(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		row(from_assigned_to_reviewed),
		row(what_one_has_does_not_come_again),
		row(a_kill_loses_and_doubles_nothing),
		row(all_have_it_once_though_the_server_ends),
		row(a_new_sign_in_doubles_nothing),
		row(a_stage_assigns_to_all_who_are_there_once),
		row(a_form_of_a_pack_may_ask_for_a_review),
		row(a_plan_that_is_shared_no_longer_is_gone_from_the_disk),
		row(crisis_lines_are_told_and_told_anew),
	};

	if (!child_has_python("websockets"))
		return SKIPPED;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
