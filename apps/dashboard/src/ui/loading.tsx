import { shellText } from '#text/shell';
import './loading.css';

const lines = ['first', 'second', 'third'];

/** Takes the place of what is being loaded. */
export function Loading() {
  return (
    <div className="loading" role="status">
      <span className="visually-hidden">{shellText.loading}</span>
      {lines.map((line) => (
        <div key={line} className="loading__line" aria-hidden="true" />
      ))}
    </div>
  );
}
