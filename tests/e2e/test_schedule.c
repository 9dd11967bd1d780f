/* SPDX-License-Identifier: MIT */
/*
 * The schedule between real clients and a real server: built, kept, asked for without a
 * network, settled when it is back; and both ends killed between.
 */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "porchlight/schedule.h"
#include "support/town.h"

enum { PEOPLE = 5, PATIENCE_MS = 30000 };
enum who { GRACE, GIL, ANA, BEA, CY };
#define DAY_MS INT64_C(86400000)

struct party {
	struct town *town;
	struct pl_client *all[PEOPLE]; /* NULL: is not there */
};

static const char *const names[PEOPLE] = { "Grace", "Gil", "Ana", "Bea", "Cy" };

/* ---- turning ---- */

static int sooner(int a, int b)
{
	return a < 0 ? b : b < 0 || a < b ? a : b;
}

static void turn(struct party *p)
{
	struct pollfd fds[PEOPLE];
	int wait = 200;

	for (int i = 0; i < PEOPLE; i++) {
		fds[i] = (struct pollfd) { .fd = -1, .events = POLLIN };
		if (!p->all[i])
			continue;
		fds[i].fd = pl_client_fd(p->all[i]);
		wait = sooner(wait, pl_client_timeout_ms(p->all[i]));
	}
	poll(fds, PEOPLE, wait);
	for (int i = 0; i < PEOPLE; i++)
		if (p->all[i])
			pl_client_work(p->all[i]);
}

/* What somebody is to see. */
struct want {
	enum who who;
	const char *title;           /* a series that is there; or */
	enum pl_request_state state; /* the newest request is so */
	int n;                       /* -1: whatever */
};

static enum pl_request_state newest(struct party *p, enum who who, int *n)
{
	const struct pl_request *r;

	if (!pl_client_requests(p->all[who], &r))
		return PL_REQUEST_STATES;
	*n = r->n;
	return r->state;
}

static const struct pl_occurrence *find(struct party *p, enum who who, const char *title)
{
	const struct pl_occurrence *o;
	const int64_t now = clock_utc_ms();
	size_t n = pl_client_schedule(p->all[who], now, now + 6 * DAY_MS, &o);

	for (size_t i = 0; i < n; i++)
		if (strcmp(o[i].title, title) == 0)
			return &o[i];
	return NULL;
}

static bool is_so(struct party *p, const struct want *w)
{
	int n = 0;

	if (w->title)
		return find(p, w->who, w->title) != NULL;
	return newest(p, w->who, &n) == w->state && (w->n < 0 || n == w->n);
}

static void until(struct party *p, const struct want *w)
{
	const int64_t end = clock_ms() + PATIENCE_MS;
	int n = 0;

	while (!is_so(p, w)) {
		if (clock_ms() > end)
			fail_msg("%s: not %s, %d; but %d", names[w->who], w->title,
				 (int)w->state, (int)newest(p, w->who, &n));
		turn(p);
	}
}

static void sees(struct party *p, enum who who, const char *title)
{
	until(p, &(struct want) { .who = who, .title = title });
}

static void request_is(struct party *p, enum who who, enum pl_request_state state)
{
	until(p, &(struct want) { .who = who, .state = state, .n = -1 });
}

static void nothing_is_kept(struct party *p, enum who who)
{
	const int64_t end = clock_ms() + PATIENCE_MS;
	int kept = 1, refused;

	while (kept) {
		if (clock_ms() > end)
			fail_msg("%s keeps a change", names[who]);
		turn(p);
		pl_client_change_news(p->all[who], &kept, &refused);
	}
}

/* ---- coming and going ---- */

static void come(struct party *p, enum who who)
{
	char dir[128];
	enum pl_failure why;

	snprintf(dir, sizeof(dir), "%s/%s", p->town->dir, names[who]);
	p->all[who] = pl_client_open(
		&(struct pl_options) { .dir = dir, .passphrase = TOWN_PASSPHRASE }, &why);
	assert_non_null(p->all[who]);
}

static void leave(struct party *p, enum who who)
{
	pl_client_close(p->all[who]);
	p->all[who] = NULL;
}

