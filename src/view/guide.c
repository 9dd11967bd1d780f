/* SPDX-License-Identifier: MIT */
/* The words for exercises, lessons and questions. */
#include <string.h>

#include "text/keys.h"
#include "view/session.h"

static int tell_exercise(struct stage *s)
{
	return stage_tell(s, words_exercise(&s->model.mem, &session_of_stage(s)->exercise,
					    s->now_utc_ms));
}

static bool is_word(const char *rest, const char *word)
{
	const size_t n = rest ? strcspn(rest, " \n") : 0;

	return n == strlen(word) && strncmp(rest, word, n) == 0 && !session_given(rest + n);
}

static int wish(struct stage *s, struct pl_wish w, const char *rest)
{
	if (!rest)
		rest = "";
	w.text = arena_dup(&s->model.mem, rest, strcspn(rest, " \n"));
	return session_wish_for(s, &w, w.text);
}

/* Without a name it begins that of the stage, and none begins twice by a slip. */
static int act_exercise(struct stage *s, const char *rest)
{
	const bool runs = *session_of_stage(s)->exercise.title;

	if (!session_given(rest) && (runs || !session_leads(s)))
		return tell_exercise(s);
	if (is_word(rest, "stop"))
		return wish(s, (struct pl_wish) { .act = PL_ACT_STOP }, "");
	return wish(s, (struct pl_wish) { .act = PL_ACT_EXERCISE }, rest);
}

static int act_skip(struct stage *s, const char *rest)
{
	const bool skip = !session_of_stage(s)->exercise.skipped;
	const enum pl_failure f = pl_client_skip(s->client, s->group, skip);

	(void)rest;
	if (f != PL_OK)
		return tell_exercise(s);
	return stage_tell(s, words_of(skip ? WORD_SKIPPED : WORD_SKIPPED_BACK));
}

/* The lesson */

static int tell_page(struct stage *s, int64_t n)
{
	const struct pl_lesson *l = &session_of_stage(s)->lesson;

	if (!*l->title)
		return stage_tell(s, words_of(WORD_NO_LESSON));
	if (n < 1 || n > l->page)
		return stage_tell(s, words_of(WORD_NO_PAGE)) | DID_KEEP;
	return stage_tell(s, words_page(&s->model.mem, l, (int)n));
}

static int act_lesson(struct stage *s, const char *rest)
{
	const struct pl_lesson *l = &session_of_stage(s)->lesson;

	if (!session_leads(s) || (!session_given(rest) && *l->title))
		return tell_page(s, l->page);
	return wish(s, (struct pl_wish) { .act = PL_ACT_LESSON }, rest);
}

/* The page that is meant; 0: none is.  A key alone is the next one. */
static int64_t page_of(const struct pl_lesson *l, const char *rest)
{
	int64_t n = 0;

	if (!rest || is_word(rest, "next"))
		return l->page + 1;
	if (is_word(rest, "back"))
		return l->page - 1;
	return session_number(rest, &n) ? n : 0;
}

/* Who leads turns the page for all, and by the word alone reads it again; all others read for
 * themselves what has been up. */
static int act_page(struct stage *s, const char *rest)
{
	const struct pl_lesson *l = &session_of_stage(s)->lesson;
	const bool turns = session_leads(s) && (!rest || session_given(rest));
	const int64_t n = page_of(l, rest);

	if (!*l->title || (!turns && !session_given(rest)))
		return tell_page(s, l->page);
	if (!n && !is_word(rest, "back"))
		return session_how(s, "page");
	if (!turns)
		return tell_page(s, n);
	if (n < 1 || n > l->pages_count)
		return stage_tell(s, words_of(WORD_NO_PAGE)) | DID_KEEP;
	return session_wish_for(s, &(struct pl_wish) { .act = PL_ACT_PAGE, .n = n },
				words_count(&s->model.mem, (int)n));
}

static int act_answer(struct stage *s, const char *rest)
{
	const struct pl_lesson *l = &session_of_stage(s)->lesson;
	const int letter = rest ? *rest & ~0x20 : 0;

	if (!l->options)
		return stage_tell(s, words_of(WORD_NO_QUIZ)) | DID_KEEP;
	if (letter < 'A' || letter >= 'A' + l->options || session_given(rest + 1))
		return session_how(s, "answer");
	return session_wish_for(
		s, &(struct pl_wish) { .act = PL_ACT_ANSWER, .n = letter - 'A' + 1 }, "");
}

/* Questions */

static int act_ask(struct stage *s, const char *rest)
{
	const struct pl_session *now = session_of_stage(s);

	if (session_given(rest))
		return session_wish_for(
			s, &(struct pl_wish) { .act = PL_ACT_ASK, .text = rest }, "");
	if (!session_leads(s) && !now->questions_count)
		return session_how(s, "ask");
	return stage_tell(s, words_questions(&s->model.mem, now));
}

/* By its place, as /ask tells it; without one the server knows which. */
static int on_question(struct stage *s, enum pl_act act, const char *rest, const char *word)
{
	const struct pl_session *now = session_of_stage(s);
	struct pl_wish w = { .act = act };
	int64_t place = 0;

	if (session_given(rest) && (!session_number(rest, &place) || place < 1))
		return session_how(s, word);
	if (place > (int64_t)now->questions_count)
		return stage_tell(s, words_questions(&s->model.mem, now)) | DID_KEEP;
	if (place)
		w.n = now->questions[place - 1].number;
	return session_wish_for(s, &w, "");
}

static int act_question(struct stage *s, const char *rest)
{
	return on_question(s, PL_ACT_QUESTION, rest, "question");
}

static int act_answered(struct stage *s, const char *rest)
{
	return on_question(s, PL_ACT_ANSWERED, rest, "answered");
}

const struct verb guide_verbs[] = {
	{ "exercise", KEY_CHORD('e'), N_("NAME, or stop"),
	  N_("Tell how far the exercise is. Facilitators: begin one, such as breathing, "
	     "body-scan, grounding or safe-place, or stop it."),
	  act_exercise },
	{ "skip", KEY_CHORD('z'), "",
	  N_("Leave the exercise for yourself, or come back to it. Nobody is told."),
	  act_skip },
	{ "lesson", KEY_CHORD('J'), N_("NAME"),
	  N_("Facilitators: open a lesson, such as stress or sleep."), act_lesson },
	{ "page", KEY_CHORD('j'), N_("next, back or NUMBER"),
	  N_("Read a page of the lesson again. Facilitators: turn the page."), act_page },
	{ "answer", KEY_CHORD('r'), N_("LETTER"), N_("Answer what the page asks."),
	  act_answer },
	{ "ask", KEY_CHORD('q'), N_("TEXT"),
	  N_("Ask a question. It waits for the facilitators. Facilitators: tell all that "
	     "wait."),
	  act_ask },
	{ "question", KEY_CHORD('Q'), N_("NUMBER"),
	  N_("For facilitators: take up the first question, or another. All are told it."),
	  act_question },
	{ "answered", KEY_CHORD('y'), N_("NUMBER"),
	  N_("For facilitators: the question is answered."), act_answered },
	{ NULL, 0, NULL, NULL, NULL },
};
