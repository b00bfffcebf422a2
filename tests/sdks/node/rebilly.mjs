// Calls rebilly-js-sdk for a test in Python: a line of JSON in is one call, a line of JSON out is what came of it.

import {createInterface} from 'node:readline';
import * as rebilly from 'rebilly-js-sdk';

async function call({factory, options, setters, method, argument}) {
  const [resource, action] = method.split('.');
  const api = rebilly[factory](options);
  for (const [setter, value] of Object.entries(setters)) api[setter](value);
  const {response, config, ...value} = await api[resource][action](argument);
  return {...value, status: response.status, headers: response.headers};
}

function refusal({name, message, status, invalidFields, response}) {
  return {name, message, status, invalidFields: invalidFields ?? [], headers: response?.headers ?? {}};
}

for await (const line of createInterface({input: process.stdin})) {
  const outcome = await call(JSON.parse(line)).then(
    (result) => ({result}),
    (error) => ({error: refusal(error)}),
  );
  console.log(JSON.stringify(outcome));
}
