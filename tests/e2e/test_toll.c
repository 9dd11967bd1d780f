/* SPDX-License-Identifier: MIT */
/*
 * The data meter against packets that somebody else counts: the laboratory's line between
 * two network namespaces.  The client is in this process, and this process on the
 * patient's side.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/far.h"

enum {
	LINES = 12,
	PACKET = 52,     /* one of TCP's, with nothing in it */
	SACK_BYTES = 36, /* what a loss adds to a packet: TCP_INFO does not tell */
};

static bool is_sent(const struct far *f)
{
	struct pl_link_info info;

	pl_client_link(f->client, &info);
	return info.kept == 0;
}

static void talk(struct far *f, const struct lab_profile *p)
{
	const struct pl_options guest = { .guest = true };
	char text[64];

	far_join(f, &guest);
	for (int i = 0; i < LINES; i++) {
		snprintf(text, sizeof(text), "Line %d of what I have to say.", i);
		assert_int_equal(pl_client_say(f->client, f->group, text), PL_OK);
		far_until(f, is_sent);
	}
	far_settle(f, p->rtt_ms);
}

static void measure(struct far *f, const char *profile, struct pl_data *d, struct lab_count *n)
{
	const struct lab_profile *p = lab_profile(profile);
	struct lab_count before;

	if (!f->lab)
		skip();
	lab_set(f->lab, p);
	lab_counts(f->lab, &before);
	talk(f, p);
	pl_client_data(f->client, d);
	lab_counts(f->lab, n);
	n->bytes_up -= before.bytes_up;
	n->bytes_down -= before.bytes_down;
	n->packets_up -= before.packets_up;
	n->lost -= before.lost;
	pl_client_close(f->client);
	f->client = NULL;
	far_settle(f, p->rtt_ms);
	print_message("%s: meter %llu up, %llu down; line %llu up, %llu down, %llu lost\n",
		      profile, (unsigned long long)d->session.up,
		      (unsigned long long)d->session.down, (unsigned long long)n->bytes_up,
		      (unsigned long long)n->bytes_down, (unsigned long long)n->lost);
}

static void on_a_clean_line_both_counts_are_the_same(void **state)
{
	struct lab_count n;
	struct pl_data d;

	measure(*state, "clean", &d, &n);
	/* How the connection of HTTP ended is a guess: a packet more, a packet less. */
	assert_in_range(d.session.up, n.bytes_up - 2 * PACKET, n.bytes_up + 2 * PACKET);
	assert_in_range(d.session.down, n.bytes_down - 2 * PACKET, n.bytes_down + 4 * PACKET);
}

/* What we send is counted, lost or not; what was lost on its way to us cannot be. */
static void on_a_bad_line_all_that_we_sent_is_counted(void **state)
{
	struct lab_count n;
	struct pl_data d;

	measure(*state, "edge", &d, &n);
	assert_in_range(d.session.up, n.bytes_up - 4 * PACKET - n.packets_up * SACK_BYTES / 4,
			n.bytes_up + 4 * PACKET);
	assert_in_range(d.session.down, n.bytes_down / 2, n.bytes_down + 4 * PACKET);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_clean_line_both_counts_are_the_same),
		cmocka_unit_test(on_a_bad_line_all_that_we_sent_is_counted),
	};

	return cmocka_run_group_tests(tests, far_open, far_close);
}