static void join(struct party *p, enum who who, const char *role)
{
	const int64_t end = clock_ms() + PATIENCE_MS;
	char *invite = town_invite(p->town, role);
	const struct pl_group *g;

	come(p, who);
	assert_int_equal(pl_client_join(p->all[who], invite, names[who], TOWN_PASSPHRASE),
			 PL_OK);
	free(invite);
	while (!pl_client_groups(p->all[who], &g) && clock_ms() < end)
		turn(p);
	assert_int_equal(pl_client_groups(p->all[who], &g), 1);
}

static int open_party(void **state)
{
	struct party *p = mem_get(sizeof(*p));
	void *town;

	if (town_open(&town) != 0)
		return -1;
	p->town = town;
	join(p, GRACE, "facilitator");
	join(p, ANA, "patient");
	join(p, BEA, "patient");
	*state = p;
	return 0;
}

static int close_party(void **state)
{
	struct party *p = *state;
	void *town = p->town;

	for (int i = 0; i < PEOPLE; i++)
		leave(p, (enum who)i);
	free(p);
	return town_close(&town);
}

static void server_up(struct party *p)
{
	assert_true(town_serve(p->town));
	for (int i = 0; i < PEOPLE; i++)
		if (p->all[i])
			pl_client_connect_now(p->all[i]);
}

/* ---- acts ---- */

/* Once, so many days from now. */
static const char *when(int days)
{
	static char lines[128];
	struct pl_local l;

	pl_local("UTC", clock_utc_ms() + days * DAY_MS, &l);
	snprintf(lines, sizeof(lines), "DTSTART:%04d%02d%02dT%02d0000Z\nDURATION:PT60M\n",
		 l.year, l.month, l.day, l.hour);
	return lines;
}

static void make(struct party *p, enum who who, const struct pl_series *s)
{
	const struct pl_changed ch = { .what = PL_CHANGE_NEW, .series = s };

	assert_int_equal(pl_client_change(p->all[who], &ch, 1), PL_OK);
}

static void make_workshop(struct party *p, int cap)
{
	make(p, GRACE,
	     &(struct pl_series) { .group = 1,
				   .kind = PL_WORKSHOP,
				   .title = "Sleep",
				   .optional = true,
				   .cap = cap,
				   .track = "",
				   .bring = "A pillow",
				   .lines = when(2) });
}

static enum pl_failure ask(struct party *p, enum who who, enum pl_ask what, const char *title)
{
	const struct pl_occurrence *o = find(p, who, title);
	struct pl_asked a = { .what = what };

	assert_non_null(o);
	a.series = o->series;
	a.original_utc_ms = o->original_utc_ms;
	return pl_client_ask(p->all[who], &a);
}

static void ask_swap(struct party *p, enum who who)
{
	const struct pl_occurrence *from = find(p, who, "Section A");
	struct pl_asked a = { .what = PL_ASK_SWAP,
			      .series = from->series,
			      .original_utc_ms = from->original_utc_ms };
	const struct pl_occurrence *to = find(p, who, "Section B");

	assert_non_null(to);
	a.to_series = to->series;
	a.to_original_utc_ms = to->original_utc_ms;
	assert_int_equal(pl_client_ask(p->all[who], &a), PL_OK);
}

static void withdraw(struct party *p, enum who who)
{
	const struct pl_request *r;

	assert_true(pl_client_requests(p->all[who], &r) > 0);
	assert_int_equal(pl_client_withdraw(p->all[who], r->id), PL_OK);
}

/* ---- the tests ---- */

/* What is built without a network goes out when it is back, and outlives both programs. */
static void built_offline__told_to_all(void **state)
{
	struct party *p = *state;
	const struct pl_occurrence *o;
	int kept, refused;

	town_kill(p->town);
	make_workshop(p, 1);
	pl_client_change_news(p->all[GRACE], &kept, &refused);
	assert_int_equal(kept, 1);
	leave(p, GRACE);
	come(p, GRACE);
	server_up(p);
	sees(p, ANA, "Sleep");
	sees(p, GRACE, "Sleep");
	nothing_is_kept(p, GRACE);
	o = find(p, ANA, "Sleep");
	assert_string_equal(o->bring, "A pillow");
	assert_int_equal(o->cap, 1);
	assert_true(o->optional);
	assert_false(o->expected);
	town_kill(p->town);
	leave(p, ANA);
	come(p, ANA);
	assert_non_null(find(p, ANA, "Sleep"));
	assert_true(pl_client_schedule_told(p->all[ANA]) > 0);
	server_up(p);
}

