/* SPDX-License-Identifier: MIT */
/*
 * Who is in one group learns nothing of another, not even that it is there: every message, act and
 * request is sent with what the other group has, and with what nobody has, and the answers are
 * the same bytes, apart from the number that was asked with.
 */
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/meeting_in.h"
#include "server/program_in.h"
#include "server/rights.h"
#include "support/counter.h"

enum { NONE = 7777, JSON = 512, RANDOM = 20 };

/* Of Saturday's: series 3 and request 2 stand, series 4 and what was assigned as 2 are no more; the
 * sheet and what was assigned as 1 are Cal's. */
enum { THEIRS_GONE = 4, MOST_OF_THEIRS = 4 };

static const int64_t askers[] = { ANA, UNA, GUS, GRACE, ADAM };
enum { ASKERS = sizeof(askers) / sizeof(askers[0]) };

/* ---- what the other group has ---- */

static int open_groups(void **state)
{
	static struct counter c;

	counter_open(&c);
	counter_must(&c, CAL, "{\"t\":\"y\",\"g\":3,\"k\":@,\"b\":\"A secret of Saturday.\"}");
	counter_must(&c, FAY, "{\"t\":\"c\",\"g\":3,\"k\":@,\"c\":\"open\",\"b\":\"talk\"}");
	counter_must(&c, CAL, "{\"t\":\"c\",\"g\":3,\"k\":@,\"c\":\"accept\"}");
	counter_must(&c, CAL, "{\"t\":\"c\",\"g\":3,\"k\":@,\"c\":\"danger\"}");
	counter_must(
		&c, CAL,
		"{\"t\":\"c\",\"g\":3,\"k\":@,\"c\":\"report\",\"n\":1,\"b\":\"It hurts.\"}");
	counter_must(&c, CAL, "{\"t\":\"W\",\"k\":@,\"r\":\"late\",\"c\":\"3.$\",\"x\":\"5\"}");
	counter_must(
		&c, CAL,
		"{\"t\":\"I\",\"k\":@,\"r\":\"file\",\"g\":3,\"c\":\"safety-plan\",\"d\":1,"
		"\"b\":\"warning\\tcannot sleep\\n\"}");
	for (int i = 0; i < 2; i++)
		counter_must(&c, FAY,
			     "{\"t\":\"I\",\"k\":@,\"r\":\"assign\",\"g\":3,\"u\":9,\"c\":"
			     "\"phq-9\"}");
	counter_must(&c, FAY, "{\"t\":\"I\",\"k\":@,\"r\":\"unassign\",\"s\":2}");
	counter_must(&c, FAY,
		     "{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":3,\"r\":\"group\",\"x\":\"X\","
		     "\"b\":\"DTSTART:20350102T180000Z\\nDURATION:PT1H\\n\"}");
	counter_must(&c, FAY, "{\"t\":\"E\",\"k\":@,\"d\":99,\"s\":4}");
	counter_must(&c, GRACE, "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"open\",\"b\":\"talk\"}");
	*state = &c;
	return 0;
}

static int close_groups(void **state)
{
	counter_close(*state);
	return 0;
}

/* ---- the same bytes ---- */

/* With '#' for the number, and '@' for the ticket. */
static void normal(const struct counter *c, const char *heard, int64_t number, struct buf *out)
{
	while (*heard) {
		char *end;
		const int64_t n = strtoll(heard, &end, 10);

		if (*heard < '0' || *heard > '9')
			buf_add(out, heard++, 1);
		else {
			if (n == c->ticket)
				buf_add(out, "@", 1);
			else if (n == number)
				buf_add(out, "#", 1);
			else
				buf_add(out, heard, (size_t)(end - heard));
			heard = end;
		}
	}
}

