/* SPDX-License-Identifier: MIT */
/* What the store has, as the rows of a caseload and of a program; the texts are the store's.  One
 * that is hidden is no more, and has none. */
#ifndef SERVER_STORED_H
#define SERVER_STORED_H

#include "server/caseload.h"
#include "server/program.h"
#include "store/store.h"

static inline struct str stored_text(const struct store_message *m)
{
	return m->hidden ? (struct str) { "", 0 } : m->text;
}

static inline struct caseload_row stored_case(int kind, const struct store_message *m)
{
	return (struct caseload_row) { .kind = (enum caseload_kind)kind,
				       .number = m->seq,
				       .version = m->utc_ms,
				       .member = m->member,
				       .device = m->device,
				       .ticket = m->ticket,
				       .text = stored_text(m) };
}

static inline struct program_row stored_program(int kind, const struct store_message *m)
{
	return (struct program_row) { .kind = (enum program_kind)kind,
				      .number = m->seq,
				      .version = m->utc_ms,
				      .member = m->member,
				      .device = m->device,
				      .ticket = m->ticket,
				      .text = stored_text(m) };
}

#endif
