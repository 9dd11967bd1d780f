/* SPDX-License-Identifier: MIT */
/* A person's whole record, by the person and by the clinic. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "base/file.h"
#include "sql/sql.h"
#include "support/town.h"

#define SAYS(c, line)  assert_true(child_say(c, line))
#define HEARS(c, text) assert_true(child_wait_for(c, text))

#define LEGAL    "Ana Luz Quispe"
#define OFFICIAL "{\"use\":\"official\",\"text\":\"" LEGAL "\"}"

enum { ROOM = 8 << 20, LINES = 4000 };

static void admin(struct town *t, int status, const char *says, struct buf *out,
		  const char *const *words)
{
	buf_reset(out);
	if (town_admin(t, out, words) != status || !strstr(buf_text(out), says))
		fail_msg("not %d and '%s': %.2000s", status, says, buf_text(out));
}

#define ADMIN(t, status, says, out, ...)                                                       \
	admin(t, status, says, out, (const char *const[]) { __VA_ARGS__, NULL })

static char *in_town(const struct town *t, const char *name)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/%s", t->dir, name);
	return mem_dup(path, strlen(path));
}

/* The whole file; the caller's. */
static char *slurp(const char *path)
{
	char *text = calloc(1, ROOM);
	FILE *f = fopen(path, "re");

	assert_non_null(f);
	text[fread(text, 1, ROOM - 1, f)] = '\0';
	fclose(f);
	return text;
}

static int count_of(const cJSON *bundle, const char *type)
{
	const cJSON *at;
	int n = 0;

	cJSON_ArrayForEach(at, cJSON_GetObjectItem(bundle, "entry"))
	{
		const cJSON *is = cJSON_GetObjectItem(cJSON_GetObjectItem(at, "resource"),
						      "resourceType");

		n += cJSON_IsString(is) && strcmp(is->valuestring, type) == 0;
	}
	return n;
}

static void say_record(struct child *c, const char *path, const char *then)
{
	char line[256];

	snprintf(line, sizeof(line), "/record %s", path);
	SAYS(c, line);
	HEARS(c, then);
}

static void is_anas(const char *text)
{
	cJSON *bundle = cJSON_Parse(text);

	if (!bundle)
		fail_msg("no JSON: %.400s", text);
	assert_int_equal(count_of(bundle, "Patient"), 1);
	assert_int_equal(count_of(bundle, "Composition"), 1);
	assert_int_equal(count_of(bundle, "Group"), 1);
	assert_true(count_of(bundle, "Communication") >= 2);
	assert_int_equal(count_of(bundle, "Consent"), 1);
	assert_true(count_of(bundle, "AuditEvent") >= 1);
	assert_non_null(strstr(text, OFFICIAL));
	assert_non_null(strstr(text, "the name whose use is official"));
	assert_non_null(strstr(text, "zanzibar"));
	assert_null(strstr(text, "xylophone"));
	cJSON_Delete(bundle);
}

static void is_without(const struct buf *out, const char *says)
{
	assert_null(strstr(buf_text(out), "official\""));
	assert_null(strstr(buf_text(out), "Quispe"));
	assert_non_null(strstr(buf_text(out), says));
}

/* And where the key is gone the rest is given all the same. */
static void a_legal_name_is_the_persons_alone(struct town *t, struct buf *out)
{
	char key[160];

	ADMIN(t, 0, "\"nickname\"", out, "record", "Ben", "--for=patient");
	is_without(out, "None is kept of you here.");
	ADMIN(t, 0, "zanzibar", out, "record", "Ana", "--for=internal");
	is_without(out, "goes to nobody but the person");
	ADMIN(t, 0, "", out, "looks");
	assert_string_equal(buf_text(out), ""); /* it was asked for by nobody */
	snprintf(key, sizeof(key), "%s/legal.key", t->data);
	assert_int_equal(unlink(key), 0);
	ADMIN(t, 0, "zanzibar", out, "record", "Ana", "--for=patient");
	is_without(out, "it could not be opened");
}

static void one_gets_all_of_ones_own_and_nothing_of_others(void **state)
{
	struct town *t = *state;
	char *path = in_town(t, "ana.json"), *text;
	struct child ana, ben;
	struct stat st;
	struct buf out;

	buf_init(&out, ROOM);
	town_join(t, &ana, "Ana", "patient");
	town_join(t, &ben, "Ben", "patient");
	SAYS(&ana, "I was in zanzibar.");
	HEARS(&ben, "zanzibar");
	SAYS(&ben, "My xylophone is gone.");
	HEARS(&ana, "xylophone");
	SAYS(&ana, "/report Ben: it is loud");
	ADMIN(t, 0, "is kept", &out, "user", "legal", "Ana", LEGAL);
	ADMIN(t, 0, "Consent 1 waits", &out, "consent", "offer", "Ana", "--recipient=County",
	      "--purpose=aftercare", "--what=attendance", "--until=2200-05-01");
	say_record(&ana, path, "Your record is in the file");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	text = slurp(path);
	is_anas(text);
	free(text);
	say_record(&ana, path, "is there already");
	ADMIN(t, 2, "say with --for", &out, "record", "Ana");
	ADMIN(t, 0, "zanzibar", &out, "record", "Ana", "--for=patient");
	/* Why it is allowed stands before it, on standard error. */
	is_anas(strchr(buf_text(&out), '{'));
	ADMIN(t, 0, "given export record", &out, "reads", "--of", "Ana");
	SAYS(&ana, "/reads");
	HEARS(&ana, "The clinic");
	a_legal_name_is_the_persons_alone(t, &out);
	child_finish(&ana);
	child_finish(&ben);
	buf_finish(&out);
	free(path);
}

