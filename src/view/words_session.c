/* SPDX-License-Identifier: MIT */
/* What is said of a session: notices, wishes, and how things stand. */
#include <libintl.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "view/words_in.h"

#define _(s) gettext(s)

static const char *const wheres[PL_WHERES] = {
	[PL_NOWHERE] = N_("not here"),
	[PL_IN] = N_("in the room"),
	[PL_WAITING] = N_("waits to be let in"),
	[PL_OUT] = N_("stepped out"),
	[PL_REMOVED] = N_("removed"),
	[PL_GONE] = N_("left"),
};

static const char *const talks[PL_TALKS] = {
	[PL_TALK_OPEN] = N_("All may talk."),
	[PL_TALK_TURNS] = N_("One person talks at a time. Type /hand to ask for a turn."),
	[PL_TALK_QUIET] = N_("Only the facilitators talk now."),
};

static const char *const modalities[PL_MODALITIES] = {
	[PL_NOT_STATED] = N_("not stated"),
	[PL_BY_TEXT] = N_("by text"),
	[PL_BY_PHONE] = N_("by phone"),
	[PL_BY_BOTH] = N_("by text and phone"),
};

const char *words_modality(enum pl_modality by)
{
	return _(modalities[by]);
}

const char *words_where(enum pl_where w)
{
	return _(wheres[w]);
}

const char *words_talk(enum pl_talk t)
{
	return _(talks[t]);
}

/* A format of the table: "%s" is the one it is about, or the text. */
static const char *fill(struct arena *a, const char *words, const char *what)
{
	const char *at = strstr(words, "%s");

	if (!at)
		return words;
	return arena_fmt(a, "%.*s%s%s", (int)(at - words), words, what, at + 2);
}

/* Notices */

enum filled { PLAIN, BY_WHO, BY_TEXT };

