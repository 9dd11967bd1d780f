/* SPDX-License-Identifier: MIT */
/*
 * The table of rights, walked whole: everything that may be asked, by everybody, in every state,
 * of a real server without a port.  What comes of it is held against tests/data/rights/matrix.txt,
 * which was written from the manual and not from the table.  `meson test -v rights` prints it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "server/program_in.h"
#include "server/rights.h"
#include "support/counter.h"

/* ---- who asks, and how things stand ---- */

enum state { BEFORE, DOOR, ROOM, OUT, REMOVED, HELD, AFTER };

/* The columns of the matrix. */
static const struct column {
	const char *words;
	int64_t who;
	enum state state; /* of the session in Tuesday, and of Ana in it */
} columns[] = {
	{ "nobody: a token that was never given", NOBODY, ROOM },
	{ "Dan, whose account is switched off", DAN, ROOM },
	{ "Cal, a member of another group", CAL, ROOM },
	{ "Fay, who leads another group", FAY, ROOM },
	{ "Abe, admin in another group", ABE, ROOM },
	{ "Ana, a member, no session yet", ANA, BEFORE },
	{ "Ana, waits to be admitted", ANA, DOOR },
	{ "Ana, in the room", ANA, ROOM },
	{ "Ana, asked to step out", ANA, OUT },
	{ "Ana, removed", ANA, REMOVED },
	{ "Ana, in the room while lines are held", ANA, HELD },
	{ "Ana, after the session", ANA, AFTER },
	{ "Gus, a guest by swap, in the room", GUS, ROOM },
	{ "Una, family, in the room", UNA, ROOM },
	{ "Grace, who leads, no session yet", GRACE, BEFORE },
	{ "Grace, who leads, in the session", GRACE, ROOM },
	{ "Grace, who leads, after it", GRACE, AFTER },
	{ "Adam, admin in the group, in the session", ADAM, ROOM },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]), LINE = 160 };

#define WISH(word, rest) "{\"t\":\"c\",\"g\":1,\"k\":@,\"c\":\"" word "\"" rest "}"
#define BEN_             ",\"u\":2"
#define N(n)             ",\"n\":" #n
#define B(text)          ",\"b\":\"" text "\""
#define ASK(word, rest)  "{\"t\":\"W\",\"k\":@,\"r\":\"" word "\"" rest "}"
#define AT(series)       ",\"c\":\"" #series ".$\""
#define WORK(word, rest) "{\"t\":\"I\",\"k\":@,\"r\":\"" word "\"" rest "}"
#define S(n)             ",\"s\":" #n
#define PLAN_ANSWERS     ",\"b\":\"warning\\tcannot sleep\\n\""
#define LINES            "\"b\":\"DTSTART:20350102T180000Z\\nDURATION:PT1H\\n\""

/* The rows.  `of`: whose, where that makes a difference.  Ana's, Ben's and Cal's rows have the same
 * numbers everywhere: see begin_rows. */
