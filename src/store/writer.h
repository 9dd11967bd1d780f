/* SPDX-License-Identifier: MIT */
/*
 * The queue and the thread behind the store's door.  All that waits is run in one
 * transaction; it is handed back, in order, when that has been committed.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/backend.h"

struct job {
	struct job *next;
	struct store_req req; /* its texts are in `texts` */
	struct store_answer answer;
	bool settled; /* its answer is known; it is not run (again) */
	/* Failures of the disk that its asker knew of, and then: up to the one that it met. */
	uint64_t failures;
	char texts[];
};

struct writer;

/* NULL when there is no thread or no eventfd to be had.  `at` is the open backend. */
struct writer *writer_open(const struct store_backend *backend, void *at, struct err *err);
void writer_close(struct writer *w); /* after the last job has been taken */
void writer_add(struct writer *w, struct job *j);
/* The finished ones, oldest first; they are the caller's.  NULL: none. */
struct job *writer_take(struct writer *w);
int writer_fd(const struct writer *w); /* readable when some are finished */

#endif
