/* SPDX-License-Identifier: MIT */
#include "support/talk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

enum { LINE_ROOM = 4400 };

static void add(struct talk *t, int64_t at_ms, const char *who, const char *text)
{
	t->lines = mem_grow(t->lines, (t->n + 1) * sizeof(*t->lines));
	t->lines[t->n++] = (struct talk_line) { at_ms, mem_dup(who, strlen(who)),
						mem_dup(text, strlen(text)) };
}

void talk_add(struct talk *t, const char *who, const char *text)
{
	add(t, 0, who, text);
}

void talk_read(struct talk *t, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[LINE_ROOM];

	*t = (struct talk) { 0 };
	if (!f)
		perror(path);
	while (f && fgets(line, sizeof(line), f)) {
		char *who, *text;
		int64_t at_ms = strtoll(line, &who, 10);

		line[strcspn(line, "\n")] = '\0';
		text = strstr(line, ": ");
		if (*line == '#' || who == line || !text)
			continue;
		*text = '\0';
		add(t, at_ms, who + 1, text + 2);
	}
	if (f)
		fclose(f);
}

void talk_forget(struct talk *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->lines[i].who);
		free(t->lines[i].text);
	}
	free(t->lines);
	*t = (struct talk) { 0 };
}
