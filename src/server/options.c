/* SPDX-License-Identifier: MIT */
#include "server/options.h"

#include <string.h>

static bool add_word(struct options *o, const char *word, struct err *err)
{
	if (o->words_count == WORDS_MAX)
		return err_set(err, ERR_BAD_INPUT, "too many words");
	o->words[o->words_count++] = word;
	return true;
}

/* Options that say all by being there. */
static bool is_bare(const char *key)
{
	return strcmp(key, "yes") == 0;
}

static bool add_option(struct options *o, const char *key, const char *value, struct err *err)
{
	if (!value)
		return err_set(err, ERR_BAD_INPUT, "option '--%s' wants a value", key);
	if (o->count == OPTIONS_MAX)
		return err_set(err, ERR_BAD_INPUT, "too many options");
	o->given[o->count].key = key;
	o->given[o->count++].value = value;
	return true;
}

/* "--KEY=VALUE" is one of argv, "--KEY VALUE" two. */
static bool take_option(struct options *o, char **argv, int *i, struct err *err)
{
	char *key = argv[*i] + 2, *eq = strchr(key, '=');

	if (!eq && is_bare(key))
		return add_option(o, key, "yes", err);
	if (!eq)
		return add_option(o, key, argv[++*i], err);
	*eq = '\0';
	return add_option(o, key, eq + 1, err);
}

bool options_read(struct options *o, int argc, char **argv, struct err *err)
{
	bool good = true, ended = false;

	*o = (struct options) { .count = 0 };
	for (int i = 1; good && i < argc; i++) {
		if (ended || strncmp(argv[i], "--", 2) != 0) {
			good = add_word(o, argv[i], err);
		} else if (argv[i][2] == '\0') {
			ended = true;
		} else if (strcmp(argv[i], "--help") == 0 ||
			   strcmp(argv[i], "--version") == 0) {
			o->words[0] = argv[i] + 2;
			o->words_count = 1;
			return true;
		} else {
			good = take_option(o, argv, &i, err);
		}
	}
	return good;
}

const char *options_find(const struct options *o, const char *key)
{
	for (size_t i = o->count; i > 0; i--)
		if (strcmp(o->given[i - 1].key, key) == 0)
			return o->given[i - 1].value;
	return NULL;
}
