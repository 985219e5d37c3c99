import { documentIdSchema } from '@klayim/shared/schemas';
import * as z from 'zod';
import { mailQueueName } from '../config/deployment.ts';
import { defineTaskQueue } from './define-task-queue.ts';

const mailTaskSchema = z.strictObject({ mailId: documentIdSchema });

/** One attempt to send a mail. */
export type MailTask = z.infer<typeof mailTaskSchema>;

/** Mails to be sent. */
export const mailQueue = defineTaskQueue({ name: mailQueueName, schema: mailTaskSchema });
