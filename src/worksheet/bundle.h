/* SPDX-License-Identifier: MIT */
/* A finished measure as FHIR R4 has it: the answers, and beside them the score. */
#ifndef WORKSHEET_BUNDLE_H
#define WORKSHEET_BUNDLE_H

#include "worksheet/score.h"

/*
 * A Bundle (collection) of the QuestionnaireResponse and the Observation that is derived from it;
 * the response alone where the form has no score, or answers are missing.  `cover` has an id, of
 * letters, digits and hyphens.  False: `out` is full, and nothing was added.
 */
bool bundle_write(const struct response *r, const struct response_cover *cover,
		  struct buf *out);

#endif
