import { otp } from '../../../otp.ts';

export const GET = otp;
export const POST = otp;
