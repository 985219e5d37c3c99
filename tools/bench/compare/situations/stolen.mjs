const planted = 'a token that the thief has written';

/** Somebody can read and write the database, and has no key. */
export async function stolen({ connect, first, provider }, [count]) {
  const seen = { connections: count, plainTokens: [], movedOpens: 0, plaintextBelieved: 0 };
  const ask = async (action, ...input) => first.ask({ action, input });
  const getToken = async (connection) => (await ask('getTokens', [connection]))[0];
  for (let index = 0; index < count; index += 1) {
    const [one, other, third] = await connect(3, 3600);
    const stored = JSON.stringify(await ask('readStored', one));
    const secrets = provider.server.control.issuedSecrets().filter(({ kind }) => kind !== 'code');
    seen.plainTokens.push(...secrets.filter(({ value }) => stored.includes(value)).map(({ kind }) => kind));

    const token = await getToken(one);
    await ask('moveCredentials', one, other);
    seen.movedOpens += (await getToken(other)) === token ? 1 : 0;

    await ask('plantToken', third, planted);
    seen.plaintextBelieved += (await getToken(third)) === planted ? 1 : 0;
  }
  return seen;
}
