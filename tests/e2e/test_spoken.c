/* SPDX-License-Identifier: MIT */
/*
 * Whole evenings by ear, in line mode: what was done, and all that yasr said then, against the
 * records in tests/data/spoken (GOLDEN=write writes them).  Days and times are masked.
 */
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/abreast.h"
#include "support/scene.h"
#include "support/spoken.h"

enum { STEPS = 24, RECORD_MAX = 1 << 20 };

/* ---- the record ---- */

#define DAYS "(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
#define MONTHS                                                                                 \
	"(January|February|March|April|May|June|July|August|September|October|November|"       \
	"December)"

static const struct {
	const char *is, *shown;
} masks[] = {
	{ "porchlight join [^\n]*", "INVITE" },
	{ DAYS ",? [0-9]+ (de )?" MONTHS "( (de )?[0-9]{4})?", "DAY" },
	{ "[0-9]+ (de )?" MONTHS "( (de )?[0-9]{4})?", "DAY" },
	{ "[0-9]{4}-[0-9]{2}-[0-9]{2}", "DAY" },
	{ "[0-9]{1,2}:[0-9]{2}", "TIME" },
	{ DAYS, "DAY" },
	{ "[0-9][0-9.]* [KM]?B", "SIZE" },
	{ "[0-9]+ (second|minute)s?", "TIME" },
};

static char *mask(char *text, const char *is, const char *shown)
{
	regmatch_t at;
	struct buf out;
	regex_t re;

	buf_init(&out, RECORD_MAX);
	assert_int_equal(regcomp(&re, is, REG_EXTENDED), 0);
	for (const char *p = text; *p; p += at.rm_eo) {
		if (regexec(&re, p, 1, &at, 0) != 0)
			at = (regmatch_t) { (regoff_t)strlen(p), (regoff_t)strlen(p) };
		buf_add(&out, p, (size_t)at.rm_so);
		buf_adds(&out, at.rm_so < at.rm_eo ? shown : "");
	}
	regfree(&re);
	free(text);
	text = mem_dup(buf_text(&out), out.n);
	buf_finish(&out);
	return text;
}

/*
 * yasr reads 255 bytes at a time, and where the last of them is a space it ends there what it says.
 * Whether such a piece begins with the echo of Enter is chance, and a sentence that is said in two
 * pieces is the same to who listens.  What is behind a prompt is no part of it.
 */
static char *whole_sentences(const char *said)
{
	struct buf out;
	char *text;

	buf_init(&out, RECORD_MAX);
	for (size_t n; *said; said += n + 1) {
		n = strcspn(said, "\n");
		const bool is_piece = n > 1 && said[n - 1] == ' ' &&
				      !strchr(":>", said[n - 2]) && said[n + 1];

		buf_add(&out, said, n);
		buf_adds(&out, is_piece ? "" : "\n");
	}
	text = mem_dup(buf_text(&out), out.n);
	buf_finish(&out);
	return text;
}

/* A prompt, which may be said before or behind what came with it, is told last. */
static char *prompt_last(const char *said)
{
	char prompt[256] = "", *text;
	struct buf out;

	buf_init(&out, RECORD_MAX);
	for (size_t n; *said; said += n + 1) {
		n = strcspn(said, "\n");
		if (n > 1 && said[n - 1] == ' ' && said[n - 2] == '>')
			snprintf(prompt, sizeof(prompt), "%.*s\n", (int)n - 1, said);
		else
			buf_add(&out, said, n + 1);
	}
	buf_adds(&out, prompt);
	text = mem_dup(buf_text(&out), out.n);
	buf_finish(&out);
	return text;
}

/* What was asked for, and what was heard of it. */
static void record(struct buf *out, const char *did, const char *said)
{
	char *whole = whole_sentences(said), *text = prompt_last(whole);

	free(whole);
	for (size_t i = 0; i < sizeof(masks) / sizeof(*masks); i++)
		text = mask(text, masks[i].is, masks[i].shown);
	buf_adds(out, "* ");
	buf_adds(out, did);
	buf_adds(out, "\n");
	buf_adds(out, text);
	free(text);
}

/* ---- the evenings ---- */

struct evening {
	const char *name;
	bool leads;   /* who listens is a facilitator, and Robin a member */
	bool spanish; /* who listens reads Spanish */
	const char *steps[STEPS + 1];
};

static const struct evening talk = {
	.name = "talk",
	.steps = { "robin Good evening, Ana.", "enter Good evening, Robin.",
		   "robin How was your week?", "enter /again", "enter /who", "enter /status",
		   "enter /groups", "enter /week" },
};

/* The line evening once more, and a word letter by letter. */
static const struct evening charla = {
	.name = "charla",
	.spanish = true,
	.steps = { "robin Buenas noches, Ana.", "enter Buenas noches, Robin.",
		   "robin \u00bfC\u00f3mo estuvo tu semana?", "enter /again", "enter /spell 2",
		   "enter /who", "enter /week" },
};

