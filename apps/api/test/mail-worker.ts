/**
 * An instance that makes mails of notifications, or sends mails, in a process of its own: the very services that are deployed,
 * configured by the environment.
 */
import { processGraph } from '../src/services/process.ts';
import type { MailTask } from '../src/tasks/mail.queue.ts';

/** What a parent asks of a worker: a task of the queue that sends mails, or a run of the schedule that writes them. */
export type MailWorkerMessage = MailTask | { writeMails: true };

async function run(message: MailWorkerMessage): Promise<void> {
  if ('writeMails' in message) {
    await processGraph.notificationsService.deliverNotifications();
    return;
  }
  await processGraph.mailService.deliver(message.mailId);
}

process.on('message', (message: MailWorkerMessage) => {
  void run(message).then(() => process.send?.('done'));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
