/* SPDX-License-Identifier: MIT */
#include "client/invite.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_space(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

static const char *skip_word(const char *p, const char *word)
{
	size_t n = strlen(word);

	return strncmp(p, word, n) == 0 && isspace((unsigned char)p[n]) ? skip_space(p + n) : p;
}

/* Copies up to one of `ends`; NULL if it is empty, too long or has white space or controls. */
static const char *take(const char *p, const char *ends, char *out, size_t size)
{
	size_t n = strcspn(p, ends);

	if (n == 0 || n >= size)
		return NULL;
	for (size_t i = 0; i < n; i++)
		if (!isgraph((unsigned char)p[i]))
			return NULL;
	memcpy(out, p, n);
	out[n] = '\0';
	return p + n;
}

/* In brackets is what has colons, as IPv6 has (RFC 3986 3.2.2). */
static const char *take_host(const char *p, char *out, size_t size)
{
	if (*p != '[')
		return take(p, ":/#", out, size);
	p = take(p + 1, "]/#", out, size);
	return p && *p == ']' && strchr(out, ':') ? p + 1 : NULL;
}

static const char *take_port(const char *p, int *out)
{
	char *end;
	long port;

	if (*p != ':' || !isdigit((unsigned char)p[1]))
		return NULL;
	port = strtol(p + 1, &end, 10);
	*out = (int)port;
	return port >= 1 && port <= 65535 ? end : NULL;
}

bool invite_parse(const char *line, struct invite *out)
{
	const char *p = skip_word(skip_word(skip_space(line), "porchlight"), "join");

	*out = (struct invite) { 0 };
	p = take_host(p, out->host, sizeof(out->host));
	if (p)
		p = take_port(p, &out->port);
	if (!p || *p != '/')
		return false;
	p = take(p + 1, "#", out->code, sizeof(out->code));
	if (!p || *p != '#' || strspn(p + 1, "0123456789abcdefABCDEF") != 64)
		return false;
	memcpy(out->fingerprint, p + 1, 64);
	return *skip_space(p + 65) == '\0';
}
