import { OptionProblems, OtpConfigurationError } from '@countersign/otp-core/adapter';
import { describe, expect, it } from 'vitest';
import * as shape from './option-shapes.ts';

/** What a shape reads of a value, and what it says against it. */
function read<Value>(shapeOf: shape.Shape<Value>, value: unknown): { value: Value; problems: string[] } {
  const problems = new OptionProblems('the test');
  const found = shapeOf(value, 'option', problems);
  try {
    problems.throwIfAny();
    return { value: found, problems: [] };
  } catch (error) {
    if (!(error instanceof OtpConfigurationError)) throw error;
    return { value: found, problems: error.problems.map(({ option, message }) => `${option} ${message}`) };
  }
}

const AGE = shape.section({ years: shape.whole(0, 150), unit: shape.optional(shape.oneOf('year', 'month'), 'year') });

describe('section', () => {
  it('reads each option by its shape and puts a default where there is none', () => {
    expect(read(AGE, { years: 7 })).toEqual({ value: { years: 7, unit: 'year' }, problems: [] });
  });

  it('names every problem by its path', () => {
    expect(read(AGE, { years: 151, unit: 'day', weeks: 1 }).problems).toEqual([
      'option.weeks is not an option; known are years, unit',
      'option.years must be a whole number from 0 to 150',
      "option.unit must be 'year' or 'month'",
    ]);
  });

  it.each([null, 7, 'years', [1]])('says one thing of %j, which has no options at all', (value) => {
    expect(read(AGE, value).problems).toEqual(['option must be an object']);
  });

  it('reads every option once, whatever a getter says the second time', () => {
    let asked = 0;
    const given = {
      get years() {
        asked += 1;
        return asked === 1 ? 7 : 'seven';
      },
    };
    expect(read(AGE, given)).toMatchObject({ value: { years: 7 }, problems: [] });
  });
});

describe('listOf', () => {
  const letters = shape.listOf(/^[a-z]$/, 'must be one to three letters', 1, 3);

  it('copies what it takes', () => {
    const given = ['a', 'b'];
    const { value, problems } = read(letters, given);
    given.push('not a letter');
    expect({ value, problems }).toEqual({ value: ['a', 'b'], problems: [] });
  });

  it.each([[[]], [['a', 'b', 'c', 'd']], [['a', 'B']], [['a', 7]], [['a', undefined]], ['a'], [null]])(
    'refuses %j',
    (given) => {
      expect(read(letters, given).problems).toEqual(['option must be one to three letters']);
    },
  );
});

describe('mapOf', () => {
  const ages = shape.mapOf([/^[a-z]+$/, 'has a name that is none'], shape.whole(0, 150));

  it('reads each value under its name', () => {
    expect(read(ages, { ada: 36, grace: 85 }).value).toEqual(
      new Map([
        ['ada', 36],
        ['grace', 85],
      ]),
    );
  });

  it('never prints a name of the wrong form, which may be anything', () => {
    expect(read(ages, { 'a secret': 1, ada: -1 }).problems).toEqual([
      'option has a name that is none',
      'option.ada must be a whole number from 0 to 150',
    ]);
  });

  it.each([null, 7, [1]])('refuses %j', (value) => {
    expect(read(ages, value).problems).toEqual(['option must be an object']);
  });
});
