// Calls stripe-node for a test in Python: a line of JSON in is one call, a line of JSON out is what came of it.

import {createInterface} from 'node:readline';
import Stripe from 'stripe';

class Impatient extends Stripe {
  getInitialNetworkRetryDelay() {
    return 0;
  }
}

const verbs = {
  call: (made) => made,
  toArray: (made, limit) => made.autoPagingToArray({limit}),
  iterate: async (made, limit) => {
    const items = [];
    for await (const item of made) {
      items.push(item);
      if (items.length === limit) break;
    }
    return items;
  },
};

async function call({key, options, verb, method, arguments: values, limit}) {
  const path = method.split('.');
  const action = path.pop();
  const resource = path.reduce((found, name) => found[name], new Impatient(key, options));
  const value = await verbs[verb](resource[action](...values), limit);
  const {statusCode, headers, requestId, apiVersion, idempotencyKey, stripeAccount} = value.lastResponse ?? {};
  const response = {
    status: statusCode,
    headers,
    request_id: requestId,
    version: apiVersion,
    idempotency_key: idempotencyKey,
    account: stripeAccount,
  };
  return {value, response};
}

function refusal({type, rawType, message, code, decline_code, param, doc_url, statusCode, requestId, headers}) {
  const said = {type, raw_type: rawType, message, code, decline_code, param, doc_url, headers};
  return {...said, status: statusCode, request_id: requestId};
}

for await (const line of createInterface({input: process.stdin})) {
  const outcome = await call(JSON.parse(line)).then(
    (result) => ({result}),
    (error) => (error instanceof Stripe.errors.StripeError ? {error: refusal(error)} : {broken: error.stack}),
  );
  console.log(JSON.stringify(outcome));
}
