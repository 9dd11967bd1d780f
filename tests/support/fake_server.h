/* SPDX-License-Identifier: MIT */
/*
 * A server as a test wants it: one group, its history, and a switch for each thing that
 * can go wrong.  TLS on 127.0.0.1 with certificates of its own.  The test turns it.
 */
#ifndef SUPPORT_FAKE_SERVER_H
#define SUPPORT_FAKE_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "net/loop.h"
#include "net/serve.h"
#include "support/certs.h"

enum { FAKE_GROUP = 1, FAKE_ME = 7, FAKE_MARA = 2, FAKE_SAID_MAX = 3000, FAKE_ASKED_MAX = 256 };

struct fake_said {
	int64_t member, device, ticket;
	char *text;
};

struct fake_asked {
	int64_t device, ticket;
	char text[512]; /* "W late 1.123 10: words", "E workshop.oc Title 11 at 10", "F 1" */
};

struct fake_server {
	struct loop *loop;
	struct serve *serve; /* NULL while it is down */
	struct serve_conn *conn;
	int port;
	struct certs certs;

	struct fake_said said[FAKE_SAID_MAX]; /* number 1 is the first */
	int64_t said_count, read_seq;
	int64_t device; /* what the next enrolment or sign-in gives; its token is T-DEVICE */
	bool knows;     /* who signs in is the same device again */
	int64_t page;   /* messages given unasked on resuming; 0 is 50 */

	/* The schedule. */
	const char *program; /* rows and a P, given to whoever has an older version; or NULL */
	const char *role;    /* of whoever is greeted; NULL: "patient" */
	int64_t version;     /* its version; each request that is answered is the next */
	int64_t now_utc_ms;  /* in hello; 0: 1000000 */
	int request_state;   /* enum wire_request of what is asked for; 0: granted */
	const char *ask_error; /* the code for what is asked, in place of a row */
	bool ask_mute;         /* it is stored, and not answered */
	struct fake_asked asked[FAKE_ASKED_MAX]; /* row 1 is the first */
	int64_t asked_count;
	int asks; /* that came, also more than once */

	/* Worksheets: their acts are `asked` too. */
	const char *cases;    /* rows and a V, given to whoever has an older version; or NULL */
	int64_t case_version; /* its version */

	/* What HTTP gives at a path; false: not there.  NULL: nothing is. */
	bool (*give)(struct serve_request *r, const char *path);

	/* What goes wrong. */
	bool mute;                 /* lines are stored, and nothing is answered */
	const char *error;         /* the code for each line, in place of storing it, */
	int64_t error_group;       /* if it is of this group; 0: of any */
	const char *poison;        /* a frame with this in a text is refused, with no ticket */
	const char *refusal;       /* the code in place of hello, before the server closes */
	const char *http_error;    /* the answer of HTTP requests: {"error":"..."} */
	const char *token;         /* what devices are given in place of T-DEVICE */
	const char *http_error_at; /* for this path alone; NULL: for all */

	/* What came. */
	int opens, frames, says, mores, seens, texts;
	int64_t last_text;
	int64_t last_seen;
	char query[256], bearer[160], path[64], body[512], paths[512];

	size_t frame_bytes; /* of the last one, as it came */
	struct buf heard;   /* the frames that came, as JSON, a line each */
	struct buf out;     /* JSON frames that wait, each with its length before it */
};

void fake_server_init(struct fake_server *s, const char *dir);
void fake_server_finish(struct fake_server *s);
void fake_server_up(struct fake_server *s, const struct certs *c); /* NULL: its own */
void fake_server_down(struct fake_server *s);
void fake_server_cut(struct fake_server *s); /* the one connection */

/* Somebody says something, and whoever is connected hears it. */
void fake_server_say(struct fake_server *s, int64_t member, const char *text);
/* The same, but nobody hears it now. */
void fake_server_say_unheard(struct fake_server *s, int64_t member, const char *text);
void fake_server_send(struct fake_server *s, const char *json);
void fake_server_send_raw(struct fake_server *s, const void *p, size_t n);

#endif
