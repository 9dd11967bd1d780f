/* SPDX-License-Identifier: MIT */
/* What a client makes of a session's rows: what is so, and what is worth a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "client/session.h"

enum { ME = 1, ANA, JO, GRACE, NOW = 5000000 };

static const char *name(const void *user, int64_t member)
{
	static const char *const names[] = { "", "Me", "Ana", "Jo", "Grace" };

	(void)user;
	return member <= GRACE ? names[member] : "";
}

static const struct session_view view = {
	.self = ME, .after_seq = 7, .utc_ms = NOW, .name = name
};

/* The server's rows, as they come over the wire. */
static void rows(struct session *s, const char *json)
{
	struct arena mem = { 0 };
	struct wire_frame f;
	struct err err = { 0 };

	if (!wire_decode(str_of(json), WIRE_SERVER, &mem, &f, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < f.n; i++)
		assert_true(session_apply(s, &f.msgs[i]));
	session_settle(s, &view);
	arena_finish(&mem);
}

/* The notices since the last call, as "kind who text n;". */
static const char *told(struct session *s)
{
	static char out[2048];
	static const char *const words[PL_NOTES] = {
		[PL_NOTE_BEGUN] = "begun",
		[PL_NOTE_ENDED] = "ended",
		[PL_NOTE_STAGE] = "stage",
		[PL_NOTE_EXTENDED] = "extended",
		[PL_NOTE_TALK] = "talk",
		[PL_NOTE_TOPIC] = "topic",
		[PL_NOTE_DECIDED] = "decided",
		[PL_NOTE_NORMS] = "norms",
		[PL_NOTE_ACCEPTED] = "accepted",
		[PL_NOTE_FLOOR] = "floor",
		[PL_NOTE_YOURS] = "yours",
		[PL_NOTE_FREE] = "free",
		[PL_NOTE_MORE] = "more",
		[PL_NOTE_NEXT] = "next",
		[PL_NOTE_DOWN] = "down",
		[PL_NOTE_BACK] = "back",
		[PL_NOTE_WAITING] = "waiting",
		[PL_NOTE_PLACE] = "place",
		[PL_NOTE_ADMITTED] = "admitted",
		[PL_NOTE_OUT] = "out",
		[PL_NOTE_REMOVED] = "removed",
		[PL_NOTE_GONE] = "gone",
		[PL_NOTE_MUTED] = "muted",
		[PL_NOTE_UNMUTED] = "unmuted",
		[PL_NOTE_INVITED] = "invited",
		[PL_NOTE_KNOCK] = "knock",
		[PL_NOTE_HAND] = "hand",
		[PL_NOTE_ASIDE] = "aside",
		[PL_NOTE_MODALITY] = "modality",
		[PL_NOTE_DOOR] = "question",
		[PL_NOTE_LEGAL] = "legal",
		[PL_NOTE_REPLY] = "answer",
		[PL_NOTE_LOOKED_LEGAL] = "looked-legal",
		[PL_NOTE_LOOKED_REPLIES] = "looked-answers",
		[PL_NOTE_REFUSED] = "refused",
	};
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; i < s->notices_count; i++) {
		const struct pl_notice *t = &s->notices[i];

		assert_int_equal(t->after_seq, 7);
		n += (size_t)snprintf(out + n, sizeof(out) - n, "%s%s%s%s%s;", words[t->kind],
				      *t->who ? " " : "", t->who, *t->text ? " " : "", t->text);
		free((char *)(uintptr_t)t->who);
		free((char *)(uintptr_t)t->text);
	}
	s->notices_count = 0;
	return out;
}

#define PLAN                                                                                   \
	"{\"t\":\"z\",\"g\":3,\"n\":1,\"k\":15,\"x\":\"Check-in\",\"r\":\"round\",\"c\":"      \
	"\"turns\"},"                                                                          \
	"{\"t\":\"z\",\"g\":3,\"n\":2,\"k\":40,\"x\":\"Work\",\"r\":\"work\",\"c\":"           \
	"\"turns\"},"                                                                          \
	"{\"t\":\"z\",\"g\":3,\"n\":3,\"x\":\"Closed\",\"r\":\"closed\",\"c\":\"open\"},"      \
	"{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"norms\",\"b\":\"Be kind.\"}"
#define IN(u) "{\"t\":\"q\",\"g\":3,\"u\":" #u ",\"n\":1}"

