// What Streamlit itself says on a page, in the reader's language; lists that scroll reached by the keyboard; and one
// step back for one step forward.
// The words come from the page (dashboard/page_layout.py); Streamlit's own are English only.
"use strict";
(() => {
  const SAID = ["aria-label", "title", "placeholder"];
  const BEFORE_NAMES = ["Help for ", "Remove "];
  const first = new WeakMap(); // element -> attribute -> what Streamlit wrote there
  let words = {};

  const translated = (text) => {
    const before = BEFORE_NAMES.find((said) => text.startsWith(said) && words[said]);
    return before && !words[text] ? words[before].replace("{name}", text.slice(before.length)) : words[text];
  };

  const say = (element, attribute) => {
    const now = element.getAttribute(attribute);
    const kept = first.get(element) ?? {};
    if (now === null || now === kept[attribute]?.then) return;
    const then = translated(now);
    if (then === undefined || then === now) return;
    first.set(element, { ...kept, [attribute]: { english: now, then } });
    element.setAttribute(attribute, then);
  };

  const sayAgain = () => { // in another language
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
      for (const attribute of SAID) {
        const english = first.get(element)?.[attribute]?.english;
        if (english && element.getAttribute(attribute) === first.get(element)[attribute].then) {
          element.setAttribute(attribute, english);
        }
        say(element, attribute);
      }
    }
    skip();
    chooser(document);
  };

  const skip = () => { // the one text that is no attribute
    const link = document.querySelector("[data-testid=\"stSkipToContent\"]");
    const said = words["Skip to main content"];
    if (link && said && link.textContent !== said) link.textContent = said;
  };

  const chooser = (root) => { // what the file chooser says in texts of its own
    for (const part of root.querySelectorAll('[data-testid="stFileUploader"] :is(p, span, small)')) {
      const said = part.childElementCount === 0 && words[part.textContent];
      if (said && said !== part.textContent) part.textContent = said;
    }
  };

  const reach = (root) => {
    for (const list of root.querySelectorAll('[data-testid="stVerticalBlock"][overflow="auto"]')) {
      if (list.hasAttribute("tabindex")) continue;
      list.tabIndex = 0;
      list.setAttribute("role", "group");
    }
  };

  const rename = (root) => { // the ground of the file chooser has a name, so it cannot be a mere ornament
    const ground = '[data-testid="stFileUploaderDropzone"][role="presentation"]';
    for (const part of root.querySelectorAll(ground)) part.setAttribute("role", "group");
  };

  const looked = (root) => {
    if (!(root instanceof Element)) return;
    reach(root.parentElement ?? root);
    rename(root.parentElement ?? root);
    skip();
    chooser(root.parentElement ?? root);
    for (const element of [root, ...root.querySelectorAll("[aria-label], [title], [placeholder]")]) {
      for (const attribute of SAID) say(element, attribute);
    }
  };

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") say(change.target, change.attributeName);
      else change.addedNodes.forEach(looked);
    }
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: SAID });

  // A page's address comes in two messages, /ageing and then /ageing?lang=..., and when the server is slow each would
  // be a step of its own: "back" would lead from a page to itself. The second takes the place of the first.
  const push = history.pushState;
  history.pushState = function (state, title, address) {
    const next = new URL(address ?? location.href, location.href);
    const unfinished = next.pathname === location.pathname && !new URLSearchParams(location.search).has("lang");
    return (unfinished ? history.replaceState : push).call(history, state, title, address);
  };

  window.rasadWords = (found) => { words = found; sayAgain(); reach(document); rename(document); };
  if (window.rasadWordsEarly) window.rasadWords(window.rasadWordsEarly);
})();