/* As if Ana had talked for years. */
static void talk_long(const struct town *t)
{
	struct err err = { 0 };
	char path[160], text[700];
	struct sql *s;

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	snprintf(text, sizeof(text),
		 "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
		 " INSERT INTO messages (group_id, seq, user_id, device_id, ticket, utc_ms, "
		 "text)"
		 " SELECT 1, i, 1, 1, i, 1000 * i, 'line ' || i || ' \"of\" many' FROM n",
		 LINES);
	assert_true(sql_run(s, text, &err));
	snprintf(text, sizeof(text), "UPDATE groups SET last_seq = %d", LINES);
	assert_true(sql_run(s, text, &err));
	sql_close(s);
}

/* ---- a part that fits no more ---- */

static void open_python(struct town *t, struct child *c)
{
	char *invite = town_invite(t, "patient"), script[256];
	const char *argv[] = {
		"/usr/bin/python3", script, invite, "Ana", TOWN_PASSPHRASE, NULL
	};

	snprintf(script, sizeof(script), "%s/tests/e2e/record_client.py", getenv("SOURCE"));
	assert_true(child_open(c, argv, NULL));
	free(invite);
}

static void edit_first_line(const struct town *t)
{
	struct err err = { 0 };
	char path[160];
	struct sql *s;

	snprintf(path, sizeof(path), "%s/porchlight.db", t->data);
	s = sql_open(path, NULL, &err);
	assert_non_null(s);
	assert_true(sql_run(s, "UPDATE messages SET text = 'another' WHERE seq = 1", &err));
	sql_close(s);
}

/* `t` holds a long record of Ana's.  What fits is given, and what does not is 409. */
static void a_part_fits_or_is_refused(struct town *t)
{
	struct child c;

	if (!child_has_python("ssl, websockets"))
		return;
	open_python(t, &c);
	HEARS(&c, "first 200 500000\n");
	SAYS(&c, "go on");
	HEARS(&c, "next 200 500000\n");
	HEARS(&c, "other 409 {\"error\":\"changed\"}\n");
	HEARS(&c, "odd 404 ");
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
	open_python(t, &c);
	HEARS(&c, "first 200 500000\n");
	edit_first_line(t);
	SAYS(&c, "go on");
	HEARS(&c, "next 409 {\"error\":\"changed\"}\n");
	assert_int_equal(child_end(&c), 0);
	child_finish(&c);
}

static void a_large_one_comes_in_parts_that_fit(void **state)
{
	struct town *t = *state;
	char *path = in_town(t, "ana.json"), *text;
	struct child ana;
	cJSON *bundle;

	town_join(t, &ana, "Ana", "patient");
	HEARS(&ana, "Nothing has been said yet.");
	SAYS(&ana, "/quit");
	assert_int_equal(child_end(&ana), 0);
	child_finish(&ana);
	town_kill(t);
	talk_long(t);
	assert_true(town_serve(t));
	town_return(t, &ana, "Ana");
	assert_true(child_ask_until(&ana, "/status", "You are in 1 group.", "\nConnected."));
	say_record(&ana, path, "Your record is in the file");
	text = slurp(path);
	assert_true(strlen(text) > 1000000);
	bundle = cJSON_Parse(text);
	assert_non_null(bundle);
	assert_int_equal(count_of(bundle, "Communication"), LINES);
	cJSON_Delete(bundle);
	free(text);
	child_finish(&ana);
	a_part_fits_or_is_refused(t);
	free(path);
}

/* ---- erasing ---- */

static int count_in(const struct town *t, const char *suffix, const char *words)
{
	char path[160], *bytes;
	size_t n;
	int found = 0;
	FILE *f;

	snprintf(path, sizeof(path), "%s/porchlight.db%s", t->data, suffix);
	f = fopen(path, "re");
	if (!f)
		return 0;
	bytes = calloc(1, ROOM);
	n = fread(bytes, 1, ROOM, f);
	fclose(f);
	for (char *at = bytes;
	     (at = memmem(at, n - (size_t)(at - bytes), words, strlen(words))); at++)
		found++;
	free(bytes);
	return found;
}

static int count(const struct town *t, const char *words)
{
	return count_in(t, "", words) + count_in(t, "-wal", words);
}

