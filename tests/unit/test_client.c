/* SPDX-License-Identifier: MIT */
/* A whole client against a server of the test's own: what is said, kept and resumed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "client/core.h"
#include "support/pair.h"

static void say(struct pair *p, const char *text)
{
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, text), PL_OK);
}

static void talk_is(struct pair *p, const char *want)
{
	assert_string_equal(pair_talk(p), want);
}

/* What the server has, in order. */
static void stored_is(const struct pair *p, const char *want)
{
	struct buf b;

	buf_init(&b, 65536);
	for (int64_t i = 0; i < p->server.said_count; i++)
		buf_addf(&b, "%s%s", i ? " " : "", p->server.said[i].text);
	assert_string_equal(buf_text(&b), want);
	buf_finish(&b);
}

/* The connection ends, and is had again. */
static void cut_and_resume(struct pair *p)
{
	int opens = p->server.opens;

	fake_server_cut(&p->server);
	pair_until(p, pair_is_waiting);
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
	assert_int_equal(p->server.opens, opens + 1);
}

static void a_guest_opens_and_is_nobody(void **state)
{
	struct pair *p = *state;
	const struct pl_group *groups;
	const struct pl_message *messages;

	pair_guest(p);
	assert_false(pl_client_enrolled(p->client));
	assert_string_equal(pl_client_self(p->client).name, "");
	assert_int_equal(pl_client_groups(p->client, &groups), 0);
	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &messages), 0);
	assert_int_equal(pair_link(p, NULL), PL_LINK_OFF);
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, "hello"), PL_FAIL_NOT_NOW);
	assert_string_equal(pl_client_draft(p->client, FAKE_GROUP), "");
	pl_client_connect_now(p->client);
	pair_settle(p);
	assert_int_equal(p->server.opens, 0);
}

static void joining_brings_the_group_its_people_and_what_was_said(void **state)
{
	struct pair *p = *state;
	const struct pl_group *groups;
	const struct pl_person *people;

	fake_server_say(&p->server, FAKE_MARA, "Welcome.");
	pair_guest(p);
	pair_join(p);
	assert_string_equal(p->server.bearer, "T-1");
	assert_string_equal(p->server.query, "w=0&v=0&k=0"); /* a new device has nothing */
	assert_int_equal(pl_client_groups(p->client, &groups), 1);
	assert_string_equal(groups[0].name, "Tuesday");
	assert_int_equal(groups[0].read_seq, 0);
	assert_int_equal(pl_client_people(p->client, FAKE_GROUP, &people), 2);
	assert_string_equal(people[0].name, "Mara");
	assert_int_equal(people[0].presence, PL_HERE);
	assert_int_equal(pl_client_self(p->client).id, FAKE_ME);
	talk_is(p, "Mara:Welcome.");
}

static void a_line_is_kept_then_at_the_server_under_one_id(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;
	uint64_t id;

	pair_guest(p);
	pair_join(p);
	say(p, "Hello.");
	talk_is(p, "-Hello.");
	pl_client_messages(p->client, FAKE_GROUP, &m);
	id = m->id;
	assert_int_equal(m->seq, 0);
	assert_true(m->mine);
	pair_until(p, pair_has_none_kept);
	talk_is(p, "Ana:Hello.");
	pl_client_messages(p->client, FAKE_GROUP, &m);
	assert_true(m->id == id);
	assert_int_equal(m->state, PL_AT_SERVER);
	fake_server_send(&p->server, "[{\"t\":\"w\",\"g\":1,\"s\":1,\"n\":3}]");
	pair_settle(p);
	pl_client_messages(p->client, FAKE_GROUP, &m);
	assert_int_equal(m->state, PL_SHOWN);
	assert_int_equal(m->shown_to, 3);
}