static void the_last_seat__who_waits__and_a_seat_that_is_free_again(void **state)
{
	struct party *p = *state;

	make_workshop(p, 1);
	sees(p, ANA, "Sleep");
	sees(p, BEA, "Sleep");
	assert_int_equal(ask(p, ANA, PL_ASK_SIGN_UP, "Sleep"), PL_OK);
	request_is(p, ANA, PL_REQUEST_GRANTED);
	assert_true(find(p, ANA, "Sleep")->expected);
	assert_int_equal(ask(p, BEA, PL_ASK_SIGN_UP, "Sleep"), PL_OK);
	until(p, &(struct want) { .who = BEA, .state = PL_REQUEST_WAITING, .n = 1 });
	assert_false(find(p, BEA, "Sleep")->expected);
	withdraw(p, ANA);
	request_is(p, BEA, PL_REQUEST_GRANTED);
	request_is(p, ANA, PL_REQUEST_WITHDRAWN);
	request_is(p, GRACE, PL_REQUEST_GRANTED);
	assert_int_equal(find(p, GRACE, "Sleep")->taken, 1);
}

/* Two sections, of two groups; in the second there is one seat left. */
static void make_sections(struct party *p)
{
	static const char *const add[] = { "group", "add", "Morning", NULL };
	static const char *const lead[] = { "group", "join", "Morning", "Grace", NULL };
	static const char *const cy[] = { "group", "join", "Morning", "Cy", NULL };
	const struct pl_group *g;

	join(p, CY, "patient");
	assert_int_equal(town_admin(p->town, NULL, add), 0);
	assert_int_equal(town_admin(p->town, NULL, lead), 0);
	assert_int_equal(town_admin(p->town, NULL, cy), 0);
	while (pl_client_groups(p->all[GRACE], &g) < 2)
		turn(p);
	make(p, GRACE,
	     &(struct pl_series) { .group = 1,
				   .title = "Section A",
				   .track = "skills",
				   .counts = true,
				   .bring = "",
				   .lines = when(1) });
	make(p, GRACE,
	     &(struct pl_series) { .group = g[1].id,
				   .title = "Section B",
				   .cap = 2,
				   .counts = true,
				   .track = "skills",
				   .bring = "",
				   .lines = when(2) });
	sees(p, ANA, "Section B");
	sees(p, BEA, "Section B");
}

/* Issue 5: a swap is asked for offline; when the network is back, the seat is another's. */
static void asked_offline__the_seat_is_gone_meanwhile(void **state)
{
	struct party *p = *state;
	const struct pl_request *r;

	make_sections(p);
	town_kill(p->town);
	ask_swap(p, ANA);
	leave(p, ANA);
	server_up(p);
	ask_swap(p, BEA);
	request_is(p, BEA, PL_REQUEST_ASKED);
	request_is(p, GRACE, PL_REQUEST_ASKED);
	assert_int_equal(pl_client_requests(p->all[GRACE], &r), 1);
	assert_string_equal(r->who, "Bea");
	assert_int_equal(pl_client_answer(p->all[GRACE], r->id, true, ""), PL_OK);
	request_is(p, BEA, PL_REQUEST_GRANTED);
	assert_true(find(p, BEA, "Section B")->expected);
	assert_false(find(p, BEA, "Section A")->expected);
	come(p, ANA);
	assert_int_equal(pl_client_requests(p->all[ANA], &r), 1);
	assert_int_equal(r->state, PL_REQUEST_KEPT);
	request_is(p, ANA, PL_REQUEST_FULL);
	assert_true(find(p, ANA, "Section A")->expected);
	assert_false(find(p, ANA, "Section B")->expected);
	/* So it stands, whatever is started anew. */
	leave(p, ANA);
	town_kill(p->town);
	come(p, ANA);
	request_is(p, ANA, PL_REQUEST_FULL);
	server_up(p);
	request_is(p, ANA, PL_REQUEST_FULL);
}