static const struct {
	const char *words;
	enum filled by;
} notices[PL_NOTES] = {
	[PL_NOTE_BEGUN] = { N_("A session is under way here."), PLAIN },
	[PL_NOTE_ENDED] = { N_("The session is over. Thank you all."), PLAIN },
	[PL_NOTE_STAGE] = { N_("Now: %s."), BY_TEXT },
	[PL_NOTE_TOPIC] = { N_("The topic: %s"), BY_TEXT },
	[PL_NOTE_DECIDED] = { N_("Decided: %s"), BY_TEXT },
	[PL_NOTE_NORMS] = { N_("The norms: %s To say yes to them, type /accept."), BY_TEXT },
	[PL_NOTE_ACCEPTED] = { N_("The server has your yes to the norms. Thank you."), PLAIN },
	[PL_NOTE_FLOOR] = { N_("%s has the floor."), BY_WHO },
	[PL_NOTE_YOURS] = { N_("You have the floor. Say what you like, then type /done."),
			    PLAIN },
	[PL_NOTE_FREE] = { N_("Nobody has the floor."), PLAIN },
	[PL_NOTE_MORE] = { N_("%s has more to say."), BY_WHO },
	[PL_NOTE_NEXT] = { N_("You are next."), PLAIN },
	[PL_NOTE_DOWN] = { N_("The line of %s is down. The seat is kept."), BY_WHO },
	[PL_NOTE_BACK] = { N_("%s is back."), BY_WHO },
	[PL_NOTE_WAITING] = { N_("You are in the waiting room. The facilitators know that you "
				 "are here, and will let you in. To write to them alone, type "
				 "/side and your words."),
			      PLAIN },
	[PL_NOTE_ADMITTED] = { N_("You are in the room now."), PLAIN },
	[PL_NOTE_OUT] = { N_("A facilitator has asked you to step out for now. Your seat is "
			     "kept. To write to them alone, type /side and your words."),
			  PLAIN },
	[PL_NOTE_REMOVED] = { N_("A facilitator has taken you out of this session."), PLAIN },
	[PL_NOTE_GONE] = { N_("You have left the session. To come back, type /come."), PLAIN },
	[PL_NOTE_UNMUTED] = { N_("You may talk again."), PLAIN },
	[PL_NOTE_INVITED] = { N_("You are invited to speak. Type /hand to take a turn, or "
				 "/pass."),
			      PLAIN },
	[PL_NOTE_PLANNED] = { N_("This stage has an exercise or a lesson. When all are ready, "
				 "type /%s"),
			      BY_TEXT },
	[PL_NOTE_OVER] = { N_("The exercise is over."), PLAIN },
	[PL_NOTE_STOPPED] = { N_("A facilitator has ended the exercise."), PLAIN },
	[PL_NOTE_LESSON] = { N_("The lesson begins: %s. To read a page again, type /page."),
			     BY_TEXT },
	[PL_NOTE_COUNTS] = { N_("Answers: %s."), BY_TEXT },
	[PL_NOTE_QUESTION] = { N_("A question: %s"), BY_TEXT },
	[PL_NOTE_FIVE] = { N_("This stage has 5 minutes left."), PLAIN },
	[PL_NOTE_TIME_UP] = { N_("The time of this stage is over. To go on, type /stage next. "
				 "For more time, type /stage extend."),
			      PLAIN },
	[PL_NOTE_DANGER] = { N_("%s is not safe and asks for help. To see to it, type /take."),
			     BY_WHO },
	[PL_NOTE_UNSEEN] = { N_("You have said that you are not safe. Nobody has seen it yet. "
				"For people to call now, press Ctrl-X or type /crisis."),
			     PLAIN },
	[PL_NOTE_SEEN] = { N_("%s has seen that you are not safe, and is there for you now."),
			   BY_WHO },
	[PL_NOTE_LEAD] = { N_("%s leads now."), BY_WHO },
	[PL_NOTE_BATON] = { N_("%s offers you the lead. To hear what is open, type /baton. To "
			       "take the lead, type /take lead."),
			    BY_WHO },
	[PL_NOTE_NO_BATON] = { N_("The lead is not offered to you any more."), PLAIN },
	[PL_NOTE_PINNED] = { N_("To keep in mind: %s"), BY_TEXT },
	[PL_NOTE_KNOCK] = { N_("%s waits to be let in. Type /admit."), BY_WHO },
	[PL_NOTE_HIDDEN] = { N_("A message of %s was hidden by a facilitator."), BY_WHO },
	[PL_NOTE_SHOWN] = { N_("A message of %s that was hidden is shown again."), BY_WHO },
	[PL_NOTE_HELD] = { N_("Your message waits for a facilitator. You need not do "
			      "anything."),
			   PLAIN },
	[PL_NOTE_NOT_LET] = { N_("A facilitator did not let your message through. To change "
				 "it, "
				 "type /edit."),
			      PLAIN },
	[PL_NOTE_NOT_TAKEN] = { N_("The server did not take your message for half an hour. It "
				   "is kept here. To send it again, type /edit."),
				PLAIN },
};

static const char *extended(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("There is more time: until %s."), words_when(a, n->n));
}

static const char *talk(struct arena *a, const struct pl_notice *n)
{
	(void)a;
	return words_talk((enum pl_talk)n->n);
}

static const char *muted(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a,
			 _("A facilitator has muted you until %s. You can read all, and write "
			   "to them with /side."),
			 words_when(a, n->n));
}

static const char *hand(struct arena *a, const struct pl_notice *n)
{
	if (!*n->text)
		return arena_fmt(a, _("%s has raised a hand."), n->who);
	return arena_fmt(a, _("%s has raised a hand: %s"), n->who, n->text);
}

static const char *aside(struct arena *a, const struct pl_notice *n)
{
	return arena_fmt(a, _("%s, to the facilitators alone: %s"), n->who, n->text);
}

static const char *modality(struct arena *a, const struct pl_notice *n)
{
	if (n->n == PL_NOT_STATED)
		return _("How you take part is not stated any more.");
	return arena_fmt(a,
			 _("It is noted that you take part %s. To change it, type /modality."),
			 words_modality((enum pl_modality)n->n));
}

static const char *refused(struct arena *a, const struct pl_notice *n)
{
	(void)a;
	return words_failure((enum pl_failure)n->n);
}

