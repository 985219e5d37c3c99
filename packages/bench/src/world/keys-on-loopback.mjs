// Preloaded by processes that verify ID tokens: sends every request by https, and the only one is for the keys, to
// loopback in clear. So the Admin SDK checks real signatures without a network. Plain JavaScript, which costs a cold
// start nothing.
import { Agent } from 'node:https';
import { connect } from 'node:net';

Agent.prototype.createConnection = () => connect(Number(process.env['BENCH_KEYS_PORT']), '127.0.0.1');
