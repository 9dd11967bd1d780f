/* SPDX-License-Identifier: MIT */
/*
 * What porchlight may cost in bytes of frames: the payload of a WebSocket frame, before its
 * head, TLS and TCP (porchlight-bytes(7)).  A row that grows fails the build: either what was
 * added is worth it, and the number is raised in the same change, or it is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/link.h"
#include "server/hub.h"
#include "support/talk.h"

enum { GROUP = 1, PEOPLE = 10, PAGE = 50, SELF = 2, DEVICE = 30 };
enum { PONG_BYTES = 132, HOUR_S = 3600 }; /* with its acknowledgement: FACTS 3 */

#define BEGIN_MS INT64_C(1795600000000)

static struct talk talk;

static int begin(void **state)
{
	(void)state;
	talk_read(&talk, MEETING);
	assert_int_equal(talk.n, 240);
	return 0;
}

static int end(void **state)
{
	(void)state;
	talk_forget(&talk);
	return 0;
}

/* The measured number in tenths of a byte, said whenever it is measured. */
static void within(const char *what, size_t bytes, size_t times, size_t most_tenths)
{
	size_t tenths = (10 * bytes + times - 1) / times;

	print_message("%-40s %4zu.%zu of %zu.%zu bytes\n", what, tenths / 10, tenths % 10,
		      most_tenths / 10, most_tenths % 10);
	assert_true(bytes > 0);
	assert_true(tenths <= most_tenths);
}

/* The server's side, by the hub itself. */

/* The first line of the one who says line `i`. */
static size_t first_of(size_t i)
{
	size_t first = 0;

	while (strcmp(talk.lines[first].who, talk.lines[i].who) != 0)
		first++;
	return first;
}

/* The meeting's people are 1 to 10, in the order in which they first speak. */
static int64_t member_of(size_t i)
{
	int64_t n = 0;

	for (size_t k = 0; k <= first_of(i); k++)
		n += first_of(k) == k;
	return n;
}

static struct hub *group_of_ten(void)
{
	struct hub *h = hub_create();

	hub_put_group(h, GROUP, str_of("Thursday evening"), 0);
	for (size_t i = 0; i < talk.n; i++) {
		const struct hub_somebody who = { .id = member_of(i),
						  .name = str_of(talk.lines[i].who),
						  .role = str_of("patient") };

		if (!hub_has_person(h, GROUP, who.id))
			hub_put_person(h, GROUP, &who);
	}
	return h;
}

static void say(struct hub *h, struct hub_conn *by, size_t i)
{
	const struct hub_said m = {
		.group = GROUP,
		.seq = (int64_t)i + 1,
		.member = by ? SELF : member_of(i),
		.device = by ? DEVICE : 99,
		.ticket = by ? (int64_t)i + 1 : 0,
		.utc_ms = BEGIN_MS + talk.lines[i].at_ms / 1000 * 1000,
		.text = str_of(talk.lines[i].text),
	};

	hub_say(h, by, &m, false);
}

static struct hub_conn *join(struct hub *h, int64_t cursor)
{
	const struct wire_cursor have = { GROUP, cursor };
	const struct hub_newcomer who = { .user = h,
					  .member = SELF,
					  .device = DEVICE,
					  .name = str_of("Ben"),
					  .role = str_of("patient"),
					  .cursors = &have,
					  .cursors_count = 1,
					  .compressed = true,
					  .now_ms = 1,
					  .utc_ms = BEGIN_MS + 123 };

	return hub_join(h, &who);
}

/* All that goes out to it now. */
static size_t heard(struct hub *h, struct hub_conn *c)
{
	size_t n = 0, before;
	bool more = true;

	while (more) {
		struct buf out;

		buf_init(&out, WIRE_FRAME_MAX);
		before = n;
		hub_next(h, c, &out, &more);
		n += out.n;
		buf_finish(&out);
		if (n == before)
			break;
	}
	return n;
}

static void a_message_down(void **state)
{
	struct hub *h = group_of_ten();
	struct hub_conn *c = join(h, 0);
	size_t bytes = 0;

	(void)state;
	say(h, NULL, 0);
	heard(h, c);
	for (size_t i = 1; i < talk.n; i++) {
		say(h, NULL, i);
		bytes += heard(h, c);
	}
	within("a message (mean of a meeting's)", bytes, talk.n - 1, 410);
	hub_destroy(h);
}

static void two_messages_in_one_frame(void **state)
{
	struct hub *h = group_of_ten();
	struct hub_conn *c = join(h, 0);
	size_t bytes = 0;

	(void)state;
	heard(h, c);
	for (size_t i = 0; i < talk.n; i += 2) {
		say(h, NULL, i);
		say(h, NULL, i + 1);
		bytes += heard(h, c);
	}
	within("two messages in one frame (mean)", bytes, talk.n / 2, 790);
	hub_destroy(h);
}

