/* SPDX-License-Identifier: MIT */
#include "support/evening.h"

const char evening_plan[] = "waiting\nask\n"
			    "norms What is said here stays here. One person speaks at a time. "
			    "You may always pass.\n"
			    "stage welcome quiet 4 Welcome\n"
			    "stage round turns 12 Check-in\n"
			    "stage agenda open 4 Agenda\n"
			    "stage work turns 12 Work\n"
			    "stage exercise quiet 5 Exercise\n"
			    "exercise breathing\n"
			    "stage round turns 8 Check-out\n"
			    "stage closed open 0 Closed\n";

static const struct bottle_line good = { .name = "good", .rtt_ms = 40, .jitter_ms = 5 };
static const struct bottle_line gprs = { .name = "gprs",
					 .rtt_ms = 600,
					 .jitter_ms = 60,
					 .up_kbit = 14,
					 .down_kbit = 35,
					 .loss_per_mille = 10 };
static const struct bottle_line satellite = { .name = "satellite",
					      .rtt_ms = 650,
					      .jitter_ms = 10,
					      .up_kbit = 128,
					      .down_kbit = 1000,
					      .loss_per_mille = 5 };
/* One is away in the middle of her turn, and for five minutes of the work; the other while
 * the exercise runs. */
static const struct bottle_line bad_ana = { .name = "bad-gprs",
					    .rtt_ms = 900,
					    .jitter_ms = 150,
					    .up_kbit = 8,
					    .down_kbit = 20,
					    .loss_per_mille = 50,
					    .holes = { { 372, 396 }, { 1390, 1690 } } };
static const struct bottle_line bad_fay = {
	.name = "bad-gprs",
	.rtt_ms = 900,
	.jitter_ms = 150,
	.up_kbit = 8,
	.down_kbit = 20,
	.loss_per_mille = 50,
	.holes = { { 150, 162 }, { 1130, 1200 }, { 2010, 2100 } }
};

#define LINES(who, how)                                                                        \
	{                                                                                      \
		.name = (who), .line_kind = &(how)                                             \
	}
#define SCREEN(who, how, high, wide)                                                           \
	{                                                                                      \
		.name = (who), .line_kind = &(how), .full = true, .rows = (high),              \
		.cols = (wide)                                                                 \
	}

struct attend evening_people[] = {
	SCREEN("Grace", good, 40, 120),
	LINES("Hal", good),
	LINES("Ana", bad_ana),
	SCREEN("Ben", good, 24, 80),
	LINES("Cora", gprs),
	SCREEN("Dev", good, 24, 80),
	LINES("Eli", good),
	SCREEN("Fay", bad_fay, 24, 80),
	LINES("Gus", satellite),
	SCREEN("Hana", gprs, 24, 80),
	LINES("Ida", good),
	SCREEN("Jon", good, 24, 80),
};
const size_t evening_people_count = sizeof(evening_people) / sizeof(evening_people[0]);

#define CONSOLE "\033C"

