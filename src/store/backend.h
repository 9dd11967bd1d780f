/* SPDX-License-Identifier: MIT */
/*
 * What a backend is to the door (store.c) and the writer (writer.c): it opens, and it
 * runs requests between begin and commit.  Opened and closed by the caller's thread,
 * used by the writer's thread alone between the two.
 */
#ifndef STORE_BACKEND_H
#define STORE_BACKEND_H

#include "base/arena.h"
#include "store/store.h"

/* A reply and the memory of its rows. */
struct store_answer {
	struct store_reply r;
	size_t room; /* rows there is memory for */
	struct arena mem;
};

/* One row more, zeroed. */
struct store_message *answer_message(struct store_answer *a);
struct store_group *answer_group(struct store_answer *a);
struct store_user *answer_user(struct store_answer *a);
struct store_report *answer_report(struct store_answer *a);
struct str answer_text(struct store_answer *a, struct str text); /* copied */
/* The next of lines, each ended by '\n', goes from `rest` into `line`; false: there is none. */
bool answer_line(struct str *rest, struct str *line);
void answer_reset(struct store_answer *a);
void answer_finish(struct store_answer *a);

struct store_backend {
	const char *kind;
	void *(*open)(const char *path, struct err *err);
	void (*close)(void *at);
	bool (*begin)(void *at, struct err *err);
	/* What goes wrong with this request alone is in the answer's `err`, and it has
	 * changed nothing.  False when the whole transaction is lost with it. */
	bool (*run)(void *at, const struct store_req *r, struct store_answer *a);
	bool (*commit)(void *at, struct err *err);
	void (*rollback)(void *at); /* also after a commit that failed */
};

extern const struct store_backend mem_backend;
extern const struct store_backend sqlite_backend;

bool store_op_writes(enum store_op op);

/* Below n, which is above 0; all alike. */
uint32_t chance_below(uint32_t n);

#endif
