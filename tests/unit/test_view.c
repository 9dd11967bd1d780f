/* SPDX-License-Identifier: MIT */
/* What each view makes of what the client knows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "support/porch.h"

/* ---- the meeting ---- */

static void the_transcript_is_in_order_with_its_days_and_the_unread_mark(void **state)
{
	static const struct {
		enum item_role role;
		uint64_t id; /* 0: any */
		const char *text;
	} rows[] = {
		{ ITEM_HEADING, 0, "Sunday 22 November" },
		{ ITEM_MESSAGE, 101, "Welcome." },
		{ ITEM_HEADING, 0, "Monday 23 November" },
		{ ITEM_MESSAGE, 102, "Hello." },
		{ ITEM_NOTICE, 0, "Not read before" },
		{ ITEM_MESSAGE, 103, "How are you, ANA?" },
		{ ITEM_MESSAGE, 104, NULL },
		{ ITEM_MESSAGE, 105, "Fine." },
	};
	struct porch *p = *state;
	struct model *m = &p->stage.model;

	stage_build(&p->stage);
	assert_int_equal(p->stage.group, 7);
	assert_int_equal(m->count, 8);
	for (size_t i = 0; i < 8; i++) {
		assert_int_equal(m->items[i].role, rows[i].role);
		if (rows[i].id)
			assert_int_equal(m->items[i].id, rows[i].id);
		if (rows[i].text)
			assert_string_equal(m->items[i].text, rows[i].text);
	}
	assert_int_equal(m->unread_id, 103);
	assert_true(m->takes_text);
	assert_int_equal(p->client.seens, 0);
}

static void what_is_kept_here_comes_last(void **state)
{
	const struct pl_message msgs[] = { porch_talk[4], porch_talk[0], porch_talk[1] };
	struct porch *p = *state;

	p->client.messages = msgs;
	p->client.message_count = 3;
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.items[p->stage.model.count - 1].id, 105);
}

static void a_message_has_its_speaker_state_time_and_voice(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_null(porch_item(&p->stage.model, 102)->when); /* until it is asked for */
	p->stage.times = true;
	stage_build(&p->stage);
	const struct item *own = porch_item(&p->stage.model, 102);

	assert_string_equal(own->who, "Ana");
	assert_string_equal(own->note, "shown to 2");
	assert_string_equal(own->when, "14:05");
	assert_true(own->mine && !own->mention);
	assert_int_equal(own->voice, VOICE_SILENT);
	const struct item *named = porch_item(&p->stage.model, 103);

	assert_true(!named->mine && named->mention && !named->note);
	assert_int_equal(named->voice, VOICE_NOW);
	const struct item *other = porch_item(&p->stage.model, 104);

	assert_false(other->mention);
	assert_int_equal(other->voice, VOICE_POLITE);
	assert_string_equal(porch_item(&p->stage.model, 105)->note, "kept here");
}

/* What was made of a message for the last build serves the next one, if nothing differs. */
static void what_is_built_again_is_as_if_for_the_first_time(void **state)
{
	struct pl_message msgs[] = { porch_talk[0], porch_talk[1], porch_talk[2],
				     porch_talk[3] };
	struct porch *p = *state;
	struct model *m = &p->stage.model;

	p->client.messages = msgs;
	p->client.message_count = 4;
	stage_build(&p->stage);
	const char *kept = porch_item(m, 102)->text;

	msgs[2].text = "Other words, from a server that was restored.";
	msgs[1].shown_to = 3;
	p->client.messages = msgs + 1; /* the oldest makes room */
	p->client.message_count = 3;
	stage_build(&p->stage);
	assert_null(porch_item(m, 101));
	assert_string_equal(porch_item(m, 102)->note, "shown to 3");
	assert_string_equal(porch_item(m, 103)->text, msgs[2].text);
	assert_false(porch_item(m, 103)->mention);
	assert_ptr_equal(porch_item(m, 102)->text, kept);
	p->client.self.name = "server"; /* whom it names depends on who asks */
	p->client.messages = msgs;
	p->client.message_count = 4;
	stage_build(&p->stage);
	assert_true(porch_item(m, 103)->mention);
	assert_string_equal(porch_item(m, 101)->text, "Welcome.");
}

