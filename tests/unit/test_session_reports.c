/* SPDX-License-Identifier: MIT */
/* What a client makes of the rows of reports. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "client/session.h"

enum { ANA = 1, JO, GRACE, NOW = 5000000 };

#define MADE "[{\"t\":\"R\",\"g\":1,\"s\":4,\"u\":2,\"n\":12,\"d\":1000,\"b\":\"it hurts\"}]"
#define SETTLED                                                                                \
	"[{\"t\":\"R\",\"g\":1,\"s\":4,\"u\":2,\"n\":12,\"k\":3,\"d\":2000,\"b\":\"we "        \
	"talked\"}]"

static const char *name(const void *user, int64_t member)
{
	static const char *const names[] = { "", "Ana", "Jo", "Grace" };

	(void)user;
	return member <= GRACE ? names[member] : "";
}

static void rows(struct session *s, int64_t self, const char *json)
{
	const struct session_view view = { .self = self, .utc_ms = NOW, .name = name };
	struct arena mem = { 0 };
	struct wire_frame f;

	assert_true(wire_decode(str_of(json), WIRE_SERVER, &mem, &f, NULL));
	for (size_t i = 0; i < f.n; i++)
		assert_true(session_apply(s, &f.msgs[i]));
	session_settle(s, &view);
	arena_finish(&mem);
}

static void is_noted(const struct session *s, size_t count, enum pl_notice_kind kind,
		     const char *who, const char *text)
{
	const struct pl_notice *last;

	assert_int_equal(s->notices_count, count);
	last = &s->notices[count - 1];
	assert_int_equal(last->kind, kind);
	assert_int_equal(last->n, 4);
	assert_string_equal(last->who, who);
	assert_string_equal(last->text, text);
}

static void who_leads_is_told_of_it_once(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, GRACE, MADE);
	is_noted(&s, 1, PL_NOTE_REPORT, "Jo", "it hurts");
	reports_again(&s.reports);
	assert_int_equal(s.reports.list_count, 0);
	rows(&s, GRACE, MADE);
	assert_int_equal(s.notices_count, 1);
	rows(&s, GRACE, SETTLED);
	assert_int_equal(s.notices_count, 1);
	assert_int_equal(s.reports.list_count, 1);
	assert_string_equal(s.reports.list[0].why, "it hurts");
	assert_string_equal(s.reports.list[0].done, "we talked");
	assert_string_equal(s.reports.list[0].done_who, "Grace");
	assert_int_equal(s.reports.list[0].message_seq, 12);
	assert_int_equal(reports_next_heard(&s.reports), 0);
	session_finish(&s);
}

static void who_made_it_is_told_its_end_once_and_has_heard_it(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, JO, MADE);
	assert_int_equal(s.notices_count, 0);
	assert_int_equal(reports_next_heard(&s.reports), 0);
	rows(&s, JO, SETTLED);
	is_noted(&s, 1, PL_NOTE_RESOLVED, "Grace", "we talked");
	assert_int_equal(reports_next_heard(&s.reports), 4);
	assert_int_equal(reports_next_heard(&s.reports), 0);
	reports_again(&s.reports);
	rows(&s, JO, SETTLED);
	assert_int_equal(s.notices_count, 1);
	session_finish(&s);
}

static void one_that_the_server_tells_no_more_is_over(void **state)
{
	struct session s;

	(void)state;
	session_init(&s);
	rows(&s, GRACE, MADE);
	session_disconnect(&s);
	assert_int_equal(s.reports.list_count, 1); /* as it was, while the line is down */
	reports_again(&s.reports);
	rows(&s, GRACE, "[{\"t\":\"j\",\"g\":1,\"s\":0,\"n\":0}]");
	assert_int_equal(s.reports.list_count, 0);
	session_finish(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_leads_is_told_of_it_once),
		cmocka_unit_test(who_made_it_is_told_its_end_once_and_has_heard_it),
		cmocka_unit_test(one_that_the_server_tells_no_more_is_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
