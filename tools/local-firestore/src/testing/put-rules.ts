/** Replaces the rules of a project at a server, as `@firebase/rules-unit-testing` does. */
export function putRules(host: string, projectId: string, content: string): Promise<Response> {
  return fetch(`http://${host}/emulator/v1/projects/${projectId}:securityRules`, {
    method: 'PUT',
    body: JSON.stringify({ rules: { files: [{ content }] } }),
  });
}