/* These may come with a reason. */
static const bool reasoned[PL_NOTES] = {
	[PL_NOTE_MUTED] = true,
	[PL_NOTE_OUT] = true,
	[PL_NOTE_REMOVED] = true,
	[PL_NOTE_NOT_LET] = true,
};

static const char *notice(struct arena *a, const struct pl_notice *n)
{
	static const char *(*const rows[PL_NOTES])(struct arena *, const struct pl_notice *) = {
		[PL_NOTE_EXTENDED] = extended,
		[PL_NOTE_TALK] = talk,
		[PL_NOTE_MUTED] = muted,
		[PL_NOTE_HAND] = hand,
		[PL_NOTE_ASIDE] = aside,
		[PL_NOTE_REFUSED] = refused,
		[PL_NOTE_METOO] = words_reacted,
		[PL_NOTE_THANKS] = words_reacted,
		[PL_NOTE_WAITS] = words_waits,
		[PL_NOTE_HOLDS] = words_holds,
		[PL_NOTE_MODALITY] = modality,
		[PL_NOTE_PLACE] = words_place,
		[PL_NOTE_REPORT] = words_reported,
		[PL_NOTE_RESOLVED] = words_resolved,
		[PL_NOTE_NAMED] = words_renamed,
		[PL_NOTE_TAKEN] = words_taken,
		[PL_NOTE_POLL] = words_poll,
		[PL_NOTE_COUNTED] = words_counted,
		[PL_NOTE_REACH] = words_reach,
		[PL_NOTE_DOOR] = words_door_asks,
		[PL_NOTE_REPLY] = words_reply,
		[PL_NOTE_LEGAL] = words_legal,
		[PL_NOTE_LOOKED_LEGAL] = words_looked,
		[PL_NOTE_LOOKED_REPLIES] = words_looked,
	};

	const char *guide = words_guide_notice(a, n);

	if (rows[n->kind] || guide)
		return guide ? guide : rows[n->kind](a, n);
	return fill(a, _(notices[n->kind].words),
		    notices[n->kind].by == BY_WHO ? n->who : n->text);
}

const char *words_notice(struct arena *a, const struct pl_notice *n)
{
	const char *words = notice(a, n);

	return reasoned[n->kind] && *n->text
		       ? arena_fmt(a, _("%s The reason: %s"), words, n->text)
		       : words;
}

/* Wishes: what was asked for */

#define UNDO N_(" Type /undo to take it back, for one minute.")

