'use strict';
// Runs what `firebase deploy --only firestore` does before it calls the cloud, with firebase-tools' own code: the predeploy
// hook of firebase.json.
// Arguments: folder of firebase-tools, folder of firebase.json, project id.
const { join } = require('node:path');

const [, , firebaseTools = '', projectDir = '', projectId = ''] = process.argv;
const load = (name) => require(join(firebaseTools, 'lib', name));

const config = load('config.js').Config.load({ cwd: projectDir });
const options = {
  config,
  projectRoot: projectDir,
  project: projectId,
  only: 'firestore',
  nonInteractive: true,
};
load('deploy/lifecycleHooks.js')
  .lifecycleHooks('firestore', 'predeploy')({}, options)
  .then(
    () => process.exit(0),
    (error) => {
      console.error(error.message);
      process.exit(1);
    },
  );