static const struct evening session = {
	.name = "session",
	.steps = { "robin /open group", "robin /admit", "enter /accept", "robin /stage 4",
		   "enter /hand about work", "robin /next", "enter It was hard.", "enter /done",
		   "robin /stage next" },
};

static const struct evening worksheet = {
	.name = "worksheet",
	.steps = { "robin /assign phq-9 to Ana", "enter /worksheets", "enter /new phq-9",
		   "enter 9", "enter 1", "enter /what", "enter /back", "enter /keep" },
};

static const struct evening plan = {
	.name = "plan",
	.steps = { "enter /plan", "enter /plan edit", "enter I stop sleeping", "enter /keep",
		   "enter /plan" },
};

static const struct evening console = {
	.name = "console",
	.leads = true,
	.steps = { "enter /open group", "enter /console", "enter /admit", "enter /stage 4",
		   "robin /hand", "enter /next", "enter /undo", "enter /end" },
};

static void listen_to(const struct evening *v, struct scene *s)
{
	struct buf out;

	buf_init(&out, RECORD_MAX);
	record(&out, "it begins", ear_hush(s->e));
	for (int i = 0, next; v->steps[i]; i = next) {
		scene_act(s, v->steps[i]);
		for (next = i + 1; v->steps[next] && strncmp(v->steps[next], "hears ", 6) == 0;
		     next++)
			scene_act(s, v->steps[next]); /* that takes its time */
		record(&out, v->steps[i], ear_hush(s->e));
	}
	scene_close(s);
	assert_true(spoken_compare(v->name, &out));
	buf_finish(&out);
}

static void hold(struct town *t, const struct evening *v)
{
	struct child robin;
	struct scene s;
	const char *const *words;
	char *invite;

	if (!reader_is_here(READER_YASR) || (v->spanish && !getenv("PORCHLIGHT_HERE"))) {
		print_message("yasr or msgfmt is not installed: nobody listens\n");
		skip();
	}
	invite = town_invite(t, v->leads ? "facilitator" : "patient");
	town_join(t, &robin, "Robin", v->leads ? "patient" : "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	words = scene_words(t, "--line", invite, &(struct scene_how) { 0 });
	scene_open(&s, t, READER_YASR, v->spanish ? town_in_spanish(words) : words);
	s.robin = robin;
	free(invite);
	assert_true(ear_hears(s.e, "/help"));
	listen_to(v, &s);
}

static void they_talk(void **state)
{
	hold(*state, &talk);
}

static void they_talk_in_spanish(void **state)
{
	hold(*state, &charla);
}

static void a_session_is_held(void **state)
{
	hold(*state, &session);
}

static void a_worksheet_is_filled_in(void **state)
{
	hold(*state, &worksheet);
}

static void a_safety_plan_is_made(void **state)
{
	hold(*state, &plan);
}

static void a_session_is_led(void **state)
{
	hold(*state, &console);
}

/* All that is asked from the first start to the first message, and the way out; what arrives is
 * held for as long as it is for everybody. */
static void the_first_five_minutes(void **state)
{
	static const struct evening first = {
		.name = "first",
		.steps = { "enter yes", "hears were given", "invite", "enter Ana",
			   "hears It is not shown", "enter " TOWN_PASSPHRASE,
			   "hears The same passphrase once more", "enter " TOWN_PASSPHRASE,
			   "hears Type /help to hear all", "enter Hello, I am new here.",
			   "robin Welcome, Ana.", "enter /quit" },
	};
	struct town *t = *state;
	char *invite = town_invite(t, "patient"), home[128];
	const char *const words[] = { getenv("PORCHLIGHT"), "--dir", home, NULL };
	struct child robin;
	struct scene s;

	if (!reader_is_here(READER_YASR))
		skip();
	town_join(t, &robin, "Robin", "facilitator");
	assert_true(child_wait_for(&robin, "Evening\n"));
	snprintf(home, sizeof(home), "%s/new", t->dir);
	scene_open(&s, t, READER_YASR, words);
	s.robin = robin;
	s.invite = invite;
	listen_to(&first, &s);
	free(invite);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_first_five_minutes, town_open, town_close),
		cmocka_unit_test_setup_teardown(they_talk, town_open, town_close),
		cmocka_unit_test_setup_teardown(they_talk_in_spanish, town_open, town_close),
		cmocka_unit_test_setup_teardown(a_session_is_held, town_open, town_close),
		cmocka_unit_test_setup_teardown(a_worksheet_is_filled_in, town_open,
						town_close),
		cmocka_unit_test_setup_teardown(a_safety_plan_is_made, town_open, town_close),
		cmocka_unit_test_setup_teardown(a_session_is_led, town_open, town_close),
	};

	if (argc < 2)
		return abreast(argv[0], tests, sizeof(tests) / sizeof(*tests));
	cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