static const struct {
	const char *words;
	bool undo;
} wishes[PL_ACTS] = {
	[PL_ACT_RAISE] = { N_("Your hand goes up."), false },
	[PL_ACT_LOWER] = { N_("The hand goes down."), false },
	[PL_ACT_PASS] = { N_("You pass this time."), false },
	[PL_ACT_DONE] = { N_("You give the floor back."), false },
	[PL_ACT_MORE] = { N_("The others hear that you have more to say."), false },
	[PL_ACT_RATE] = { N_("Your number is noted."), false },
	[PL_ACT_ACCEPT] = { N_("You say yes to the norms."), false },
	[PL_ACT_LEAVE] = { N_("You leave the session."), false },
	[PL_ACT_COME] = { N_("You come back to the session."), false },
	[PL_ACT_SIDE] = { N_("This goes to the facilitators alone."), false },
	[PL_ACT_MODALITY] = { N_("Noted: %s."), false },
	[PL_ACT_REPORT] = { N_("This goes to the facilitators alone, with your words. %s"),
			    false },
	[PL_ACT_HEARD] = { N_("You have been told how it ended."), false },
	[PL_ACT_NAME] = { N_("You will be called %s here as soon as the server has it."),
			  false },
	[PL_ACT_RESOLVE] = { N_("Report %s is settled. Who made it is told what you wrote."),
			     false },
	[PL_ACT_OPEN] = { N_("The session opens."), false },
	[PL_ACT_STAGE] = { N_("On to stage %s."), false },
	[PL_ACT_EXTEND] = { N_("The stage gets more time: %s."), false },
	[PL_ACT_TALK] = { N_("The way to talk changes."), true },
	[PL_ACT_ADMIT] = { N_("%s is let in."), true },
	[PL_ACT_INVITE] = { N_("%s is invited to speak."), true },
	[PL_ACT_CALL] = { N_("The floor goes to %s."), false },
	[PL_ACT_MUTE] = { N_("%s is muted."), true },
	[PL_ACT_STEP_OUT] = { N_("%s is asked to step out."), true },
	[PL_ACT_REMOVE] = { N_("%s is taken out of the session."), true },
	[PL_ACT_LOCK] = { N_("The door changes."), true },
	[PL_ACT_SLOW] = { N_("The pace changes."), true },
	[PL_ACT_TOPIC] = { N_("The topic is set."), false },
	[PL_ACT_DECIDE] = { N_("That is written down as decided."), false },
	[PL_ACT_ANSWER] = { N_("Your answer is noted."), false },
	[PL_ACT_ASK] = { N_("Your question goes to the facilitators."), false },
	[PL_ACT_EXERCISE] = { N_("The exercise begins for all."), false },
	[PL_ACT_STOP] = { N_("The exercise ends for all."), true },
	[PL_ACT_LESSON] = { N_("The lesson opens for all."), false },
	[PL_ACT_PAGE] = { N_("On to page %s."), false },
	[PL_ACT_QUESTION] = { N_("The question is told to all."), true },
	[PL_ACT_ANSWERED] = { N_("The question is answered."), true },
	[PL_ACT_DANGER] = { N_("The facilitators are told that you are not safe."), false },
	[PL_ACT_VOTE] = { N_("Your vote is noted. You may change it until the vote is over."),
			  false },
	[PL_ACT_METOO] = { N_("You say to %s: me too."), false },
	[PL_ACT_THANKS] = { N_("You say to %s: thank you."), false },
	[PL_ACT_TAKE] = { N_("You see to %s now. They are told so."), false },
	[PL_ACT_BATON] = { N_("%s is offered the lead."), true },
	[PL_ACT_LEAD] = { N_("You take the lead."), false },
	[PL_ACT_POLL] = { N_("All are asked. To end the vote, type /poll close."), false },
	[PL_ACT_COUNT] = { N_("The vote ends."), false },
	[PL_ACT_PIN] = { N_("That stays up now."), true },
	[PL_ACT_UNPIN] = { N_("That comes down."), true },
	[PL_ACT_WATCH] = { N_("Looking who has this."), false },
	[PL_ACT_REPLY] = { N_("Your reply is on its way. %s"), false },
	[PL_ACT_LOOKS] = { N_("Asked for: who looked at what is kept of you."), false },
	[PL_ACT_LOOK] = { N_("Asked for. It is noted that you looked, and %s can read that."),
			  false },
	[PL_ACT_UNDO] = { N_("You take back your last act."), false },
	[PL_ACT_HIDE] = { N_("A message of %s is hidden from all."), true },
	[PL_ACT_HOLD] = { N_("What members say: %s."), true },
	[PL_ACT_LET] = { N_("The message of %s goes to all."), false },
	[PL_ACT_REFUSE] = { N_("The message of %s goes back."), true },
};

const char *words_wish(struct arena *a, enum pl_act act, const char *what)
{
	const char *words = fill(a, _(wishes[act].words), what);

	return wishes[act].undo ? arena_fmt(a, "%s%s", words, _(UNDO)) : words;
}

const char *words_let_in(struct arena *a, int n)
{
	return arena_fmt(a, "%s%s",
			 arena_fmt(a,
				   ngettext("%d person is let in.", "%d people are let in.",
					    (unsigned long)n),
				   n),
			 _(UNDO));
}

static const char *const questions[PL_ACTS] = {
	[PL_ACT_MUTE] = N_("Mute %s?"),
	[PL_ACT_STEP_OUT] = N_("Ask %s to step out for now?"),
	[PL_ACT_REMOVE] = N_("Take %s out of the session?"),
	[PL_ACT_HIDE] = N_("Hide this from all? %s"),
	[PL_ACT_REFUSE] = N_("Send this back? %s"),
};

