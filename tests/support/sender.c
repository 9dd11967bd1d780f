/* SPDX-License-Identifier: MIT */
#include "support/sender.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "client/core.h"

int sender_open(void **state)
{
	struct pair *p;

	if (pair_open(state) != 0)
		return -1;
	p = *state;
	p->server.now_utc_ms = SENDER_NOW;
	return 0;
}

void sender_join(struct pair *p)
{
	pair_member(p);
	pair_join(p);
	pair_until(p, pair_is_live);
}

void sender_cut(struct pair *p)
{
	fake_server_cut(&p->server);
	pair_until(p, pair_is_waiting);
}

void sender_resume(struct pair *p)
{
	pl_client_connect_now(p->client);
	pair_until(p, pair_is_live);
}

void sender_restart(struct pair *p)
{
	pair_quit(p);
	pair_member(p);
}

bool sender_has_none_kept(struct pair *p)
{
	return p->client->worksheets.rows.acts_count == 0;
}

uint64_t sender_fill(struct pair *p, const char *form, const char *digits, bool send)
{
	uint64_t id = 0, at = 0;

	assert_int_equal(pl_client_sheet_begin(p->client, form, &id), PL_OK);
	for (; *digits; digits++) {
		at = pl_client_question_go(p->client, at, 1);
		assert_int_equal(pl_client_choose(p->client, at, (size_t)(*digits - '0')),
				 PL_ANSWER_TAKEN);
	}
	assert_int_equal(pl_client_sheet_finish(p->client, send, 0), PL_OK);
	return id;
}

void sender_row_of(struct pair *p, int64_t number, const char *form)
{
	const struct pl_sheet *all;
	char json[400];

	assert_int_not_equal(pl_client_sheets(p->client, &all), 0);
	snprintf(json, sizeof(json),
		 "[{\"t\":\"C\",\"s\":%d,\"g\":1,\"d\":%lld,\"u\":7,\"c\":\"%s\"},"
		 "{\"t\":\"V\",\"k\":%d}]",
		 (int)number, (long long)all[0].utc_ms, form, (int)++p->server.case_version);
	fake_server_send(&p->server, json);
}

size_t sender_comments(struct pair *p, uint64_t sheet)
{
	const struct pl_comment *all;

	return pl_client_comments(p->client, sheet, &all);
}

size_t sender_told(struct pair *p, enum pl_sheet_news what)
{
	const struct pl_sheet_note *all;
	const size_t n = pl_client_sheet_news(p->client, &all);
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += all[i].what == what;
	return count;
}

void sender_said(struct pair *p)
{
	const struct pl_sheet_note *all;

	pl_client_sheet_said(p->client, pl_client_sheet_news(p->client, &all));
}

const struct pl_sheet *sender_only(struct pair *p)
{
	const struct pl_sheet *all;

	assert_int_equal(pl_client_sheets(p->client, &all), 1);
	return &all[0];
}
