/* SPDX-License-Identifier: MIT */
/* The schedule between people, the store and the hub: what is durable when, and what is told. */
#include "server/plan.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/clock.h"
#include "server/cases.h"

enum { ANA = 1, BEN, GRACE, PEOPLE_END, TUESDAY = 1, THURSDAY, HEARD = 8192 };

#define WEEK_MS INT64_C(604800000)

/* A server without a port. */
struct house {
	struct server s;
	struct conf conf;
	struct peer peers[PEOPLE_END];
	bool wants[PEOPLE_END]; /* the hub has said so, as a socket would be told */
	struct store_reply last;
	int64_t tickets, first_ms;
	char heard[HEARD], rows[HEARD];
};

static void on_reply(void *user, const struct store_reply *r)
{
	struct house *h = user;

	assert_int_equal(r->err.code, ERR_NONE);
	h->last = *r;
	h->rows[0] = '\0';
	for (size_t i = 0; i < r->count && r->messages; i++)
		if (!r->messages[i].hidden)
			snprintf(h->rows + strlen(h->rows), HEARD - strlen(h->rows), "%s\n",
				 r->messages[i].text.p);
}

static const struct store_reply *must(struct house *h, struct store_req r)
{
	r.done = on_reply;
	r.user = h;
	store_ask(h->s.store, &r);
	return &h->last;
}

static void enrol(struct house *h, const char *name, const char *role, int64_t group)
{
	must(h, (struct store_req) { .op = STORE_INVITE_ADD,
				     .group = group,
				     .a = str_of(name),
				     .b = str_of(role),
				     .utc_ms = INT64_MAX });
	must(h, (struct store_req) { .op = STORE_ENROL,
				     .a = str_of(name),
				     .b = str_of(name),
				     .c = str_of("hash"),
				     .d = str_of(name) });
}

static void settle(struct house *h)
{
	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };

	while (h->s.loading || h->s.plan.underway) {
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
}

static void join(struct house *h, int64_t member, const char *name, const char *role)
{
	struct peer *p = &h->peers[member];

	*p = (struct peer) { .server = &h->s, .refs = 1 };
	p->hub = hub_join(h->s.hub, &(struct hub_newcomer) { .user = p,
							     .member = member,
							     .device = 10 + member,
							     .name = str_of(name),
							     .role = str_of(role),
							     .program = 1,
							     .now_ms = 1,
							     .utc_ms = 1 });
}

static int begin(void **state)
{
	struct house *h = mem_get(sizeof(*h));

	conf_init(&h->conf);
	h->s.conf = &h->conf;
	h->s.loop = loop_create();
	h->s.hub = hub_create();
	h->s.store = store_open("mem", NULL, NULL);
	h->s.gathering = true; /* there are no sockets */
	h->first_ms = (clock_utc_ms() / WEEK_MS + 2) * WEEK_MS;
	must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Tuesday") });
	must(h, (struct store_req) { .op = STORE_GROUP_ADD, .a = str_of("Thursday") });
	enrol(h, "Ana", "patient", TUESDAY);
	enrol(h, "Ben", "patient", TUESDAY);
	enrol(h, "Grace", "facilitator", TUESDAY);
	must(h,
	     (struct store_req) { .op = STORE_MEMBER_ADD, .group = THURSDAY, .member = GRACE });
	plan_begin(&h->s);
	cases_begin(&h->s);
	server_reload(&h->s);
	settle(h);
	join(h, ANA, "Ana", "patient");
	join(h, BEN, "Ben", "patient");
	join(h, GRACE, "Grace", "facilitator");
	*state = h;
	return 0;
}

static int end(void **state)
{
	struct house *h = *state;

	settle(h);
	h->s.ending = true;
	plan_end(&h->s);
	cases_end(&h->s);
	loop_destroy(h->s.loop);
	store_close(h->s.store);
	plan_finish(&h->s);
	cases_finish(&h->s);
	hub_destroy(h->s.hub);
	session_finish_all(&h->s);
	conf_finish(&h->conf);
	free(h);
	return 0;
}

static void look_who_wants(struct house *h)
{
	struct peer *p;

	while ((p = hub_wanting(h->s.hub)))
		h->wants[p - h->peers] = true;
}

/* What this person is told now. */
static const char *hear(struct house *h, int64_t member)
{
	struct peer *p = &h->peers[member];
	bool more;

	look_who_wants(h);
	more = h->wants[member];
	h->wants[member] = false;
	h->heard[0] = '\0';
	while (p->hub && more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_MAX);
		hub_next(h->s.hub, p->hub, &out, &more);
		snprintf(h->heard + strlen(h->heard), HEARD - strlen(h->heard), "%s",
			 buf_text(&out));
		more = more && out.n;
		buf_finish(&out);
	}
	return h->heard;
}

