'use strict';
// Runs what `firebase deploy --only functions` does before it calls the cloud, with firebase-tools' own code: the predeploy
// hook, the discovery of the functions, their parameters, and the archive that would be uploaded. It is CommonJS, so that
// any Node that firebase-tools supports can run it.
// Arguments: folder of firebase-tools, folder of firebase.json, project id, file to write the plan to.
const { execFileSync } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , firebaseTools = '', projectDir = '', projectId = '', planFile = ''] = process.argv;
const load = (name) => require(join(firebaseTools, 'lib', name));

async function plan() {
  load('logger.js').useConsoleLoggers();
  const config = load('config.js').Config.load({ cwd: projectDir });
  const options = {
    config,
    projectRoot: projectDir,
    project: projectId,
    only: 'functions',
    nonInteractive: true,
  };
  await load('deploy/lifecycleHooks.js').lifecycleHooks('functions', 'predeploy')({}, options);

  const { normalizeAndValidate, resolveConfigDir } = load('functions/projectConfig.js');
  const codebases = normalizeAndValidate(config.src.functions);
  const { loadCodebases } = load('deploy/functions/prepare.js');
  const builds = await loadCodebases(codebases, options, { projectId }, {}, undefined);

  const [codebase] = codebases;
  const build = builds[codebase.codebase];
  const functionsEnv = load('functions/env.js');
  const userEnvs = functionsEnv.loadUserEnvs({
    functionsSource: config.path(codebase.source),
    configDir: config.path(resolveConfigDir(codebase, codebase.codebase)),
    projectDir,
    projectId,
  });
  // The emulators' way of resolving differs in one point: nobody asks Secret Manager whether a secret exists.
  const { backend } = await load('deploy/functions/build.js').resolveBackend({
    build,
    firebaseConfig: { projectId },
    userEnvs,
    codebase: codebase.codebase,
    nonInteractive: true,
    isEmulator: true,
  });
  const endpoints = load('deploy/functions/backend.js').allEndpoints(backend);
  const { prepareFunctionsUpload } = load('deploy/functions/prepareFunctionsUpload.js');
  const { pathToSource } = await prepareFunctionsUpload(
    projectDir,
    config.path(codebase.source),
    codebase,
    [],
    undefined,
    { exportType: 'tar.gz' },
  );
  const list = ['-tzf', pathToSource];
  const uploaded = execFileSync('tar', list, { encoding: 'utf8' }).trim().split('\n');
  return { endpoints, uploaded };
}

plan().then(
  (result) => {
    writeFileSync(planFile, JSON.stringify(result));
    process.exit(0);
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
