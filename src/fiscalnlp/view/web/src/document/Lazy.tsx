// A leaf that is drawn when it comes near the window, and stays. Until then a box of about its size.
import { signal, useSignal } from "@preact/signals";
import type { ComponentChildren, CSSProperties } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Number of the leaf that has to be there at once, because a place on it is wanted. */
export const wanted = signal(-1);

interface Props {
  number: number;
  class: string;
  style: CSSProperties;
  children: () => ComponentChildren;
}

export function Lazy({ number, class: name, style, children }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const near = useSignal(false);
  if (wanted.value === number) near.value = true;
  useEffect(() => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry?.isIntersecting) return;
        near.value = true;
        observer.disconnect();
      },
      { rootMargin: "600px 0px" },
    );
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={element} class={name} data-leaf={number} style={near.value ? { ...style, minHeight: undefined } : style}>
      {near.value && children()}
    </div>
  );
}