static void is_not_of_theirs(const char *heard)
{
	static const char *const theirs[] = {
		"Cal", "Fay", "Abe", "Saturday", "secret", "hurts"
	};

	for (size_t i = 0; i < sizeof(theirs) / sizeof(theirs[0]); i++)
		if (strstr(heard, theirs[i]))
			fail_msg("%s is heard: %s", theirs[i], heard);
}

/* Nobody of the other group hears of it, and nothing of theirs is heard. */
static void nothing_got_through(const struct counter *c, const char *heard)
{
	is_not_of_theirs(heard);
	for (int64_t i = CAL; i <= ABE; i++)
		assert_string_equal(c->conns[i].heard, "");
}

static void forget(struct counter *c)
{
	for (int64_t i = CAL; i <= ABE; i++)
		c->conns[i].heard[0] = '\0';
}

/* `json` with the number at its '%'. */
static void hear(struct counter *c, int64_t who, const char *json, int64_t number,
		 struct buf *out)
{
	char asked[JSON];
	const char *at = strchr(json, '%');

	assert_non_null(at);
	snprintf(asked, sizeof(asked), "%.*s%" PRId64 "%s", (int)(at - json), json, number,
		 at + 1);
	forget(c);
	counter_ask(c, who, asked);
	nothing_got_through(c, c->conns[who].heard);
	buf_init(out, HOUSE_TEXT);
	normal(c, c->conns[who].heard, number, out);
}

/* What nobody has, and then what they have: one answer. */
static void probe(struct counter *c, const char *json, const int64_t *numbers, size_t n)
{
	for (size_t a = 0; a < ASKERS; a++) {
		struct buf none;

		hear(c, askers[a], json, NONE, &none);
		for (size_t i = 0; i < n; i++) {
			struct buf theirs;

			hear(c, askers[a], json, numbers[i], &theirs);
			if (strcmp(buf_text(&none), buf_text(&theirs)) != 0)
				fail_msg("%" PRId64 " asks %s with %" PRId64
					 ", and hears\n%s\nnot, as of none,\n%s",
					 askers[a], json, numbers[i], buf_text(&theirs),
					 buf_text(&none));
			buf_finish(&theirs);
		}
		buf_finish(&none);
	}
}

/* Their numbers, and some that nobody has. */
static void probe_all(struct counter *c, const char *json, const int64_t *theirs, size_t n)
{
	int64_t all[MOST_OF_THEIRS + RANDOM];
	uint64_t seed = 0x9e3779b97f4a7c15;

	memcpy(all, theirs, n * sizeof(*all));
	for (size_t i = 0; i < RANDOM; i++) {
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		all[n + i] = (int64_t)(seed >> 20) + NONE;
	}
	probe(c, json, all, n + RANDOM);
}

/* ---- what is asked ---- */

static void a_group_is_not_there(void **state)
{
	static const int64_t group[] = { SATURDAY };
	static const char *const messages[] = {
		"{\"t\":\"y\",\"g\":%,\"k\":@,\"b\":\"Hello.\"}",
		"{\"t\":\"a\",\"g\":%,\"s\":1}",
		"{\"t\":\"o\",\"g\":%,\"s\":1,\"n\":1}",
		"{\"t\":\"s\",\"g\":%,\"s\":1}",
		"{\"t\":\"O\",\"g\":%,\"d\":#}",
		"{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":%,\"r\":\"group\",\"x\":\"X\","
		"\"b\":\"DTSTART:20350102T180000Z\\nDURATION:PT1H\\n\"}",
		"{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":%,\"s\":3,\"r\":\"group\",\"x\":\"X\","
		"\"b\":\"DTSTART:20350102T180000Z\\nDURATION:PT1H\\n\"}",
		"{\"t\":\"I\",\"k\":@,\"r\":\"assign\",\"g\":%,\"u\":9,\"c\":\"phq-9\",\"d\":"
		"0}",
		"{\"t\":\"I\",\"k\":@,\"r\":\"file\",\"g\":%,\"c\":\"safety-plan\",\"d\":1,"
		"\"b\":\"warning\\tcannot sleep\\n\"}",
	};

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		probe_all(*state, messages[i], group, 1);
	for (size_t i = 0; i < rights_count; i++) {
		char wish[JSON];

		if (rights[i].door != RIGHT_WISH)
			continue;
		snprintf(wish, sizeof(wish),
			 "{\"t\":\"c\",\"g\":%%,\"k\":@,\"c\":\"%s\",\"u\":9,\"n\":1,\"b\":"
			 "\"x\"}",
			 rights[i].word);
		probe(*state, wish, group, 1);
	}
}

