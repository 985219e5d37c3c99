import { expect, it } from 'vitest';
import {
  createOutsideProject,
  playTokenProgram,
  tokenProgram,
  tokenProgramOutput,
} from '../test/outside-project.ts';

it.each(['20', '22', '24'])('the packed client gets a token on Node %s', async (version) => {
  const project = await createOutsideProject([`node@${version}`]);
  try {
    await using server = await playTokenProgram();
    await project.write('token.js', tokenProgram);
    const node = 'node_modules/node/bin/node';
    expect(await project.run(node, '--version')).toMatch(new RegExp(`^v${version}\\.`));
    expect(JSON.parse(await project.run(node, 'token.js', server.url))).toEqual(tokenProgramOutput);
  } finally {
    await project.remove();
  }
});
