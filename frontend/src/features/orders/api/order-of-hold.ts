/** Which order this tab has made of a hold, so that whoever goes back to the hold is led on. */
const keyOf = (holdId: string) => `order-of:${holdId}`;

export function noteOrder(holdId: string, orderId: string) {
  sessionStorage.setItem(keyOf(holdId), orderId);
}

export function findOrder(holdId: string): string | null {
  return sessionStorage.getItem(keyOf(holdId));
}
