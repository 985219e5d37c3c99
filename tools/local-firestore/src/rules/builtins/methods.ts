import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { RulesLatLng, type RulesValue, type TypeName, typeOf } from '../values/value.ts';
import { asInstance, type Builtin, wrongType } from './builtin.ts';
import {
  LIST_METHODS,
  MAP_DIFF_METHODS,
  MAP_METHODS,
  PATH_METHODS,
  SET_METHODS,
} from './collection-methods.ts';
import { STRING_METHODS } from './string-methods.ts';
import { DURATION_METHODS, TIMESTAMP_METHODS } from './time-methods.ts';

const BYTES_METHODS: Readonly<Record<string, Builtin>> = {
  size: { arity: 0, run: (bytes) => BigInt(asInstance(bytes, Uint8Array).length) },
  toBase64: { arity: 0, run: (bytes) => Buffer.from(asInstance(bytes, Uint8Array)).toString('base64') },
  toHexString: { arity: 0, run: (bytes) => Buffer.from(asInstance(bytes, Uint8Array)).toString('hex') },
};

const LATLNG_METHODS: Readonly<Record<string, Builtin>> = {
  latitude: { arity: 0, run: (point) => asInstance(point, RulesLatLng).latitude },
  longitude: { arity: 0, run: (point) => asInstance(point, RulesLatLng).longitude },
};

const METHODS_OF: Partial<Record<TypeName, Readonly<Record<string, Builtin>>>> = {
  bytes: BYTES_METHODS,
  duration: DURATION_METHODS,
  latlng: LATLNG_METHODS,
  list: LIST_METHODS,
  map: MAP_METHODS,
  map_diff: MAP_DIFF_METHODS,
  path: PATH_METHODS,
  set: SET_METHODS,
  string: STRING_METHODS,
  timestamp: TIMESTAMP_METHODS,
};

/** The numbers of arguments that a method of this name takes, on whatever type; empty when no type has it. */
export function methodArities(name: string): ReadonlySet<number> {
  return new Set(
    Object.values(METHODS_OF).flatMap((methods) =>
      Object.hasOwn(methods, name) ? (methods[name]?.arity ?? []) : [],
    ),
  );
}

/** @throws {EvaluationError} when the object's type has no such method */
export function callMethod(object: RulesValue, name: string, args: readonly RulesValue[]): RulesValue {
  if (object === null) {
    throw wrongType(object);
  }
  const methods = METHODS_OF[typeOf(object)];
  const method = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method?.arity !== args.length) {
    throw new EvaluationError(`Function not found error: Name: [${name}].`);
  }
  return method.run(object, ...args);
}
