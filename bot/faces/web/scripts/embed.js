// A button on somebody's own site that opens the chat: <script src="__BASE__/embed.js" data-lang="nl" async></script>
// The chat is a frame behind a button in the page: the keyboard goes in and out of it as of any part of the page.
(() => {
  "use strict";
  const words = "__WORDS__";
  const script = document.currentScript || document.querySelector('script[src^="__BASE__/embed.js"]');
  const said = words[script?.dataset.lang] || words[document.documentElement.lang.slice(0, 2)] || Object.values(words)[0];
  const style = (element, values) => Object.assign(element.style, values);

  const around = document.createElement("div");
  const button = document.createElement("button");
  let frame = null;
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.textContent = said.open;
  style(around, { position: "fixed", right: "1rem", bottom: "1rem", zIndex: "2147483000", maxWidth: "calc(100vw - 2rem)" });
  style(button, {
    font: "600 1rem/1.5 system-ui, sans-serif", padding: ".65rem 1rem", minHeight: "2.75rem", border: "2px solid #fff",
    borderRadius: ".35rem", background: "#0a4c8f", color: "#fff", cursor: "pointer", float: "right",
  });
  around.append(button);

  const close = () => {
    if (!frame || frame.hidden) return;
    frame.hidden = true;
    frame.style.display = "none";
    button.textContent = said.open;
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };
  const open = () => {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.src = said.address;
      frame.title = said.title;
      frame.id = "verbinder-chat";
      style(frame, {
        width: "24rem", maxWidth: "100%", height: "36rem", maxHeight: "calc(100vh - 6rem)", border: "1px solid #76808f",
        borderRadius: ".35rem", background: "#fff", marginTop: ".5rem", colorScheme: "light dark",
      });
      around.append(frame); // behind the button: that is where Tab goes next
      button.setAttribute("aria-controls", frame.id);
    }
    frame.hidden = false;
    frame.style.display = "block";
    button.textContent = said.close;
    button.setAttribute("aria-expanded", "true");
  };
  button.addEventListener("click", () => (frame && !frame.hidden ? close() : open()));
  around.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.data?.verbinder === "close") close();
  });
  if (document.body) document.body.append(around);
  else addEventListener("DOMContentLoaded", () => document.body.append(around));
})();
