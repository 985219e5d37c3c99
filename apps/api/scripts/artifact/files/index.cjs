'use strict';
// Where Cloud Functions, the emulator and firebase-tools load the functions from.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

// Made by warm-up.cjs when the dependencies are installed. Without it there is nothing to gain: an instance that comes
// to its end has no time to write one.
const directory = join(__dirname, '.compile-cache');
// Node 20 and 22 load this file on a machine that deploys; they have no portable cache.
const major = Number.parseInt(process.versions.node, 10);
if (major >= 24 && existsSync(directory)) {
  enableCompileCache({ directory, portable: true });
}
// Errors name the lines of our own sources; the maps hold nothing of the libraries.
process.setSourceMapsEnabled(true);

// biome-ignore lint/correctness/noUnresolvedImports: the bundle lies beside this file once it is built
module.exports = require('./functions.js');
