// Wakes the islands of a page. The page is whole without them, so nothing is fetched before it is painted, and each
// island gets a turn of its own: between two of them the browser answers whoever scrolls, types or taps.
(async (program) => {
  const turn = () => new Promise((done) => setTimeout(done));
  const painted = new Promise((done) => {
    if (typeof PerformancePaintTiming === "function") new PerformanceObserver(done).observe({ type: "paint", buffered: true });
    // A browser that does not tell, or never paints, still wakes them.
    const loaded = () => setTimeout(done, 1000);
    if (document.readyState === "complete") loaded();
    else addEventListener("load", loaded);
  });
  performance.mark("waking");
  const islands = document.querySelectorAll("leptos-island");
  if (islands.length > 0) {
    await painted;
    await new Promise((done) => (window.requestIdleCallback ?? setTimeout)(done, { timeout: 1000 }));
    const code = fetch(`${program}_bg.wasm`);
    const bundle = await import(`${program}.js`);
    await bundle.default({ module_or_path: code });
    await turn();
    bundle.hydrate();
    for (const island of islands) {
      await turn();
      // An island inside of another one lives under it.
      island.parentElement.closest("leptos-children")?.$$on_hydrate?.();
      await bundle[island.dataset.component]?.(island);
    }
  }
  performance.mark("awake");
})
