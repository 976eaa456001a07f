/** What a vendor can do to any request, instead of serving it. */
export type VendorFault =
  /** Says no, clearly: HTTP 400 or 401, or the vendor's word for it. */
  | 'refuses'
  /** HTTP 429 or the vendor's word for it. */
  | 'throttles'
  /** HTTP 500 or the vendor's word for it. */
  | 'fails'
  /** Takes the request and never answers. */
  | 'hangs'
  /** Takes the request and cuts the connection. */
  | 'cuts-connection'
  /** Nobody listens. */
  | 'refuses-connection'
  /** HTTP 200 with a body that is no answer of this vendor. */
  | 'answers-garbage'
  /** HTTP 200 with a body of 10 MB. */
  | 'answers-hugely'
  /** Sends the client to another address, which answers like a vendor that accepts or approves. */
  | 'redirects'
  /** Speaks TLS, with a certificate that nobody vouches for. */
  | 'shows-untrusted-certificate'
  /** Takes the request over TLS, with a certificate that is trusted, and answers what is no TLS. */
  | 'breaks-encryption';
