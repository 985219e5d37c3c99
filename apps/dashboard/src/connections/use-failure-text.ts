import { useEffect, useState } from 'react';
import type { FailureText } from './describe-plainly.ts';
import { describePlainly } from './describe-plainly.ts';

/**
 * The words for a failure; null for the moment that it takes to load them. Most visits need none of them. Where they cannot be loaded,
 * for the same reason perhaps that the call failed, the API's own words stand.
 */
export function useFailureText(error: Error): FailureText | null {
  const [text, setText] = useState<FailureText | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const describe = async (): Promise<FailureText> => {
      try {
        return (await import('./failure-text.ts')).describeFailure(error);
      } catch {
        return describePlainly(error);
      }
    };
    void describe().then((described) => {
      if (isCurrent) {
        setText(described);
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [error]);
  return text;
}