static void text_is_cleaned_and_measured_before_it_is_kept(void **state)
{
	struct pair *p = *state;
	char *text = mem_get(4002);

	pair_guest(p);
	pair_join(p);
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, ""), PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, " \n\xe2\x80\x8b "),
			 PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_say(p->client, 99, "hello"), PL_FAIL_NOT_NOW);
	memset(text, 'x', 4001);
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, text), PL_FAIL_TOO_LONG);
	memset(text, '\xff', 2000); /* each becomes three bytes */
	text[2000] = '\0';
	assert_int_equal(pl_client_say(p->client, FAKE_GROUP, text), PL_FAIL_TOO_LONG);
	talk_is(p, "");
	memset(text, '"', 4000);
	text[4000] = '\0';
	say(p, text);
	say(p, "a\x1b[31mb");
	pair_until(p, pair_has_none_kept);
	assert_string_equal(p->server.said[0].text, text);
	assert_null(strchr(p->server.said[1].text, '\x1b'));
	free(text);
}

static void hostile_words_of_others_are_harmless(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;
	const struct pl_person *people;

	pair_guest(p);
	pair_join(p);
	fake_server_send(&p->server,
			 "[{\"t\":\"p\",\"g\":1,\"u\":9,\"x\":\"E\\u001b]0;x\\u0007\\nve\","
			 "\"r\":\"patient\",\"n\":0},"
			 "{\"t\":\"m\",\"g\":1,\"s\":1,\"u\":9,\"d\":1,"
			 "\"b\":\"\\u001b[2J\\u009b1m\\u202eabc\"}]");
	pair_settle(p);
	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &m), 1);
	for (const char *c = m->text; *c; c++)
		assert_true((unsigned char)*c >= ' ' && *c != 0x7f);
	assert_null(strstr(m->text, "\xc2\x9b"));
	assert_null(strstr(m->text, "\xe2\x80\xae"));
	assert_int_equal(pl_client_people(p->client, FAKE_GROUP, &people), 3);
	assert_null(strpbrk(people[2].name, "\x1b\x07\n"));
}

static void a_frame_that_is_damaged_changes_nothing(void **state)
{
	static const char junk[] = "\x01not deflated at all";
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	fake_server_send_raw(&p->server, junk, sizeof(junk));
	fake_server_send(&p->server, "[{\"t\":\"m\",\"g\":1}]");
	fake_server_send(&p->server, "[{\"t\":\"y\",\"g\":1,\"k\":1,\"b\":\"x\"}]");
	fake_server_send(&p->server, "[{\"t\":\"from a later version\"}]");
	fake_server_say(&p->server, FAKE_MARA, "Still here.");
	pair_until(p, pair_is_live);
	talk_is(p, "Mara:Still here.");
	assert_int_equal(p->server.opens, 1);
}

static void lines_typed_without_a_line_arrive_once_and_in_order(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	fake_server_say(&p->server, FAKE_MARA, "Welcome.");
	pair_join(p);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	say(p, "one");
	say(p, "two");
	talk_is(p, "Mara:Welcome. -one -two");
	pair_quit(p);
	pair_member(p);
	say(p, "three");
	talk_is(p, "Mara:Welcome. -one -two -three");
	fake_server_up(&p->server, NULL);
	pl_client_connect_now(p->client);
	pair_until(p, pair_has_none_kept);
	talk_is(p, "Mara:Welcome. Ana:one Ana:two Ana:three");
	stored_is(p, "Welcome. one two three");
	assert_int_equal(p->server.says, 3);
	cut_and_resume(p);
	pair_settle(p);
	assert_int_equal(p->server.says, 3);
}

static void all_that_is_kept_goes_in_one_frame(void **state)
{
	struct pair *p = *state;
	int frames;

	pair_guest(p);
	pair_join(p);
	fake_server_down(&p->server);
	pair_until(p, pair_is_waiting);
	for (int i = 0; i < 20; i++)
		say(p, "again");
	fake_server_up(&p->server, NULL);
	frames = p->server.frames;
	pl_client_connect_now(p->client);
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.says, 20);
	assert_int_equal(p->server.frames, frames + 1);
}

static void more_than_one_frame_holds_arrives_too(void **state)
{
	struct pair *p = *state;
	char *text = mem_get(4001);

	memset(text, 'x', 4000);
	pair_guest(p);
	pair_join(p);
	for (int i = 0; i < 300; i++)
		say(p, i % 20 ? "short" : text);
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.said_count, 300);
	assert_int_equal(p->server.says, 300);
	free(text);
}

static bool has_heard_one(struct pair *p)
{
	return p->server.said_count == 1;
}

