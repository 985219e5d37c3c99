import { describe, expect, it } from 'vitest';
import { recordingLogger } from '../../../test/recording-logger.ts';
import { useTestFirestore } from '../../../test/repositories/test-firestore.ts';
import { testRepositories } from '../../../test/test-repositories.ts';
import { useTestServices } from '../../../test/test-services.ts';
import { dayMs, minuteMs } from '../../lib/duration.ts';
import { createClientSecretWatch } from './client-secret-watch.ts';

describe('what operators are told once', () => {
  const { firestore } = useTestFirestore();
  const stack = useTestServices(firestore);

  it('a client secret that ends, 30, 7 and 1 days before, by whichever process looks first', async () => {
    let nowMs = Date.UTC(2027, 0, 1);
    const clock = () => nowMs;
    const endMs = nowMs + 60 * dayMs;
    const { logger, lines } = recordingLogger();
    const repositories = testRepositories({ firestore, clock });
    const newProcess = (secretEndsMs: (number | null)[]) =>
      createClientSecretWatch({
        config: () => ({
          servers: new Map([
            [
              'google',
              {
                settings: {},
                create: () => Promise.reject(new Error('unused')) as never,
                secretEndsMs,
                missingSecret: null,
              },
            ],
          ]),
        }),
        ...repositories,
        clock,
        logger,
      });
    const told: (string | number)[] = [];
    for (; nowMs < endMs + dayMs; nowMs += dayMs / 2) {
      // The older secret's end matters to nobody while a newer one lives on.
      await newProcess([endMs, nowMs]).warnOfEnds();
      await newProcess([endMs]).warnOfEnds();
      await newProcess([null, endMs]).warnOfEnds();
      for (const line of lines.splice(0)) {
        told.push(line['daysLeft'] as number);
        expect(line).toMatchObject({
          level: 'error',
          event: 'client_secret_ending',
          server: 'google',
          endsOn: '2027-03-02',
        });
      }
    }
    expect(told).toEqual([30, 7, 1]);
  });

  it('when client secrets end, on request: the last one counts, and nothing is known of a server that says nothing', () => {
    const clock = () => Date.UTC(2027, 0, 1, 12);
    const server = (secretEndsMs: (number | null)[]) => ({
      settings: {},
      create: () => Promise.reject(new Error('unused')) as never,
      secretEndsMs,
      missingSecret: null,
    });
    const watch = createClientSecretWatch({
      config: () => ({
        servers: new Map([
          ['google', server([Date.UTC(2027, 1, 1), Date.UTC(2026, 11, 1)])],
          ['microsoft', server([null, Date.UTC(2027, 1, 1)])],
          ['other', server([])],
        ]),
      }),
      ...testRepositories({ firestore, clock }),
      clock,
      logger: recordingLogger().logger,
    });
    expect(watch.listEnds()).toEqual([
      { server: 'google', endsOn: ['2027-02-01', '2026-12-01'], worksUntil: '2027-02-01', daysLeft: 31 },
      { server: 'microsoft', endsOn: [null, '2027-02-01'], worksUntil: null, daysLeft: null },
      { server: 'other', endsOn: [], worksUntil: null, daysLeft: null },
    ]);
  });

  it('that the application is in Testing, when three grants ended seven days after consent', async () => {
    const service = stack.newTokenRefreshService();
    const isTold = () => stack.lines.filter(({ event }) => event === 'application_in_testing').length;
    const told: number[] = [];
    for (const organizationId of ['first', 'second', 'third', 'fourth']) {
      const integration = await stack.connect('google_calendar', organizationId);
      const { id } = integration;
      await firestore()
        .collection('integrations')
        .doc(id)
        .update({ authorizedAt: new Date(stack.clock() - 7 * dayMs - minuteMs) });
      await stack.expire(integration);
      stack.server('google').control.refuseNext(1, 'revoked');
      await expect(service.getValidToken(organizationId, id)).rejects.toMatchObject({
        code: 'reauthorization_required',
      });
      told.push(isTold());
    }
    expect(told).toEqual([0, 0, 1, 1]);
  });
});
