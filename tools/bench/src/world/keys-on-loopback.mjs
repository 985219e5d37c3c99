// Preloaded by processes that verify ID tokens: sends every request by https to loopback in clear, where the keys and the
// accounts are. So the Admin SDK checks real signatures and real accounts without a network. Plain JavaScript, which costs
// a cold start nothing.
import { Agent } from 'node:https';
import { connect } from 'node:net';

Agent.prototype.createConnection = () => connect(Number(process.env['BENCH_KEYS_PORT']), '127.0.0.1');
