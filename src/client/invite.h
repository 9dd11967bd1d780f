/* SPDX-License-Identifier: MIT */
/* The one-line invite: porchlight join HOST:PORT/CODE#FINGERPRINT */
#ifndef CLIENT_INVITE_H
#define CLIENT_INVITE_H

#include <stdbool.h>

struct invite {
	char host[256];
	int port; /* 1..65535 */
	char code[65];
	char fingerprint[65]; /* 64 hex digits: SHA-256 of the CA's DER form */
};

/* With or without the words "porchlight join"; white space around it is fine. */
bool invite_parse(const char *line, struct invite *out);

#endif
