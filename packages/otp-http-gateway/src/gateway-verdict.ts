/**
 * What an answer means. `accepted`: the gateway took the message. `refused`: it certainly did not, so that another
 * provider may be tried. `unknown`: neither is certain, so nothing is sent again unasked.
 */
export type GatewayVerdict = 'accepted' | 'refused' | 'unknown';