static void an_acknowledgement(void **state)
{
	struct hub *h = group_of_ten();
	struct hub_conn *c = join(h, 0);

	(void)state;
	say(h, NULL, 0);
	heard(h, c);
	say(h, c, 1);
	within("an acknowledgement", heard(h, c), 1, 100);
	hub_destroy(h);
}

/* So many lines were said, and it has those up to `cursor`. */
static size_t come_in(size_t said, int64_t cursor)
{
	struct hub *h = group_of_ten();
	size_t bytes;

	for (size_t i = 0; i < said; i++)
		say(h, NULL, i);
	bytes = heard(h, join(h, cursor));
	hub_destroy(h);
	return bytes;
}

static void a_join_and_a_resume(void **state)
{
	(void)state;
	within("a join of a group of ten, the last 50", come_in(200, 0), 1, 18300);
	within("a resume, nothing missed", come_in(200, 200), 1, 1400);
	within("a resume, 50 missed", come_in(200, 150), 1, 18300);
}

/* The client's side. */

static size_t packed(const struct wire_msg *all, size_t n)
{
	struct buf json, out;
	size_t bytes;

	buf_init(&json, WIRE_FRAME_INFLATED_MAX);
	buf_init(&out, WIRE_FRAME_MAX);
	for (size_t i = 0; i < n; i++)
		assert_true(wire_add(&json, &all[i], NULL));
	assert_true(wire_close(&json));
	assert_true(wire_pack((struct str) { json.p, json.n }, &out));
	bytes = out.n;
	buf_finish(&json);
	buf_finish(&out);
	return bytes;
}

static void a_say_up_and_a_read_mark(void **state)
{
	size_t say_bytes = 0, both = 0;

	(void)state;
	for (size_t i = 0; i < talk.n; i++) {
		const struct wire_msg all[] = {
			{ .type = WIRE_SAY,
			  .has = WIRE_G | WIRE_K | WIRE_B,
			  .g = GROUP,
			  .k = (int64_t)i + 1,
			  .b = str_of(talk.lines[i].text) },
			{ .type = WIRE_SEEN, .has = WIRE_G | WIRE_S, .g = GROUP, .s = 187 },
		};

		say_bytes += packed(all, 1);
		both += packed(all, 2);
		if (i == 0)
			within("a read mark alone", packed(all + 1, 1), 1, 80);
	}
	within("a line of ours (mean)", say_bytes, talk.n, 420);
	within("a read mark that rides with it (mean)", both - say_bytes, talk.n, 90);
}

/* Up it is a wish; down a row for many. */
static void a_reaction(void **state)
{
	const struct wire_msg up = { .type = WIRE_WISH,
				     .has = WIRE_G | WIRE_K | WIRE_N | WIRE_C,
				     .g = GROUP,
				     .k = BEGIN_MS + 123456,
				     .n = 187,
				     .c = str_of("react") };
	struct wire_msg down = { .type = WIRE_REACTED,
				 .has = WIRE_G | WIRE_S | WIRE_U,
				 .g = GROUP,
				 .s = 187,
				 .u = 4 };

	(void)state;
	within("a reaction, up", packed(&up, 1), 1, 400);
	within("a reaction, down, of one", packed(&down, 1), 1, 200);
	down.has |= WIRE_N | WIRE_K;
	down.n = 3;
	down.k = WIRE_THANK_YOU;
	within("a thank you, down, of three", packed(&down, 1), 1, 200);
}

/* A second at a time, with nobody saying anything. */
static void an_idle_hour(void **state)
{
	const int64_t begin_ms = 1000;
	struct link l;
	size_t pongs = 0;

	(void)state;
	link_init(&l);
	link_feed(&l, LINK_WANT, begin_ms, 0);
	link_feed(&l, LINK_OPENED, begin_ms, 0);
	link_feed(&l, LINK_ANSWERED, begin_ms, 0);
	for (int64_t s = 1; s <= HOUR_S; s++)
		pongs += (link_feed(&l, LINK_TICK, begin_ms + 1000 * s, 0) &
			  LINK_DO_KEEP_ALIVE) != 0;
	within("an idle hour, acknowledgements too", pongs * PONG_BYTES, 1, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message_down),
		cmocka_unit_test(two_messages_in_one_frame),
		cmocka_unit_test(an_acknowledgement),
		cmocka_unit_test(a_join_and_a_resume),
		cmocka_unit_test(a_say_up_and_a_read_mark),
		cmocka_unit_test(a_reaction),
		cmocka_unit_test(an_idle_hour),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
