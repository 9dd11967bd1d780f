/* SPDX-License-Identifier: MIT */
#include "server/admin.h"

#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "server/folder.h"
#include "server/guard.h"
#include "server/server.h"

enum { GUARD_SAY_MAX = 65536 };

/* What others could read or change is not used. */
static bool is_guarded(struct admin *a)
{
	struct buf say;
	size_t found;

	buf_init(&say, GUARD_SAY_MAX);
	found = guard_look(&a->conf, options_find(&a->options, "config"), &say);
	if (found)
		fprintf(stderr,
			"porchlightd: it does not start until these are as they should "
			"be:\n%s\n",
			buf_text(&say));
	buf_finish(&say);
	return found == 0;
}

static bool do_serve(struct admin *a, struct err *err)
{
	/* That there is nothing at all is said in other words. */
	return (access(a->conf.data, F_OK) != 0 || is_guarded(a)) && server_run(&a->conf, err);
}

static bool do_version(struct admin *a, struct err *err)
{
	(void)a;
	(void)err;
	puts("porchlightd " PORCHLIGHT_VERSION);
	return true;
}

static void help_flag(const struct admin_flag *f)
{
	char words[32];

	snprintf(words, sizeof(words), "--%s %s", f->key, f->arg);
	printf("  %-15s %s\n", words, f->help);
}

static bool do_help(struct admin *a, struct err *err)
{
	(void)a;
	(void)err;
	puts("usage: porchlightd COMMAND [--OPTION VALUE ...] [--SETTING VALUE ...]\n");
	for (const struct command *c = admin_commands; c->words; c++)
		printf("  %-13s %-10s %s\n", c->words, c->args, c->help);
	puts("\noptions:\n");
	for (const struct admin_flag *f = admin_flags; f->key; f++)
		help_flag(f);
	puts("\nsettings, as flags or in porchlightd.conf:\n");
	for (const struct conf_row *r = conf_rows; r->key; r++)
		printf("  --%-13s %s\n", r->key, r->help);
	return true;
}

const struct command admin_commands[] = {
	{ "init", "", "make the data folder, a CA and the first invite", admin_init },
	{ "serve", "", "serve until SIGTERM", do_serve },
	{ "invite", "", "print an invite", admin_invite },
	{ "user list", "", "everybody", admin_user_list },
	{ "user disable", "NAME", "switch an account off, at once", admin_user_disable },
	{ "user enable", "NAME", "switch it on again", admin_user_enable },
	{ "user cutoff", "NAME", "sign out all devices of somebody, at once",
	  admin_user_cutoff },
	{ "user reset", "NAME", "the same, and print a new passphrase", admin_user_reset },
	{ "user totp", "NAME [off]", "give facilitator or admin a phone's figures, or none",
	  admin_user_totp },
	{ "user legal", "NAME LEGAL", "keep a legal name sealed; \"\" takes it away",
	  admin_user_legal },
	{ "looks", "", "who looked at whose legal name or replies", admin_looks },
	{ "reads", "", "the access log: who has read what of whose record", admin_reads },
	{ "group list", "", "all groups", admin_group_list },
	{ "group add", "NAME", "make a group", admin_group_add },
	{ "group join", "GROUP NAME", "put somebody into a group", admin_group_join },
	{ "attendance", "GROUP", "who was in its sessions, and for how long",
	  admin_attendance },
	{ "hours", "GROUP [WEEK]", "the week's hours of its patients, against the target",
	  admin_hours },
	{ "correct", "GROUP SESSION NAME MINUTES WHY", "correct attendance, by an addendum",
	  admin_correct },
	{ "note", "GROUP SESSION NAME", "the skeleton of a note of one person, not signed",
	  admin_note },
	{ "reports", "GROUP", "reports of messages, and what was done about each",
	  admin_reports },
	{ "schedule", "[GROUP]", "what is planned", admin_schedule },
	{ "worksheets export", "GROUP", "a group's worksheets, as a table or as FHIR",
	  admin_export },
	{ "worksheets", "[GROUP]", "who has done what with worksheets", admin_worksheets },
	{ "import", "GROUP FILE", "the events of an iCalendar file, as series of the group",
	  admin_import },
	{ "pack key", "", "make the key that signs packs of forms, and print its public half",
	  admin_pack_key },
	{ "pack trust", "KEY WORDS", "take packs that are signed by this key, too",
	  admin_pack_trust },
	{ "pack make", "FOLDER", "write what is in a pack, and sign it", admin_pack_make },
	{ "pack check", "FILE", "what is wrong with a form, or with the pack of a folder?",
	  admin_pack_check },
	{ "pack add", "FOLDER", "take a pack in, for everybody", admin_pack_add },
	{ "pack remove", "NAME", "serve a pack no more", admin_pack_remove },
	{ "pack list", "", "all packs", admin_pack_list },
	{ "consent offer", "NAME", "prepare a consent, for a patient to read and sign",
	  admin_consent_offer },
	{ "consent signed", "NUMBER", "one that was signed on paper", admin_consent_signed },
	{ "consent revoke", "NUMBER", "one that was taken back, or is over",
	  admin_consent_revoke },
	{ "consent show", "NUMBER", "all words of a consent", admin_consent_show },
	{ "consent list", "[NAME]", "all consents, or those of a person", admin_consent_list },
	{ "disclosures", "[NAME]", "what was given out, to whom and why", admin_disclosures },
	{ "record", "NAME", "the whole record of a person, as one file", admin_record },
	{ "erase", "NAME", "what goes and what stays of a person; with --yes it goes",
	  admin_erase },
	{ "retention", "", "what is kept for how long, and is anything overdue?",
	  admin_retention },
	{ "check", "", "is this installation sound?", admin_check },
	{ "clock confirm", "", "the clock is right: what is kept no longer may go",
	  admin_clock_confirm },
	{ "renew", "", "make a new certificate, by the CA of init", admin_renew },
	{ "backup", "FILE", "all there is, into one file", admin_backup },
	{ "restore", "FILE", "a backup, into an empty data folder", admin_restore },
	{ "help", "", "these lines", do_help },
	{ "version", "", "which version this is", do_version },
	{ .words = NULL },
};

