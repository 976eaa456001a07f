/**
 * Whose number is it? Only a verified one belongs to anybody. One that was never proven (imported, or typed into another
 * plug-in) goes to whoever proves it: otherwise a stranger could put your number on their account and wait for you there.
 */
import type { PhoneNumber } from '@countersign/otp-core/spec';
import type { GenericEndpointContext } from 'better-auth';
import { isDeviceOf } from './device-cookie.ts';
import type { PhoneOtpUser, SignUpOptions } from './phone-otp-options.ts';

export async function findOwner(
  context: GenericEndpointContext,
  phoneNumber: PhoneNumber,
): Promise<PhoneOtpUser | undefined> {
  const holder = await findHolder(context, phoneNumber);
  return holder?.phoneNumberVerified === true ? holder : undefined;
}

/** Who has a number, and whether this is a device of theirs. */
export async function findAccount(
  context: GenericEndpointContext,
  phoneNumber: PhoneNumber,
): Promise<{ readonly owner: PhoneOtpUser | undefined; readonly known: boolean }> {
  const owner = await findOwner(context, phoneNumber);
  return { owner, known: owner !== undefined && (await isDeviceOf(context, owner.id)) };
}

/** Makes an account for a number that was just proven. @returns the account of whoever was faster, if somebody was. */
export async function createOwner(
  context: GenericEndpointContext,
  phoneNumber: PhoneNumber,
  { getTempEmail, getTempName = String }: SignUpOptions,
  fields: Record<string, unknown>,
): Promise<{ readonly user: PhoneOtpUser; readonly isNewUser: boolean }> {
  await takeFromUnverified(context, phoneNumber);
  const data = {
    ...fields,
    email: getTempEmail(phoneNumber),
    name: getTempName(phoneNumber),
    emailVerified: false,
    phoneNumber,
    phoneNumberVerified: true,
  };
  try {
    const user = await context.context.internalAdapter.createUser(data, { method: 'phone-number' });
    return { user, isNewUser: true };
  } catch (error) {
    const faster = await findOwner(context, phoneNumber);
    if (faster === undefined) throw error;
    return { user: faster, isNewUser: false };
  }
}

/** @returns the user with the number, or nothing where it is another account's. */
export async function giveNumber(
  context: GenericEndpointContext,
  userId: string,
  phoneNumber: PhoneNumber,
): Promise<PhoneOtpUser | undefined> {
  const isTaken = async (): Promise<boolean> => {
    const owner = await findOwner(context, phoneNumber);
    return owner !== undefined && owner.id !== userId;
  };
  if (await isTaken()) return undefined;
  await takeFromUnverified(context, phoneNumber);
  try {
    return await context.context.internalAdapter.updateUser(userId, { phoneNumber, phoneNumberVerified: true });
  } catch (error) {
    if (await isTaken()) return undefined;
    throw error;
  }
}

function findHolder(context: GenericEndpointContext, phoneNumber: PhoneNumber): Promise<PhoneOtpUser | null> {
  const where = [{ field: 'phoneNumber', value: phoneNumber }];
  return context.context.adapter.findOne<PhoneOtpUser>({ model: 'user', where });
}

async function takeFromUnverified(context: GenericEndpointContext, phoneNumber: PhoneNumber): Promise<void> {
  const holder = await findHolder(context, phoneNumber);
  if (holder === null || holder.phoneNumberVerified === true) return;
  await context.context.internalAdapter.updateUser(holder.id, { phoneNumber: null, phoneNumberVerified: false });
}
