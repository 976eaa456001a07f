/** The JSON API of rules: what goes wrong on purpose, and what did so far. */
import { HttpProblem } from '../http/http-problem.ts';
import { createJsonReply } from '../http/reply.ts';
import { refuseUnknownParameters } from '../http/request-parameters.ts';
import type { Route } from '../http/route.ts';
import { MAGIC_NUMBERS } from '../rules/magic-numbers.ts';
import { readRule } from '../rules/read-rule.ts';
import type { InboxRule } from '../rules/rule.ts';
import { MAX_RULES, type RuleBook } from '../rules/rule-book.ts';
import { GONE } from './api-routes.ts';
import { readJson } from './read-json.ts';

const RULES = '/api/v1/rules';

export function createRuleRoutes(rules: RuleBook): readonly Route[] {
  return [
    {
      method: 'GET',
      path: RULES,
      handle(request) {
        refuseUnknownParameters(request.readQuery(), []);
        return createJsonReply(200, { rules: rules.list(), magicNumbers: MAGIC_NUMBERS });
      },
    },
    {
      method: 'POST',
      path: RULES,
      async handle(request) {
        const added = rules.add(toRule(await readJson(request)));
        if (added === null) throw new HttpProblem('too-many-rules', `There are ${MAX_RULES} rules already.`);
        return createJsonReply(201, added);
      },
    },
    {
      method: 'PUT',
      path: RULES,
      async handle(request) {
        rules.replaceAll(toRules(await readJson(request)));
        return createJsonReply(200, { rules: rules.list() });
      },
    },
    {
      method: 'DELETE',
      path: RULES,
      handle() {
        rules.replaceAll([]);
        return GONE;
      },
    },
    {
      method: 'DELETE',
      path: `${RULES}/{id}`,
      handle(_request, path) {
        if (!rules.remove(path.get('id') ?? '')) throw new HttpProblem('not-found', 'There is no such rule.');
        return GONE;
      },
    },
    { method: 'GET', path: `${RULES}/strikes`, handle: () => createJsonReply(200, { strikes: rules.strikes() }) },
  ];
}

function toRule(value: unknown): InboxRule {
  const read = readRule(value);
  if (read.status === 'read') return read.rule;
  throw new HttpProblem('invalid-parameter', `The rule ${read.problem}.`);
}

function toRules(value: unknown): readonly InboxRule[] {
  const given: unknown = typeof value === 'object' && value !== null && 'rules' in value ? value.rules : undefined;
  if (!Array.isArray(given)) throw new HttpProblem('invalid-parameter', 'Send an object with a list: {"rules": []}.');
  if (given.length > MAX_RULES) throw new HttpProblem('too-many-rules', `At most ${MAX_RULES} rules are kept.`);
  return given.map(toRule);
}