static void a_refused_line_of_ones_own_is_told_at_once(void **state)
{
	struct pl_message msgs[] = { porch_talk[4] };
	struct porch *p = *state;

	msgs[0].state = PL_NOT_ACCEPTED;
	p->client.messages = msgs;
	p->client.message_count = 1;
	stage_build(&p->stage);
	assert_int_equal(porch_item(&p->stage.model, 105)->voice, VOICE_NOW);
}

static void the_unread_mark_stays_where_it_was_while_one_reads(void **state)
{
	struct pl_group groups[] = { porch_groups[0] };
	struct porch *p = *state;

	p->client.groups = groups;
	p->client.group_count = 1;
	stage_build(&p->stage);
	groups[0].read_seq = 4;
	stage_build(&p->stage);
	assert_int_equal(p->stage.unread_from, 2);
	assert_int_equal(p->stage.model.unread_id, 103);
	stage_line(&p->stage, "/help");
	stage_line(&p->stage, "/meeting");
	stage_build(&p->stage);
	assert_int_equal(p->stage.unread_from, 4);
	assert_int_equal(p->stage.model.unread_id, 0);
	assert_false(porch_holds(&p->stage.model, "Not read before"));
}

static size_t help(struct porch *p, const char *line)
{
	stage_line(&p->stage, line);
	stage_build(&p->stage);
	return p->stage.model.count;
}

/* Who hears all of a view is told the parts of the longest one first. */
static void help_comes_in_parts_where_a_view_is_told_whole(void **state)
{
	struct porch *p = *state;
	const size_t all = help(p, "/help");
	size_t parts, sum = 1; /* how it goes */
	char line[16];

	p->stage.in_parts = true;
	parts = help(p, "/help") - 2; /* how it goes, and how to hear one */
	assert_true(parts > 10 && parts < all / 5);
	assert_true(porch_holds(&p->stage.model, "In a session, 14 things."));
	for (size_t i = 1; i <= parts; i++) {
		snprintf(line, sizeof(line), "/help %d", (int)i);
		sum += help(p, line);
	}
	assert_int_equal(sum, all);
	assert_int_equal(help(p, "/help all"), all);
	assert_int_equal(help(p, "/help 99"), parts + 2);
}

/* A talk of Ben's, `n` long, in a group that knows so many of it. */
static void talk(struct porch *p, struct pl_group *g, int64_t n)
{
	static struct pl_message msgs[16];

	for (int64_t i = 0; i < n; i++)
		msgs[i] = (struct pl_message) { .id = 200 + (uint64_t)i,
						.seq = i + 1,
						.member = 2,
						.who = "Ben",
						.text = "A word.",
						.warning = "",
						.utc_ms = porch_talk[0].utc_ms,
						.state = PL_AT_SERVER };
	g->last_seq = n;
	p->client.messages = msgs;
	p->client.message_count = (size_t)n;
	p->client.groups = g;
	p->client.group_count = 1;
	stage_build(&p->stage);
}

static void what_comes_while_one_looks_is_not_marked_as_missed(void **state)
{
	struct pl_group g = { .id = 7, .name = "Evening group", .read_seq = 4 };
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	talk(p, &g, 4);
	assert_int_equal(m->unread_id, 0);
	talk(p, &g, 5);
	assert_int_equal(m->unread_id, 0);
	g.read_seq = 5;
	p->stage.away = true; /* reads what was said before */
	talk(p, &g, 7);
	assert_int_equal(m->unread_id, 205);
	p->stage.away = false;
	talk(p, &g, 8);
	assert_int_equal(m->unread_id, 205);
	g.read_seq = 8; /* and the mark stays, for the eye to find */
	talk(p, &g, 9);
	assert_int_equal(m->unread_id, 205);
	p->stage.away = true; /* until there is something new to mark */
	g.read_seq = 9;
	talk(p, &g, 10);
	assert_int_equal(m->unread_id, 209);
}

