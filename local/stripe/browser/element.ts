import type { Parameters } from './api.ts';
import type { FrameMethod, FromFrame, Look, ToFrame } from './messages.ts';

type Listener = (event: any) => void;

/** `elements.create('payment')`: a frame of Stripe's in the page. What is typed into it never reaches the page. */
export class PaymentElement {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly waiting = new Map<number, (result: any) => void>();
  private frame: HTMLIFrameElement | undefined;
  private calls = 0;

  constructor(
    private readonly origin: string,
    private readonly publishableKey: string,
    private readonly clientSecret: string,
    private look: Look,
    private readonly destroyed: () => void,
  ) {}

  mount(place: string | HTMLElement): void {
    const parent = typeof place === 'string' ? document.querySelector(place) : place;
    if (!parent) throw new Error(`IntegrationError: The selector you specified (${place}) applies to no DOM elements.`);
    if (this.frame) this.unmount();
    const frame = document.createElement('iframe');
    frame.title = 'Secure payment input frame';
    frame.src = `${this.origin}/elements/payment?origin=${encodeURIComponent(location.origin)}`;
    frame.allow = 'payment *';
    Object.assign(frame.style, { display: 'block', width: '100%', height: '20rem', border: '0' });
    frame.style.colorScheme = this.look.theme === 'night' ? 'dark' : 'light';
    this.frame = frame;
    addEventListener('message', this.listen);
    parent.append(frame);
  }

  unmount(): void {
    removeEventListener('message', this.listen);
    this.frame?.remove();
    this.frame = undefined;
    for (const answer of this.waiting.values())
      answer({ error: { type: 'invalid_request_error', message: 'The payment element was unmounted.' } });
    this.waiting.clear();
  }

  destroy(): void {
    this.unmount();
    this.listeners.clear();
    this.destroyed();
  }

  on(name: string, listener: Listener): this {
    this.listeners.set(name, (this.listeners.get(name) ?? new Set()).add(listener));
    return this;
  }

  once(name: string, listener: Listener): this {
    const first = (event: unknown) => {
      this.off(name, first);
      listener(event);
    };
    return this.on(name, first);
  }

  off(name: string, listener?: Listener): this {
    if (listener) this.listeners.get(name)?.delete(listener);
    else this.listeners.delete(name);
    return this;
  }

  /** Of the options there is nothing to change here. */
  update(): void {}
  collapse(): void {}
  focus(): void {
    this.send({ type: 'focus' });
  }
  blur(): void {
    this.send({ type: 'blur' });
  }
  clear(): void {
    this.send({ type: 'clear' });
  }

  /** Not of Stripe's: for `elements.update({ appearance })`. */
  show(look: Look): void {
    this.look = look;
    if (this.frame) this.frame.style.colorScheme = look.theme === 'night' ? 'dark' : 'light';
    this.send({ type: 'look', look });
  }

  /** Not of Stripe's: asks the frame to do something with what was typed into it. */
  call<T>(method: FrameMethod, parameters: Parameters = {}): Promise<T> {
    if (!this.frame) throw new Error('IntegrationError: Please mount the payment element before you confirm.');
    const call = ++this.calls;
    this.send({ type: 'call', call, method, parameters });
    return new Promise((resolve) => this.waiting.set(call, resolve));
  }

  private send(message: ToFrame): void {
    this.frame?.contentWindow?.postMessage(message, this.origin);
  }

  private readonly listen = ({ source, origin, data }: MessageEvent<FromFrame>): void => {
    if (!this.frame || source !== this.frame.contentWindow || origin !== this.origin) return;
    const { publishableKey, clientSecret, look } = this;
    switch (data.type) {
      case 'loaded':
        this.send({ type: 'begin', publishableKey, clientSecret, look });
        break;
      case 'height':
        this.frame.style.height = `${data.height}px`;
        break;
      case 'result':
        this.waiting.get(data.call)?.(data.result);
        this.waiting.delete(data.call);
        break;
      case 'change': {
        const { complete, empty, postalCode } = data;
        const value = { type: 'card', billingDetails: { address: { country: null, postalCode } } };
        this.emit('change', { complete, empty, collapsed: false, value });
        break;
      }
      case 'loaderror':
        this.emit('loaderror', { error: data.error });
        break;
      default:
        this.emit(data.type, {});
    }
  };

  private emit(name: string, event: object): void {
    for (const listener of this.listeners.get(name) ?? []) listener({ elementType: 'payment', ...event });
  }
}