static void a_latecomer__is_told_five_lines(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"u\":2,\"r\":\"turns\",\"d\":6000000}"
		 "," PLAN ",{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"topic\",\"b\":\"Sleep\"}," IN(
			 1) "," IN(2) ",{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"decided\",\"b\":"
				      "\"A fixed hour.\"}]");
	assert_string_equal(told(&s), "begun;stage Work;norms Be kind.;topic Sleep;"
				      "decided A fixed hour.;floor Ana;");
	assert_int_equal(s.pub.stage, 2);
	assert_int_equal(s.pub.stages_count, 3);
	assert_string_equal(s.pub.self->name, "Me");
	assert_int_equal(session_may_say(&s, NOW), PL_FAIL_NORMS);
	/* The same again is no news: over another connection neither. */
	session_disconnect(&s);
	assert_int_equal(session_may_say(&s, NOW), PL_OK);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"u\":2,\"r\":\"turns\",\"d\":6000000}"
		 "," PLAN ",{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"topic\",\"b\":\"Sleep\"}," IN(
			 1) "," IN(2) ",{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"decided\",\"b\":"
				      "\"A fixed hour.\"}]");
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

static void late__is_what_can_be(void **state)
{
	static const struct {
		const char *row;
		int minutes;
	} rows_of[] = {
		{ "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":1}]", 0 },
		{ "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":393473}]", 3 },
		{ "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":188743681}]", 1440 },
		{ "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":188874753}]", 0 },
	};
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"open\"}," PLAN "]");
	for (size_t i = 0; i < sizeof(rows_of) / sizeof(rows_of[0]); i++) {
		rows(&s, rows_of[i].row);
		assert_int_equal(s.pub.seats[0].late_minutes, rows_of[i].minutes);
		assert_int_equal(s.pub.seats[0].where, PL_IN);
		assert_int_equal(s.pub.seats[0].replied, 0);
	}
	told(&s);
	session_finish(&s);
}

static void the_waiting_room__is_left_once(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"r\":\"turns\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2}]");
	assert_string_equal(told(&s), "begun;waiting;stage Check-in;norms Be kind.;");
	assert_int_equal(session_may_say(&s, NOW), PL_FAIL_WAITING);
	assert_false(session_hears(&s)); /* nothing that was said is on its way */
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"u\":1,\"r\":\"turns\"},"
		 "{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257}]");
	assert_string_equal(told(&s), "admitted;accepted;yours Me;");
	assert_true(session_hears(&s));
	assert_int_equal(session_may_say(&s, NOW), PL_OK);
	session_finish(&s);
}

static void the_place_in_the_waiting_room__is_told_when_it_changes(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"r\":\"turns\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2,\"s\":2,\"d\":4000000}]");
	assert_string_equal(told(&s), "begun;waiting;place;stage Check-in;norms Be kind.;");
	assert_int_equal(s.pub.self->waits, 2);
	assert_int_equal(s.pub.self->rating, -1);
	/* The same again is no news, whatever else has changed. */
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":34,\"s\":2,\"d\":4000000}]");
	assert_string_equal(told(&s), "");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2,\"s\":1,\"d\":4000000}]");
	assert_string_equal(told(&s), "place;");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":1,\"s\":8,\"d\":4000000}]");
	assert_string_equal(told(&s), "admitted;");
	assert_int_equal(s.pub.self->waits, 0);
	assert_int_equal(s.pub.self->rating, 7);
	session_finish(&s);
}

static void who_leads__has_all_who_wait_in_order(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"r\":\"turns\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":65},"
		 "{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":2,\"d\":4000000},"
		 "{\"t\":\"q\",\"g\":3,\"u\":3,\"n\":34,\"d\":3000000},"
		 "{\"t\":\"q\",\"g\":3,\"u\":4,\"n\":2,\"d\":4000000}]");
	assert_int_equal(s.pub.seats[1].waits, 2);
	assert_int_equal(s.pub.seats[2].waits, 1);
	assert_int_equal(s.pub.seats[3].waits, 3);
	session_finish(&s);
}

static void the_questions__come_one_by_one__until_let_in(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"r\":\"turns\"}," PLAN
		 ",{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"ask\"}"
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2}]");
	assert_string_equal(told(&s), "begun;waiting;stage Check-in;norms Be kind.;question;");
	assert_true(s.pub.asks);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2050}]"); /* the first has an answer */
	assert_string_equal(told(&s), "question;");
	assert_int_equal(s.pub.self->replied, 1);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2082}]"); /* a lost line asks nothing */
	assert_string_equal(told(&s), "");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":108546}]"); /* the others are skipped */
	assert_string_equal(told(&s), "question;");
	assert_int_equal(s.pub.self->skipped, 6);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":1}]");
	assert_string_equal(told(&s), "admitted;");
	session_finish(&s);
}