static void a_lost_answer_does_not_double_a_line(void **state)
{
	struct pair *p = *state;
	struct pl_link_info info;

	pair_member(p);
	pair_join(p);
	p->server.mute = true;
	say(p, "mine");
	pair_until(p, has_heard_one);
	pair_settle(p);
	talk_is(p, "-mine");
	pl_client_link(p->client, &info);
	assert_int_equal(info.kept, 1);
	p->server.mute = false;
	cut_and_resume(p);
	talk_is(p, "Ana:mine");
	assert_int_equal(p->server.says, 1); /* what was missed had it, with its ticket */
	stored_is(p, "mine");
}

static void a_lost_answer_far_back_is_asked_for_by_sending_again(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	p->server.mute = true;
	p->server.page = 2;
	say(p, "mine");
	pair_until(p, has_heard_one);
	p->server.mute = false;
	for (int i = 0; i < 5; i++)
		fake_server_say_unheard(&p->server, FAKE_MARA, "x");
	cut_and_resume(p);
	pair_until(p, pair_has_none_kept);
	pair_settle(p);
	stored_is(p, "mine x x x x x");
	talk_is(p, "Ana:mine Mara:x Mara:x Mara:x Mara:x Mara:x");
}

static void a_line_that_was_killed_in_flight_arrives_once(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	p->server.mute = true;
	say(p, "mine");
	pair_until(p, has_heard_one);
	pair_quit(p);
	p->server.mute = false;
	pair_member(p);
	talk_is(p, "-mine");
	pair_until(p, pair_has_none_kept);
	talk_is(p, "Ana:mine");
	stored_is(p, "mine");
}

static void a_refused_line_stays_here(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	p->server.error = "group";
	say(p, "mine");
	pair_until(p, pair_has_none_kept);
	talk_is(p, "!mine");
	p->server.error = NULL;
	cut_and_resume(p);
	say(p, "the next");
	pair_until(p, pair_has_none_kept);
	assert_int_equal(p->server.says, 2);
	pair_quit(p);
	pair_member(p);
	talk_is(p, "Ana:the next !mine");
}

static void a_refused_line_can_be_forgotten_and_no_other(void **state)
{
	struct pair *p = *state;
	const struct pl_message *m;

	pair_member(p);
	pair_join(p);
	p->server.error = "group";
	say(p, "mine");
	pair_until(p, pair_has_none_kept);
	p->server.error = NULL;
	cut_and_resume(p);
	say(p, "the next");
	pair_until(p, pair_has_none_kept);
	assert_int_equal(pl_client_messages(p->client, FAKE_GROUP, &m), 2);
	uint64_t said = m[0].id, refused = m[1].id;

	assert_int_equal(pl_client_drop(p->client, FAKE_GROUP, said), PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_drop(p->client, FAKE_GROUP + 1, refused), PL_FAIL_NOT_NOW);
	assert_int_equal(pl_client_drop(p->client, FAKE_GROUP, refused), PL_OK);
	assert_int_equal(pl_client_drop(p->client, FAKE_GROUP, refused), PL_FAIL_NOT_NOW);
	talk_is(p, "Ana:the next");
	pair_quit(p);
	pair_member(p);
	talk_is(p, "Ana:the next");
}

static bool is_paused(struct pair *p)
{
	return p->client->out.pause || p->client->state.groups[0]->sent.until_ms;
}

static void gets_the_lines_later(struct pair *p, const char *code)
{
	pair_guest(p);
	pair_join(p);
	p->server.error = code;
	say(p, "one");
	say(p, "two");
	pair_until(p, is_paused);
	pair_settle(p);
	talk_is(p, "-one -two");
	p->server.error = NULL;
	p->client->out.until_ms = 0; /* the two seconds are over */
	p->client->state.groups[0]->sent.until_ms = 0;
	outbound_on_again(p->client);
	pair_until(p, pair_has_none_kept);
	talk_is(p, "Ana:one Ana:two");
	stored_is(p, "one two");
}

static void a_server_that_asks_to_wait_gets_the_lines_later(void **state)
{
	gets_the_lines_later(*state, "rate");
}

static void who_has_no_seat_yet_keeps_their_lines(void **state)
{
	gets_the_lines_later(*state, "wait");
}

