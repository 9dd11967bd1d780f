/* SPDX-License-Identifier: MIT */
/*
 * In place of libspeechd: what is to be said goes into the file that FAKE_SPEECH names, a line
 * each, behind its priority.  Without that nobody answers.
 */
#include <stdio.h>
#include <stdlib.h>

#pragma GCC visibility push(default) /* the rest of the tree is built without */
void *spd_open(const char *client, const char *connection, const char *user, int mode);
int spd_say(void *connection, int priority, const char *text);
int spd_cancel(void *connection);
int spd_set_language(void *connection, const char *language);
void spd_close(void *connection);
#pragma GCC visibility pop

void *spd_open(const char *client, const char *connection, const char *user, int mode)
{
	const char *path = getenv("FAKE_SPEECH");
	FILE *f = path ? fopen(path, "we") : NULL;

	(void)user;
	if (f)
		fprintf(f, "open %s %s %d\n", client, connection, mode);
	return f;
}

int spd_say(void *connection, int priority, const char *text)
{
	fprintf(connection, "%d %s\n", priority, text);
	return fflush(connection);
}

int spd_cancel(void *connection)
{
	fputs("cancel\n", connection);
	return fflush(connection);
}

int spd_set_language(void *connection, const char *language)
{
	fprintf(connection, "language %s\n", language);
	return 0;
}

void spd_close(void *connection)
{
	fputs("close\n", connection);
	fclose(connection);
}