static void begin_set(struct house *h, int64_t group, int64_t cap, const char *kind)
{
	char lines[128];
	const time_t at = (time_t)(h->first_ms / 1000);
	struct tm tm;
	struct wire_msg m = { .type = WIRE_SET,
			      .has = WIRE_K | WIRE_D | WIRE_G | WIRE_N | WIRE_R | WIRE_X |
				     WIRE_C | WIRE_B,
			      .k = ++h->tickets,
			      .g = group,
			      .n = cap,
			      .r = str_of(kind),
			      .x = str_of("Skills"),
			      .c = str_of("skills") };

	gmtime_r(&at, &tm);
	strftime(lines, sizeof(lines),
		 "DTSTART:%Y%m%dT%H%M%SZ\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=9\n", &tm);
	m.b = str_of(lines);
	plan_act(&h->peers[GRACE], &m);
}

static void set(struct house *h, int64_t group, int64_t cap, const char *kind)
{
	begin_set(h, group, cap, kind);
	settle(h);
}

static void ask(struct house *h, int64_t member, const char *what, int64_t series,
		const char *x)
{
	char at[48];
	struct wire_msg m = { .type = WIRE_ASK,
			      .has = WIRE_K | WIRE_R | WIRE_C | (x ? WIRE_X : 0u),
			      .k = ++h->tickets,
			      .r = str_of(what),
			      .x = str_of(x) };

	snprintf(at, sizeof(at), "%lld.%lld", (long long)series, (long long)h->first_ms);
	m.c = str_of(at);
	plan_act(&h->peers[member], &m);
}

static void answer(struct house *h, int64_t member, const char *word, int64_t request)
{
	const struct wire_msg m = { .type = WIRE_ASK,
				    .has = WIRE_K | WIRE_R | WIRE_S,
				    .k = ++h->tickets,
				    .r = str_of(word),
				    .s = request };

	plan_act(&h->peers[member], &m);
}

static void nothing_is_told_before_it_is_durable(void **state)
{
	struct house *h = *state;
	const char *heard, *k, *q, *p;

	set(h, TUESDAY, 9, "group.c");
	assert_non_null(strstr(hear(h, ANA), "\"t\":\"S\""));
	ask(h, ANA, "absent", 1, NULL);
	assert_null(strstr(hear(h, ANA), "\"t\":\"K\""));
	settle(h);
	heard = hear(h, ANA);
	k = strstr(heard, "\"t\":\"K\"");
	q = strstr(heard, "\"t\":\"Q\"");
	p = strstr(heard, "\"t\":\"P\"");
	assert_true(k && q && p && k < q && q < p);
	assert_non_null(strstr(hear(h, GRACE), "\"r\":\"absent\""));
	assert_null(strstr(hear(h, BEN), "absent"));
}

/* A change of many series is one message to each. */
static void what_is_changed_together_is_told_together(void **state)
{
	struct house *h = *state;
	struct pollfd p = { .fd = store_fd(h->s.store), .events = POLLIN };
	const char *heard;
	int n = 0;

	hear(h, ANA);
	for (int i = 0; i < 5; i++)
		begin_set(h, TUESDAY, 9, "group.c");
	while (h->s.plan.underway) {
		assert_null(strstr(hear(h, ANA), "\"t\":\"S\""));
		poll(&p, 1, -1);
		store_drain(h->s.store);
	}
	heard = hear(h, ANA);
	for (const char *at = heard; (at = strstr(at, "\"t\":\"S\"")); at++)
		n++;
	assert_int_equal(n, 5);
	assert_ptr_equal(strchr(heard, ']'), heard + strlen(heard) - 1);
}

static void two_who_want_the_last_seat_at_once_are_looked_at_one_by_one(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 1, "workshop.o");
	ask(h, ANA, "sign-up", 1, NULL);
	ask(h, BEN, "sign-up", 1, NULL);
	settle(h);
	assert_non_null(strstr(hear(h, ANA), "\"n\":2"));
	assert_non_null(strstr(hear(h, BEN), "\"n\":4,\"x\":\"1\""));
	answer(h, ANA, "withdraw", 1);
	settle(h);
	assert_non_null(strstr(hear(h, BEN), "\"n\":2"));
}

