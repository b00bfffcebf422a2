// Calls chargebee-node for a test in Python: a line of JSON in is one call, a line of JSON out is what came of it.

import {createInterface} from 'node:readline';
import Chargebee from 'chargebee';

async function call({options, method, arguments: values}) {
  const [resource, action] = method.split('.');
  const answer = await new Chargebee(options)[resource][action](...values);
  const {headers, httpStatusCode: status, isIdempotencyReplayed: replayed, ...value} = answer;
  return {value, status, headers, replayed};
}

// What the server refuses is thrown as the plain object it answered; what the library throws by itself is an error.
function outcome(thrown) {
  if (thrown instanceof Error && thrown.http_status_code === undefined) return {broken: thrown.stack};
  const {headers, http_status_code: status, ...body} = thrown;
  return {error: {body, message: thrown.message, status, headers, is_error: thrown instanceof Error}};
}

for await (const line of createInterface({input: process.stdin})) {
  console.log(JSON.stringify(await call(JSON.parse(line)).then((result) => ({result}), outcome)));
}
