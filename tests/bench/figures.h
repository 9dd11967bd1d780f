/* SPDX-License-Identifier: MIT */
/* The figures of a bench: a table for people and, by the same names, JSON for programs. */
#ifndef BENCH_FIGURES_H
#define BENCH_FIGURES_H

#include <stdbool.h>
#include <stddef.h>

struct figure {
	const char *name, *unit, *what;
	double target; /* at most; below 0: there is none */
	bool there;    /* it was measured */
	double value;
};

void figure_set(struct figure *f, double value);
/* The median, which `values` is sorted for. */
double figure_median(double *values, size_t n);
/* Prints the table; true: every figure that was measured is within its target. */
bool figures_print(const struct figure *all, size_t n);
/* False, said on stderr: it cannot be written.  What was not measured is null. */
bool figures_write(const struct figure *all, size_t n, const char *path);

#endif