const struct admin_flag admin_flags[] = {
	{ "config", "FILE", NULL, "read the settings here, not in the data folder" },
	{ "group", "GROUP", "|init|invite|",
	  "init: what the first group is called; invite: the group, by name or number, or "
	  "all" },
	{ "role", "ROLE", "|invite|", "invite: patient, facilitator, family or admin" },
	{ "days", "DAYS", "|invite|", "invite: how long it is good, 1 to 365; 7" },
	{ "count", "COUNT", "|invite|", "invite: how many, 1 to 1000; 1" },
	{ "as", "FORM", "|attendance|note|worksheets export|reads|",
	  "attendance: csv, words or fhir; csv.  note: words or fhir; words.  worksheets "
	  "export: csv or fhir; csv.  reads: words, csv or fhir; words" },
	{ "person", "NAME", "|attendance|hours|worksheets export|",
	  "attendance, hours, worksheets export: of this person alone" },
	{ "from", "DAY", "|worksheets export|", "worksheets export: from this day on, in UTC" },
	{ "to", "DAY", "|worksheets export|", "worksheets export: up to this day, in UTC" },
	{ "kind", "KIND", "|import|",
	  "import: group, individual, workshop, family or away; group" },
	{ "by", "NAME",
	  "|correct|attendance|hours|note|reports|worksheets|worksheets export|"
	  "reads|record|erase|",
	  "correct: who does it, a facilitator or an admin; to give out or read: who does" },
	{ "for", "GROUND",
	  "|attendance|hours|note|reports|worksheets|worksheets export|record|",
	  "why this may be given out: internal, patient, consent:NUMBER, treatment, payment, "
	  "operations, service, emergency, research, audit or court" },
	{ "recipient", "NAME",
	  "|attendance|hours|note|reports|worksheets|worksheets export|record|consent offer|",
	  "who gets it" },
	{ "why", "WHY",
	  "|attendance|hours|note|reports|worksheets|worksheets export|record|erase|consent "
	  "revoke|",
	  "to give out, consent revoke: what happened" },
	{ "patient", "NAME", "|consent offer|",
	  "consent offer: the legal name, if it is another" },
	{ "discloser", "NAME", "|consent offer|",
	  "consent offer: who gives it out; this program" },
	{ "purpose", "WORDS", "|consent offer|", "consent offer: what it is for" },
	{ "what", "KINDS", "|consent offer|",
	  "consent offer: record, or some of attendance, measures, worksheets, notes, "
	  "messages, "
	  "requests, reports, with commas between; or counselling" },
	{ "until", "DAY", "|consent offer|",
	  "consent offer: a day, or what ends it, in words" },
	{ "category", "KIND", "|consent offer|",
	  "consent offer: named, tpo, counselling or legal; named" },
	{ "file", "FILE", "|consent offer|",
	  "consent offer: lines of KEY = VALUE, as the options" },
	{ "paper", "DAY", "|consent signed|", "consent signed: the day on the paper" },
	{ "language", "LANGUAGE", "|consent signed|",
	  "consent signed: en or es, the language of the paper" },
	{ "signer", "NAME", "|consent signed|",
	  "consent signed: who signed; the patient, if it is not said" },
	{ "yes", "", "|erase|", "erase: do it" },
	{ "keep", "KIND", "|erase|", "erase: worksheets stay, where your law says so" },
	{ "of", "NAME", "|reads|", "reads: of the record of this person alone" },
	{ "reader", "NAME", "|reads|", "reads: what this person has read alone" },
	{ "since", "DAY", "|reads|", "reads: from this day on, in UTC" },
	{ .key = NULL },
};