const struct golden_act evening_acts[] = {
	/* Ten come early; Jon comes late. */
	{ 0, "Grace", NULL },
	{ 2, "Hal", NULL },
	{ 4, "Ana", NULL },
	{ 6, "Ben", NULL },
	{ 8, "Cora", NULL },
	{ 10, "Dev", NULL },
	{ 12, "Eli", NULL },
	{ 14, "Fay", NULL },
	{ 16, "Gus", NULL },
	{ 18, "Hana", NULL },
	{ 20, "Ida", NULL },
	{ 45, "Eli", "Hello, is this the evening group?" },
	{ 52, "Ben", "It is, Eli." },

	/* The waiting room. */
	{ 60, "Grace", "/open evening" },
	{ 66, "Ana", "/stage" },
	{ 68, "Eli", "Can you hear me?" },
	{ 70, "Ana", "/reply At home, in the kitchen." },
	{ 72, "Ana", "/reply My mother is next door." },
	{ 74, "Ana", "/reply skip" },
	{ 75, "Grace", CONSOLE },
	{ 78, "Grace", GOLDEN_SHOW },
	{ 79, "Hal", "/where Ana" },
	{ 80, "Grace", "/admit Ana" },
	{ 84, "Grace", "/admit Ben" },
	{ 88, "Grace", "/admit" },
	{ 92, "Hal", "/admit all" },
	{ 100, "Ana", "/accept" },
	{ 102, "Ben", "/accept" },
	{ 104, "Cora", "/accept" },
	{ 106, "Dev", "/accept" },
	{ 108, "Eli", "/accept" },
	{ 112, "Gus", "/accept" },
	{ 114, "Hana", "/accept" },
	{ 130, "Hal", "Welcome, all. We begin when the norms are read." },
	{ 140, "Eli", "Hello." },
	{ 165, "Fay", "/accept" },
	{ 170, "Ida", "/accept" },
	{ 180, "Hal", "/console" },
	{ 185, "Ben", GOLDEN_SHOW },

	/* The check-in, in the order of coming; Ana's line goes down in the middle of her turn. */
	{ 300, "Grace", "/stage next" },
	{ 310, "Ben", "/rate 7" },
	{ 316, "Ana", "May I begin?" },
	{ 322, "Ben", "A good week. My son rang." },
	{ 330, "Ben", "/done" },
	{ 345, "Ana", "/rate 4" },
	{ 355, "Ana", "It was a long week, and I did not sleep much." },
	{ 368, "Ana", "/more" },
	{ 380, "Ana", "But today I went out for bread." },
	{ 440, "Ana", "/done" },
	{ 470, "Dev", "/rate 5" },
	{ 480, "Dev", "So so. I did the worksheet." },
	{ 492, "Dev", "/done" },
	{ 510, "Cora", "/pass" },
	{ 530, "Eli", "/rate 6" },
	{ 540, "Eli",
	  "I slept, at last. I want to say how that came about, for it is a story." },
	{ 550, "Eli", "/more" },
	{ 570, "Eli", "First there was the neighbour's dog." },
	{ 590, "Hal", "/mute Eli 1: let us keep to a few sentences" },
	{ 600, "Eli", "And then there was the neighbour." },
	{ 620, "Hal", "/undo" },
	{ 630, "Eli", "I will tell it later." },
	{ 640, "Eli", "/done" },
	{ 660, "Gus", "/pass" },
	{ 680, "Fay", "/rate 3" },
	{ 700, "Fay", "Not well. I would like some time tonight." },
	{ 730, "Fay", "/done" },
	{ 750, "Ida", "/rate 5" },
	{ 760, "Ida", "As always." },
	{ 770, "Ida", "/done" },
	{ 790, "Hana", "/rate 8" },
	{ 800, "Hana", "Well, thank you." },
	{ 815, "Hana", "/done" },

	/* Jon comes late, and is told privately how things stand. */
	{ 840, "Jon", NULL },
	{ 860, "Grace", "/topic Sleep" },
	{ 870, "Hal", "/pin The sleep group meets on Thursday at six." },
	{ 880, "Grace", "/admit Jon" },
	{ 895, "Jon", GOLDEN_SHOW },
	{ 900, "Jon", "/accept" },

	/* The agenda: all may talk. */
	{ 960, "Grace", "/stage next" },
	{ 970, "Fay", "I would like to speak about my brother." },
	{ 985, "Eli", "And I about the dog." },
	{ 1000, "Gus", "Sleep, please. I do not sleep." },
	{ 1005, "Dev", "/warn drinking: I drank on Sunday, and I want to say so." },
	{ 1008, "Ida", "/view" },
	{ 1010, "Cora", "/side " EVENING_SIDE },
	{ 1030, "Hal", "/side Cora: Of course. Stay in the room, I will be there." },
	{ 1050, "Grace", "/decide Fay first, then sleep." },
	{ 1060, "Grace", "/slow 10" },
	{ 1066, "Eli", "One." },
	{ 1068, "Eli", "Two." },
	/* Somebody is not safe: those who lead are told at once, the others nothing. */
	{ 1080, "Gus", "/unsafe" },
	{ 1092, "Hal", "/take Gus" },
	{ 1100, "Grace", "/slow 0" },
	/* What Eli says waits, and one of it is let through. */
	{ 1104, "Hal", "/hold on" },
	{ 1106, "Eli", "The dog is a good dog." },
	{ 1108, "Eli", "It just has no clock." },
	{ 1114, "Hal", "/let" },
	{ 1118, "Hal", "/refuse Eli: we go on now" },
	{ 1122, "Hal", "/hold off" },
	{ 1126, "Hal", "/hide Eli" },
	{ 1130, "Ana", "/back" },
	{ 1132, "Hal", "/undo" },
	{ 1134, "Hal", "/lock on" },
	{ 1140, "Hal", "/lock off" },
	{ 1150, "Ida", "/report Eli: It was about the dog again." },
	{ 1170, "Hal", "/reports" },
	{ 1180, "Hal", "/resolve 1 I spoke with Eli." },

	/* The work: hands, turns, and a line that is lost for five minutes. */
	{ 1210, "Grace", "/stage next" },
	{ 1220, "Fay", "/hand my brother" },
	{ 1226, "Gus", "/hand" },
	{ 1232, "Ana", "/hand about the nights" },
	{ 1238, "Eli", "/hand the dog" },
	{ 1246, "Ida", "/hand" },
	{ 1250, "Ida", "/lower" },
	{ 1260, "Grace", CONSOLE },
	{ 1262, "Grace", GOLDEN_SHOW },
	{ 1264, "Grace", "/next" },
	{ 1290, "Fay", "My brother came by, and he had been drinking." },
	{ 1320, "Fay", "I did not open. I sat on the stairs until he went." },
	{ 1350, "Fay", "/done" },
	{ 1360, "Grace", "/invite Hana" },
	{ 1370, "Hana", "/hand" },
	{ 1380, "Grace", "\033N" },
	{ 1400, "Gus", "I know those stairs. I sat on mine last year." },
	{ 1420, "Gus", "/done" },
	{ 1430, "Grace", "/next Hana" },
	{ 1450, "Hana", "You kept yourself safe, Fay. That is much." },
	{ 1465, "Hana", "/done" },
	{ 1500, "Hal", "/console" },
	{ 1505, "Hal", "/see Ana" },
	{ 1508, "Hal", "/barrier" },
	{ 1510, "Grace", GOLDEN_SHOW },
	{ 1520, "Grace", "/next Eli" },
	{ 1540, "Eli", "The dog barks at five. Each day." },
	{ 1560, "Eli", "/done" },
	{ 1600, "Dev", "/leave now" },
	{ 1640, "Dev", "/come" },
	{ 1660, "Grace", "/admit Dev" },
	{ 1720, "Hal", "/stepout Eli: take a walk with the dog" },
	{ 1750, "Hal", "/undo" },
	{ 1760, "Ana", "/stage" },
	{ 1770, "Grace", "/next" },
	{ 1800, "Ana", "At night I count. It does not help, but the night goes by." },
	{ 1830, "Ana", "/done" },
	{ 1860, "Grace", "/stage extend 5" },

	/* The exercise; Fay's line is down in it. */
	{ 1980, "Grace", "/stage next" },
	{ 1990, "Grace", "/exercise" },
	{ 2040, "Ida", "/skip" },
	{ 2060, "Ben", GOLDEN_SHOW },
	{ 2096, "Fay", GOLDEN_SHOW },
	{ 2120, "Cora", "/stage" },

	{ 2262, "Grace", "/poll How was the exercise?: good / hard" },
	{ 2270, "Ana", "/vote good" },
	{ 2272, "Cora", "/vote 2" },
	{ 2274, "Ida", "/vote good" },
	{ 2290, "Grace", "/poll close" },

	/* The check-out. */
	{ 2300, "Grace", "/stage next" },
	{ 2320, "Ben", "Thank you all." },
	{ 2335, "Ben", "/done" },
	{ 2350, "Ana", "/rate 6" },
	{ 2365, "Ana", "I take the bread with me." },
	{ 2385, "Ana", "/done" },
	{ 2410, "Dev", "/pass" },
	{ 2430, "Cora", "/pass" },
	{ 2450, "Eli", "A better night to all. And to the dog." },
	{ 2465, "Eli", "/done" },
	{ 2480, "Gus", "/pass" },
	{ 2500, "Fay", "I am glad that I came." },
	{ 2520, "Fay", "/done" },
	{ 2540, "Ida", "/pass" },
	{ 2560, "Hana", "/pass" },
	{ 2590, "Jon", "I come on time next week." },
	{ 2600, "Jon", "/done" },
	/* Hal has the lead for the end. */
	{ 2620, "Grace", "/baton Hal" },
	{ 2632, "Hal", "/take lead" },
	{ 2700, "Hal", "/stage next" },
	{ 2720, "Fay", GOLDEN_SHOW },
	{ 2730, "Ida", "Good night, all." },
};
const size_t evening_acts_count = sizeof(evening_acts) / sizeof(evening_acts[0]);
