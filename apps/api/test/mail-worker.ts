/**
 * An instance that sends mails, in a process of its own: the very services that are deployed, configured by the
 * environment. Each message is a task of the queue.
 */
import { processServices } from '../src/services/process.ts';
import type { MailTask } from '../src/tasks/mail.queue.ts';

process.on('message', ({ mailId }: MailTask) => {
  void processServices.mailService.deliver(mailId).then(() => process.send?.('done'));
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