/* client.h: what a getter gave is there until the next turn or act, however often one asks. */
static void asking_twice_takes_nothing_away(void **state)
{
	const struct pl_group *once, *twice;
	const struct pl_message *said;
	const struct pl_person *people;
	struct pl_link_info info;
	struct pl_person self;
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	assert_int_equal(pl_client_groups(p->client, &once), 1);
	self = pl_client_self(p->client);
	assert_int_equal(pl_client_groups(p->client, &twice), 1);
	pl_client_messages(p->client, FAKE_GROUP, &said);
	pl_client_people(p->client, FAKE_GROUP, &people);
	pl_client_link(p->client, &info);
	assert_int_equal(once[0].id, FAKE_GROUP);
	assert_string_equal(once[0].name, twice[0].name);
	assert_string_equal(self.name, "Ana");
}

/* There may be a picture on the terminal, or a screen reader. */
static void the_library_writes_on_nobodys_terminal(void **state)
{
	struct pair *p = *state;
	FILE *file = tmpfile();
	int before = dup(STDERR_FILENO);

	assert_non_null(file);
	dup2(fileno(file), STDERR_FILENO);
	pair_guest(p);
	pair_join(p);
	fake_server_send(&p->server, "[{\"t\":\"e\",\"c\":\"rate\",\"g\":1}]");
	fake_server_send(&p->server, "[{\"t\":\"e\",\"c\":\"\\u001b]0;x\\u0007\"}]");
	fake_server_send(&p->server, "nothing of ours");
	pair_settle(p);
	dup2(before, STDERR_FILENO);
	close(before);
	assert_int_equal(lseek(fileno(file), 0, SEEK_END), 0);
	fclose(file);
}

static void one_bad_line_does_not_hold_up_the_rest(void **state)
{
	struct pair *p = *state;

	pair_guest(p);
	pair_join(p);
	p->server.poison = "poison";
	say(p, "one");
	say(p, "poison");
	say(p, "three");
	pair_until(p, pair_has_none_kept);
	stored_is(p, "one three");
	talk_is(p, "Ana:one Ana:three !poison");
}

static void a_draft_survives_and_goes_when_it_is_said(void **state)
{
	struct pair *p = *state;

	pair_member(p);
	pair_join(p);
	assert_int_equal(pl_client_draft_set(p->client, FAKE_GROUP, "half a sent"), PL_OK);
	pair_quit(p);
	pair_member(p);
	assert_string_equal(pl_client_draft(p->client, FAKE_GROUP), "half a sent");
	say(p, "half a sentence");
	assert_string_equal(pl_client_draft(p->client, FAKE_GROUP), "");
	assert_int_equal(pl_client_draft_set(p->client, FAKE_GROUP, "x"), PL_OK);
	assert_int_equal(pl_client_draft_set(p->client, FAKE_GROUP, NULL), PL_OK);
	assert_string_equal(pl_client_draft(p->client, FAKE_GROUP), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, pair_open, pair_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_guest_opens_and_is_nobody),
		TEST(joining_brings_the_group_its_people_and_what_was_said),
		TEST(a_line_is_kept_then_at_the_server_under_one_id),
		TEST(text_is_cleaned_and_measured_before_it_is_kept),
		TEST(hostile_words_of_others_are_harmless),
		TEST(a_frame_that_is_damaged_changes_nothing),
		TEST(lines_typed_without_a_line_arrive_once_and_in_order),
		TEST(all_that_is_kept_goes_in_one_frame),
		TEST(more_than_one_frame_holds_arrives_too),
		TEST(a_lost_answer_does_not_double_a_line),
		TEST(a_lost_answer_far_back_is_asked_for_by_sending_again),
		TEST(a_line_that_was_killed_in_flight_arrives_once),
		TEST(a_refused_line_stays_here),
		TEST(a_refused_line_can_be_forgotten_and_no_other),
		TEST(a_server_that_asks_to_wait_gets_the_lines_later),
		TEST(who_has_no_seat_yet_keeps_their_lines),
		TEST(asking_twice_takes_nothing_away),
		TEST(the_library_writes_on_nobodys_terminal),
		TEST(one_bad_line_does_not_hold_up_the_rest),
		TEST(a_draft_survives_and_goes_when_it_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