static const struct asks {
	enum right_door door;
	const char *word, *of, *json; /* HTTP: the body; NULL: a GET */
} asks[] = {
	{ RIGHT_HTTP, "/v1/ca", "", NULL },
	{ RIGHT_HTTP, "/v1/enrol", "", "{\"code\":\"x\",\"name\":\"X\",\"passphrase\":\"x\"}" },
	{ RIGHT_HTTP, "/v1/signin", "", "{\"name\":\"Ana\"}" },
	{ RIGHT_HTTP, "/v1/signout", "", "{}" },
	{ RIGHT_HTTP, "/v1/cutoff", "Ben", "{\"name\":\"Ben\"}" },
	{ RIGHT_HTTP, "/v1/cutoff", "Cal", "{\"name\":\"Cal\"}" },
	{ RIGHT_HTTP, "/v1/note", "Ben", "{\"group\":1,\"name\":\"Ben\"}" },
	{ RIGHT_HTTP, "/v1/consents", "", "{}" },
	{ RIGHT_HTTP, "/v1/consents/sign", "", "{\"consent\":1,\"name\":\"Ben\"}" },
	{ RIGHT_HTTP, "/v1/consents/revoke", "", "{\"consent\":1}" },
	{ RIGHT_HTTP, "/v1/reads", "", NULL },
	{ RIGHT_HTTP, "/v1/reads/", "", NULL },
	{ RIGHT_HTTP, "/v1/record", "", NULL },
	{ RIGHT_HTTP, "/v1/record/", "", NULL },
	{ RIGHT_HTTP, "/calendar/", "", NULL },
	{ RIGHT_HTTP, "/packs", "", NULL },
	{ RIGHT_HTTP, "/packs/", "", NULL },
	{ RIGHT_MESSAGE, "say", "", "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Hello.\"}" },
	{ RIGHT_MESSAGE, "seen", "", "{\"t\":\"a\",\"g\":1,\"s\":1}" },
	{ RIGHT_MESSAGE, "more", "", "{\"t\":\"o\",\"g\":1,\"s\":1,\"n\":1}" },
	{ RIGHT_MESSAGE, "wish", "", WISH("looks", "") },
	{ RIGHT_MESSAGE, "text", "", "{\"t\":\"s\",\"g\":1,\"s\":1}" },
	{ RIGHT_MESSAGE, "attendance", "", "{\"t\":\"A\"}" },
	{ RIGHT_MESSAGE, "ask", "", ASK("listening", AT(1)) },
	{ RIGHT_MESSAGE, "set", "",
	  "{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":1,\"r\":\"group\",\"x\":\"X\"," LINES "}" },
	{ RIGHT_MESSAGE, "feed", "", "{\"t\":\"F\",\"k\":@,\"n\":1}" },
	{ RIGHT_MESSAGE, "hours-ask", "", "{\"t\":\"O\",\"g\":1,\"d\":#}" },
	{ RIGHT_MESSAGE, "work", "", WORK("comment", S(1) B("Well done.")) },
	{ RIGHT_WISH, "watch", "", WISH("watch", "") },
	{ RIGHT_WISH, "look", "Ben", WISH("look", BEN_) },
	{ RIGHT_WISH, "looks", "", WISH("looks", "") },
	{ RIGHT_WISH, "report", "", WISH("report", N(1) B("It hurts.")) },
	{ RIGHT_WISH, "resolve", "Ben", WISH("resolve", N(2) B("Spoke with them.")) },
	{ RIGHT_WISH, "heard", "Ana", WISH("heard", N(1)) },
	{ RIGHT_WISH, "heard", "Ben", WISH("heard", N(3)) },
	{ RIGHT_WISH, "name", "", WISH("name", B("Zed")) },
	{ RIGHT_WISH, "open", "", WISH("open", B("small")) },
	{ RIGHT_WISH, "stage", "", WISH("stage", N(3)) },
	{ RIGHT_WISH, "extend", "", WISH("extend", N(5)) },
	{ RIGHT_WISH, "talk", "", WISH("talk", N(2)) },
	{ RIGHT_WISH, "come", "", WISH("come", "") },
	{ RIGHT_WISH, "lost", "Ben", WISH("lost", BEN_) },
	{ RIGHT_WISH, "back", "Ben", WISH("back", BEN_) },
	{ RIGHT_WISH, "leave", "", WISH("leave", "") },
	{ RIGHT_WISH, "accept", "", WISH("accept", "") },
	{ RIGHT_WISH, "admit", "Eve", WISH("admit", ",\"u\":4") },
	{ RIGHT_WISH, "raise", "", WISH("raise", "") },
	{ RIGHT_WISH, "lower", "", WISH("lower", "") },
	{ RIGHT_WISH, "lower", "Ben", WISH("lower", BEN_) },
	{ RIGHT_WISH, "pass", "", WISH("pass", "") },
	{ RIGHT_WISH, "done", "", WISH("done", "") },
	{ RIGHT_WISH, "more", "", WISH("more", "") },
	{ RIGHT_WISH, "rate", "", WISH("rate", N(5)) },
	{ RIGHT_WISH, "invite", "Una", WISH("invite", ",\"u\":5") },
	{ RIGHT_WISH, "call", "Ben", WISH("call", BEN_) },
	{ RIGHT_WISH, "mute", "Ben", WISH("mute", BEN_ N(5)) },
	{ RIGHT_WISH, "mute", "Adam", WISH("mute", ",\"u\":7" N(5)) },
	{ RIGHT_WISH, "stepout", "Ben", WISH("stepout", BEN_) },
	{ RIGHT_WISH, "remove", "Ben", WISH("remove", BEN_) },
	{ RIGHT_WISH, "lock", "", WISH("lock", N(1)) },
	{ RIGHT_WISH, "slow", "", WISH("slow", N(30)) },
	{ RIGHT_WISH, "undo", "", WISH("undo", "") },
	{ RIGHT_WISH, "topic", "", WISH("topic", B("Sleep")) },
	{ RIGHT_WISH, "decide", "", WISH("decide", B("We meet at six.")) },
	{ RIGHT_WISH, "side", "", WISH("side", B("Psst.")) },
	{ RIGHT_WISH, "side", "Ben", WISH("side", BEN_ B("Psst.")) },
	{ RIGHT_WISH, "modality", "", WISH("modality", N(1)) },
	{ RIGHT_WISH, "modality", "Ben", WISH("modality", BEN_ N(1)) },
	{ RIGHT_WISH, "correct", "", WISH("correct", N(5) B("x")) },
	{ RIGHT_WISH, "danger", "", WISH("danger", "") },
	{ RIGHT_WISH, "take", "", WISH("take", "") },
	{ RIGHT_WISH, "baton", "Adam", WISH("baton", ",\"u\":7") },
	{ RIGHT_WISH, "lead", "", WISH("lead", "") },
	{ RIGHT_WISH, "poll", "", WISH("poll", B("Tea?\\nYes\\nNo")) },
	{ RIGHT_WISH, "vote", "", WISH("vote", N(1)) },
	{ RIGHT_WISH, "count", "", WISH("count", "") },
	{ RIGHT_WISH, "pin", "", WISH("pin", B("Be kind.")) },
	{ RIGHT_WISH, "unpin", "", WISH("unpin", "") },
	{ RIGHT_WISH, "exercise", "", WISH("exercise", B("grounding")) },
	{ RIGHT_WISH, "stop", "", WISH("stop", "") },
	{ RIGHT_WISH, "lesson", "", WISH("lesson", B("cravings")) },
	{ RIGHT_WISH, "page", "", WISH("page", N(4)) },
	{ RIGHT_WISH, "answer", "", WISH("answer", N(32)) },
	{ RIGHT_WISH, "ask", "", WISH("ask", B("Why?")) },
	{ RIGHT_WISH, "question", "", WISH("question", "") },
	{ RIGHT_WISH, "answered", "", WISH("answered", "") },
	{ RIGHT_WISH, "reply", "", WISH("reply", N(1) B("At home.")) },
	{ RIGHT_WISH, "hide", "Ben", WISH("hide", N(1)) },
	{ RIGHT_WISH, "hold", "", WISH("hold", N(1)) },
	{ RIGHT_WISH, "held", "", WISH("held", B("x")) },
	{ RIGHT_WISH, "let", "Ben", WISH("let", BEN_) },
	{ RIGHT_WISH, "refuse", "Ben", WISH("refuse", BEN_ B("Not so.")) },
	{ RIGHT_WISH, "react", "", WISH("react", N(1)) },
	{ RIGHT_WISH, "mark", "", WISH("mark", "") },
	{ RIGHT_SCHEDULE, "late", "", ASK("late", AT(1) ",\"x\":\"7\"") },
	{ RIGHT_SCHEDULE, "late", "Cal", ASK("late", AT(3) ",\"x\":\"7\"") },
	{ RIGHT_SCHEDULE, "listening", "", ASK("listening", AT(1)) },
	{ RIGHT_SCHEDULE, "absent", "", ASK("absent", AT(1)) },
	{ RIGHT_SCHEDULE, "swap", "", ASK("swap", AT(1) ",\"x\":\"2.$\"") },
	{ RIGHT_SCHEDULE, "sign-up", "", ASK("sign-up", AT(1)) },
	{ RIGHT_SCHEDULE, "withdraw", "Ana", ASK("withdraw", S(2)) },
	{ RIGHT_SCHEDULE, "withdraw", "Ben", ASK("withdraw", S(3)) },
	{ RIGHT_SCHEDULE, "withdraw", "Cal", ASK("withdraw", S(4)) },
	{ RIGHT_SCHEDULE, "grant", "Ben", ASK("grant", S(5)) },
	{ RIGHT_SCHEDULE, "grant", "Cal", ASK("grant", S(4)) },
	{ RIGHT_SCHEDULE, "refuse", "Ben", ASK("refuse", S(5)) },
	{ RIGHT_SCHEDULE, "refuse", "Cal", ASK("refuse", S(4)) },
	{ RIGHT_SCHEDULE, "set", "",
	  "{\"t\":\"E\",\"k\":@,\"d\":0,\"g\":1,\"r\":\"group\",\"x\":\"X\"," LINES "}" },
	{ RIGHT_SCHEDULE, "set", "Cal", "{\"t\":\"E\",\"k\":@,\"d\":99,\"s\":3}" },
	{ RIGHT_WORK, "assign", "Ben", WORK("assign", ",\"g\":1,\"u\":2,\"c\":\"phq-9\"") },
	{ RIGHT_WORK, "assign", "Cal", WORK("assign", ",\"g\":3,\"u\":9,\"c\":\"phq-9\"") },
	{ RIGHT_WORK, "unassign", "Ana", WORK("unassign", S(1)) },
	{ RIGHT_WORK, "unassign", "Cal", WORK("unassign", S(2)) },
	{ RIGHT_WORK, "file", "",
	  WORK("file", ",\"g\":1,\"c\":\"safety-plan\",\"d\":1" PLAN_ANSWERS) },
	{ RIGHT_WORK, "file", "Ana",
	  WORK("file", ",\"g\":1,\"c\":\"phq-9\",\"d\":1,\"s\":1" B("")) },
	{ RIGHT_WORK, "unfile", "Ana", WORK("unfile", S(1)) },
	{ RIGHT_WORK, "unfile", "Ben", WORK("unfile", S(2)) },
	{ RIGHT_WORK, "unfile", "Cal", WORK("unfile", S(3)) },
	{ RIGHT_WORK, "read", "Ana", WORK("read", S(1)) },
	{ RIGHT_WORK, "read", "Cal", WORK("read", S(3)) },
	{ RIGHT_WORK, "comment", "Ana", WORK("comment", S(1) B("Well done.")) },
	{ RIGHT_WORK, "comment", "Ben", WORK("comment", S(2) B("Well done.")) },
	{ RIGHT_WORK, "comment", "Cal", WORK("comment", S(3) B("Well done.")) },
	{ RIGHT_WORK, "again", "Ana", WORK("again", S(1) B("Once more?")) },
	{ RIGHT_WORK, "again", "Cal", WORK("again", S(3) B("Once more?")) },
	{ RIGHT_WORK, "reviewed", "Ana", WORK("reviewed", S(1)) },
	{ RIGHT_WORK, "reviewed", "Cal", WORK("reviewed", S(3)) },
};
enum { ASKED = sizeof(asks) / sizeof(asks[0]) };

