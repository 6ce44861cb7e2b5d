import { useEffect, useState } from 'react';

/** The secret of a mailed link, `#token=…`: read once, then taken out of the address and the history. */
export function useSecretFragment(): string | null {
  const [token] = useState(() => new URLSearchParams(window.location.hash.slice(1)).get('token'));

  useEffect(() => {
    if (token !== null) {
      window.history.replaceState(window.history.state, '', window.location.pathname);
    }
  }, [token]);

  return token;
}
