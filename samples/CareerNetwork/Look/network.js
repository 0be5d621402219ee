// Ghost text: how a sentence may go on, shown after the cursor. Right arrow at the end takes it, Escape sends it away.
// Everything works without this file; the button beside the text asks for the same.
(() => {
  const field = document.querySelector('[data-suggest]');
  if (!field) return;
  const [ghost, said, take] = [document.querySelector('.ghost'), document.querySelector('[data-said]'), document.querySelector('[data-take]')];
  let timer, asked, insert = '';

  const show = text => {
    insert = text;
    ghost.textContent = text ? field.value : '';
    if (text) ghost.append(Object.assign(document.createElement('b'), { textContent: text }));
    ghost.scrollTop = field.scrollTop;
    said.textContent = text ? `Suggestion: ${text}. Right arrow takes it, Escape sends it away.` : '';
    take.hidden = !text;
  };
  const accept = () => {
    if (!insert) return;
    field.setRangeText(insert, field.value.length, field.value.length, 'end');
    show('');
    field.focus();
    later();
  };
  const ask = async () => {
    if (field.value.trim().length < 3 || field.selectionEnd !== field.value.length) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`/suggest?text=${encodeURIComponent(field.value)}`, { signal: asked.signal });
      if (answer.ok) show((await answer.json()).inserts[0] ?? '');
    } catch { /* nothing is suggested */ }
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, 250); };

  field.addEventListener('input', () => { show(''); later(); });
  field.addEventListener('scroll', () => { ghost.scrollTop = field.scrollTop; });
  field.addEventListener('blur', event => { if (event.relatedTarget !== take) show(''); });
  field.addEventListener('keydown', event => {
    if (!insert || event.isComposing) return;
    if (event.key === 'ArrowRight' && field.selectionStart === field.value.length) { event.preventDefault(); accept(); }
    if (event.key === 'Escape') show('');
  });
  take.addEventListener('click', accept);
})();
