/* SPDX-License-Identifier: MIT */
/*
 * Disks that fail, clocks that jump, power that goes.  faults.c takes the place of the C
 * library's calls on files and of its clock: linked into a test for what the test does itself,
 * or preloaded into a program by LD_PRELOAD, with FAULTS the path of a file that the test
 * shares with it (faults_share).
 */
#ifndef SUPPORT_FAULTS_H
#define SUPPORT_FAULTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

enum {
	FAULT_OPEN = 1 << 0, /* for writing, or a folder */
	FAULT_WRITE = 1 << 1,
	FAULT_SYNC = 1 << 2,
	FAULT_TRUNCATE = 1 << 3,
	FAULT_RENAME = 1 << 4,
	FAULT_UNLINK = 1 << 5,
	FAULT_MAP = 1 << 6, /* shared and for writing */
	FAULT_ALL = (1 << 7) - 1,
};

enum { FAULT_SHORT = -1, FAULTS_PATH = 128 };

struct faults {
	char under[FAULTS_PATH]; /* files below this folder alone; "": none */
	char log[FAULTS_PATH];   /* where calls are written down, for wreck.h; "": nowhere */
	_Atomic unsigned kinds;  /* calls that count, and may fail */
	_Atomic int error;    /* errno; FAULT_SHORT: a write of one byte less, the rest works */
	_Atomic int64_t from; /* the call that fails first, from 1; 0: none */
	_Atomic int64_t count;   /* and how many fail, with it */
	_Atomic unsigned chance; /* instead of from and count: so many of 1000, by chance */
	_Atomic uint64_t seed;
	_Atomic int64_t calls, failed; /* since faults_arm */
	_Atomic int64_t logged;        /* calls that have been written down */
	_Atomic int64_t ahead_ms;      /* CLOCK_REALTIME is ahead so much */
	_Atomic int64_t slept_ms;      /* the machine has slept so long: CLOCK_BOOTTIME */
	_Atomic bool quick;            /* nothing is synced, it is only said to be */
};

/* This process's own, or the one that FAULTS names. */
struct faults *faults_here(void);
/* Makes the file; ours too from now on are its settings alone.  NULL: it cannot. */
struct faults *faults_share(const char *path);
void faults_unshare(struct faults *f);

/* From now on the from-th call of these kinds, and count - 1 behind it, fail so. */
void faults_arm(struct faults *f, unsigned kinds, int error, int64_t from, int64_t count);
void faults_disarm(struct faults *f);
/* A moment of the test's own, into the log. */
void faults_mark(struct faults *f, int64_t number);

/* ---- the log: a struct fault_op, its path, its data ---- */

enum fault_kind {
	FAULT_OP_MAKE, /* a file */
	FAULT_OP_FOLDER,
	FAULT_OP_WRITE,    /* at `at` */
	FAULT_OP_TRUNCATE, /* to `at` */
	FAULT_OP_SYNC,
	FAULT_OP_UNSYNCED, /* a sync that failed: what it was for may be lost for ever */
	FAULT_OP_RENAME,   /* to the path that is its data */
	FAULT_OP_UNLINK,
	FAULT_OP_MARK, /* `at` */
};

struct fault_op {
	uint32_t kind, path_n, data_n, zero;
	int64_t at;
};

#endif
