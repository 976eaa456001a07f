'use client';

import { createOtpClient } from '@countersign/otp-web/client';
import { useState } from 'react';

export default function Page() {
  // In the browser alone: on the server a path leads nowhere.
  const [otp] = useState(() => (typeof window === 'undefined' ? null : createOtpClient({ baseUrl: '/otp' })));
  const [challenge, setChallenge] = useState('');
  const [status, setStatus] = useState('');

  return (
    <main>
      <h1>Verify a phone number</h1>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (otp === null) return;
          const phoneNumber = String(new FormData(event.currentTarget).get('phoneNumber'));
          const sent = await otp.request({ phoneNumber });
          if (sent.ok) setChallenge(sent.challenge);
          setStatus(sent.ok ? `A code is on its way to ${sent.maskedTo}.` : otp.explain(sent));
        }}
      >
        <label>
          Phone number <input name="phoneNumber" type="tel" autoComplete="tel" placeholder="+14155550123" required />
        </label>
        <button type="submit">Send a code</button>
      </form>
      <form
        hidden={challenge === ''}
        onSubmit={async (event) => {
          event.preventDefault();
          if (otp === null) return;
          const code = String(new FormData(event.currentTarget).get('code'));
          const verified = await otp.check({ challenge, code });
          setStatus(verified.ok ? `${verified.phoneNumber} is verified.` : otp.explain(verified));
        }}
      >
        <label>
          Code <input name="code" inputMode="numeric" autoComplete="one-time-code" required />
        </label>
        <button type="submit">Check</button>
      </form>
      <p role="status">{status}</p>
    </main>
  );
}
