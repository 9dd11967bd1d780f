/* SPDX-License-Identifier: MIT */
#include "guide/lesson.h"

#include "guide/read.h"

static const char *read_title(struct str rest, void *out)
{
	struct lesson *l = out;

	return !*l->title && guide_copy(l->title, GUIDE_TITLE_MAX, rest)
		       ? NULL
		       : "a lesson has one title, of at most 64 bytes";
}

/* NULL: no page has begun, or it is not of that kind. */
static struct lesson_page *page_that(struct lesson *l, bool asks)
{
	struct lesson_page *p = l->count ? &l->pages[l->count - 1] : NULL;

	return p && p->asks == asks ? p : NULL;
}

/* A quiz has two answers or more, one of them right, and says why. */
static const char *check_last(struct lesson *l)
{
	const struct lesson_page *p = l->count ? &l->pages[l->count - 1] : NULL;

	if (!p || !p->asks)
		return NULL;
	return p->options_count >= 2 && p->right && p->why.n
		       ? NULL
		       : "the quiz before has not 2 answers or more, one of them right, and "
			 "why";
}

static const char *begin(struct lesson *l, struct str rest, bool asks)
{
	const char *no = check_last(l);

	if (no)
		return no;
	if (l->count == LESSON_PAGES_MAX)
		return "a lesson has at most 24 pages";
	if (rest.n == 0)
		return "a page wants a title, a quiz a question";
	l->pages[l->count++] = (struct lesson_page) { .title = rest, .asks = asks };
	return NULL;
}

static const char *read_page(struct str rest, void *out)
{
	return begin(out, rest, false);
}

static const char *read_quiz(struct str rest, void *out)
{
	return begin(out, rest, true);
}

static const char *read_text(struct str rest, void *out)
{
	struct lesson_page *p = page_that(out, false);

	if (!p || rest.n == 0 || p->lines_count == LESSON_LINES_MAX)
		return "text is a line of a page, which has at most 8";
	p->lines[p->lines_count++] = rest;
	return NULL;
}

static const char *add_option(struct lesson_page *p, struct str rest)
{
	if (!p || rest.n == 0 || p->options_count == LESSON_OPTIONS_MAX)
		return "right and wrong are answers of a quiz, which has at most 6";
	p->options[p->options_count++] = rest;
	return NULL;
}

static const char *read_wrong(struct str rest, void *out)
{
	return add_option(page_that(out, true), rest);
}

static const char *read_right(struct str rest, void *out)
{
	struct lesson_page *p = page_that(out, true);
	const char *no = add_option(p, rest);

	if (no || p->right)
		return no ? no : "only one answer of a quiz is right";
	p->right = p->options_count;
	return NULL;
}

static const char *read_why(struct str rest, void *out)
{
	struct lesson_page *p = page_that(out, true);

	if (!p || rest.n == 0 || p->why.n)
		return "why stands once, in a quiz";
	p->why = rest;
	return NULL;
}

static const char *whole(void *out)
{
	struct lesson *l = out;
	const char *no = check_last(l);

	if (no || !*l->title || !l->count)
		return no ? no : "a lesson has a title, and pages";
	return l->pages[l->count - 1].asks ? "a page comes behind the last quiz: what is right "
					     "is told when it is turned"
					   : NULL;
}

bool lesson_read(struct str text, struct lesson *out, struct err *err)
{
	static const struct guide_row rows[] = {
		{ "title", read_title }, { "page", read_page },   { "text", read_text },
		{ "quiz", read_quiz },   { "wrong", read_wrong }, { "right", read_right },
		{ "why", read_why },     { NULL, NULL },
	};
	static const struct guide_form form = { rows, GUIDE_TEXT_MAX, whole };

	*out = (struct lesson) { .count = 0 };
	return guide_read(text, &form, out, err);
}
