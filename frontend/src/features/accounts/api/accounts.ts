import { useMutation } from '@tanstack/react-query';

import { api, FROM_OUR_PAGE, publicApi, session, unwrap } from '@/lib/api/client';

export interface Credentials {
  email: string;
  password: string;
}

export interface NewAccount extends Credentials {
  name: string;
}

/** Log in; the access token goes to the session, the refresh cookie to the browser. */
export function useLogIn() {
  return useMutation({
    mutationFn: (body: Credentials) => unwrap(publicApi.POST('/api/v1/auth/login', { body })),
    onSuccess: session.signIn,
  });
}

export function useLogOut() {
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/logout', { headers: FROM_OUR_PAGE })),
    // Also when the server could not be told: whoever asks to be logged out must be, on this screen.
    onSettled: session.signOut,
  });
}

export function useRegister() {
  return useMutation({
    mutationFn: (account: NewAccount) =>
      unwrap(
        publicApi.POST('/api/v1/auth/register', {
          body: { ...account, locale: document.documentElement.lang },
        }),
      ),
  });
}

export function useVerifyEmail() {
  return useMutation({
    mutationFn: (token: string) =>
      unwrap(publicApi.POST('/api/v1/auth/verify-email', { body: { token } })),
  });
}

export function useResendVerification() {
  return useMutation({
    mutationFn: (email: string) =>
      unwrap(publicApi.POST('/api/v1/auth/resend-verification', { body: { email } })),
  });
}

export function useForgotPassword() {
  return useMutation({
    mutationFn: (email: string) =>
      unwrap(publicApi.POST('/api/v1/auth/forgot-password', { body: { email } })),
  });
}

export function useResetPassword() {
  return useMutation({
    mutationFn: (body: { token: string; password: string }) =>
      unwrap(publicApi.POST('/api/v1/auth/reset-password', { body })),
  });
}