/* When these are done, everybody may what they might before. */
static const char *const harmless[] = {
	"/v1/ca",     "/v1/enrol",  "/v1/signin",  "/v1/note", "/calendar/",   "/packs",
	"/packs/",    "seen",       "more",        "text",     "attendance",   "feed",
	"hours-ask",  "watch",      "look",        "looks",    "report",       "rate",
	"topic",      "decide",     "react",       "comment",  "again",        "read",
	"name",       "assign",     "listening",   "reply",    "/v1/consents", "/v1/reads",
	"/v1/reads/", "/v1/record", "/v1/record/",
};

static bool is_harmless(const struct asks *a)
{
	for (size_t i = 0; i < sizeof(harmless) / sizeof(harmless[0]); i++)
		if (strcmp(a->word, harmless[i]) == 0)
			return true;
	return false;
}

static const char *const doors[RIGHT_DOORS] = { "request", "message", "wish", "schedule",
						"worksheet" };

/* ---- how things come to stand so ---- */

static const char plan[] = "waiting\nask\nnorms Be kind.\n"
			   "stage welcome open 5 Welcome\nstage work open 40 Work\n"
			   "stage work open 10 More\nstage closed open 0 Closed\n";

static void write_plan(const struct counter *c)
{
	char path[TMPDIR_PATH + 32];
	FILE *f;

	snprintf(path, sizeof(path), "%s/plans", c->dir);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s/plans/small.txt", c->dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(plan, 1, sizeof(plan) - 1, f), sizeof(plan) - 1);
	fclose(f);
}