static void papers__are_told_once__and_not_kept(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"u\",\"g\":3,\"u\":2,\"n\":1,\"b\":\"At home\"},"
		 "{\"t\":\"u\",\"g\":3,\"u\":2,\"n\":0},"
		 "{\"t\":\"u\",\"g\":3,\"u\":4,\"n\":4,\"d\":4000000},"
		 "{\"t\":\"u\",\"g\":3,\"n\":5},{\"t\":\"u\",\"g\":3,\"u\":2,\"n\":99}]");
	assert_int_equal(s.papers_count, 0);
	assert_int_equal(s.notices[2].n, 4000000);
	assert_string_equal(told(&s),
			    "answer Ana At home;legal Ana;looked-legal Grace;looked-answers;");
	session_disconnect(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":0,\"n\":0}]");
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

/* The seat comes a moment after the session. */
static void the_norms__are_told_when_there_is_a_seat(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"r\":\"turns\"}," PLAN "]");
	assert_string_equal(told(&s), "begun;stage Check-in;");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":2}]");
	assert_string_equal(told(&s), "waiting;norms Be kind.;");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":1}]");
	assert_string_equal(told(&s), "admitted;");
	session_finish(&s);
}

static void the_queue__is_in_order__and_who_is_next_is_told(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"turns\"}," PLAN
		 "," IN(2) "," IN(3) ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257},"
				     "{\"t\":\"i\",\"g\":3,\"u\":1,\"s\":12,\"d\":500},"
				     "{\"t\":\"i\",\"g\":3,\"u\":2,\"s\":14,\"d\":400},"
				     "{\"t\":\"i\",\"g\":3,\"u\":3,\"s\":13,\"d\":400}]");
	told(&s);
	assert_int_equal(s.pub.self->place, 3);
	assert_int_equal(s.pub.seats[0].place, 2); /* Ana: the same moment, heard of later */
	assert_int_equal(session_may_say(&s, NOW), PL_FAIL_TURN);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"u\":3,\"r\":\"turns\"},"
		 "{\"t\":\"i\",\"g\":3,\"u\":3}]");
	assert_string_equal(told(&s), "floor Jo;");
	rows(&s, "[{\"t\":\"i\",\"g\":3,\"u\":2}]");
	assert_string_equal(told(&s), "next;");
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"u\":3,\"r\":\"turns\",\"c\":\"m\"}]");
	assert_string_equal(told(&s), "more Jo;");
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"turns\"}]");
	assert_string_equal(told(&s), "free;");
	session_finish(&s);
}

static void what_happened_while_away__is_told_as_it_is_now(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1,\"u\":2,\"r\":\"turns\"}," PLAN
		 "," IN(1) "," IN(2) "," IN(
			 3) ",{\"t\":\"i\",\"g\":3,\"u\":3,\"s\":13,\"d\":400}]");
	told(&s);
	session_disconnect(&s);
	/* Jo's hand is gone, Ana's line is down, another stage, another floor. */
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"u\":3,\"r\":\"open\"}," PLAN
		 "," IN(1) ",{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":33}," IN(3) "]");
	assert_string_equal(told(&s), "stage Work;talk;floor Jo;");
	assert_int_equal(s.pub.seats[2].place, 0);
	/* Of a line that went down before one was back oneself nothing is said. */
	rows(&s, "[" IN(2) "]");
	assert_string_equal(told(&s), "");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":33}]");
	assert_string_equal(told(&s), "down Ana;");
	rows(&s, "[" IN(2) "]");
	assert_string_equal(told(&s), "back Ana;");
	session_finish(&s);
}

/* What another connection makes of the server's clock is no news. */
static void more_time__is_told_where_it_is_more(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"turns\",\"d\":6000000}," PLAN
		 "," IN(1) "]");
	told(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"turns\",\"d\":6019000}]");
	assert_string_equal(told(&s), "");
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"turns\",\"d\":6319000}]");
	assert_string_equal(told(&s), "extended;");
	session_finish(&s);
}

/* Once, and not again over another connection. */
static void how_this_person_takes_part__is_told_when_it_changes(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"open\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":769}]");
	assert_non_null(strstr(told(&s), "modality;"));
	assert_int_equal(s.pub.self->modality, PL_BY_TEXT);
	session_disconnect(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"open\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":769}]");
	assert_string_equal(told(&s), "");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":1793}]");
	assert_int_equal(s.pub.self->modality, PL_BY_BOTH);
	assert_string_equal(told(&s), "modality;");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257}]");
	assert_int_equal(s.pub.self->modality, PL_NOT_STATED);
	assert_string_equal(told(&s), "modality;");
	session_finish(&s);
}

