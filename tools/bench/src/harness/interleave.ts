/**
 * Measures several subjects in turn, A B A B…, so that whatever else the machine does meets all of them alike. Unless
 * `warmUp` is false, one more round is run first and not counted: it compiles, connects and fills caches.
 * @returns the samples of each subject, round by round: those of one index belong together.
 */
export async function interleave<Name extends string, Sample>(
  rounds: number,
  subjects: Readonly<Record<Name, () => Promise<Sample>>>,
  { warmUp = true }: { warmUp?: boolean } = {},
): Promise<Record<Name, Sample[]>> {
  const entries = Object.entries(subjects) as [Name, () => Promise<Sample>][];
  const samples = Object.fromEntries(entries.map(([name]) => [name, []])) as unknown as Record<
    Name,
    Sample[]
  >;
  if (warmUp) {
    for (const [, measure] of entries) {
      await measure();
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of entries) {
      samples[name].push(await measure());
    }
  }
  return samples;
}
