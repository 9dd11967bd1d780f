/* SPDX-License-Identifier: MIT */
/* What the parts that read a form share. */
#ifndef WORKSHEET_READER_H
#define WORKSHEET_READER_H

#include <cjson/cJSON.h>

#include "worksheet/questionnaire.h"
#include "worksheet/value_json.h"

struct made_pattern {
	struct pattern *pattern;
	struct made_pattern *next;
};

/* A form with what it is made of.  The form is its first member. */
struct made {
	struct questionnaire q;
	struct arena mem;
	const struct sheet_item **by_link; /* sorted by linkId */
	struct made_pattern *patterns;
};

struct known_set {
	const char *url;
	const struct sheet_choice *choices;
	size_t count;
	bool filtered; /* a rule was left out */
	struct known_set *next;
};

struct reader {
	struct arena *mem; /* of the form */
	struct made *made;
	struct err *err;
	const char *language;      /* NULL: as it is */
	const cJSON *whole, *root; /* the form, or the Bundle it is in; the form */
	cJSON **sets;              /* that were handed in */
	size_t set_count;
	struct known_set *known;
	size_t choices;        /* of all items and sets */
	const cJSON **sources; /* of each item */
	size_t at[QUESTIONNAIRE_DEPTH_MAX +
		  1]; /* which item of its parent's we are in, from 1 */
	struct questionnaire_lack *lacks;
	size_t lacks_size;
};

static inline const cJSON *reader_get(const cJSON *o, const char *name)
{
	return cJSON_GetObjectItemCaseSensitive(o, name);
}

/* `what` is copied and cleaned. */
void reader_lacks(struct reader *r, const struct sheet_item *item, enum sheet_lack lack,
		  const char *what);
/* The text of an element in the language asked for, plain; NULL: there is none. */
const char *reader_text(struct reader *r, const cJSON *o, const char *name);
/* The end of a URL behind its last slash. */
const char *reader_tail(const char *url);

/* Extensions that need no other item; `item` NULL: of the form. */
void extensions_read(struct reader *r, const cJSON *o, struct sheet_item *item);
/* Its expressions, once all variables around it are known.  `item` NULL: the form. */
void expressions_read(struct reader *r, const cJSON *o, struct sheet_item *item);
/* Its variables. */
void variables_read(struct reader *r, const cJSON *o, struct sheet_item *item);

/* answerOption and answerValueSet. */
void choices_read(struct reader *r, const cJSON *o, struct sheet_item *item);
/* enableWhen, once all items are known. */
void whens_read(struct reader *r, const cJSON *o, struct sheet_item *item);
/* The values of an array's elements, each by `stem`; those that do not fit are told. */
const struct sheet_value *codings_read(struct reader *r, const cJSON *array, size_t *count);

#endif
