import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";

/** The width of an element, as it changes. */
export function useWidth<T extends HTMLElement>(least: number) {
  const element = useRef<T>(null);
  const width = useSignal(0);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      width.value = Math.max(least, Math.floor(entry?.contentRect.width ?? 0));
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return { element, width: width.value };
}
