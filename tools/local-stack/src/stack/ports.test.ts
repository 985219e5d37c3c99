import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { findFreePorts, fixedPorts, loopbackHost, requireFreePorts } from './ports.ts';

describe('the ports of a stack', () => {
  it('can be any free ones, each for one server', async () => {
    const ports = await findFreePorts();
    expect(Object.keys(ports)).toEqual(Object.keys(fixedPorts));
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(fixedPorts).length);
  });

  it('names the busy one and says what to do', async () => {
    const ports = await findFreePorts();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(ports.google, loopbackHost, resolve));
    try {
      await expect(requireFreePorts(ports, [])).rejects.toThrow(
        `A port is in use: ${ports.google} (google). Stop what listens there (perhaps another \`dev\`), or add --any-ports`,
      );
      await expect(requireFreePorts(ports, ['google'])).resolves.toEqual(ports);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});