static void refused__with_a_reason(void **state)
{
	struct party *p = *state;
	const struct pl_request *r;

	make_sections(p);
	ask_swap(p, ANA);
	request_is(p, GRACE, PL_REQUEST_ASKED);
	pl_client_requests(p->all[GRACE], &r);
	assert_int_equal(pl_client_answer(p->all[GRACE], r->id, false, "Too full."), PL_OK);
	request_is(p, ANA, PL_REQUEST_REFUSED);
	pl_client_requests(p->all[ANA], &r);
	assert_string_equal(r->why, "Too full.");
}

/* The server dies when it may have it or not: it is asked once, and stands once. */
static void killed_while_it_is_asked(void **state)
{
	struct party *p = *state;
	const struct pl_request *r;

	make(p, GRACE,
	     &(struct pl_series) { .group = 1,
				   .title = "Skills",
				   .track = "",
				   .bring = "",
				   .lines = when(1) });
	sees(p, ANA, "Skills");
	for (int i = 0; i < 8; i++) {
		assert_int_equal(ask(p, ANA, PL_ASK_ABSENT, "Skills"), PL_OK);
		for (int k = 0; k < i; k++)
			turn(p); /* so far it comes */
		town_kill(p->town);
		if (i % 2) {
			leave(p, ANA);
			come(p, ANA);
		}
		server_up(p);
		request_is(p, ANA, PL_REQUEST_GRANTED);
		request_is(p, GRACE, PL_REQUEST_GRANTED);
		assert_int_equal(pl_client_requests(p->all[GRACE], &r), (size_t)i + 1);
		withdraw(p, ANA);
		request_is(p, ANA, PL_REQUEST_WITHDRAWN);
		request_is(p, GRACE, PL_REQUEST_WITHDRAWN);
	}
}

/* Two who lead change the same: the second is told, and nothing of the first is lost. */
static void somebody_else_has_changed_it(void **state)
{
	struct party *p = *state;
	const struct pl_schedule_note *notes;
	struct pl_changed ch = { .what = PL_CHANGE_CANCEL, .why = "ill" };
	const struct pl_occurrence *o;
	int kept = 1, refused = 0;
	bool told = false;

	join(p, GIL, "facilitator");
	make_workshop(p, 3);
	sees(p, GIL, "Sleep");
	o = find(p, GIL, "Sleep");
	ch.id = o->series;
	ch.original_utc_ms = o->original_utc_ms;
	leave(p, GIL);
	assert_int_equal(pl_client_change(p->all[GRACE], &ch, 1), PL_OK);
	nothing_is_kept(p, GRACE);
	while (!find(p, ANA, "Sleep")->cancelled)
		turn(p);
	town_kill(p->town);
	come(p, GIL); /* who knows nothing of it */
	ch = (struct pl_changed) { .what = PL_CHANGE_DROP, .id = ch.id };
	assert_int_equal(pl_client_change(p->all[GIL], &ch, 1), PL_OK);
	server_up(p);
	while (kept) {
		turn(p);
		pl_client_change_news(p->all[GIL], &kept, &refused);
	}
	assert_int_equal(refused, 1);
	for (size_t n = pl_client_schedule_news(p->all[GIL], &notes); n > 0; n--)
		told = told || notes[n - 1].what == PL_NEWS_CHANGE_REFUSED;
	assert_true(told);
	assert_true(find(p, GIL, "Sleep")->cancelled);
	assert_string_equal(find(p, ANA, "Sleep")->why, "ill");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, open_party, close_party)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(built_offline__told_to_all),
		CASE(the_last_seat__who_waits__and_a_seat_that_is_free_again),
		CASE(asked_offline__the_seat_is_gone_meanwhile),
		CASE(refused__with_a_reason),
		CASE(killed_while_it_is_asked),
		CASE(somebody_else_has_changed_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
