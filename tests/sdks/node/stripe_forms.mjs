// Has stripe-node write parameters: a line of JSON in is a hash of them, a line of JSON out is the body and the query
// string it would send for them.

import {createInterface} from 'node:readline';
import Stripe from 'stripe';

class Answer extends Stripe.HttpClientResponse {
  getRawResponse() {
    return {};
  }

  toJSON() {
    return Promise.resolve({object: 'list', data: []});
  }
}

class Recorder extends Stripe.HttpClient {
  getClientName() {
    return 'recorder';
  }

  makeRequest(host, port, path, method, headers, body) {
    this.path = path;
    this.body = body;
    return Promise.resolve(new Answer(200, {}));
  }
}

const recorder = new Recorder();
const stripe = new Stripe('sk_test_forms', {httpClient: recorder, telemetry: false});

for await (const line of createInterface({input: process.stdin})) {
  const parameters = JSON.parse(line);
  await stripe.customers.create(parameters);
  const {body} = recorder;
  await stripe.customers.list(parameters);
  const [, query] = recorder.path.split(/\?(.*)/s);
  console.log(JSON.stringify({body, query: query ?? ''}));
}
