// ipywidgets gives its sliders and play buttons no name for screen readers: they get that of the
// label or hint beside them, in whatever language it is.
(() => {
  let waiting = false;
  let count = 0;
  const name = () => {
    waiting = false;
    for (const handle of document.querySelectorAll('.trade-explorer [role=slider]')) {
      const label = handle.closest('.widget-slider')?.querySelector('label');
      if (!label || handle.hasAttribute('aria-labelledby')) continue;
      label.id ||= `trade-label-${(count += 1)}`;
      handle.setAttribute('aria-labelledby', label.id);
    }
    for (const play of document.querySelectorAll('.trade-explorer .widget-play')) {
      const [start, stop] = play.querySelectorAll('button');
      if (start?.ariaLabel !== play.title) start?.setAttribute('aria-label', play.title);
      if (stop?.ariaLabel !== `${play.title} ■`) stop?.setAttribute('aria-label', `${play.title} ■`);
    }
  };
  const later = () => {
    if (!waiting) requestAnimationFrame(name);
    waiting = true;
  };
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
  later();
})();
