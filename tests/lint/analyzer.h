/* SPDX-License-Identifier: MIT */
/* Put before each file by tidy.sh: clang's analyzer does not see that err_set is always false. */
#ifndef LINT_ANALYZER_H
#define LINT_ANALYZER_H

#include "base/err.h"

#define err_set(...) (err_set(__VA_ARGS__), false)

#endif