/* For the commands */

bool admin_open(struct admin *a, struct err *err)
{
	char *path = conf_path(&a->conf, FOLDER_DATABASE);

	if (access(path, F_OK) != 0)
		err_set(err, ERR_NOT_FOUND, "there is no database in %s: run porchlightd init",
			a->conf.data);
	else
		a->store = store_open("sqlite", path, err);
	free(path);
	return a->store != NULL;
}

struct asked {
	const struct store_req *req;
	struct admin *admin;
	struct err err;
};

static void on_answer(void *user, const struct store_reply *r)
{
	struct asked *a = user;

	a->err = r->err;
	a->admin->id = r->id;
	if (r->err.code == ERR_NONE && a->req->done)
		a->req->done(a->req->user, r);
}

bool admin_ask(struct admin *a, struct store_req r, struct err *err)
{
	struct asked asked = { .req = &r, .admin = a };
	struct store_req mine = r;

	mine.done = on_answer;
	mine.user = &asked;
	store_ask(a->store, &mine);
	return asked.err.code == ERR_NONE || err_set(err, asked.err.code, "%s", asked.err.text);
}

enum { LOG_PAGE = 500 };

struct reading {
	admin_take *take;
	void *user;
	int64_t seq; /* of the last row */
	size_t rows; /* of the last page */
	struct err err;
};

static void on_log(void *user, const struct store_reply *reply)
{
	struct reading *g = user;

	g->rows = reply->count;
	for (size_t i = 0; i < reply->count && g->err.code == ERR_NONE; i++) {
		g->seq = reply->messages[i].seq;
		g->take(g->user, &reply->messages[i], &g->err);
	}
}

bool admin_log(struct admin *a, int64_t group, admin_take *take, void *user, struct err *err)
{
	struct reading g = { .take = take, .user = user };

	do {
		if (!admin_ask(a,
			       (struct store_req) { .op = STORE_EVENTS,
						    .group = group,
						    .seq = g.seq,
						    .limit = LOG_PAGE,
						    .done = on_log,
						    .user = &g },
			       err))
			return false;
	} while (g.rows == LOG_PAGE && g.err.code == ERR_NONE);
	return g.err.code == ERR_NONE || err_set(err, g.err.code, "%s", g.err.text);
}

void admin_tell_server(const struct admin *a)
{
	pid_t pid = folder_holder(&a->conf);

	if (pid > 0)
		kill(pid, SIGHUP);
}

const char *admin_option(const struct admin *a, const char *key, const char *otherwise)
{
	const char *value = options_find(&a->options, key);

	return value ? value : otherwise;
}

/* Which command, with which settings */