static void what_is_planned_there_is_not_there(void **state)
{
	static const int64_t series[] = { 3, THEIRS_GONE }, request[] = { 2 };
	static const char *const messages[] = {
		"{\"t\":\"E\",\"k\":@,\"d\":99,\"s\":%}",
		"{\"t\":\"E\",\"k\":@,\"d\":99,\"g\":1,\"s\":%,\"r\":\"group\",\"x\":\"X\","
		"\"b\":\"DTSTART:20350102T180000Z\\nDURATION:PT1H\\n\"}",
		"{\"t\":\"W\",\"k\":@,\"r\":\"swap\",\"c\":\"1.$\",\"x\":\"%.$\"}",
	};

	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		probe_all(*state, messages[i], series, 2);
	for (size_t i = 0; i < rights_count; i++) {
		char ask[JSON];

		if (rights[i].door != RIGHT_SCHEDULE || strcmp(rights[i].word, "set") == 0)
			continue;
		snprintf(ask, sizeof(ask),
			 "{\"t\":\"W\",\"k\":@,\"r\":\"%s\",\"c\":\"%%.$\",\"x\":\"5\"}",
			 rights[i].word);
		if (strcmp(rights[i].word, "swap") != 0)
			probe_all(*state, ask, series, 2);
		snprintf(ask, sizeof(ask), "{\"t\":\"W\",\"k\":@,\"r\":\"%s\",\"s\":%%}",
			 rights[i].word);
		probe_all(*state, ask, request, 1);
	}
}

static void their_worksheets_are_not_there(void **state)
{
	static const int64_t rows[] = { 1, 2 };

	for (size_t i = 0; i < rights_count; i++) {
		char act[JSON];

		if (rights[i].door != RIGHT_WORK || strcmp(rights[i].word, "assign") == 0)
			continue;
		snprintf(act, sizeof(act), "{\"t\":\"I\",\"k\":@,\"r\":\"%s\",\"s\":%%%s}",
			 rights[i].word,
			 strcmp(rights[i].word, "file") == 0
				 ? ",\"g\":1,\"c\":\"phq-9\",\"d\":1,\"b\":\"x\""
			 : strchr("cr", rights[i].word[0]) || rights[i].word[0] == 'a'
				 ? ",\"b\":\"x\""
				 : "");
		probe_all(*state, act, rows, 2);
	}
}

/* Not in what is wished of one's own group either. */
static void nobody_of_them_is_there(void **state)
{
	static const int64_t people[] = { CAL, FAY, ABE };

	probe_all(*state,
		  "{\"t\":\"I\",\"k\":@,\"r\":\"assign\",\"g\":1,\"u\":%,\"c\":\"phq-9\",\"d\":"
		  "0}",
		  people, 3);
	probe_all(*state,
		  "{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":1,\"u\":%,\"r\":\"group\",\"x\":\"X\","
		  "\"b\":\"DTSTART:20350102T180000Z\\nDURATION:PT1H\\n\"}",
		  people, 3);
	probe_all(*state, "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"look\",\"u\":%,\"n\":0}",
		  people, 3);
	for (int k = 0; k < MEETING_KINDS; k++) {
		const struct right *r = right_of(RIGHT_WISH, str_of(meeting_rows[k].word));
		char wish[JSON];

		if (!(meeting_rows[k].flags & ROW_PERSON) ||
		    (r->who & RIGHT_MEMBER && !(r->when & RIGHT_OTHER)))
			continue;
		snprintf(wish, sizeof(wish),
			 "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"%s\",\"u\":%%,\"n\":0,\"b\":"
			 "\"x\"}",
			 meeting_rows[k].word);
		probe_all(*state, wish, people, 3);
	}
}

