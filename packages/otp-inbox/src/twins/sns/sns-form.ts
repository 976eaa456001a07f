/** The form that every request of SNS's wire is: an action, the version of the API, and parameters. */
import type { InboxRequest } from '../../http/inbox-request.ts';
import { getParameter, parseParameters } from '../../http/request-parameters.ts';
import { snsRefusal } from './sns-refusal.ts';

/** The value of a field; `undefined` where it is missing. */
export type SnsForm = (name: string) => string | undefined;

const API_VERSION = '2010-03-31';
const MAX_ENTRIES = 100;

/** @param body as it was sent */
export function readSnsForm({ headers }: InboxRequest, body: string): SnsForm {
  const type = (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') {
    throw snsRefusal(400, 'MalformedQueryString', 'Send a form (application/x-www-form-urlencoded).');
  }
  const parameters = parseParameters(body);
  const form: SnsForm = (name) => getParameter(parameters, name);
  if (form('Action') === undefined) {
    throw snsRefusal(400, 'MissingAction', 'The request must contain the parameter Action');
  }
  if (form('Version') !== API_VERSION) {
    const message = `The action is not valid for this web service: Version must be ${API_VERSION}`;
    throw snsRefusal(400, 'InvalidAction', message);
  }
  return form;
}

/** A map as the Query protocol writes it: `attributes.entry.1.key` and `attributes.entry.1.value`. */
export function readSnsMap(form: SnsForm, name: string): ReadonlyMap<string, string> {
  const map = new Map<string, string>();
  for (let number = 1; number <= MAX_ENTRIES; number += 1) {
    const key = form(`${name}.entry.${number}.key`);
    if (key === undefined) break;
    map.set(key, form(`${name}.entry.${number}.value`) ?? '');
  }
  return map;
}

/** A list as the Query protocol writes it: `attributes.member.1`. */
export function readSnsList(form: SnsForm, name: string): readonly string[] {
  const list: string[] = [];
  for (let number = 1; number <= MAX_ENTRIES; number += 1) {
    const member = form(`${name}.member.${number}`);
    if (member === undefined) break;
    list.push(member);
  }
  return list;
}
