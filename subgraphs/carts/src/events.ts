/** Nobody asked long enough: emitted once per cart. */
export interface CartAbandoned {
  cartId: string;
  userId: string | null;
  email: string | null;
}