static void what_was_said_before_the_connection_began_is_marked_when_it_comes(void **state)
{
	struct pl_group g = { .id = 7, .name = "Evening group", .read_seq = 4 };
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	talk(p, &g, 4);
	g.away_seq = 6; /* connected; what was missed is on its way */
	talk(p, &g, 4);
	assert_int_equal(m->unread_id, 0);
	talk(p, &g, 7);
	assert_int_equal(m->unread_id, 204);
	g.read_seq = 7;
	talk(p, &g, 8);
	assert_int_equal(m->unread_id, 204);
	g.read_seq = 8;
	g.away_seq = 10; /* the line was down for two */
	talk(p, &g, 10);
	assert_int_equal(m->unread_id, 208);
	g.read_seq = g.away_seq = 3; /* the server was restored from a copy */
	talk(p, &g, 4);
	assert_int_equal(m->unread_id, 0);
	assert_int_equal(p->stage.unread_from, 3);
}

static void the_status_says_the_group_the_people_and_the_line(void **state)
{
	struct porch *p = *state;

	p->client.link = (struct pl_link_info) { .link = PL_LINK_WAITING, .retry_in_ms = 9000 };
	stage_build(&p->stage);
	assert_string_equal(p->stage.model.status,
			    "Evening group. 2 people here. No connection.");
}

static void without_a_group_the_meeting_says_so_and_keeps_the_line(void **state)
{
	struct porch *p = *state;

	p->client.group_count = 0;
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "You are in no group yet"));
	assert_int_equal(stage_line(&p->stage, "hello"), DID_SAY | DID_KEEP);
	assert_int_equal(p->client.says, 0);
}

static void a_group_that_goes_away_is_not_replaced_by_another(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	p->client.groups = porch_groups + 1;
	p->client.group_count = 1;
	stage_build(&p->stage);
	assert_int_equal(p->stage.group, 7);
	assert_int_equal(stage_line(&p->stage, "for the evening"), DID_SAY | DID_KEEP);
	assert_int_equal(p->client.says, 0);
}

/* ---- the other views ---- */

static void check_model(const struct model *m)
{
	assert_true(m->title[0] && m->status[0]);
	assert_true(m->count > 0);
	for (size_t i = 0; i < m->count; i++) {
		const struct item *it = &m->items[i];
		const char *all[] = { it->who, it->text, it->note, it->when };

		assert_true(it->id != 0);
		assert_non_null(it->text);
		for (size_t k = 0; k < i; k++)
			assert_true(m->items[k].id != it->id);
		for (size_t k = 0; k < 4; k++)
			for (const char *c = all[k]; c && *c; c++)
				assert_true(*c == '\n' ||
					    ((unsigned char)*c >= ' ' && *c != 0x7f));
	}
}

static void every_view_gives_clean_items_with_ids_of_their_own(void **state)
{
	struct porch *p = *state;

	for (int signed_out = 0; signed_out < 2; signed_out++) {
		for (size_t i = 0; stage_views[i]; i++) {
			p->stage.view = stage_views[i];
			stage_build(&p->stage);
			check_model(&p->stage.model);
		}
		stage_finish(&p->stage);
		fake_client_finish(&p->client);
		stage_init(&p->stage, &p->client);
	}
}

static void crisis_shows_whom_to_call_signed_out_and_offline(void **state)
{
	struct porch *p = *state;
	bool known;

	fake_client_finish(&p->client);
	assert_int_equal(stage_key(&p->stage, porch_view("crisis")->key, &known), DID_VIEW);
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "988"));
	assert_true(porch_holds(&p->stage.model, "911"));
	assert_true(porch_holds(&p->stage.model, "/unsafe"));
	assert_true(
		porch_holds(&p->stage.model, "Nobody watches this program for emergencies"));
	assert_int_equal(p->stage.model.items[0].voice, VOICE_NOW);
}

static void the_people_are_told_with_role_and_presence(void **state)
{
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	stage_line(&p->stage, "/people");
	stage_build(&p->stage);
	assert_int_equal(m->count, 3);
	assert_string_equal(m->items[0].who, "Ana");
	assert_string_equal(m->items[0].text, "you, member");
	assert_true(m->items[0].mine);
	assert_string_equal(m->items[1].who, "Cy");
	assert_string_equal(m->items[1].note, "here");
	assert_string_equal(m->items[2].text, "facilitator");
	assert_string_equal(m->items[2].note, "line down");
	assert_string_equal(m->status, "Evening group. 2 people here.");
}

