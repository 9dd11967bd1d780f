/* SPDX-License-Identifier: MIT */
#include "start/configuration.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "view/words_start.h"

static char *trimmed(char *s)
{
	size_t n;

	s += strspn(s, " \t");
	for (n = strlen(s); n && strchr(" \t\r\n", s[n - 1]);)
		n--;
	s[n] = '\0';
	return s;
}

static bool refuse(enum start_word w, const char *where, const char *other)
{
	struct arena a = { 0 };

	fprintf(stderr, "porchlight: %s\n", words_start(&a, w, where, other));
	arena_finish(&a);
	return false;
}

struct place {
	int line;
	char where[SETTINGS_PATH + 32]; /* both */
};

static bool set_key(struct settings *s, const char *word, const char *key,
		    const struct place *at)
{
	static const enum start_word why[] = {
		[REBIND_NO_WORD] = START_KEY_NO_WORD,
		[REBIND_NO_KEY] = START_KEY_NO_KEY,
		[REBIND_FIXED] = START_KEY_FIXED,
		[REBIND_TWICE] = START_KEY_TWICE,
	};
	const enum rebind_end end = rebind_set(&s->keys, word, key, at->line);
	char what[SETTINGS_PATH + 128];

	snprintf(what, sizeof(what), "%s: key.%.64s = %.24s", at->where, word, key);
	return end == REBIND_OK || refuse(why[end], what, "");
}

/* When all lines are known, for two words may have changed places. */
static bool look_for_clash(const struct settings *s, const char *path)
{
	char what[SETTINGS_PATH + 128];
	const char *other;
	const struct rebind_row *row = rebind_clash(&s->keys, &other);

	if (!row)
		return true;
	snprintf(what, sizeof(what), "%s:%d: key.%s", path, row->line, row->word);
	return refuse(START_KEY_CLASH, what, other);
}

static bool take_line(struct settings *s, char *line, const struct place *at)
{
	char *equals = strchr(line, '='), what[SETTINGS_PATH + 128];
	const char *key, *value;
	bool known;

	line = trimmed(line);
	if (!*line || *line == '#')
		return true;
	if (!equals)
		return settings_refuse(WORD_SETTING_FORM, at->where);
	*equals = '\0';
	key = trimmed(line);
	value = trimmed(equals + 1);
	snprintf(what, sizeof(what), "%s: %.64s", at->where, key);
	if (strncmp(key, "key.", 4) == 0)
		return set_key(s, key + 4, value, at);
	if (settings_set(s, key, value, &known))
		return true;
	return settings_refuse(known ? WORD_SETTING_VALUE : WORD_SETTING_UNKNOWN, what);
}

static bool take_file(struct settings *s, const char *path, bool must_be)
{
	struct place at = { 0 };
	char line[SETTINGS_PATH];
	FILE *f = fopen(path, "re");
	bool good = true;

	if (!f)
		return !must_be || settings_refuse(WORD_SETTINGS_FILE, path);
	while (good && fgets(line, sizeof(line), f)) {
		snprintf(at.where, sizeof(at.where), "%s:%d", path, ++at.line);
		if (strlen(line) ==
		    sizeof(line) - 1) /* the rest of it would be a line of its own */
			good = settings_refuse(WORD_SETTING_FORM, at.where);
		else
			good = take_line(s, line, &at);
	}
	if (good && ferror(f)) /* a folder, say */
		good = settings_refuse(WORD_SETTINGS_FILE, path);
	fclose(f);
	return good && look_for_clash(s, path);
}

/* The last is somebody else's to make. */
void settings_folders(char *path)
{
	for (char *p = path + 1; *p; p++)
		if (*p == '/') {
			*p = '\0';
			file_folder(path, NULL);
			*p = '/';
		}
}

bool settings_place(const char *variable, const char *in_home, const char *end,
		    char out[SETTINGS_PATH])
{
	const char *base = getenv(variable), *home = getenv("HOME");
	int n;

	if (base && *base == '/')
		n = snprintf(out, SETTINGS_PATH, "%s/%s", base, end);
	else if (home && *home)
		n = snprintf(out, SETTINGS_PATH, "%s/%s/%s", home, in_home, end);
	else
		return false;
	return n < SETTINGS_PATH;
}

bool configuration_take(struct settings *s)
{
	char path[SETTINGS_PATH];

	if (s->config)
		return take_file(s, s->config, true);
	if (!settings_place("XDG_CONFIG_HOME", ".config", "porchlight/porchlight.conf", path))
		return true;
	return take_file(s, path, false);
}
