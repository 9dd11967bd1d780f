/* SPDX-License-Identifier: MIT */
#include "support/fake_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void fake_client_finish(struct pl_client *c)
{
	free(c->said);
	free(c->draft);
	*c = (struct pl_client) { 0 };
}

bool pl_client_enrolled(const struct pl_client *c)
{
	return c->enrolled;
}

enum pl_failure pl_client_check(const struct pl_client *c, const char *passphrase)
{
	if (!c->opens_with)
		return PL_FAIL_NOT_NOW;
	return strcmp(passphrase, c->opens_with) == 0 ? PL_OK : PL_FAIL_PASSPHRASE;
}

void pl_client_link(const struct pl_client *c, struct pl_link_info *out)
{
	*out = c->link;
}

void pl_client_data(struct pl_client *c, struct pl_data *out)
{
	*out = c->data;
}

void pl_client_meter(struct pl_client *c, enum pl_metered metered)
{
	c->meters++;
	c->data.metered = metered;
	c->data.is_metered = metered == PL_METERED_YES ||
			     (metered == PL_METERED_AUTO && c->data.allowance > 0);
	c->link.is_metered = c->data.is_metered;
}

void pl_client_allow(struct pl_client *c, uint64_t bytes)
{
	c->data.allowance = bytes;
}

int pl_client_notice(const struct pl_client *c)
{
	return c->notice;
}

void pl_client_told(struct pl_client *c)
{
	c->notice = 0;
	c->tolds++;
}

enum pl_failure pl_client_older(struct pl_client *c, int64_t group, struct pl_range *out)
{
	(void)group;
	c->olders++;
	*out = c->answer == PL_OK ? c->missing : (struct pl_range) { 0 };
	return c->answer;
}

struct pl_person pl_client_self(const struct pl_client *c)
{
	struct pl_person p = c->self;

	p.name = p.name ? p.name : "";
	return p;
}

const char *pl_client_called(const struct pl_client *c, int64_t group)
{
	return group && c->called ? c->called : pl_client_self(c).name;
}

const char *pl_client_account(const struct pl_client *c, int64_t group, int64_t member)
{
	return group && c->renamed && member == c->renamed ? c->account : "";
}

enum pl_failure pl_client_wipe_at_end(struct pl_client *c)
{
	c->wipes += c->answer == PL_OK;
	return c->answer;
}

bool fake_may_be_swapped;

bool pl_client_may_be_swapped(void)
{
	return fake_may_be_swapped;
}

size_t pl_client_groups(const struct pl_client *c, const struct pl_group **out)
{
	*out = c->groups;
	return c->group_count;
}

size_t pl_client_people(const struct pl_client *c, int64_t group, const struct pl_person **out)
{
	*out = c->people;
	return group ? c->person_count : 0;
}

size_t pl_client_messages(struct pl_client *c, int64_t group, const struct pl_message **out)
{
	*out = c->messages;
	return !c->message_group || group == c->message_group ? c->message_count : 0;
}

const struct pl_session *pl_client_session(const struct pl_client *c, int64_t group)
{
	static const struct pl_session none = { .norms = "",
						.topic = "",
						.exercise = { .title = "" },
						.lesson = { .title = "", .counts = "" } };

	return group && c->session ? c->session : &none;
}

size_t pl_client_session_notices(const struct pl_client *c, int64_t group,
				 const struct pl_notice **out)
{
	*out = c->notices;
	return group ? c->notice_count : 0;
}

enum pl_failure pl_client_note(struct pl_client *c, int64_t group, const char *name)
{
	(void)group;
	snprintf(c->note_name, sizeof(c->note_name), "%s", name);
	return c->answer;
}

enum pl_failure pl_client_consents(struct pl_client *c)
{
	return c->answer;
}

enum pl_failure pl_client_consent_sign(struct pl_client *c, int64_t number, const char *name)
{
	snprintf(c->note_name, sizeof(c->note_name), "%lld %s", (long long)number, name);
	return c->answer;
}

enum pl_failure pl_client_consent_revoke(struct pl_client *c, int64_t number)
{
	snprintf(c->note_name, sizeof(c->note_name), "%lld", (long long)number);
	return c->answer;
}

const char *pl_client_consents_text(const struct pl_client *c)
{
	return c->consents;
}

const char *pl_client_note_text(const struct pl_client *c)
{
	return c->note ? c->note : "";
}

enum pl_failure pl_client_note_save(const struct pl_client *c, const char *path)
{
	struct pl_client *mine = (struct pl_client *)(uintptr_t)c;

	snprintf(mine->note_path, sizeof(mine->note_path), "%s", path);
	return c->note ? c->save_answer : PL_FAIL_NOT_NOW;
}

size_t pl_client_reports(const struct pl_client *c, int64_t group, const struct pl_report **out)
{
	*out = c->reports;
	return group ? c->report_count : 0;
}

size_t pl_client_alerts(const struct pl_client *c, int64_t group, const struct pl_alert **out)
{
	*out = c->alerts;
	return group ? c->alert_count : 0;
}

int64_t pl_client_reach(const struct pl_client *c, int64_t group, int64_t member)
{
	return group && member && member < FAKE_REACH ? c->reach[member] - 1 : -1;
}

