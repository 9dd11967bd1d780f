/* SPDX-License-Identifier: MIT */
#include "bench/figures.h"

#include <stdio.h>
#include <stdlib.h>

void figure_set(struct figure *f, double value)
{
	f->there = true;
	f->value = value;
}

static int compare(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double figure_median(double *values, size_t n)
{
	qsort(values, n, sizeof(*values), compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static bool missed(const struct figure *f)
{
	return f->there && f->target >= 0 && f->value > f->target;
}

bool figures_print(const struct figure *all, size_t n)
{
	bool good = true;

	printf("%-20s %10s %10s %10s\n", "", "measured", "at most", "");
	for (size_t i = 0; i < n; i++) {
		const struct figure *f = &all[i];
		char value[24] = "-", target[24] = "";

		if (f->there)
			snprintf(value, sizeof(value), "%.6g", f->value);
		if (f->target >= 0)
			snprintf(target, sizeof(target), "%.6g", f->target);
		printf("%-20s %10s %10s %-5s %-6s %s\n", f->name, value, target, f->unit,
		       missed(f) ? "MISSED" : "", f->what);
		good = good && !missed(f);
	}
	fflush(stdout);
	return good;
}

bool figures_write(const struct figure *all, size_t n, const char *path)
{
	FILE *f = fopen(path, "w");

	for (size_t i = 0; f && i < n; i++) {
		fprintf(f, "%s\"%s\": ", i ? ",\n " : "{", all[i].name);
		if (all[i].there)
			fprintf(f, "%.6g", all[i].value);
		else
			fputs("null", f);
	}
	if (!f || fputs("}\n", f) < 0 || fclose(f) != 0) {
		perror(path);
		return false;
	}
	return true;
}
