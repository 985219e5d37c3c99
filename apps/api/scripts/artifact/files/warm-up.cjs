'use strict';
// Runs once, after the dependencies are installed (in Cloud Build, that is with the very Node that will run the
// functions), and keeps what V8 compiles while they are loaded. Every cold start is spared that work.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

// A cache of another Node is of no use to Cloud Functions.
if (Number.parseInt(process.versions.node, 10) < 24) {
  process.exit(0);
}

const cache = { NODE_COMPILE_CACHE: join(__dirname, '.compile-cache'), NODE_COMPILE_CACHE_PORTABLE: '1' };
const { status } = spawnSync(process.execPath, [join(__dirname, 'functions.js')], {
  env: { ...process.env, ...cache },
  stdio: 'inherit',
});
if (status !== 0) {
  console.warn('No compile cache: cold starts take a little longer.');
}