static void the_groups_are_numbered_and_say_what_is_not_read(void **state)
{
	struct porch *p = *state;
	const struct model *m = &p->stage.model;

	stage_line(&p->stage, "/groups");
	stage_build(&p->stage);
	assert_int_equal(m->count, 2);
	assert_string_equal(m->items[0].who, "1");
	assert_string_equal(m->items[0].text, "Evening group");
	assert_string_equal(m->items[0].note, "up now, 2 not read");
	assert_string_equal(m->items[1].who, "2");
	assert_null(m->items[1].note);
}

static void mentions_hold_only_the_messages_that_name_me(void **state)
{
	struct porch *p = *state;

	stage_line(&p->stage, "/mentions");
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 2);
	assert_string_equal(p->stage.model.items[0].text, "Evening group");
	assert_string_equal(p->stage.model.items[1].text, "How are you, ANA?");
	assert_string_equal(p->stage.model.items[1].note, "Monday 23 November");
	p->client.message_group = 0; /* the same numbers in both groups */
	stage_build(&p->stage);
	assert_int_equal(p->stage.model.count, 4);
	check_model(&p->stage.model);
}

static void what_was_read_before_is_no_news_when_it_comes_late(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_int_equal(porch_item(&p->stage.model, 101)->voice, VOICE_SILENT);
	assert_int_equal(porch_item(&p->stage.model, 104)->voice, VOICE_POLITE);
}

static void a_note_that_matters_is_marked(void **state)
{
	struct porch *p = *state;

	stage_build(&p->stage);
	assert_true(porch_item(&p->stage.model, 105)->amiss);
	assert_false(porch_item(&p->stage.model, 102)->amiss);
	assert_false(porch_item(&p->stage.model, 103)->amiss);
}

static void the_status_view_tells_the_line_what_is_kept_and_who_one_is(void **state)
{
	struct porch *p = *state;

	p->client.link = (struct pl_link_info) {
		.link = PL_LINK_WAITING, .failure = PL_FAIL_DNS, .retry_in_ms = 12000, .kept = 2
	};
	p->client.data.session = (struct pl_bytes) { 999, 12345 };
	stage_line(&p->stage, "/status");
	stage_build(&p->stage);
	assert_true(porch_holds(&p->stage.model, "Next try in 12 seconds."));
	assert_true(porch_holds(&p->stage.model, words_failure(PL_FAIL_DNS)));
	assert_true(porch_holds(&p->stage.model, "2 lines are kept here."));
	assert_true(porch_holds(&p->stage.model, "This session: 13.3 KB. Today: 0 bytes."));
	assert_true(porch_holds(&p->stage.model, "You are in 2 groups."));
	assert_true(porch_holds(&p->stage.model, "You are Ana, member."));
}

#define PORCH(f) cmocka_unit_test_setup_teardown(f, porch_open, porch_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		PORCH(the_transcript_is_in_order_with_its_days_and_the_unread_mark),
		PORCH(what_is_kept_here_comes_last),
		PORCH(a_message_has_its_speaker_state_time_and_voice),
		PORCH(what_was_read_before_is_no_news_when_it_comes_late),
		PORCH(a_note_that_matters_is_marked),
		PORCH(what_is_built_again_is_as_if_for_the_first_time),
		PORCH(a_refused_line_of_ones_own_is_told_at_once),
		PORCH(the_unread_mark_stays_where_it_was_while_one_reads),
		PORCH(what_comes_while_one_looks_is_not_marked_as_missed),
		PORCH(what_was_said_before_the_connection_began_is_marked_when_it_comes),
		PORCH(the_status_says_the_group_the_people_and_the_line),
		PORCH(without_a_group_the_meeting_says_so_and_keeps_the_line),
		PORCH(a_group_that_goes_away_is_not_replaced_by_another),
		PORCH(every_view_gives_clean_items_with_ids_of_their_own),
		PORCH(crisis_shows_whom_to_call_signed_out_and_offline),
		PORCH(help_comes_in_parts_where_a_view_is_told_whole),
		PORCH(the_people_are_told_with_role_and_presence),
		PORCH(the_groups_are_numbered_and_say_what_is_not_read),
		PORCH(mentions_hold_only_the_messages_that_name_me),
		PORCH(the_status_view_tells_the_line_what_is_kept_and_who_one_is),
	};

	setenv("TZ", "UTC", 1);
	tzset();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
