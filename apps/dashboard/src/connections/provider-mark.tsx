import './provider-mark.css';

/** The first letters of a provider's name in a square: no brand's picture is loaded. */
export function ProviderMark({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return (
    <span className="provider-mark" aria-hidden="true">
      {letters}
    </span>
  );
}