const char *words_sure(struct arena *a, const struct pl_wish *w, const char *what)
{
	const char *for_so_long =
		w->act == PL_ACT_MUTE ? arena_fmt(a, _(" For %s."), words_span(a, w->n * 60000))
				      : "";

	return arena_fmt(a, "%s%s %s",
			 questions[w->act] ? fill(a, _(questions[w->act]), what) : what,
			 for_so_long, _("The same again does it. Anything else does not."));
}

/* How things stand */

static const char *name_of(const struct pl_session *s, int64_t member)
{
	for (size_t i = 0; i < s->seats_count; i++)
		if (s->seats[i].member == member)
			return s->seats[i].name;
	return "";
}

static const char *floor_of(struct arena *a, const struct pl_session *s)
{
	if (!s->floor)
		return "";
	if (s->self && s->floor == s->self->member)
		return arena_fmt(a, " %s", _("You have the floor."));
	return arena_fmt(a, " %s",
			 arena_fmt(a,
				   s->more ? _("%s has the floor, with more to say.")
					   : _("%s has the floor."),
				   name_of(s, s->floor)));
}

static int hands_of(const struct pl_session *s)
{
	int n = 0;

	for (size_t i = 0; i < s->seats_count; i++)
		n += s->seats[i].place > 0;
	return n;
}

static const char *title_of(const struct pl_session *s)
{
	return s->stage <= (int)s->stages_count ? s->stages[s->stage - 1].title : "";
}

static bool is_in(const struct pl_session *s)
{
	return s->self && s->self->where == PL_IN;
}

const char *words_session(struct arena *a, const struct pl_session *s)
{
	const int hands = hands_of(s);

	if (!s->stage)
		return "";
	if (!is_in(s))
		return arena_fmt(a, "%s. %s", title_of(s), words_outside(a, s));
	return arena_fmt(a, "%s.%s%s%s", title_of(s), floor_of(a, s), hands ? " " : "",
			 hands ? arena_fmt(a,
					   ngettext("%d hand is up.", "%d hands are up.",
						    (unsigned long)hands),
					   hands)
			       : "");
}

static const char *time_left(struct arena *a, const struct pl_session *s, int64_t now_utc_ms)
{
	const int64_t left = s->ends_utc_ms - now_utc_ms;

	if (!s->ends_utc_ms)
		return "";
	if (left < 0)
		return arena_fmt(a, _(" Over time by %s."), words_span(a, -left));
	return arena_fmt(a, _(" Time left: %s."), words_span(a, left));
}

static void add_hands(struct buf *b, const struct pl_session *s)
{
	const int n = hands_of(s);

	for (int place = 1; place <= n; place++)
		for (size_t i = 0; i < s->seats_count; i++)
			if (s->seats[i].place == place)
				buf_addf(b, "%s%s", place > 1 ? ", " : "", s->seats[i].name);
}

static const char *queue(struct arena *a, const struct pl_session *s)
{
	struct buf names;
	const char *out = "";

	buf_init(&names, 4096);
	add_hands(&names, s);
	if (names.n)
		out = arena_fmt(a, _(" Hands up: %s."), buf_text(&names));
	buf_finish(&names);
	if (s->self && s->self->place)
		out = arena_fmt(a, _("%s You are number %d."), out, s->self->place);
	return out;
}

static const char *pins(struct arena *a, const struct pl_session *s)
{
	const char *out = "";

	for (size_t i = 0; i < s->pins_count; i++)
		out = arena_fmt(a, "%s %s", out,
				arena_fmt(a, _("To keep in mind: %s"), s->pins[i]));
	return out;
}

const char *words_stage(struct arena *a, const struct pl_session *s, int64_t now_utc_ms)
{
	if (!s->stage)
		return _("No session is under way here. All may talk.");
	return arena_fmt(a, "%s%s%s%s %s%s%s",
			 arena_fmt(a, _("Stage %d of %d: %s."), s->stage, (int)s->stages_count,
				   title_of(s)),
			 time_left(a, s, now_utc_ms), is_in(s) ? floor_of(a, s) : "",
			 is_in(s) ? queue(a, s) : "",
			 is_in(s) ? words_talk(s->talk)
				  : arena_fmt(a, "%s%s", words_outside(a, s),
					      words_waited(a, s, now_utc_ms)),
			 words_guide(a, s, now_utc_ms), pins(a, s));
}
