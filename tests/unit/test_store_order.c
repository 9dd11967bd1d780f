/* SPDX-License-Identifier: MIT */
/* Warnings, and what an event does to messages, on every backend of the store. */
#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "support/shelf.h"

typedef struct store_req ask;

struct room {
	int64_t group, ana;
};

static struct room room(struct shelf *sh)
{
	struct room r = { .group = shelf_group(sh, "mornings") };
	ask warned;

	r.ana = shelf_person(sh, "Ana", r.group);
	shelf_must(sh, ERR_NONE, shelf_say(r.group, r.ana, 1, "one"));
	warned = shelf_say(r.group, r.ana, 2, "two");
	warned.b = str_of("food");
	shelf_must(sh, ERR_NONE, warned);
	return r;
}

static const struct store_message *read_all(struct shelf *sh, const struct room *r)
{
	return shelf_must(sh, ERR_NONE,
			  (ask) { .op = STORE_READ, .group = r->group, .limit = 9 })
		->messages;
}

static size_t events(struct shelf *sh, const struct room *r)
{
	return shelf_must(sh, ERR_NONE,
			  (ask) { .op = STORE_EVENTS, .group = r->group, .limit = 9 })
		->count;
}

static ask hide(const struct room *r, int64_t seq, int64_t message, int64_t hidden)
{
	return (ask) { .op = STORE_HIDE,
		       .group = r->group,
		       .seq = seq,
		       .utc_ms = 9000,
		       .message = message,
		       .ticket = hidden,
		       .a = str_of("hide"),
		       .b = str_of("mark") };
}

static ask let(const struct room *r, int64_t seq, int64_t ticket, const char *text)
{
	return (ask) { .op = STORE_LET,
		       .group = r->group,
		       .member = r->ana,
		       .device = shelf_say(r->group, r->ana, ticket, text).device,
		       .ticket = ticket,
		       .seq = seq,
		       .utc_ms = 9500,
		       .a = str_of("let"),
		       .b = str_of("mark"),
		       .c = str_of(text),
		       .d = str_of("war") };
}

static void a_warning_comes_back_with_the_words(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	const struct store_message *all = read_all(sh, &r);

	assert_string_equal(all[0].warning.p, "");
	assert_string_equal(all[1].warning.p, "food");
	assert_string_equal(all[1].text.p, "two");
}

static void a_hidden_message_has_no_words_until_it_is_shown_again(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	const struct store_message *all;

	shelf_must(sh, ERR_NONE, hide(&r, 1, 2, 1));
	all = read_all(sh, &r);
	assert_true(all[1].hidden);
	assert_string_equal(all[1].text.p, "");
	assert_string_equal(all[1].warning.p, "");
	assert_false(all[0].hidden);
	shelf_must(sh, ERR_NONE, (ask) { .op = STORE_HIDDEN, .group = r.group, .limit = 9 });
	assert_int_equal(sh->r.count, 1);
	assert_int_equal(sh->r.messages[0].seq, 2);
	shelf_must(sh, ERR_NONE, hide(&r, 2, 2, 0));
	assert_int_equal(sh->r.count, 1);
	assert_string_equal(sh->r.messages[0].text.p, "two");
	assert_string_equal(sh->r.messages[0].warning.p, "food");
	assert_false(read_all(sh, &r)[1].hidden);
	assert_int_equal(events(sh, &r), 2);
}

static void what_cannot_be_hidden_leaves_no_event(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);

	shelf_must(sh, ERR_NOT_FOUND, hide(&r, 1, 3, 1));
	shelf_must(sh, ERR_NOT_FOUND, hide(&r, 1, 0, 1));
	shelf_must(sh, ERR_EXISTS, hide(&r, 2, 1, 1)); /* not the log's next number */
	assert_int_equal(events(sh, &r), 0);
	assert_false(read_all(sh, &r)[0].hidden);
}

static void a_line_is_let_through_with_its_event__once(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);

	shelf_must(sh, ERR_NONE, let(&r, 1, 3, "three"));
	assert_int_equal(sh->r.seq, 3);
	assert_int_equal(sh->r.utc_ms, 9000); /* in whole seconds */
	assert_false(sh->r.repeated);
	assert_string_equal(read_all(sh, &r)[2].text.p, "three");
	assert_string_equal(sh->r.messages[2].warning.p, "war");
	shelf_must(sh, ERR_NONE, shelf_say(r.group, r.ana, 3, "three"));
	assert_true(sh->r.repeated);
	assert_int_equal(sh->r.seq, 3);
	shelf_must(sh, ERR_NONE, let(&r, 2, 3, "three"));
	assert_true(sh->r.repeated);
	/* Both or none. */
	shelf_must(sh, ERR_REFUSED, let(&r, 3, 3, "other words"));
	shelf_must(sh, ERR_EXISTS, let(&r, 9, 4, "four"));
	assert_int_equal(events(sh, &r), 2);
	read_all(sh, &r);
	assert_int_equal(sh->r.count, 3);
}

static void whether_a_line_was_said_can_be_asked(void **state)
{
	struct shelf *sh = *state;
	const struct room r = room(sh);
	ask said = shelf_say(r.group, r.ana, 2, "two");

	said.op = STORE_SAID;
	shelf_must(sh, ERR_NONE, said);
	assert_int_equal(sh->r.seq, 2);
	assert_true(sh->r.repeated);
	said.ticket = 3;
	shelf_must(sh, ERR_NONE, said);
	assert_int_equal(sh->r.seq, 0);
	assert_false(sh->r.repeated);
	said.ticket = 1;
	shelf_must(sh, ERR_REFUSED, said);
	read_all(sh, &r);
	assert_int_equal(sh->r.count, 2);
}

int main(void)
{
	const struct CMUnitTest rows[] = {
		cmocka_unit_test(a_warning_comes_back_with_the_words),
		cmocka_unit_test(a_hidden_message_has_no_words_until_it_is_shown_again),
		cmocka_unit_test(what_cannot_be_hidden_leaves_no_event),
		cmocka_unit_test(a_line_is_let_through_with_its_event__once),
		cmocka_unit_test(whether_a_line_was_said_can_be_asked),
	};

	return shelf_run(rows, sizeof(rows) / sizeof(rows[0]));
}