/* What everybody has before any session: words, reports, requests, sheets. */
static void begin_rows(struct counter *c)
{
	static const char filed[] =
		WORK("file", ",\"g\":1,\"c\":\"safety-plan\",\"d\":1" PLAN_ANSWERS);
	static const char assigned[] = WORK("assign", ",\"g\":1,\"u\":1,\"c\":\"phq-9\"");
	static const char report[] = WISH("report", N(1) B("It hurts."));
	static const char settled[] = WISH("resolve", N(1) B("Spoke with them."));

	counter_must(c, EVE, "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Hello.\"}");
	counter_must(c, ANA, WISH("report", N(1) B("It hurts.")));
	counter_must(c, BEN, report);
	counter_must(c, BEN, WISH("report", N(1) B("It still hurts.")));
	counter_must(c, GRACE, settled);
	counter_must(c, GRACE, WISH("resolve", N(3) B("Spoke again.")));
	counter_must(c, ANA, ASK("late", AT(1) ",\"x\":\"5\""));
	counter_must(c, BEN, ASK("late", AT(1) ",\"x\":\"5\""));
	counter_must(c, CAL, ASK("late", AT(3) ",\"x\":\"5\""));
	counter_must(c, BEN, ASK("swap", AT(1) ",\"x\":\"2.$\""));
	counter_must(c, ANA, filed);
	counter_must(c, BEN, filed);
	counter_must(c, CAL,
		     WORK("file", ",\"g\":3,\"c\":\"safety-plan\",\"d\":1" PLAN_ANSWERS));
	counter_must(c, GRACE, assigned);
	counter_must(c, FAY, WORK("assign", ",\"g\":3,\"u\":9,\"c\":\"phq-9\""));
}