enum pl_failure pl_client_wish(struct pl_client *c, int64_t group, const struct pl_wish *w)
{
	(void)group;
	if (c->answer != PL_OK)
		return c->answer;
	c->wishes++;
	c->wish = *w;
	snprintf(c->wish_text, sizeof(c->wish_text), "%s", w->text ? w->text : "");
	return PL_OK;
}

enum pl_failure pl_client_say(struct pl_client *c, int64_t group, const char *text)
{
	c->says++;
	if (c->answer != PL_OK)
		return c->answer;
	free(c->said);
	c->said = mem_dup(text, strlen(text));
	c->said_group = group;
	return PL_OK;
}

enum pl_failure pl_client_warn(struct pl_client *c, int64_t group, const char *warning,
			       const char *text)
{
	snprintf(c->warning, sizeof(c->warning), "%s", warning);
	return pl_client_say(c, group, text);
}

enum pl_failure pl_client_drop(struct pl_client *c, int64_t group, uint64_t id)
{
	(void)group;
	c->dropped = id;
	return c->answer;
}

void pl_client_seen(struct pl_client *c, int64_t group, int64_t seq)
{
	(void)group;
	c->seens++;
	c->seen_seq = seq;
}

void pl_client_connect_now(struct pl_client *c)
{
	c->connects++;
}

enum pl_failure pl_client_sign_out(struct pl_client *c, bool everywhere)
{
	if (everywhere)
		c->sign_outs_all++;
	else
		c->sign_outs++;
	return c->answer;
}

enum pl_failure pl_client_cut_off(struct pl_client *c, const char *name)
{
	c->cut_offs++;
	snprintf(c->cut_off_name, sizeof(c->cut_off_name), "%s", name);
	return c->answer;
}

enum pl_failure pl_client_sign_in(struct pl_client *c, const char *passphrase)
{
	c->sign_ins++;
	snprintf(c->passphrase, sizeof(c->passphrase), "%s", passphrase);
	return c->answer;
}

bool pl_invite_is_whole(const char *invite)
{
	return strchr(invite, '#') != NULL;
}

enum pl_failure pl_client_join(struct pl_client *c, const char *invite, const char *name,
			       const char *passphrase)
{
	c->joins++;
	snprintf(c->invite, sizeof(c->invite), "%s", invite);
	snprintf(c->name, sizeof(c->name), "%s", name);
	snprintf(c->passphrase, sizeof(c->passphrase), "%s", passphrase);
	if (c->answer == PL_OK && c->refused_name)
		c->result = strcmp(name, c->refused_name) == 0 ? PL_FAIL_NAME : PL_OK;
	c->enrolled = c->answer == PL_OK && c->result == PL_OK;
	return c->answer;
}

bool pl_client_busy(const struct pl_client *c)
{
	return c->busy;
}

enum pl_failure pl_client_figures(struct pl_client *c, const char *figures)
{
	snprintf(c->figures, sizeof(c->figures), "%s", figures ? figures : "");
	return c->answer;
}

const char *pl_client_secret(const struct pl_client *c)
{
	return c->secret ? c->secret : "";
}

const char *pl_client_recovery(const struct pl_client *c)
{
	return c->recovery ? c->recovery : "";
}

int pl_client_wait_s(const struct pl_client *c)
{
	return c->wait_s;
}

enum pl_failure pl_client_result(const struct pl_client *c)
{
	return c->result;
}

const char *pl_client_draft(const struct pl_client *c, int64_t group)
{
	return c->draft && (!c->draft_group || c->draft_group == group) ? c->draft : "";
}

enum pl_failure pl_client_draft_set(struct pl_client *c, int64_t group, const char *text)
{
	char *kept = text && *text ? mem_dup(text, strlen(text)) : NULL;

	c->drafts++;
	c->draft_group = group;
	free(c->draft);
	c->draft = kept;
	return PL_OK;
}

int pl_client_fd(const struct pl_client *c)
{
	return c->fd;
}

int pl_client_timeout_ms(const struct pl_client *c)
{
	return c->changed ? 0 : c->timeout_ms;
}

unsigned pl_client_work(struct pl_client *c)
{
	if (c->on_work)
		c->on_work(c);
	unsigned changed = c->changed;

	c->changed = 0;
	return changed;
}

enum pl_failure pl_client_attendance_ask(struct pl_client *c)
{
	c->attendance_asks++;
	return c->answer;
}

const struct pl_attendance *pl_client_attendance(const struct pl_client *c)
{
	return &c->attendance;
}

enum pl_failure pl_client_skip(struct pl_client *c, int64_t group, bool skip)
{
	(void)group;
	c->skips++;
	c->skip = skip;
	return c->answer;
}

void pl_client_language(struct pl_client *c, const char *language)
{
	(void)c;
	(void)language;
}

struct pl_client *fake_client_stored;
const char *fake_client_passphrase = "";
int fake_client_opens, fake_client_closes;

bool pl_client_exists(const char *dir)
{
	return dir && *fake_client_passphrase;
}

struct pl_client *pl_client_open(const struct pl_options *o, enum pl_failure *why)
{
	bool fits = o->guest || !*fake_client_passphrase ||
		    strcmp(o->passphrase, fake_client_passphrase) == 0;

	fake_client_opens++;
	*why = fits ? PL_OK : PL_FAIL_PASSPHRASE;
	return fits ? fake_client_stored : NULL;
}

void pl_client_close(struct pl_client *c)
{
	fake_client_closes += c != NULL;
}