/* How many of the words given are the command's; 0: it is another. */
static size_t match(const struct command *c, const struct options *o)
{
	const char *p = c->words;
	size_t n = 0;

	while (n < o->words_count) {
		size_t len = strcspn(p, " ");

		if (strlen(o->words[n]) != len || memcmp(o->words[n], p, len) != 0)
			return 0;
		n++;
		if (p[len] == '\0')
			return n;
		p += len + 1;
	}
	return 0;
}

static size_t count_words(const char *s)
{
	size_t n = *s != '\0';

	for (; *s; s++)
		n += *s == ' ';
	return n;
}

static bool fits(const char *args, size_t n)
{
	const size_t most = count_words(args);

	return n == most || (n + 1 == most && strchr(args, '['));
}

static const struct command *find_command(struct admin *a, struct err *err)
{
	for (const struct command *c = admin_commands; c->words; c++) {
		size_t n = match(c, &a->options);

		if (n == 0)
			continue;
		a->args = a->options.words + n;
		a->args_count = a->options.words_count - n;
		if (fits(c->args, a->args_count))
			return c;
		err_set(err, ERR_BAD_INPUT, "usage: porchlightd %s%s%s", c->words,
			*c->args ? " " : "", c->args);
		return NULL;
	}
	err_set(err, ERR_BAD_INPUT, "%s%s; see porchlightd help",
		a->options.words_count ? "no such command: " : "there is no command",
		a->options.words_count ? a->options.words[0] : "");
	return NULL;
}

/* An option of this command that is no setting? */
static bool is_flag(const struct command *c, const char *key)
{
	char word[32];

	snprintf(word, sizeof(word), "|%s|", c->words);
	for (const struct admin_flag *f = admin_flags; f->key; f++)
		if (strcmp(f->key, key) == 0)
			return !f->commands || strstr(f->commands, word);
	return false;
}

static bool read_file(struct admin *a, struct err *err)
{
	const char *given = options_find(&a->options, "config");
	char *path = given ? mem_dup(given, strlen(given)) : conf_path(&a->conf, FOLDER_CONF);
	bool good = (!given && access(path, F_OK) != 0) || conf_read(&a->conf, path, err);

	free(path);
	return good;
}

/* The file first, and the flags over it; but the flag that says where the file is, before. */
static bool read_settings(struct admin *a, const struct command *c, struct err *err)
{
	const struct options *o = &a->options;
	const char *data = options_find(o, "data");

	if ((data && !conf_set(&a->conf, "data", data, err)) || !read_file(a, err))
		return false;
	for (size_t i = 0; i < o->count; i++) {
		const char *key = o->given[i].key;

		if (is_flag(c, key))
			continue;
		if (!conf_set(&a->conf, key, o->given[i].value, err))
			return false;
	}
	return true;
}

/* Root would leave files behind that the server cannot open. */
static bool become_owner(const struct conf *c, struct err *err)
{
	struct stat st;

	if (geteuid() != 0 || stat(c->data, &st) != 0 || st.st_uid == 0)
		return true;
	if (setgroups(0, NULL) == 0 && setgid(st.st_gid) == 0 && setuid(st.st_uid) == 0)
		return true;
	return err_set(err, ERR_REFUSED, "cannot act as the owner of %s", c->data);
}

static int run(struct admin *a, const struct command *c)
{
	struct err err = { 0 };
	bool good;

	a->command = c;
	good = become_owner(&a->conf, &err) && c->run(a, &err);
	store_close(a->store);
	if (!good && *err.text)
		fprintf(stderr, "porchlightd: %s\n", err.text);
	if (err.code == ERR_BAD_INPUT)
		return EXIT_USAGE;
	return good ? EXIT_OK : EXIT_FAILED;
}

int admin_main(int argc, char **argv)
{
	struct admin a = { .store = NULL };
	const struct command *c = NULL;
	struct err err = { 0 };
	int status = EXIT_USAGE;

	umask(077); /* of whoever calls this without our main, too */
	if (sodium_init() < 0)
		return EXIT_FAILED;
	conf_init(&a.conf);
	if (options_read(&a.options, argc, argv, &err))
		c = find_command(&a, &err);
	if (c && read_settings(&a, c, &err))
		status = run(&a, c);
	else
		fprintf(stderr, "porchlightd: %s\n", err.text);
	conf_finish(&a.conf);
	return status;
}