static void acts_on_this_person__are_told(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"open\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257}]");
	told(&s);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":385,\"k\":5300000}]");
	assert_string_equal(told(&s), "muted;invited;");
	assert_int_equal(session_may_say(&s, NOW), PL_FAIL_MUTED);
	assert_int_equal(session_may_say(&s, 5300000), PL_OK);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":257}]");
	assert_string_equal(told(&s), "unmuted;");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":260}]");
	assert_string_equal(told(&s), "out;");
	assert_int_equal(session_may_say(&s, NOW), PL_FAIL_OUT);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":264}]");
	assert_string_equal(told(&s), "removed;");
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":0}]");
	assert_string_equal(told(&s), "ended;");
	assert_int_equal(session_may_say(&s, NOW), PL_OK);
	session_finish(&s);
}

static void who_leads__is_told_of_knocks_and_hands(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"quiet\"}," PLAN
		 ",{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":65}]");
	assert_string_equal(told(&s), "begun;stage Work;talk;");
	assert_int_equal(session_may_say(&s, NOW), PL_OK);
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":2}]");
	assert_string_equal(told(&s), "knock Ana;");
	rows(&s, "[{\"t\":\"q\",\"g\":3,\"u\":2,\"n\":1},"
		 "{\"t\":\"i\",\"g\":3,\"u\":2,\"s\":12,\"d\":500,\"b\":\"my week\"}]");
	assert_string_equal(told(&s), "hand Ana my week;");
	session_finish(&s);
}

static void asides__come_once_over_connections(void **state)
{
	static const char row[] = "[{\"t\":\"d\",\"g\":3,\"s\":20,\"u\":4,\"k\":1,\"d\":9,"
				  "\"b\":\"I am here.\"}]";
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"r\":\"open\"}," IN(1) "]");
	told(&s);
	rows(&s, row);
	assert_string_equal(told(&s), "aside Grace I am here.;");
	session_disconnect(&s);
	rows(&s, row);
	assert_string_equal(told(&s), "");
	session_finish(&s);
}

static void another_session__begins_from_nothing(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":2,\"u\":2,\"r\":\"open\"}," PLAN
		 "," IN(1) "," IN(2) "]");
	told(&s);
	rows(&s, "[{\"t\":\"j\",\"g\":3,\"s\":40,\"n\":1,\"r\":\"turns\"}," PLAN "," IN(1) "]");
	assert_string_equal(told(&s), "begun;stage Check-in;norms Be kind.;");
	assert_int_equal(s.pub.seats_count, 1);
	session_finish(&s);
}

/* Rows that no sound server sends. */
static void nonsense__does_no_harm(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s,
	     "[{\"t\":\"i\",\"g\":3,\"u\":1},{\"t\":\"z\",\"g\":3,\"n\":9,\"r\":\"x\"},"
	     "{\"t\":\"z\",\"g\":3,\"n\":0,\"r\":\"x\"},"
	     "{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":9007199254740991,\"r\":\"x\",\"k\":99999999},"
	     "{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":9,\"r\":\"x\"},"
	     "{\"t\":\"q\",\"g\":3,\"u\":1,\"n\":9007199254740991,\"s\":99999},"
	     "{\"t\":\"j\",\"g\":3,\"s\":0,\"n\":0}]");
	assert_int_equal(s.pub.stage, 0);
	for (int i = 0; i < 300; i++)
		rows(&s, i % 2 ? "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":0}]"
			       : "[{\"t\":\"j\",\"g\":3,\"s\":9,\"n\":1}]");
	assert_int_equal(s.notices_count, SESSION_NOTICES_MAX);
	session_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_latecomer__is_told_five_lines),
		cmocka_unit_test(late__is_what_can_be),
		cmocka_unit_test(the_waiting_room__is_left_once),
		cmocka_unit_test(the_place_in_the_waiting_room__is_told_when_it_changes),
		cmocka_unit_test(who_leads__has_all_who_wait_in_order),
		cmocka_unit_test(the_questions__come_one_by_one__until_let_in),
		cmocka_unit_test(papers__are_told_once__and_not_kept),
		cmocka_unit_test(the_norms__are_told_when_there_is_a_seat),
		cmocka_unit_test(the_queue__is_in_order__and_who_is_next_is_told),
		cmocka_unit_test(what_happened_while_away__is_told_as_it_is_now),
		cmocka_unit_test(more_time__is_told_where_it_is_more),
		cmocka_unit_test(how_this_person_takes_part__is_told_when_it_changes),
		cmocka_unit_test(acts_on_this_person__are_told),
		cmocka_unit_test(who_leads__is_told_of_knocks_and_hands),
		cmocka_unit_test(asides__come_once_over_connections),
		cmocka_unit_test(another_session__begins_from_nothing),
		cmocka_unit_test(nonsense__does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
