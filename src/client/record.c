/* SPDX-License-Identifier: MIT */
#include "client/record.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "client/account.h"
#include "client/core.h"
#include "net/fetch.h"

enum { MOMENT = 16, HASH = 32, BODY_MAX = WIRE_RECORD_PART + 1024 };

struct record_get {
	struct pl_client *client;
	struct fetch_line *line;
	struct file_parts file;
	char moment[MOMENT + 1], hash[HASH + 1]; /* of the part before; "": it is the first */
	int anew, lost;                          /* how often each was tried again */
	bool stale;                              /* it is another person's now */
};

static void ask(struct record_get *g);

/* The file is there whole, or not at all. */
static void end(struct record_get *g, enum pl_failure f)
{
	struct pl_client *c = g->client;
	struct toll toll = { 0 };

	if (!file_parts_end(&g->file, f == PL_OK, NULL) && f == PL_OK)
		f = PL_FAIL_FILE;
	fetch_line_close(g->line, &toll);
	data_fetched(c, &toll);
	if (!g->stale) {
		c->record.get = NULL;
		c->record.failure = f;
		c->changed |= PL_CHANGED_ACCOUNT;
	}
	free(g);
}

/* "MOMENTnHASH" leads to the next part, "MOMENTe" says that there is none.  False: it is neither. */
static bool read_tag(struct record_get *g, const char *tag, bool *last)
{
	const char *hash;
	size_t n;

	tag += *tag == '"';
	n = strspn(tag, "0123456789");
	if (!n || n > MOMENT)
		return false;
	memcpy(g->moment, tag, n);
	g->moment[n] = '\0';
	hash = tag + n + 1;
	*last = tag[n] == 'e';
	if (*last)
		return true;
	if (tag[n] != 'n' || strspn(hash, "0123456789abcdef") != HASH)
		return false;
	memcpy(g->hash, hash, HASH);
	return true;
}

static void took(struct record_get *g, const struct fetch_reply *r)
{
	struct pl_client *c = g->client;
	bool last;

	if (!read_tag(g, r->tag, &last) || (!last && r->body.n != WIRE_RECORD_PART)) {
		end(g, PL_FAIL_SERVER_DOWN);
		return;
	}
	file_parts_add(&g->file, r->body);
	c->record.bytes += (int64_t)r->body.n;
	g->lost = 0;
	if (g->file.failed)
		end(g, PL_FAIL_DISK);
	else if (last)
		end(g, PL_OK);
	else if (c->record.bytes >= (int64_t)WIRE_RECORD_PART * WIRE_RECORD_PARTS)
		end(g, PL_FAIL_TOO_LONG);
	else
		ask(g);
}

/* Something before that part is another now: all of it is fetched anew. */
static void begin_again(struct record_get *g)
{
	if (++g->anew == RECORD_TRIES) {
		end(g, PL_FAIL_NOT_NOW);
		return;
	}
	file_parts_anew(&g->file);
	g->client->record.bytes = 0;
	*g->hash = '\0';
	ask(g);
}

static void on_got(void *user, const struct fetch_reply *r)
{
	struct record_get *g = user;
	struct account_reply reply;

	if (g->stale || g->client->is_closing) {
		end(g, PL_FAIL_NOT_NOW);
	} else if (r->status == 200) {
		took(g, r);
	} else if (r->status == 409) {
		begin_again(g);
	} else if (!r->status && *g->hash && ++g->lost < RECORD_TRIES) {
		ask(g);
	} else {
		enum pl_failure f = account_read(r, false, &reply);

		account_reply_finish(&reply);
		end(g, f == PL_OK ? PL_FAIL_SERVER_DOWN : f);
	}
}

static void ask(struct record_get *g)
{
	struct pl_client *c = g->client;
	char path[128] = "/v1/record";

	if (*g->hash)
		snprintf(path, sizeof(path), "/v1/record/%s.%" PRId64 ".%s", g->moment,
			 c->record.bytes, g->hash);
	c->changed |= PL_CHANGED_ACCOUNT;
	fetch_start(c->loop,
		    &(struct fetch_ask) { .host = c->host,
					  .port = c->port,
					  .path = path,
					  .token = c->token,
					  .ca_pem = c->ca,
					  .line = g->line,
					  .body_max = BODY_MAX,
					  .packed = true,
					  .patient = true },
		    on_got, g);
}

void record_forget(struct pl_client *c)
{
	if (c->record.get)
		c->record.get->stale = true;
	c->record = (struct record) { .get = NULL };
}

enum pl_failure pl_client_record(struct pl_client *c, const char *path)
{
	struct record_get *g;

	if (!pl_client_enrolled(c))
		return PL_FAIL_REFUSED;
	if (c->record.get)
		return PL_FAIL_NOT_NOW;
	g = mem_get(sizeof(*g));
	g->client = c;
	if (!file_parts_begin(&g->file, path, 0600, NULL)) {
		free(g);
		return PL_FAIL_FILE;
	}
	g->line = fetch_line_open();
	c->record = (struct record) { .get = g };
	ask(g);
	return PL_OK;
}

void pl_client_record_state(const struct pl_client *c, struct pl_record *out)
{
	*out = (struct pl_record) { .busy = c->record.get != NULL,
				    .bytes = c->record.bytes,
				    .failure = c->record.failure };
}