static void admit(struct counter *c, int64_t who)
{
	char json[80];

	snprintf(json, sizeof(json), WISH("admit", ",\"u\":%d"), (int)who);
	counter_must(c, GRACE, json);
	counter_must(c, who, WISH("accept", ""));
}

/* Eve waits on; Ana's place is the column's. */
static void begin_session(struct counter *c, enum state state)
{
	counter_must(c, GRACE, WISH("open", B("small")));
	admit(c, BEN);
	admit(c, GUS);
	admit(c, UNA);
	if (state != DOOR)
		admit(c, ANA);
	counter_must(c, GRACE, WISH("stage", N(2)));
	counter_must(c, GRACE, WISH("poll", B("Tea?\\nYes\\nNo")));
	counter_must(c, GRACE, WISH("pin", B("Be kind.")));
	counter_must(c, GRACE, WISH("exercise", B("grounding")));
	counter_must(c, GRACE, WISH("lesson", B("cravings")));
	counter_must(c, GRACE, WISH("page", N(3)));
	counter_must(c, BEN, WISH("raise", ""));
	counter_must(c, BEN, WISH("ask", B("Why?")));
	counter_must(c, GRACE, WISH("hold", N(1)));
	counter_must(c, BEN, "{\"t\":\"y\",\"g\":1,\"k\":@,\"b\":\"Held.\"}");
	if (state != HELD)
		counter_must(c, GRACE, WISH("hold", N(0)));
	if (state == OUT)
		counter_must(c, GRACE, WISH("stepout", ",\"u\":1"));
	if (state == REMOVED)
		counter_must(c, GRACE, WISH("remove", ",\"u\":1"));
	if (state == AFTER)
		counter_must(c, GRACE, WISH("stage", N(4)));
	else
		counter_must(c, BEN, WISH("danger", ""));
}

static void begin(struct counter *c, enum state state)
{
	const char *at;

	counter_open(c);
	write_plan(c);
	begin_rows(c);
	counter_must(c, ANA, "{\"t\":\"F\",\"k\":@,\"n\":1}");
	at = strstr(c->conns[ANA].heard, "/calendar/");
	assert_non_null(at);
	snprintf(c->feed, sizeof(c->feed), "%.*s", (int)strcspn(at, "\""), at);
	if (state != BEFORE)
		begin_session(c, state);
}

/* ---- what comes of it ---- */

/* '+' it is done; '~' they may, but not as things stand; '-' they may not, or there is nothing of
 * the kind for them. */
static char mark_of(const struct asks *a, const char *code)
{
	static const char *const refusals[] = { WIRE_E_ROLE, WIRE_E_GROUP, WIRE_E_TOKEN,
						"disabled",  "refused",    WIRE_E_GONE,
						WIRE_E_WAIT, WIRE_E_OUT,   "name" };
	const struct right *r = right_of(a->door, str_of(a->word));

	if (!*code)
		return '+';
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strcmp(code, refusals[i]) == 0)
			return '-';
	/* Who leads has to say to whom. */
	if (strcmp(code, WIRE_E_FORM) == 0 && a->door != RIGHT_HTTP)
		return r && !r->who ? '-' : r && r->when & RIGHT_OTHER ? '~' : '?';
	return strcmp(code, "silence") == 0 ? '?' : '~';
}

static char ask_one(struct counter *c, const struct asks *a, int64_t who)
{
	const bool feed = strcmp(a->word, "/calendar/") == 0;
	char json[400];
	const char *code;

	if (a->door == RIGHT_HTTP) {
		code = counter_request(c, who, feed ? c->feed : a->word, a->json);
	} else {
		snprintf(json, sizeof(json), "%s", a->json);
		code = counter_ask(c, who, json);
	}
	if (mark_of(a, code) == '?')
		print_message("%s %s: %s\n", a->word, a->json ? a->json : "", code);
	return mark_of(a, code);
}

