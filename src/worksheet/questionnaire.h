/* SPDX-License-Identifier: MIT */
/*
 * FHIR R4 Questionnaire in (JSON), plain structs out.  Nothing here knows of members, groups,
 * the wire or a screen.  What is read is bounded; a form that is not one is refused with the
 * item where it is wrong, and what is merely not supported is told item by item, while the
 * rest of the form works.
 *
 * Read: all item types of R4; linkId, prefix, text, code, required, repeats (groups too), readOnly,
 * initial, maxLength, answerOption (also optionExclusive, optionPrefix), answerValueSet (contained, or handed in; compose
 * with its concepts, or expansion), enableWhen with all operators and enableBehavior; of the
 * extensions: minValue, maxValue, minLength, maxDecimalPlaces, minOccurs, maxOccurs, regex,
 * entryFormat, hidden, itemControl, choiceOrientation, ordinalValue, itemWeight, unit,
 * unitOption, calculatedExpression, initialExpression, enableWhenExpression, variable,
 * translation, rendering-xhtml, rendering-markdown, supportLink,
 * openLabel; and two of ours (valueInteger), urn:porchlight:seconds: how long a step of a script
 * stands, and urn:porchlight:danger: from which number on an answer asks for a look at once.
 */
#ifndef WORKSHEET_QUESTIONNAIRE_H
#define WORKSHEET_QUESTIONNAIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "worksheet/value.h"

enum {
	QUESTIONNAIRE_BYTES_MAX = 2 * 1024 * 1024,
	QUESTIONNAIRE_ITEMS_MAX = 5000,
	QUESTIONNAIRE_DEPTH_MAX = 20,     /* of items in items */
	QUESTIONNAIRE_CHOICES_MAX = 5000, /* of one item; more are left out, and told */
	QUESTIONNAIRE_WHENS_MAX = 64,     /* conditions of one item */
	QUESTIONNAIRE_LACKS_MAX = 500,    /* that are told; the rest are counted */
	QUESTIONNAIRE_LINK_MAX = 255,     /* bytes of a linkId */
};

enum item_type {
	ITEM_TYPE_GROUP,
	ITEM_TYPE_DISPLAY,
	ITEM_TYPE_BOOLEAN,
	ITEM_TYPE_DECIMAL,
	ITEM_TYPE_INTEGER,
	ITEM_TYPE_DATE,
	ITEM_TYPE_DATE_TIME,
	ITEM_TYPE_TIME,
	ITEM_TYPE_STRING,
	ITEM_TYPE_TEXT,
	ITEM_TYPE_URL,
	ITEM_TYPE_CHOICE,
	ITEM_TYPE_OPEN_CHOICE,
	ITEM_TYPE_ATTACHMENT, /* not answerable here, as the next */
	ITEM_TYPE_REFERENCE,
	ITEM_TYPE_QUANTITY,
	ITEM_TYPES,
};

/* itemControl: how its author would show it.  A hint; the item's type says what it is. */
enum item_control {
	CONTROL_NONE,
	CONTROL_DROP_DOWN,
	CONTROL_AUTOCOMPLETE,
	CONTROL_CHECK_BOX,
	CONTROL_RADIO_BUTTON,
	CONTROL_SLIDER,
	CONTROL_SPINNER,
	CONTROL_TEXT_BOX,
	CONTROL_LOOKUP,
	CONTROL_TABLE, /* a group: list, table, htable, gtable, grid */
	CONTROL_HEADER,
	CONTROL_FOOTER,
	CONTROL_PAGE,
	CONTROL_INLINE,
	CONTROL_HELP, /* of a display, as the rest: it is the help (prompt ...) of its parent */
	CONTROL_PROMPT,
	CONTROL_UNIT,
	CONTROL_LOWER,
	CONTROL_UPPER,
	CONTROL_FLYOVER,
	CONTROL_LEGAL,
	CONTROLS,
};

struct sheet_choice {
	struct sheet_value value; /* what the answer is */
	const char *text;         /* what people read */
	const char *prefix;       /* "a)", or NULL */
	bool initial, exclusive;  /* exclusive: alone or not at all */
};

enum when_operator {
	WHEN_EXISTS,
	WHEN_SAME,
	WHEN_OTHER,
	WHEN_MORE,
	WHEN_LESS,
	WHEN_AT_LEAST,
	WHEN_AT_MOST,
	WHEN_OPERATORS,
};

struct sheet_item;
struct sheet_when {
	const struct sheet_item *of; /* NULL: of no item that is there, and never true */
	enum when_operator is;
	struct sheet_value value;
};

struct path;
/* A name for an expression, which those of the same item and of items within may use. */
struct sheet_variable {
	const char *name; /* without the percent sign */
	const struct path *path;
	const struct sheet_variable *next;
};

