/* SPDX-License-Identifier: MIT */
/*
 * Each pair of colours can be read: the contrast of WCAG 2.1 (1.4.3), 4.5 to 1 at least, in the
 * palettes that terminals come with.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "full/full.h"
#include "full/theme.h"
#include "support/puppet.h"

#define CONTRAST_LEAST 4.5

static const struct palette {
	const char *name;
	uint32_t colours[16]; /* red, green, blue */
} palettes[] = {
	{ "VGA and the Linux console",
	  { 0x000000, 0xaa0000, 0x00aa00, 0xaa5500, 0x0000aa, 0xaa00aa, 0x00aaaa, 0xaaaaaa,
	    0x555555, 0xff5555, 0x55ff55, 0xffff55, 0x5555ff, 0xff55ff, 0x55ffff, 0xffffff } },
	{ "xterm",
	  { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
	    0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff } },
};

static double linear(uint32_t byte)
{
	const double c = (double)(byte & 0xff) / 255;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static double luminance(uint32_t colour)
{
	return 0.2126 * linear(colour >> 16) + 0.7152 * linear(colour >> 8) +
	       0.0722 * linear(colour);
}

static double contrast(uint32_t a, uint32_t b)
{
	const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static void contrast__is_that_of_the_standard(void **state)
{
	(void)state;
	assert_float_equal(contrast(0x000000, 0xffffff), 21.0, 0.01);
	assert_float_equal(contrast(0xffffff, 0x777777), 4.48, 0.01);
	assert_float_equal(contrast(0xaaaaaa, 0xaaaaaa), 1.0, 0.01);
}

static void each_pair__can_be_read(void **state)
{
	static const int terminals[] = { 8, 16, 88, 256 };

	(void)state;
	for (size_t p = 0; p < sizeof(palettes) / sizeof(*palettes); p++)
		for (size_t t = 0; t < sizeof(terminals) / sizeof(*terminals); t++)
			for (int r = 0; r < THEME_ROLES; r++) {
				const struct theme_pair pair =
					theme_pair((enum theme_role)r, terminals[t]);
				const int most = terminals[t] < 16 ? 8 : 16;

				assert_in_range(pair.fore, 0, most - 1);
				assert_in_range(pair.ground, 0, most - 1);
				const double is = contrast(palettes[p].colours[pair.fore],
							   palettes[p].colours[pair.ground]);

				print_message("%s, %d colours, role %d: %.1f\n",
					      palettes[p].name, terminals[t], r, is);
				if (is < CONTRAST_LEAST)
					fail_msg("%s, %d colours: %.2f", palettes[p].name,
						 terminals[t], is);
			}
}

/* ---- on the screen ---- */

static struct full_options looks; /* of the face's process, which is ours */

static int face(struct pl_client *client)
{
	return full_run(client, &looks);
}

static void begin(struct puppet *p, struct full_options how)
{
	looks = how;
	puppet_begin(p, &(struct puppet_start) { .rows = 24,
						 .cols = 80,
						 .messages = 2,
						 .link = PL_LINK_LIVE,
						 .face = face });
	puppet_keys(p, "mine\r");
	puppet_see(p, "Ana: mine (kept here)");
	puppet_link(p, PL_LINK_WAITING);
	puppet_see(p, "No connection.");
}

static void each_look__is_as_it_is_set(void **state)
{
	static const struct {
		struct full_options how;
		bool colours, bold;
	} rows[] = {
		{ { .plain = false }, true, true },
		{ { .plain = true }, false, true },
		{ { .high_contrast = true }, false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct puppet p;

		begin(&p, rows[i].how);
		const int row = screen_find(p.screen, "Ana: mine");
		const struct screen_cell name = screen_cell(p.screen, row, 0);
		const struct screen_cell status = screen_cell(p.screen, 22, 0);

		assert_int_equal(name.coloured, rows[i].colours);
		assert_int_equal(name.bold, rows[i].bold);
		assert_int_equal(screen_cell(p.screen, 0, 0).bold, rows[i].bold);
		assert_int_equal(status.coloured, rows[i].colours);
		assert_int_equal(status.reverse,
				 !rows[i].colours);             /* told apart all the same */
		assert_true(screen_cell(p.screen, 23, 0).bold); /* where one types */
		puppet_leave(&p);
	}
}

static void gaps__are_below_each_message(void **state)
{
	struct puppet p;

	(void)state;
	begin(&p, (struct full_options) { .gaps = true });
	const int row = screen_find(p.screen, "Ben: line 1");

	assert_true(row > 0);
	puppet_row(&p, row + 1, "");
	puppet_row(&p, row + 2, "Ben: line 2");
	puppet_row(&p, row + 3, "");
	for (int i = 0; i < 12; i++)
		puppet_message(&p, "Ben", "again");
	puppet_message(&p, "Cy", "the last");
	puppet_see(&p, "Cy: the last");
	puppet_row(&p, 21, "");
	puppet_row(&p, 20, "Cy: the last");
	puppet_row(&p, 18, "Ben: again");
	puppet_keys(&p, "\033[5~\033[5~\033[5~\033[5~");
	puppet_see(&p, "Ben: line 1");
	puppet_row(&p, screen_find(p.screen, "Ben: line 1") + 2, "Ben: line 2");
	puppet_leave(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(contrast__is_that_of_the_standard),
		cmocka_unit_test(each_pair__can_be_read),
		cmocka_unit_test(each_look__is_as_it_is_set),
		cmocka_unit_test(gaps__are_below_each_message),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
