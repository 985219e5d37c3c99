import { describe, expect, it } from 'vitest';
import { type EmulatorSearch, findGoogleEmulator } from './find-google-emulator.ts';

function find(environment: EmulatorSearch['environment'], files: string[], java: string | null) {
  return findGoogleEmulator({
    environment,
    isFile: async (path) => files.some((file) => path.endsWith(file)),
    describeJava: async (program) => java && `${program} version "${java}" 2025-04-15`,
    read: async (path) => (path.endsWith('snapshot.json') ? '"version_string": "1.19.9"' : null),
  });
}

describe("Google's emulator", () => {
  it.each([
    ['one that runs', { FIRESTORE_EMULATOR_HOST: 'h:1', FIRESTORE_EMULATOR_JAR: '/a.jar' }, { host: 'h:1' }],
    ['the named jar', { FIRESTORE_EMULATOR_JAR: '/a.jar' }, { jar: '/a.jar', java: 'java' }],
    ['of the version in its name', { FIRESTORE_EMULATOR_JAR: '/a-v1.20.1.jar' }, { version: '1.20.1' }],
    ['of the version that was installed', { FIRESTORE_EMULATOR_JAR: '/a.jar' }, { version: '1.19.9' }],
    ['the Java of JAVA_HOME', { FIRESTORE_EMULATOR_JAR: '/a.jar', JAVA_HOME: '/j' }, { java: '/j/bin/java' }],
    ["Debian's jar", {}, { jar: expect.stringMatching(/cloud-firestore-emulator\.jar$/) }],
  ])('is %s', async (_which, environment, found) => {
    expect(
      await find(environment, ['/a.jar', '/a-v1.20.1.jar', 'cloud-firestore-emulator.jar'], '17.0.15'),
    ).toMatchObject(found);
  });

  it.each([
    ['no jar', [], '21', 'there is no file'],
    ['no Java', ['.jar'], null, 'there is none'],
    ['an old Java', ['.jar'], '11.0.2', 'there is Java 11'],
    ['a very old Java', ['.jar'], '1.8.0_292', 'there is Java 8'],
  ])('is missing where there is %s', async (_what, files, java, sentence) => {
    expect(await find({}, files, java)).toEqual({ missing: expect.stringContaining(sentence) });
  });
});