static void by_request_they_are_not_there(void **state)
{
	static const struct {
		const char *path, *theirs, *none;
	} rows[] = {
		{ "/v1/cutoff", "{\"name\":\"Cal\"}", "{\"name\":\"Nix\"}" },
		{ "/v1/cutoff", "{\"name\":\"Fay\"}", "{\"name\":\"Nix\"}" },
		{ "/v1/note", "{\"group\":3,\"name\":\"Cal\"}",
		  "{\"group\":7777,\"name\":\"Nix\"}" },
		{ "/v1/note", "{\"group\":1,\"name\":\"Cal\"}",
		  "{\"group\":1,\"name\":\"Nix\"}" },
		{ "/packs/cal", NULL, NULL },
		{ "/calendar/cal.ics", NULL, NULL },
	};
	struct counter *c = *state;

	forget(c);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		for (int64_t who = ANA; who <= GUS; who++) {
			char none[HOUSE_TEXT];

			counter_request(c, who, rows[i].path, rows[i].none);
			snprintf(none, sizeof(none), "%d %s", c->status, c->answer);
			assert_true(c->status >= 400);
			counter_request(c, who, rows[i].path, rows[i].theirs);
			assert_int_equal(strtol(none, NULL, 10), c->status);
			assert_string_equal(strchr(none, ' ') + 1, c->answer);
			nothing_got_through(c, c->answer);
		}
}

/* Whatever they do there, here nothing at all is heard: no name, no count, no moment. */
static void nothing_of_what_they_do_is_heard(void **state)
{
	static const char *const acts[] = {
		"{\"t\":\"y\",\"g\":3,\"k\":@,\"b\":\"A secret of Saturday.\"}",
		"{\"t\":\"a\",\"g\":3,\"s\":1}",
		"{\"t\":\"c\",\"g\":3,\"k\":@,\"c\":\"rate\",\"n\":5}",
		"{\"t\":\"W\",\"k\":@,\"r\":\"listening\",\"c\":\"3.$\"}",
		"{\"t\":\"I\",\"k\":@,\"r\":\"comment\",\"s\":1,\"b\":\"It hurts.\"}",
		("{\"t\":\"I\",\"k\":@,\"r\":\"file\",\"g\":3,\"c\":\"safety-plan\",\"d\":1,"
		 "\"b\":\"warning\\tcannot sleep\\n\"}"),
	};
	struct counter *c = *state;

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		for (size_t a = 0; a < ASKERS; a++)
			c->conns[askers[a]].heard[0] = '\0';
		counter_must(c, CAL, acts[i]);
		for (size_t a = 0; a < ASKERS; a++)
			assert_string_equal(c->conns[askers[a]].heard, "");
	}
	serve_close(&c->conns[CAL]);
	counter_ask(c, ANA, "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"looks\"}");
	is_not_of_theirs(c->conns[ANA].heard);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_group_is_not_there, open_groups,
						close_groups),
		cmocka_unit_test_setup_teardown(what_is_planned_there_is_not_there, open_groups,
						close_groups),
		cmocka_unit_test_setup_teardown(their_worksheets_are_not_there, open_groups,
						close_groups),
		cmocka_unit_test_setup_teardown(nobody_of_them_is_there, open_groups,
						close_groups),
		cmocka_unit_test_setup_teardown(by_request_they_are_not_there, open_groups,
						close_groups),
		cmocka_unit_test_setup_teardown(nothing_of_what_they_do_is_heard, open_groups,
						close_groups),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
