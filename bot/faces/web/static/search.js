// Searches the site as files, in the reader's own browser, with the index that Pagefind made of them.
const field = document.querySelector("#q");
const found = document.querySelector("#found");
const results = document.querySelector("#results");
const MOST = 20;
let number = 0;

const searching = import(new URL("../../pagefind/pagefind.js", import.meta.url)).then(async (pagefind) => {
  await pagefind.init();
  return pagefind;
});

const show = async (text) => {
  const mine = ++number;
  try {
    const answer = await (await searching).search(text);
    const pages = await Promise.all(answer.results.slice(0, MOST).map((one) => one.data()));
    if (mine !== number) return;
    found.textContent = found.dataset.count.replace("{count}", answer.results.length);
    results.replaceChildren(...pages.map((page) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      const part = document.createElement("p");
      link.href = page.url;
      link.textContent = page.meta.title;
      part.textContent = page.meta.beginning; // Pagefind's own excerpt may be of the ways in which people put it
      item.append(link, part);
      return item;
    }));
  } catch {
    found.textContent = found.dataset.failed;
  }
};

const asked = new URLSearchParams(location.search).get("q") || "";
field.value = asked;
if (asked) show(asked);
field.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = field.value.trim();
  history.replaceState(null, "", `?${new URLSearchParams({ q: text })}`);
  if (text) show(text);
});
