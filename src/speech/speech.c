/* SPDX-License-Identifier: MIT */
#include "speech/speech.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

/* As libspeechd.h of 0.8 and later has them: its header is not needed to build this. */
enum { SPD_MODE_SINGLE = 0, SPD_IMPORTANT = 1, SPD_MESSAGE = 2 };

struct speech {
	void *library, *connection;
	int (*say)(void *connection, int priority, const char *text);
	int (*cancel)(void *connection);
	void (*close)(void *connection);
};

/* ISO C has no cast from what dlsym gives to a function. */
static bool find(void *library, const char *name, void *slot)
{
	void *symbol = dlsym(library, name);

	memcpy(slot, &symbol, sizeof(symbol));
	return symbol != NULL;
}

static bool connect(struct speech *s, const char *language)
{
	void *(*begin)(const char *client, const char *connection, const char *user, int mode);
	int (*speak)(void *connection, const char *language);

	if (!find(s->library, "spd_open", &begin) || !find(s->library, "spd_say", &s->say) ||
	    !find(s->library, "spd_cancel", &s->cancel) ||
	    !find(s->library, "spd_close", &s->close))
		return false;
	s->connection = begin("porchlight", "line", NULL, SPD_MODE_SINGLE);
	if (s->connection && find(s->library, "spd_set_language", &speak))
		speak(s->connection, language);
	return s->connection;
}

struct speech *speech_open(const char *language)
{
	struct speech *s = mem_get(sizeof(*s));

	s->library = dlopen("libspeechd.so.2", RTLD_NOW | RTLD_LOCAL);
	if (s->library && connect(s, language))
		return s;
	speech_close(s);
	return NULL;
}

void speech_close(struct speech *s)
{
	if (!s)
		return;
	if (s->connection)
		s->close(s->connection);
	if (s->library)
		dlclose(s->library);
	free(s);
}

void speech_say(struct speech *s, const char *sentence, bool urgent)
{
	s->say(s->connection, urgent ? SPD_IMPORTANT : SPD_MESSAGE, sentence);
}

void speech_stop(struct speech *s)
{
	s->cancel(s->connection);
}
