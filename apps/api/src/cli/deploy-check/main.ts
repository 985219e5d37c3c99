/** The command that says what a deployment lacks: see `deployCheckHelp`. */
import { join } from 'node:path';
import { UsageError } from '../refusal.ts';
import { deployCheckHelp, readDeployCheckArguments } from './arguments.ts';
import { readArtifact } from './artifact.ts';
import { CannotTell, isReady } from './check.ts';
import { checkDeployment } from './check-deployment.ts';
import { loopbackUrl } from './loopback-url.ts';
import { formatJson, formatResult, formatSummary } from './report.ts';

const say = (line: string) => process.stdout.write(`${line}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const request = readDeployCheckArguments(args);
    if (!request) {
      process.stdout.write(deployCheckHelp);
      return 0;
    }
    const { projectId, json, replaceRules } = request;
    const repository = process.env['DEPLOY_CHECK_REPOSITORY'] ?? join(import.meta.dirname, '../../../../..');
    const results = await checkDeployment({
      projectId,
      replaceRules,
      repository,
      readArtifact: (variables) => readArtifact(join(repository, 'apps/api'), variables),
      environment: process.env,
      nodeVersion: nodeOfPerson(),
      googleBaseUrl: loopbackUrl(process.env['DEPLOY_CHECK_GOOGLE_URL']),
      onResult: json ? () => {} : (result) => say(formatResult(result)),
    });
    say(json ? formatJson(projectId, results) : `\n${formatSummary(results)}`);
    return isReady(results) ? 0 : 1;
  } catch (error) {
    const isExpected = error instanceof UsageError || error instanceof CannotTell;
    if (!isExpected) {
      throw error;
    }
    process.stderr.write(`deploy:check: ${error.message}\n`);
    if (error instanceof UsageError) {
      process.stderr.write('Try "deploy:check --help".\n');
    }
    return error instanceof UsageError ? 2 : 1;
  }
}

/** The Node that pnpm was called with, which firebase-tools will run on: this script itself runs on a newer one. */
function nodeOfPerson(): string {
  const [, version] = /\bnode\/v(\d+\.\d+\.\d+)/.exec(process.env['npm_config_user_agent'] ?? '') ?? [];
  return version ?? process.versions.node;
}