/* Ana says one thing to the group and one in a session. */
static void meet(struct child *robin, struct child *ana, struct child *ben)
{
	SAYS(ana, "I was in zanzibar.");
	HEARS(ben, "zanzibar");
	SAYS(ben, "My dog is fine.");
	HEARS(ana, "My dog is fine.");
	SAYS(robin, "/open group");
	HEARS(ana, "You are in the waiting room.");
	SAYS(robin, "/admit Ana");
	HEARS(ana, "You are in the room now.");
	SAYS(ana, "/accept");
	HEARS(ana, "The server has your yes to the norms.");
	SAYS(ana, "/ask Is there a quagga in it?");
	HEARS(robin, "quagga");
}

/* `out` is the list of users. */
static void stays_off(struct town *t, struct buf *out)
{
	char name[24] = "";

	sscanf(strstr(buf_text(out), "Former member"), "%23[^\n]", name);
	ADMIN(t, 1, "was erased, and stays so", out, "user", "enable", name);
	ADMIN(t, 1, "was erased, and stays so", out, "user", "reset", name);
	ADMIN(t, 1, "was erased, and stays so", out, "group", "join", "Evening", name);
}

static void is_erased(struct town *t, struct buf *out)
{
	assert_int_equal(count(t, "zanzibar"), 0);
	assert_int_equal(count(t, "quagga"), 0);
	ADMIN(t, 0, "the log of Evening is whole", out, "check");
	assert_non_null(strstr(buf_text(out), "ok   the access log is whole"));
	ADMIN(t, 0, "given erase record, of Former member", out, "reads");
	ADMIN(t, 0, "Former member", out, "attendance", "Evening", "--for=internal");
	ADMIN(t, 1, "nobody has the name Ana", out, "erase", "Ana", "--yes");
	ADMIN(t, 0, "\toff\tFormer member", out, "user", "list");
	stays_off(t, out);
}

/* It is an ordinary worksheet of hers in the list of who leads. */
static void wish(struct child *robin, struct child *ana)
{
	SAYS(ana, "/erase");
	HEARS(ana, "send /erase once more.");
	SAYS(ana, "/erase");
	HEARS(ana, "Who gets it: Robin.");
	HEARS(ana, "A wish to have my record erased");
	SAYS(ana, "/erase");
	HEARS(ana, "It is at the clinic, and nobody has read it yet.");
	SAYS(robin, "/work");
	assert_true(child_ask_until(robin, "/work", "Worksheets: Evening",
				    "A wish to have my record erased"));
}

static void erased_words_are_gone_and_the_chain_is_whole(void **state)
{
	struct town *t = *state;
	struct child robin, ana, ben;
	struct buf out;

	buf_init(&out, ROOM);
	town_join(t, &robin, "Robin", "facilitator");
	town_join(t, &ana, "Ana", "patient");
	town_join(t, &ben, "Ben", "patient");
	meet(&robin, &ana, &ben);
	ADMIN(t, 1, "a session of theirs runs", &out, "erase", "Ana", "--yes");
	SAYS(&robin, "/stage 7");
	HEARS(&ana, "The session is over.");
	wish(&robin, &ana);
	ADMIN(t, 1, "belongs to the records of others", &out, "erase", "Robin", "--yes");
	ADMIN(t, 0, "the words of 1 message\n", &out, "erase", "Ana");
	assert_non_null(strstr(buf_text(&out), "the words of 1 event of sessions"));
	assert_non_null(strstr(buf_text(&out), "attendance of 1 session,"));
	assert_non_null(strstr(buf_text(&out), "Nothing was done."));
	assert_true(count(t, "zanzibar") > 0 && count(t, "quagga") > 0);
	ADMIN(t, 0, "It is done.", &out, "erase", "Ana", "--yes", "--by=Robin");
	/* Her account is switched off first, and then her devices are forgotten. */
	assert_true(child_wait_for_either(&ana, "This device is signed out.",
					  "Your account is switched off."));
	is_erased(t, &out);
	/* Who has a copy lost the words; who comes later gets none. */
	SAYS(&ben, "/people");
	HEARS(&ben, "Ben: you, member, here");
	assert_true(child_ask_until(&ben, "/again", ": ",
				    "The person who wrote this had it erased."));
	assert_int_equal(child_count(&ben, "member, left"), 0);
	assert_int_equal(child_count(&ben, "is called Former member"), 0);
	town_kill(t);
	assert_true(town_serve(t));
	is_erased(t, &out);
	child_finish(&robin);
	child_finish(&ana);
	child_finish(&ben);
	buf_finish(&out);
}

#define IN_TOWN(f) cmocka_unit_test_setup_teardown(f, town_open, town_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TOWN(one_gets_all_of_ones_own_and_nothing_of_others),
		IN_TOWN(a_large_one_comes_in_parts_that_fit),
		IN_TOWN(erased_words_are_gone_and_the_chain_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