/* A row that the store has not got cannot be changed there. */
static void what_could_not_be_stored_is_said_and_has_not_happened(void **state)
{
	struct house *h = *state;
	struct program_row row = { .kind = PROGRAM_REQUEST,
				   .number = 7,
				   .version = 90,
				   .member = ANA,
				   .device = 10 + ANA,
				   .ticket = 70 };
	char text[160];

	set(h, TUESDAY, 9, "group.c");
	hear(h, ANA);
	snprintf(text, sizeof(text),
		 "[{\"t\":\"Q\",\"s\":7,\"u\":%d,\"n\":2,\"r\":\"absent\",\"c\":\"1.%lld\","
		 "\"d\":1}]",
		 ANA, (long long)h->first_ms);
	row.text = str_of(text);
	assert_true(program_take(h->s.plan.program, &row));
	answer(h, ANA, "withdraw", 7);
	settle(h);
	assert_non_null(strstr(hear(h, ANA), "\"c\":\"store\""));
	assert_true(program_is_absent(h->s.plan.program, ANA, 1, h->first_ms));
	/* And the next is done. */
	ask(h, ANA, "late", 1, "5");
	settle(h);
	assert_null(strstr(hear(h, ANA), "store"));
}

static void who_has_gone_has_asked_all_the_same(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 9, "group.c");
	ask(h, ANA, "absent", 1, NULL);
	ask(h, ANA, "late", 1, "5");
	hub_leave(h->s.hub, h->peers[ANA].hub, 1);
	h->peers[ANA].hub = NULL;
	settle(h);
	must(h, (struct store_req) { .op = STORE_ROWS, .limit = PROGRAM_REQUEST });
	assert_non_null(strstr(h->rows, "\"r\":\"absent\""));
	assert_int_equal(h->peers[ANA].refs, 1);
}

static void a_granted_swap_puts_somebody_into_the_group(void **state)
{
	struct house *h = *state;
	char to[48];

	set(h, TUESDAY, 9, "group.c");
	set(h, THURSDAY, 9, "group.c");
	snprintf(to, sizeof(to), "2.%lld", (long long)(h->first_ms + WEEK_MS));
	ask(h, ANA, "swap", 1, to);
	settle(h);
	assert_null(strstr(hear(h, ANA), "Thursday"));
	answer(h, GRACE, "grant", 1);
	settle(h);
	assert_non_null(strstr(hear(h, ANA), "Thursday"));
	assert_int_equal(
		must(h, (struct store_req) { .op = STORE_MEMBERS, .group = THURSDAY })->count,
		2);
	assert_true(program_is_expected(h->s.plan.program, ANA, 2, h->first_ms + WEEK_MS));
}

/* porchlightd's commands write beside a server that runs, and tell it. */
static void what_somebody_else_has_changed_is_read_and_told(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 9, "group.c");
	hear(h, ANA);
	must(h,
	     (struct store_req) {
		     .op = STORE_PUT,
		     .limit = PROGRAM_SERIES,
		     .seq = 1,
		     .a = str_of("[{\"t\":\"S\",\"s\":1,\"g\":1,\"r\":\"group\",\"x\":\"New\","
				 "\"b\":\"DTSTART:20350102T180000Z\\n\"}]") });
	server_reload(&h->s);
	settle(h);
	assert_non_null(strstr(hear(h, ANA), "\"x\":\"New\""));
}

static void what_is_old_goes_from_the_store(void **state)
{
	struct house *h = *state;

	set(h, TUESDAY, 9, "group.c");
	ask(h, ANA, "absent", 1, NULL);
	ask(h, BEN, "late", 1, "5");
	settle(h);
	hear(h, ANA);
	plan_retain(&h->s, h->first_ms);
	settle(h);
	must(h, (struct store_req) { .op = STORE_ROWS, .limit = PROGRAM_REQUEST });
	assert_non_null(strstr(h->rows, "absent"));
	plan_retain(&h->s, h->first_ms + 1);
	settle(h);
	must(h, (struct store_req) { .op = STORE_ROWS, .limit = PROGRAM_REQUEST });
	assert_string_equal(h->rows, "");
	/* The newest keeps its number, by which the next start knows the version. */
	assert_int_equal(h->last.count, 1);
	assert_false(program_is_absent(h->s.plan.program, ANA, 1, h->first_ms));
	assert_string_equal(hear(h, ANA), "");
}

#define ROW(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ROW(nothing_is_told_before_it_is_durable),
		ROW(what_is_changed_together_is_told_together),
		ROW(two_who_want_the_last_seat_at_once_are_looked_at_one_by_one),
		ROW(what_could_not_be_stored_is_said_and_has_not_happened),
		ROW(who_has_gone_has_asked_all_the_same),
		ROW(a_granted_swap_puts_somebody_into_the_group),
		ROW(what_somebody_else_has_changed_is_read_and_told),
		ROW(what_is_old_goes_from_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
