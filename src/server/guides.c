/* SPDX-License-Identifier: MIT */
#include "server/guides.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/forms.h"
#include "guide/exercise.h"
#include "guide/lesson.h"
#include "server/folder.h"
#include "server/meeting_plan.h"

#define ENDING ".txt"

static bool read_own(const struct conf *c, enum guide_kind k, struct str name, struct buf *out)
{
	char file[GUIDE_NAME_MAX + 32];
	char *path;
	bool good;

	snprintf(file, sizeof(file), "%s/%.*s" ENDING, guide_kind_folder(k), (int)name.n,
		 name.p);
	path = conf_path(c, file);
	good = folder_read(path, PLAN_TEXT_MAX, out, NULL);
	free(path);
	return good;
}

struct str guides_find(const struct conf *c, enum guide_kind k, struct str name)
{
	struct str found = { NULL, 0 };
	struct buf own;

	if (guide_is_name(name) && read_own(c, k, name, &own))
		return (struct str) { own.p ? own.p : mem_dup("", 0), own.n };
	if (guide_is_name(name)) {
		buf_finish(&own);
		found = str_of(guide_find(k, name));
	}
	return (struct str) { mem_dup(found.n ? found.p : "", found.n), found.n };
}

/* What is wrong with one: the words behind its name. */

static bool is_there(const struct conf *c, enum guide_kind k, struct str name)
{
	struct str text = guides_find(c, k, name);
	const bool there = text.n > 0;

	free((char *)(uintptr_t)text.p);
	return there;
}

/* An exercise or a lesson that a stage has must be there when its time comes. */
static bool check_names(const struct conf *c, const struct meeting_plan *p, struct err *err)
{
	for (size_t i = 0; i < p->count; i++)
		for (int k = GUIDE_EXERCISE; k < GUIDE_KINDS; k++) {
			const char *name = p->stages[i].guides[k];

			if (*name && !is_there(c, (enum guide_kind)k, str_of(name)))
				return err_set(err, ERR_NOT_FOUND, "there is no %s %s",
					       guide_kind_word((enum guide_kind)k), name);
		}
	return true;
}

/* And so must a worksheet; those of packs are looked for when the stage begins. */
static bool check_forms(const struct meeting_plan *p, struct err *err)
{
	for (size_t i = 0; i < p->count; i++) {
		const char *name = p->stages[i].form;

		if (*name && !strchr(name, '/') && !form_find(str_of(name)))
			return err_set(err, ERR_NOT_FOUND, "there is no worksheet %s", name);
	}
	return true;
}

static bool check_plan(const struct conf *c, struct str text, struct err *err)
{
	struct meeting_plan p;

	return meeting_plan_read(text, &p, err) && check_names(c, &p, err) &&
	       check_forms(&p, err);
}

static bool check_exercise(const struct conf *c, struct str text, struct err *err)
{
	struct exercise x;

	(void)c;
	return exercise_read(text, &x, err);
}

static bool check_lesson(const struct conf *c, struct str text, struct err *err)
{
	struct lesson l;

	(void)c;
	return lesson_read(text, &l, err);
}

static bool (*const checks[GUIDE_KINDS])(const struct conf *c, struct str text,
					 struct err *err) = { check_plan, check_exercise,
							      check_lesson };

bool guides_sound(const struct conf *c, enum guide_kind k, struct str text, struct err *err)
{
	return checks[k](c, text, err);
}

/* The name that a file stands for; empty: none that anybody could type. */
static struct str name_of(const char *file)
{
	struct str name = str_of(file);
	const size_t end = strlen(ENDING);

	if (name.n <= end || strcmp(file + name.n - end, ENDING) != 0)
		return (struct str) { file, 0 };
	name.n -= end;
	return guide_is_name(name) ? name : (struct str) { file, 0 };
}

static bool check_file(const struct conf *c, enum guide_kind k, const char *file,
		       struct err *err)
{
	const struct str name = name_of(file);
	struct buf text;
	bool good;

	if (!name.n)
		return err_set(
			err, ERR_BAD_INPUT,
			"its name is not of small letters, digits and hyphens, with " ENDING);
	good = read_own(c, k, name, &text);
	if (good)
		good = guides_sound(c, k, (struct str) { buf_text(&text), text.n }, err);
	else
		err_set(err, ERR_DISK, "it cannot be read, or has more than %d bytes",
			PLAN_TEXT_MAX);
	buf_finish(&text);
	return good;
}

static int check_folder(const struct conf *c, enum guide_kind k, struct buf *say)
{
	char *path = conf_path(c, guide_kind_folder(k));
	DIR *dir = opendir(path);
	int bad = 0;

	for (struct dirent *d; dir && (d = readdir(dir));) {
		struct err err = { 0 };

		if (*d->d_name == '.' || check_file(c, k, d->d_name, &err))
			continue;
		buf_addf(say, "%s%s/%s: %s", say->n ? "\nbad  " : "", guide_kind_folder(k),
			 d->d_name, err.text);
		bad++;
	}
	if (dir)
		closedir(dir);
	free(path);
	return bad;
}

bool guides_check(const struct conf *c, struct buf *say)
{
	int bad = 0;

	for (int k = 0; k < GUIDE_KINDS; k++)
		bad += check_folder(c, (enum guide_kind)k, say);
	if (!bad)
		buf_adds(say, "plans, exercises and lessons can be read");
	return !bad;
}
