import * as z from 'zod';
import { type Branded, branded } from './brand.ts';
import { fault } from './fault.ts';

/**
 * A pledge registration number 质押登记号: `Y`, year (4), office (2), serial (7), as in `Y2021980001234` (A3).
 */
export type PledgeRegistrationNumber = Branded<'PledgeRegistrationNumber'>;

/** The office part of a number: 98 is filing online 电子, the only way into this register. */
export const REGISTRATION_OFFICES = ['98'] as const;
export type RegistrationOffice = (typeof REGISTRATION_OFFICES)[number];

const SERIAL_MAX = 9_999_999;

export const pledgeRegistrationNumber = branded<PledgeRegistrationNumber>(
  z.string().regex(/^Y\d{13}$/, fault('registrationNumber.format')),
);

/**
 * Composes a registration number. The serial counts from 1 within a year and an office.
 *
 * @throws RangeError when year or serial do not fit their places: a number must never wrap round to another's.
 */
export function pledgeRegistrationNumberOf(
  year: number,
  office: RegistrationOffice,
  serial: number,
): PledgeRegistrationNumber {
  if (!Number.isInteger(year) || year < 2000 || year > 2999) throw new RangeError(`not a year: ${year}`);
  if (!Number.isInteger(serial) || serial < 1 || serial > SERIAL_MAX) {
    throw new RangeError(`not a serial number: ${serial}`);
  }
  return `Y${year}${office}${String(serial).padStart(7, '0')}` as PledgeRegistrationNumber;
}
