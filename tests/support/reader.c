/* SPDX-License-Identifier: MIT */
#include "support/reader.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHANGES = 8, LINE_LONG = 512 };

/* A setting that is not as Debian has it.  In `value`, %d is the port, and %s the program. */
struct change {
	const char *section, *key, *value; /* "" for settings before any section */
};

static const struct {
	const char *name, *path, *conf, *option;
	const char *needs;  /* a folder; NULL: no more than the program */
	bool program_word;  /* the program stands behind the settings, not in them */
	const char *bypass; /* before a key of its own */
	struct change changes[CHANGES];
} readers[READERS] = {
	{ "yasr",
	  "/usr/bin/yasr",
	  "/etc/yasr/yasr.conf",
	  "-C",
	  NULL,
	  true,
	  "\016",
	  { { "[options]", "synthesizer port", "127.0.0.1:%d" } } },
	{ "fenrir",
	  "/usr/bin/fenrir",
	  "/etc/fenrirscreenreader/settings/settings.conf",
	  "-es",
	  "/usr/lib/python3/dist-packages/speechd",
	  false,
	  "",
	  { { "[sound]", "enabled", "False" },
	    { "[speech]", "driver", "speechdDriver" },
	    { "[screen]", "driver", "ptyDriver" },
	    { "[keyboard]", "driver", "ptyDriver" },
	    { "[general]", "shell", "%s" },
	    { "[general]", "punctuationLevel", "none" }, /* its words are no matter of ours */
	    { "[remote]", "enable", "False" } } },
};

const char *reader_name(enum reader r)
{
	return readers[r].name;
}

const char *reader_bypass(enum reader r)
{
	return readers[r].bypass;
}

bool reader_is_here(enum reader r)
{
	return access(readers[r].path, X_OK) == 0 && access(readers[r].conf, R_OK) == 0 &&
	       (!readers[r].needs || access(readers[r].needs, R_OK) == 0);
}

/* ---- its settings ---- */

/* The change of a line of this section; NULL: it stays. */
static const struct change *change_of(enum reader r, const char *section, const char *line)
{
	for (const struct change *c = readers[r].changes; c->key; c++) {
		const size_t n = strlen(c->key);

		if (strcmp(c->section, section) == 0 && strncmp(line, c->key, n) == 0 &&
		    line[n] == '=')
			return c;
	}
	return NULL;
}

static void write_change(FILE *out, const struct change *c, const char *program, int port)
{
	const char *mark = strchr(c->value, '%');

	fprintf(out, "%s=", c->key);
	if (!mark)
		fprintf(out, "%s\n", c->value);
	else if (mark[1] == 'd')
		fprintf(out, "%.*s%d\n", (int)(mark - c->value), c->value, port);
	else
		fprintf(out, "%s\n", program);
}

static void write_conf(enum reader r, const struct reader_run *run, int port)
{
	FILE *in = fopen(readers[r].conf, "r"), *out = fopen(run->conf, "w");
	char line[LINE_LONG], section[LINE_LONG] = "";
	const struct change *c;

	while (in && out && fgets(line, sizeof(line), in)) {
		if (*line == '[')
			snprintf(section, sizeof(section), "%.*s", (int)strcspn(line, "\n"),
				 line);
		if ((c = change_of(r, section, line)) != NULL)
			write_change(out, c, run->program, port);
		else
			fputs(line, out);
	}
	if (!in || !out || fclose(out) != 0) {
		perror(run->conf);
		abort();
	}
	fclose(in);
}

/* Readers take options that stand behind the program for their own. */
static void write_program(const char *path, const char *const *argv)
{
	FILE *f = fopen(path, "w");

	if (!f) {
		perror(path);
		abort();
	}
	fputs("#!/bin/sh\nexec", f);
	for (; *argv; argv++)
		fprintf(f, " '%s'", *argv);
	fputs("\n", f);
	fclose(f);
	chmod(path, 0700);
}

void reader_prepare(enum reader r, const char *const *argv, const char *dir, int port,
		    struct reader_run *run)
{
	size_t n = 0;

	snprintf(run->conf, sizeof(run->conf), "%s/reader.conf", dir);
	snprintf(run->program, sizeof(run->program), "%s/program", dir);
	snprintf(run->speech, sizeof(run->speech), "SPEECHD_ADDRESS=inet_socket:127.0.0.1:%d",
		 port);
	write_program(run->program, argv);
	write_conf(r, run, port);
	run->words[n++] = (char *)(uintptr_t)readers[r].path;
	run->words[n++] = (char *)(uintptr_t)readers[r].option;
	run->words[n++] = run->conf;
	if (readers[r].program_word)
		run->words[n++] = run->program;
	run->words[n] = NULL;
}
