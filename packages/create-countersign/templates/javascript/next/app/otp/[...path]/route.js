import { otp } from '../../../otp.js';

export const GET = otp;
export const POST = otp;