struct pattern;
struct sheet_item {
	const struct sheet_item *parent, *first, *next; /* next: of the same parent */
	size_t number;                                  /* in the form's order, from 0 */
	size_t depth;                                   /* 0: of no other item */
	enum item_type type;
	const char *link_id;
	const char *prefix,
		*text; /* "" where there is none; in the language that was asked for */
	const char *entry_format; /* "nnn-nnnn": how to write it; or NULL */
	const char *support_link; /* more about it; or NULL */
	const char
		*open_label; /* of an open choice: what "something else" is called; or NULL */
	const struct sheet_value *codes;
	size_t code_count;
	bool required, repeats, read_only, hidden;
	bool horizontal; /* choiceOrientation */
	bool any;        /* enableBehavior: one condition is enough */
	bool unlisted;   /* its choices are not to be had here: any text is taken */
	enum item_control control;
	size_t max_length, min_length; /* characters; 0: none is said */
	size_t min_occurs, max_occurs; /* 0: none is said */
	int seconds;                   /* of a script's step: how long it stands; 0 */
	int danger;                    /* an answer of so much or more: score_danger; 0: none */
	int decimals;                  /* at most behind the point; -1: none is said */
	struct sheet_value least, most; /* VALUE_NONE: none is said */
	const struct sheet_value *initial;
	size_t initial_count;
	const struct sheet_choice *choices; /* choice, open-choice, or a list for other types */
	size_t choice_count;
	const struct sheet_value *units; /* codings: of a quantity; one alone is the unit */
	size_t unit_count;
	const struct sheet_when *whens;
	size_t when_count;
	const struct pattern *pattern; /* all of the text; or NULL */
	const struct path *calculated; /* expressions; or NULL */
	const struct path *begins;     /* initialExpression */
	const struct path *enabled_by; /* enableWhenExpression */
	const struct sheet_variable *variables;
};

/* What a form asks for that we do not do.  The words are the front end's. */
enum sheet_lack {
	LACK_TYPE,       /* attachment, reference, or no type of R4: not answerable here */
	LACK_EXTENSION,  /* `what`: the end of its URL; without effect */
	LACK_MODIFIER,   /* a modifierExtension: without effect, though it may matter */
	LACK_EXPRESSION, /* `what`: which, and why; the item is as if it had none */
	LACK_LANGUAGE,   /* an expression that is not FHIRPath (CQL, a query) */
	LACK_VALUE_SET,  /* `what`: its canonical URL; an open text takes its place */
	LACK_FILTER,     /* a value set by rule, of which only the listed concepts are there */
	LACK_OPTION,     /* a choice of a kind that is not answered here: left out */
	LACK_PATTERN,    /* `what`: the regular expression; any text is taken */
	LACK_CONTROL,    /* `what`: an itemControl that we do not know */
	LACK_CONDITION, /* an enableWhen that cannot be read, or of an item that is not there */
	LACK_INITIAL,   /* an initial value that is not of the item's type: left out */
	LACK_VALUE,     /* `what`: an element that is not as R4 has it: left out */
	LACK_TOO_MANY,  /* `what`: choices, conditions: the rest are left out */
	LACKS,
};

struct questionnaire_lack {
	enum sheet_lack lack;
	const char *link_id; /* "": of the form as a whole */
	const char *what;    /* clean */
};

struct questionnaire {
	const char *id, *url, *version, *name; /* "" where there is none, as the next */
	const char *title, *description, *copyright, *language;
	const struct sheet_value *codes;
	size_t code_count;
	const struct sheet_item *first;
	const struct sheet_item **items; /* all of them, in their order */
	size_t count;
	const struct sheet_variable *variables;
	const struct questionnaire_lack *lacks;
	size_t lack_count, lack_total; /* count: of those in `lacks` */
};

struct questionnaire_options {
	const char *language; /* "es": of the texts, where the form has it; NULL: as they are */
	const struct str *sets; /* value sets, as JSON, beside those that the form contains: */
	size_t set_count;       /* a ValueSet, or a Bundle of them */
};

/*
 * `json` may go afterwards; `options` may be NULL.  NULL: ERR_TOO_LARGE or ERR_BAD_INPUT, and
 * `err` says in which item, as "item 3.2 (linkId): what".  A Bundle gives its first Questionnaire.
 */
struct questionnaire *questionnaire_read(struct str json,
					 const struct questionnaire_options *options,
					 struct err *err);
void questionnaire_free(struct questionnaire *q); /* NULL is fine */
/* NULL: there is none. */
const struct sheet_item *questionnaire_item(const struct questionnaire *q, const char *link_id);
/* Has it a code of this system?  NULL: of any. */
bool sheet_coded(const struct sheet_value *codes, size_t count, const char *system,
		 const char *code);
/* Is it to be answered by somebody: neither group nor display, and of a type that we can do? */
bool item_asks(const struct sheet_item *item);
/* May a person's answer be in it?  What is calculated takes one in its place, unless it is read-only
 * or repeats. */
bool item_writable(const struct sheet_item *item);
/* Of which kind its answers are, where it has no choices. */
enum value_kind item_kind(const struct sheet_item *item);
/* "dateTime", "open-choice". */
const char *item_type_name(enum item_type type);

#endif
