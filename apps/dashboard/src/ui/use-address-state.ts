import { useSearchParams } from 'wouter';

/** Reads and changes parameters of the address, so that what is shown can be sent, kept and gone back to. */
export interface AddressState {
  /** Empty when the address does not say. */
  get: (name: string) => string;
  /** Sets parameters; an empty one is taken out. */
  set: (values: Readonly<Record<string, string>>, options?: { replace: boolean }) => void;
}

/** The parameters of the address. Changes replace the entry of the history, unless said otherwise. */
export function useAddressState(): AddressState {
  const [parameters, setParameters] = useSearchParams();
  return {
    get: (name) => parameters.get(name) ?? '',
    set: (values, options = { replace: true }) =>
      setParameters((current) => {
        const next = new URLSearchParams(current);
        for (const [name, value] of Object.entries(values)) {
          if (value === '') {
            next.delete(name);
          } else {
            next.set(name, value);
          }
        }
        return next;
      }, options),
  };
}
