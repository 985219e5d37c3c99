/** A copy of an OpenAPI document whose bodies have no examples: as comments in types they would be most of the text. */
export function withoutMediaExamples<Value>(value: Value): Value {
  if (Array.isArray(value)) {
    return value.map(withoutMediaExamples) as Value;
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    key === 'content' ? withoutMediaExamples(withoutExamples(part)) : withoutMediaExamples(part),
  ]);
  return Object.fromEntries(entries) as Value;
}

function withoutExamples(content: Record<string, object>): Record<string, object> {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, media]) => {
      const kept = Object.entries(media).filter(([key]) => key !== 'example' && key !== 'examples');
      return [mediaType, Object.fromEntries(kept)];
    }),
  );
}
