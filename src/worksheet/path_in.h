/* SPDX-License-Identifier: MIT */
/* What the parts of a path share: what it is compiled to, and what it runs on. */
#ifndef WORKSHEET_PATH_IN_H
#define WORKSHEET_PATH_IN_H

#include "worksheet/path.h"
#include "worksheet/response.h"

enum path_does {
	PATH_LITERAL,
	PATH_NOTHING,
	PATH_MEMBER, /* `name` of what is before */
	PATH_CALL,   /* `function` on what is before */
	PATH_THEN,   /* `left`, and `right` on it */
	PATH_INDEX,  /* `left` [ `right` ] */
	PATH_BINARY, /* `left` `binary` `right` */
	PATH_MINUS,
	PATH_IS, /* `left` is of the kind of `value`; */
	PATH_AS, /* what of it is */
	PATH_THIS,
	PATH_POSITION, /* $index */
	PATH_RESOURCE,
	PATH_CONTEXT,
	PATH_VARIABLE,
};

enum path_sort { ONE_VALUE, ONE_RESPONSE, ONE_ITEM, ONE_ANSWER };

/* One element.  An item is known by the first of its blanks, a copy of a group by its own. */
struct one {
	enum path_sort sort;
	const struct blank *blank;
	struct sheet_value value;
};

struct many {
	struct one *all;
	size_t count, size;
};

enum truth { TRUTH_NO, TRUTH_YES, TRUTH_NOTHING };

struct path_run {
	struct path_query *query;
	struct arena *mem;
	const struct many *focus; /* $this, as a collection of one, or %context */
	size_t index;             /* $index */
	int depth;
	bool spent; /* a bound was passed: all is nothing */
};

typedef struct many binary_fn(struct path_run *run, const struct many *a, const struct many *b);
typedef struct many function_fn(struct path_run *run, const struct many *in,
				const struct path *call);

struct path_function {
	const char *name;
	int least, most; /* arguments */
	function_fn *act;
};
/* Each ended by a row without a name. */
extern const struct path_function path_functions[], path_number_functions[],
	path_text_functions[];

struct path_binary {
	const char *sign;
	int binds; /* more is tighter */
	binary_fn *act;
};
extern const struct path_binary path_binaries[];

struct path {
	enum path_does does;
	const struct path *left, *right;
	const struct path *next; /* the argument behind this one */
	const char *name;
	struct sheet_value value;
	const struct path_function *function;
	const struct path_binary *binary;
};

struct many path_eval(struct path_run *run, const struct path *p, const struct many *on);
/* An argument, on each element: $this is that one. */
struct many path_on(struct path_run *run, const struct path *p, const struct one *one,
		    size_t index);
/* The n-th argument, on $this. */
struct many path_argument(struct path_run *run, const struct path *call, int n);
/* That as a whole number from 0 on; -1: it is none. */
long path_whole(struct path_run *run, const struct path *call, int n);
void path_push(struct path_run *run, struct many *to, const struct one *one);
void path_push_all(struct path_run *run, struct many *to, const struct many *from);
struct many path_number(struct path_run *run, double n, enum value_kind kind);
struct many path_boolean(struct path_run *run, bool yes);
struct many path_text(struct path_run *run, const char *text);
struct many path_of(struct path_run *run, const struct sheet_value *v);
/* All items and answers within, or (`deep` false) right below. */
void path_children(struct path_run *run, const struct one *of, struct many *to);
struct many path_member(struct path_run *run, const struct many *in, const char *name);

/* The only one, if it is a value; NULL: it is not. */
const struct sheet_value *path_single(const struct many *m);
/* The only one as text (string, code, date); NULL: it is none. */
const char *path_string(const struct many *m);
enum truth path_truth(const struct many *m);
bool path_same(const struct one *a, const struct one *b);
bool path_kind_of(const struct one *one, enum value_kind kind);

#endif
