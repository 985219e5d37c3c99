import { EvaluationError } from '../evaluate/evaluation-error.ts';
import { RulesLatLng, type RulesValue, type TypeName, typeOf } from '../values/value.ts';
import { asInstance, type Builtin, wrongType } from './builtin.ts';
import { listMethods, mapDiffMethods, mapMethods, pathMethods, setMethods } from './collection-methods.ts';
import { stringMethods } from './string-methods.ts';
import { durationMethods, timestampMethods } from './time-methods.ts';

const bytesMethods: Readonly<Record<string, Builtin>> = {
  size: { arity: 0, run: (bytes) => BigInt(asInstance(bytes, Uint8Array).length) },
  toBase64: { arity: 0, run: (bytes) => Buffer.from(asInstance(bytes, Uint8Array)).toString('base64') },
  toHexString: { arity: 0, run: (bytes) => Buffer.from(asInstance(bytes, Uint8Array)).toString('hex') },
};

const latlngMethods: Readonly<Record<string, Builtin>> = {
  latitude: { arity: 0, run: (point) => asInstance(point, RulesLatLng).latitude },
  longitude: { arity: 0, run: (point) => asInstance(point, RulesLatLng).longitude },
};

const methodsOf: Partial<Record<TypeName, Readonly<Record<string, Builtin>>>> = {
  bytes: bytesMethods,
  duration: durationMethods,
  latlng: latlngMethods,
  list: listMethods,
  map: mapMethods,
  map_diff: mapDiffMethods,
  path: pathMethods,
  set: setMethods,
  string: stringMethods,
  timestamp: timestampMethods,
};

/** The numbers of arguments that a method of this name takes, on whatever type; empty when no type has it. */
export function methodArities(name: string): ReadonlySet<number> {
  return new Set(
    Object.values(methodsOf).flatMap((methods) =>
      Object.hasOwn(methods, name) ? (methods[name]?.arity ?? []) : [],
    ),
  );
}

/** @throws {EvaluationError} when the object's type has no such method */
export function callMethod(object: RulesValue, name: string, args: readonly RulesValue[]): RulesValue {
  if (object === null) {
    throw wrongType(object);
  }
  const methods = methodsOf[typeOf(object)];
  const method = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method?.arity !== args.length) {
    throw new EvaluationError(`Function not found error: Name: [${name}].`);
  }
  return method.run(object, ...args);
}
