export { createLocalCertificate, type LocalCertificate } from './certificate.ts';
export { escapeHtml, renderPage } from './html-page.ts';
export type { MailServer, MailServerOptions } from './mail-server.ts';
export { type Fault, type FaultStage, startMailServer } from './mail-server.ts';
export type { ReceivedMail } from './received-mail.ts';
