/** One answer of the API, as the search for secrets looks at it. */
interface RecordedAnswer {
  /** Method and path. */
  readonly call: string;
  /** Status, headers and body. */
  readonly text: string;
}

/** Everything that the API answered during a job. */
export interface Transcript {
  readonly record: (answer: {
    call: string;
    status: number;
    headers: Headers;
    body: string;
    handedOver: readonly string[];
  }) => void;
  readonly answers: () => readonly RecordedAnswer[];
}

/**
 * Makes an empty transcript. What an answer exists to hand over (`handedOver`) is taken out of that one answer: the
 * token endpoint's access token, the state in an authorization URL, and the browser's cookie.
 */
export function createTranscript(): Transcript {
  const answers: RecordedAnswer[] = [];
  return {
    record({ call, status, headers, body, handedOver }) {
      let text = `${status}\n${[...headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n${body}`;
      for (const value of handedOver) {
        text = text.replaceAll(value, '[handed over]');
      }
      answers.push({ call, text });
    },
    answers: () => answers,
  };
}
