import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { withoutHostingPrefix } from './hosting-prefix.ts';

describe('the prefix of Firebase Hosting', () => {
  it.each([
    ['/api/integrations?limit=2', '/integrations?limit=2'],
    ['/api', '/'],
    ['/api/', '/'],
    ['/api?x=1', '/?x=1'],
    ['/integrations/api/x', '/integrations/api/x'],
    ['/integrations', '/integrations'],
    ['/apiary', '/apiary'],
    ['/api/api/x', '/api/x'],
    ['*', '/*'],
  ])('is taken from %s, which the app sees as %s', (url, seen) => {
    const urls: (string | undefined)[] = [];
    const request = new IncomingMessage(new Socket());
    request.url = url;
    withoutHostingPrefix(({ url }) => urls.push(url))(request, new ServerResponse(request));
    expect(urls).toEqual([seen]);
  });
});
