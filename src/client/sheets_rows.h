/* SPDX-License-Identifier: MIT */
/*
 * What the server has told of worksheets, and what this person has done that it has not
 * answered yet; in memory.  Pure: see ARROWS.  All text in it is clean, and its own.
 */
#ifndef CLIENT_SHEETS_ROWS_H
#define CLIENT_SHEETS_ROWS_H

#include "base/arena.h"
#include "porchlight/caseload.h"
#include "wire/wire.h"

enum {
	SHEETS_ACTS_MAX = 64,    /* kept here, and not at the server */
	SHEETS_WORDS_MAX = 400,  /* bytes, of an assignment, or of who asks for a change */
	SHEETS_TEXT_MAX = 2000,  /* bytes of a comment */
	SHEETS_TOLD_DAYS = 120,  /* older ones are not told to whoever begins anew */
	SHEETS_NOTES_EACH = 500, /* of one filed sheet; more are not kept here */
};

/* What came from the server has an id that no draft here begins with: see sheets.h. */
#define SHEETS_ASSIGNED ((uint64_t)1 << 41) /* | number: one that was assigned */
#define SHEETS_FILED    ((uint64_t)1 << 42) /* | number: one that was finished elsewhere */

struct rows_assigned {
	int64_t number, group, member, by, due_utc_ms;
	const char *form, *title, *words;
	bool told;     /* that it is due */
	bool is_fresh; /* it came on this connection */
};

struct rows_filed {
	int64_t number, member, group, assigned, utc_ms;
	uint64_t sheet; /* on this device it is this one; 0: on another */
	const char *form, *sum, *answers;
	bool danger, told, is_fresh; /* told: the danger */
};

enum rows_note { ROWS_READ, ROWS_COMMENT, ROWS_AGAIN, ROWS_REVIEWED, ROWS_NOTES };

struct rows_noted {
	int64_t number, filed, by, utc_ms;
	enum rows_note what;
	const char *item, *text;
	bool told, is_fresh; /* told: pl_client_comments has given it */
};

/* A WIRE_WORK that is kept here until the server has answered. */
struct rows_act {
	int64_t ticket, utc_ms;
	uint64_t sheet;    /* "file": which is sent; else 0 */
	struct wire_msg m; /* its texts are in `mem` */
	struct arena mem;
	bool left;  /* it went out, on this connection or another: may be there */
	bool sent;  /* on this connection */
	bool waits; /* the server asked for patience */
};

struct sheet_rows {
	int64_t version; /* of the last WIRE_CASE; 0: none came yet */
	struct rows_assigned *assigned;
	size_t assigned_count;
	struct rows_filed *filed; /* by number */
	size_t filed_count;
	bool refiled; /* one that came from elsewhere was changed here, and filed again */
	struct rows_noted *noted; /* by their filed sheet, and number */
	size_t noted_count;
	struct rows_act *acts; /* by ticket */
	size_t acts_count;
	/* The clinic's words: lines to call. */
	int64_t crisis, crisis_utc_ms; /* the row's number; 0: there is none */
	char *crisis_text;
	bool crisis_fresh;
};

void rows_init(struct sheet_rows *r);
void rows_finish(struct sheet_rows *r); /* and as it was at first */

/* A row of the server's, clean; false: not one that is understood here. */
bool rows_take(struct sheet_rows *r, const struct wire_msg *m);
struct rows_assigned *rows_find_assigned(const struct sheet_rows *r, int64_t number);
struct rows_filed *rows_find_filed(const struct sheet_rows *r, int64_t number);
struct rows_noted *rows_find_noted(const struct sheet_rows *r, int64_t number);
/* Those of one filed sheet, by number. */
size_t rows_notes(const struct sheet_rows *r, int64_t filed, struct rows_noted **out);
const char *rows_note_word(enum rows_note what);
/* The newest filed one that fills this assignment (of this person), or that is this sheet of the
 * device's; NULL: none. */
struct rows_filed *rows_filed_for(const struct sheet_rows *r, int64_t assigned);
struct rows_filed *rows_filed_of(const struct sheet_rows *r, uint64_t sheet);
/* It is this sheet of the device's. */
void rows_link(struct sheet_rows *r, struct rows_filed *f, uint64_t sheet);
/* Another one has taken its place: of the same assignment, or the same sheet here. */
bool rows_is_older(const struct sheet_rows *r, const struct rows_filed *f);
/* What pl_sheet.id is of this one. */
uint64_t rows_filed_id(const struct sheet_rows *r, const struct rows_filed *f);
/* By that id; NULL: it is none of these. */
struct rows_filed *rows_filed_by_id(const struct sheet_rows *r, uint64_t id);
struct rows_assigned *rows_assigned_by_id(const struct sheet_rows *r, uint64_t id);
/* Who has seen to its danger; 0: nobody yet. */
int64_t rows_reviewer(const struct sheet_rows *r, const struct rows_filed *f);

/* A connection begins; and of what did not come on it: a row that is no more.  False: none. */
void rows_connected(struct sheet_rows *r);
struct rows_gone {
	enum wire_type type;
	int64_t number;
};
bool rows_next_stale(const struct sheet_rows *r, int64_t now_utc_ms, struct rows_gone *out);
void rows_drop(struct sheet_rows *r, struct rows_gone gone);

/* ---- sheets_acts.c ---- */

/* One message of the client's, as JSON in a frame; NULL: it is none. */
struct rows_act *rows_keep(struct sheet_rows *r, int64_t ticket, int64_t utc_ms, uint64_t sheet,
			   struct str json);
struct rows_act *rows_act_of(const struct sheet_rows *r, int64_t ticket); /* may be NULL */
void rows_forget(struct sheet_rows *r, int64_t ticket);
void rows_again(struct sheet_rows *r); /* all go again on a new connection */
/* The next that may go out; `first`: of those that go before all else.  `paused`: the server
 * has asked for patience.  NULL: none. */
struct rows_act *rows_next(const struct sheet_rows *r, bool first, bool paused);
bool rows_goes_first(const struct rows_act *a);
bool rows_act_is(const struct rows_act *a, const char *word);
/* Of this sheet: the newest "file"; NULL: none is kept. */
struct rows_act *rows_sending(const struct sheet_rows *r, uint64_t sheet);
/* One of this word about this row (s); NULL: none. */
struct rows_act *rows_about(const struct sheet_rows *r, const char *word, int64_t number);
/* An own row came back: the act that it is, its answer lost; NULL: none. */
struct rows_act *rows_came_back(const struct sheet_rows *r, const struct rows_filed *f);
/* It was stored with this number: the row that it is now.  False: of this kind nothing is known
 * here before the server's row comes. */
bool rows_of_act(const struct rows_act *a, int64_t number, int64_t self, struct wire_msg *row);
/* An "unfile" of what is not answered yet (d: its ticket) waits for its number; NULL: none does. */
#define ROWS_UNFILE_WAITS WIRE_D
struct rows_act *rows_taking_back(const struct sheet_rows *r, int64_t ticket);
enum pl_failure rows_failure(struct str code);

#endif