static void ask_column(size_t column, char marks[ASKED][COLUMNS + 1])
{
	const struct column *at = &columns[column];
	struct counter c;

	begin(&c, at->state);
	for (size_t i = 0; i < ASKED; i++) {
		marks[i][column] = ask_one(&c, &asks[i], at->who);
		/* What was done has changed something: the next is asked of another server. */
		if (marks[i][column] == '+' && !is_harmless(&asks[i])) {
			counter_close(&c);
			begin(&c, at->state);
		}
	}
	counter_close(&c);
}

static void line_of(size_t i, const char *marks, char out[LINE])
{
	snprintf(out, LINE, "%-10s%-13s%-6s%.5s %.7s %.2s %.4s", doors[asks[i].door],
		 asks[i].word, asks[i].of, marks, marks + 5, marks + 12, marks + 14);
}

/* The file's next line that is none of its words; false: there is none. */
static bool next_line(FILE *f, char out[LINE])
{
	while (fgets(out, LINE, f)) {
		out[strcspn(out, "\n")] = '\0';
		if (*out && *out != '#')
			return true;
	}
	return false;
}

static void everybody_may_what_the_matrix_says_and_nothing_else(void **state)
{
	static char marks[ASKED][COLUMNS + 1];
	char got[LINE], want[LINE];
	FILE *f = fopen(RIGHTS_DATA "/matrix.txt", "r");
	int wrong = 0;

	(void)state;
	assert_non_null(f);
	for (size_t i = 0; i < COLUMNS; i++)
		ask_column(i, marks);
	for (size_t i = 0; i < COLUMNS; i++)
		print_message("%c  %s\n", (char)('a' + i), columns[i].words);
	print_message("%-29sabcde fghijkl mn opqr\n", "");
	for (size_t i = 0; i < ASKED; i++) {
		line_of(i, marks[i], got);
		print_message("%s\n", got);
		if (next_line(f, want) && strcmp(got, want) == 0)
			continue;
		print_message("%s  <- should be\n", want);
		wrong++;
	}
	wrong += next_line(f, want);
	fclose(f);
	assert_int_equal(wrong, 0);
}

/* ---- nothing is left out ---- */

static void is_in_both(enum right_door door, const char *word)
{
	bool asked = false;

	for (size_t i = 0; i < ASKED; i++)
		asked |= asks[i].door == door && strcmp(asks[i].word, word) == 0;
	if (!right_of(door, str_of(word)))
		fail_msg("%s %s has no row in server/rights.c: nobody may", doors[door], word);
	if (!asked)
		fail_msg("%s %s is not asked in tests/unit/test_rights.c", doors[door], word);
}

static void on_route(void *user, const char *path, bool post)
{
	(void)user, (void)post;
	is_in_both(RIGHT_HTTP, path);
}

static void all_that_may_be_asked_has_a_row_and_is_asked(void **state)
{
	(void)state;
	door_each(on_route, NULL);
	for (int t = 0; t < WIRE_TYPES; t++)
		if (wire_rows[t].from == WIRE_CLIENT)
			is_in_both(RIGHT_MESSAGE, wire_rows[t].word);
	for (int k = 0; k < MEETING_KINDS; k++)
		is_in_both(RIGHT_WISH, meeting_word((enum meeting_kind)k));
	for (int i = 0; i < ASKS; i++)
		is_in_both(RIGHT_SCHEDULE, program_asks[i]);
	/* What has no row nobody may, so that these are all that can be done otherwise. */
	for (size_t i = 0; i < rights_count; i++)
		is_in_both(rights[i].door, rights[i].word);
}

static void each_row_says_why_and_comes_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < rights_count; i++) {
		assert_true(rights[i].why && *rights[i].why);
		assert_ptr_equal(right_of(rights[i].door, str_of(rights[i].word)), &rights[i]);
	}
	assert_false(right_may(right_of(RIGHT_WISH, str_of("rule")), ~0u));
	assert_false(right_may(right_of(RIGHT_WISH, str_of("mark")), ~0u));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_that_may_be_asked_has_a_row_and_is_asked),
		cmocka_unit_test(each_row_says_why_and_comes_once),
		cmocka_unit_test(everybody_may_what_the_matrix_says_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
