// Has chargebee-node write parameters: a line of JSON in is a method and a hash of them, a line of JSON out is the body
// and the query string it would send. What `unset` names is undefined.

import {createInterface} from 'node:readline';
import Chargebee from 'chargebee';

const recorder = {
  async makeApiRequest(request) {
    this.body = await request.text();
    this.query = new URL(request.url).search.slice(1);
    return new Response('{}');
  },
};
const chargebee = new Chargebee({site: 'forms', apiKey: 'test_forms', httpClient: recorder});

for await (const line of createInterface({input: process.stdin})) {
  const {method, parameters, unset} = JSON.parse(line);
  for (const name of unset) parameters[name] = undefined;
  await chargebee.customer[method](parameters);
  const {body, query} = recorder;
  console.log(JSON.stringify({body, query}));
}
