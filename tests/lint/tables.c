/* SPDX-License-Identifier: MIT */
/*
 * Prints the tables by which the programs work, a row a line, for manual.sh to hold
 * against the manual: what kind of row it is, a tab, and what the manual must have.
 */
#include <stdio.h>
#include <string.h>

#include "full/hand.h"
#include "line/run.h"
#include "server/admin.h"
#include "server/conf.h"
#include "text/edit.h"
#include "text/keys.h"
#include "view/stage.h"
#include "wire/wire.h"

/* By the name that a terminal's byte is given: Return comes as Enter, not as Ctrl-M. */
static void print_key(const char *kind, int32_t key)
{
	char name[24], byte = (char)key;

	if (key < 32)
		keys_decode(&byte, 1, 1, &key);
	keys_word(key, name, sizeof(name));
	printf("%s\t%s\n", kind, name);
}

static void print_verbs(const struct verb *v)
{
	for (; v && v->word; v++) {
		printf("verb\t%s\n", v->word);
		print_key("key", v->key);
	}
}

static void print_stage(void)
{
	for (size_t i = 0; stage_tables[i].verbs; i++)
		print_verbs(stage_tables[i].verbs);
	for (size_t i = 0; stage_views[i]; i++) {
		printf("verb\t%s\n", stage_views[i]->name);
		print_key("key", stage_views[i]->key);
		if (stage_other_key(stage_views[i]->key))
			print_key("key", stage_other_key(stage_views[i]->key));
		print_verbs(stage_views[i]->verbs);
	}
}

static void print_editor(void)
{
	for (const struct edit_row *r = edit_rows; r->help; r++) {
		print_key("key", r->key);
		if (r->other)
			print_key("key", r->other);
	}
}

/* What one face has and the other has not. */
static void print_faces(void)
{
	for (const struct line_verb *v = line_verbs; v->word; v++)
		printf("verb\t%s\n", v->word);
	for (const struct hand_row *r = hand_rows; r->act; r++) {
		print_key("key", r->key);
		if (r->other)
			print_key("key", r->other);
	}
}

static void print_conf(void)
{
	for (const struct conf_row *r = conf_rows; r->key; r++)
		printf("setting\t%s\n", r->key);
}

static void print_commands(void)
{
	for (const struct command *c = admin_commands; c->words; c++)
		printf("command\t%s\n", c->words);
	for (const struct admin_flag *f = admin_flags; f->key; f++)
		printf("flag\t--%s\n", f->key);
}

static void print_fields(unsigned bits)
{
	static const char letters[] = "gsduknxrcb"; /* in the order of enum wire_field */

	for (size_t i = 0; i < strlen(letters); i++)
		if (bits & 1u << i)
			printf(" %c", letters[i]);
}

static void print_wire(void)
{
	for (int i = 0; i < WIRE_TYPES; i++) {
		const struct wire_row *r = &wire_rows[i];

		printf("message\t%s %s %s:", r->from == WIRE_SERVER ? "server" : "client", r->t,
		       r->word);
		print_fields(r->must);
		printf(r->may ? " maybe" : "");
		print_fields(r->may);
		putchar('\n');
	}
}

int main(void)
{
	print_stage();
	print_editor();
	print_faces();
	print_conf();
	print_commands();
	print_wire();
	return 0;
}
